// The field app over a line of 50 kbit/s that loses a tenth: the first load, and a day's changes; and over one that
// breaks off again and again. What crosses is counted where it crosses.
import { badLine } from "./line.mjs";
import { SIZES } from "./walk.mjs";

const CODE = "472913";
const FIRST_SECONDS = 90;
const DAY_SECONDS = 10;
const SHELL_BYTES = 120_000;

export default async function fieldLine(walk, logins) {
  const line = await badLine(walk.base);
  const context = await walk.browser.newContext({ baseURL: line.base, viewport: SIZES.phone, locale: "zh-CN" });
  context.setDefaultTimeout(200_000);
  const page = await context.newPage();
  // Signing in is no part of what is measured: its pages are those of the desk.
  await context.addCookies((await walk.signedIn(logins.village_worker)).cookies.map((it) => ({ ...it, domain: "127.0.0.1" })));
  const before = { ...line.carried };
  const began = Date.now();
  await page.goto("/field");
  await page.waitForSelector("#code-1");
  const shell = line.carried.down - before.down;
  await page.fill("#code-1", CODE);
  await page.fill("#code-2", CODE);
  await page.click("button.primary");
  await page.waitForFunction(() => document.querySelector("#phase:not(.bad)")?.textContent?.match(/\d\d:\d\d/));
  const first = (Date.now() - began) / 1000;
  const text = line.carried.down - before.down - shell;
  // The worker fetches the files once more for its own store, in the background.
  console.log(`    first load ${first.toFixed(1)} s: shell ${shell} B, text ${text} B, ${line.carried.lost} segments lost`);
  if (first > FIRST_SECONDS) walk.say(`the first load takes ${first} s`);
  if (shell > SHELL_BYTES) walk.say(`the shell takes ${shell} bytes`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  const again = { ...line.carried };
  const started = Date.now();
  await page.evaluate(() => (location.hash = "#me"));
  await page.click("#sync");
  await page.waitForFunction(() => !document.querySelector("#phase")?.textContent?.match(/\d\d:\d\d/)).catch(() => undefined);
  await page.waitForFunction(() => document.querySelector("#phase:not(.bad)")?.textContent?.match(/\d\d:\d\d/));
  const day = (Date.now() - started) / 1000;
  console.log(`    what changed ${day.toFixed(1)} s: up ${line.carried.up - again.up} B, down ${line.carried.down - again.down} B`);
  if (day > DAY_SECONDS) walk.say(`what changed takes ${day} s`);
  await context.close();
  line.close();
}

// A line that is cut again and again: everything arrives in the end, and no piece twice.
export async function cutLine(walk, logins) {
  const line = await badLine(walk.base, { bits: 2_000_000, loss: 0, trip: 20, cut: 0.06, seed: 11 });
  const context = await walk.browser.newContext({ baseURL: line.base, viewport: SIZES.phone, locale: "zh-CN" });
  const page = await context.newPage();
  await context.addCookies((await walk.signedIn(logins.village_worker)).cookies.map((it) => ({ ...it, domain: "127.0.0.1" })));
  const tried = async (what, done) => {
    for (let tries = 0; tries < 60; tries += 1) {
      if (await what().then(() => done(), () => false).catch(() => false)) return true;
      await page.waitForTimeout(200);
    }
    walk.say(`a line that is cut brings nothing: ${what}`);
    return false;
  };
  await tried(() => page.goto("/field", { timeout: 8000 }), () => page.waitForSelector("#code-1", { timeout: 3000 }).then(() => true));
  await page.fill("#code-1", CODE);
  await page.fill("#code-2", CODE);
  await tried(() => page.click("button.primary", { timeout: 2000 }), () => page.waitForSelector("#foot:not([hidden])", { timeout: 4000 }).then(() => true));
  await page.evaluate(() => (location.hash = "#me"));
  await tried(() => page.click("#sync", { timeout: 2000 }), () => page.waitForFunction(() => document.querySelector("#phase:not(.bad)")?.textContent?.match(/\d\d:\d\d/), null, { timeout: 4000 }).then(() => true));
  console.log(`    a line cut ${line.carried.cuts} times brought everything`);
  if (!line.carried.cuts) walk.say("the line was never cut");
  await context.close();
  line.close();
}
