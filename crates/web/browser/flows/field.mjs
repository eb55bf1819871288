// The field app on a phone: enrolled, read and written with no network, sent once however often the line
// breaks, locked, unlocked, wiped from the desk.
import { build } from "esbuild";
import fieldLine, { cutLine } from "../field-line.mjs";
import { otherEdition } from "../relay.mjs";
import { SIZES } from "../walk.mjs";

const CODE = "472913";

export default async function field(walk, logins) {
  await peopled(walk, logins, 300);
  const page = await walk.visitor({ size: "phone", as: logins.village_worker });
  const context = page.context();
  await page.goto("/field");
  await page.waitForSelector("#code-1");
  await walk.check(page, "field-choose");
  await page.fill("#code-1", "111111");
  await page.fill("#code-2", "111111");
  await page.click("button.primary");
  if (!(await page.textContent(".fault"))?.trim()) walk.say("a code of one digit is taken");
  await page.fill("#code-1", CODE);
  await page.fill("#code-2", CODE);
  await page.click("button.primary");
  await page.waitForSelector("#foot:not([hidden])");
  await synced(page);
  await walk.check(page, "field-today");

  // Everything that lies on the phone is sealed.
  const plain = await page.evaluate(readable);
  if (plain.length) walk.say(`lies open on the phone: ${plain.slice(0, 3).join(", ")}`);

  await page.click('#foot a[href="#elders"]');
  await page.waitForSelector("#found a");
  await walk.check(page, "field-elders");
  const name = (await page.textContent("#found .row-name")).trim().split(/\s/)[0];
  await page.fill("#seek", name);
  if (!(await page.textContent("#found .row-name"))?.includes(name)) walk.say(`${name} is not found`);
  await page.click("#found a");
  await page.waitForSelector("dl.facts");
  await walk.check(page, "field-elder");
  const elder = page.url().split("#elder/")[1];

  // No network: reloaded, unlocked, written, reloaded again.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector("#code");
  await walk.check(page, "field-locked");
  await page.fill("#code", "000000");
  await page.click("button.primary");
  await page.waitForFunction(() => /7/.test(document.querySelector(".fault")?.textContent ?? ""));
  await unlock(page);
  await storageFull(page, elder, walk);
  await write(page, elder, "13900001111", walk);
  if ((await page.textContent("#count-waiting")).match(/\d+/)?.[0] !== "1") walk.say("what was written does not wait");
  await page.reload();
  await unlock(page);
  if ((await page.textContent("#count-waiting")).match(/\d+/)?.[0] !== "1") walk.say("what was written is lost by a reload");

  // The line comes back, and breaks between the deed and its answer.
  let sends = 0;
  await context.route("**/field/send", async (route) => {
    sends += 1;
    if (sends > 1) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await context.setOffline(false);
  await page.goto("/field#me");
  if (await page.$("#code")) await unlock(page);
  await page.click("#sync").catch(() => undefined);
  await page.waitForFunction(() => /[1-9]/.test(document.querySelector("#count-sent")?.textContent ?? "") || document.querySelector("#phase.bad"));
  await page.evaluate(() => (location.hash = "#me"));
  for (let tries = 0; tries < 5 && !/[1-9]/.test(await page.textContent("#count-sent")); tries += 1) {
    await page.click("#sync");
    await page.waitForTimeout(1500);
  }
  if (sends < 2) walk.say(`the broken line was not tried again: ${sends}`);
  if ((await page.textContent("#count-sent")).match(/\d+/)?.[0] !== "1") walk.say("what was sent twice is not one");
  await context.unroute("**/field/send");
  await walk.check(page, "field-mine");
  await page.evaluate((to) => (location.hash = `#elder/${to}`), elder);
  await page.waitForSelector("a[href='tel:13900001111']");

  await page.evaluate(() => (location.hash = "#map"));
  await page.waitForSelector("canvas.map");
  await walk.check(page, "field-map");

  await english(walk, logins);
  await searched(walk);
  await edition(walk, logins);
  await cutLine(walk, logins);
  await fieldLine(walk, logins);
  await wiped(walk, logins, page);
  await context.close();
}

async function english(walk, logins) {
  const page = await walk.visitor({ size: "phone", lang: "en", theme: "dark", as: logins.village_worker });
  await page.goto("/field");
  await page.fill("#code-1", CODE);
  await page.fill("#code-2", CODE);
  await page.click("button.primary");
  await page.waitForSelector("#foot:not([hidden])");
  await synced(page);
  for (const to of ["today", "elders", "me"]) {
    await page.evaluate((to) => (location.hash = `#${to}`), to);
    await page.waitForTimeout(200);
    await walk.check(page, `field-${to}-en-dark`);
    const left = await page.evaluate(() => document.body.innerText.match(/\bfield-[a-z-]+/g));
    if (left) walk.say(`words are missing: ${left.join(" ")}`);
  }
  await page.context().close();
}

// A village of so many, each with an address and a phone.
async function peopled(walk, logins, count) {
  const worker = await walk.visitor({ as: logins.village_worker });
  await worker.goto("/field/me");
  const { area } = JSON.parse(await worker.textContent("body"));
  await worker.context().close();
  const officer = await walk.visitor({ as: logins.township_officer });
  await officer.goto("/field/devices");
  const refused = await officer.evaluate(async ({ area, count }) => {
    const me = await (await fetch("/field/me")).json();
    const letters = (at) => "王李张刘陈杨赵黄周吴"[at % 10] + String.fromCharCode(0x4e00 + ((at * 97) % 8000)) + "秀英兰芳"[at % 4];
    const create = async (at) => {
      const draft = { name: letters(at), birth_date: `19${48 + (at % 18)}-0${1 + (at % 9)}-1${at % 10}`, registered: { value: area }, living: { value: area }, living_address: `${1 + (at % 12)}组${at + 1}号`, phone: `139${String(10000000 + at * 7919).slice(-8)}` };
      const headers = { "content-type": "application/json", "x-csrf-token": me.csrf };
      const told = await fetch("/api/register.create", { method: "POST", headers, body: JSON.stringify({ draft }) });
      return told.ok ? null : told.text();
    };
    for (let from = 0; from < count; from += 4) {
      const told = (await Promise.all([0, 1, 2, 3].map((at) => create(from + at)))).find(Boolean);
      if (told) return told;
    }
    return null;
  }, { area, count });
  if (refused) walk.say(`nobody lives there: ${refused}`);
  await officer.context().close();
}

// The phone has no room: nothing is said to be saved, and what was typed stays. The browser counts its room only
// now and then, so the refusal is made here: each writing transaction fails as it does when the room is gone.
async function storageFull(page, elder, walk) {
  await page.evaluate((to) => (location.hash = `#form/contact/${to}`), elder);
  await page.waitForSelector("#f-phone");
  await page.evaluate(() => {
    const real = IDBDatabase.prototype.transaction;
    window.roomAgain = () => (IDBDatabase.prototype.transaction = real);
    IDBDatabase.prototype.transaction = function (names, mode, ...rest) {
      if (mode === "readwrite") throw new DOMException("no room", "QuotaExceededError");
      return real.call(this, names, mode, ...rest);
    };
  });
  await page.fill("#f-phone", "13900009999");
  await page.click("form button.primary");
  await page.waitForFunction(() => document.querySelector("#phase.bad")?.textContent?.includes("满"));
  if ((await page.inputValue("#f-phone")) !== "13900009999") walk.say("what was typed is lost when the phone is full");
  await walk.check(page, "field-full");
  await page.evaluate(() => window.roomAgain());
  await page.evaluate(() => (location.hash = "#today"));
}

// A thousand elders on a processor a sixth as quick.
async function searched(walk) {
  const made = await build({ entryPoints: [new URL("../../islands/field/search.ts", import.meta.url).pathname], bundle: true, write: false, format: "iife", globalName: "seek" });
  const page = await walk.visitor({ size: "phone" });
  await page.goto("/field");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  const slowest = await page.evaluate(`(() => { ${made.outputFiles[0].text}
    const elders = Array.from({ length: 1000 }, (_, at) => ({ id: String(at), name: "王李张刘陈"[at % 5] + "秀英桂兰玉"[at % 4] + String.fromCharCode(0x4e00 + at), initials: "wxy", phone: String(13900000000 + at), tail: String(1000 + at), place: "a", revision: 1 }));
    const all = seek.index(elders);
    const times = ["王", "wxy", "1990", "李 19", "13900000999", "没有这个人"].flatMap((typed) => Array.from({ length: 20 }, () => { const began = performance.now(); seek.find(all, typed); return performance.now() - began; }));
    return Math.max(...times); })()`);
  console.log(`    a search of 1,000 elders takes at most ${slowest.toFixed(1)} ms at a sixth of the speed`);
  if (slowest > 50) walk.say(`a search takes ${slowest} ms`);
  await page.context().close();
}

// A new edition comes while somebody writes: it waits for the locked screen, and nothing that waits is lost.
async function edition(walk, logins) {
  const relay = await otherEdition(walk.base);
  const context = await walk.browser.newContext({ baseURL: relay.base, viewport: SIZES.phone, locale: "zh-CN" });
  await context.addCookies((await walk.signedIn(logins.village_worker)).cookies);
  const page = await context.newPage();
  await page.goto("/field");
  await page.fill("#code-1", CODE);
  await page.fill("#code-2", CODE);
  await page.click("button.primary");
  await page.waitForSelector("#foot:not([hidden])");
  await synced(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await unlock(page);
  await page.evaluate(() => (location.hash = "#elders"));
  await page.waitForSelector("#found a");
  const elder = (await page.getAttribute("#found a", "href")).split("/")[1];
  relay.held.busy = true;
  await write(page, elder, "13900002222", walk);
  relay.held.edition = "x";
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration("/field");
    await registration.update();
    for (let tries = 0; tries < 100 && !registration.waiting; tries += 1) await new Promise((done) => setTimeout(done, 100));
    if (!registration.waiting) throw new Error("no new edition waits");
  });
  if (await page.$("#code")) walk.say("a new edition takes over under somebody's hands");
  await page.evaluate(() => (location.hash = "#me"));
  await page.waitForSelector("#sync");
  await Promise.all([page.waitForEvent("load"), page.locator("button", { hasText: /更新|edition/ }).click()]);
  await unlock(page);
  if ((await page.textContent("#count-waiting")).match(/\d+/)?.[0] !== "1") walk.say("a new edition loses what waits");
  await page.evaluate(() => (location.hash = "#me"));
  await page.waitForFunction(() => /\bx/.test(document.querySelector("main")?.textContent ?? "")).catch(() => walk.say("the old edition stays"));
  await context.close();
  relay.close();
}

// Lost: the desk wipes it, and at the next contact nothing is left on it.
async function wiped(walk, logins, phone) {
  const desk = await walk.visitor({ as: logins.township_officer });
  await desk.goto("/field/devices");
  await walk.check(desk, "field-devices");
  while (await desk.$("details.ask:not(.more-filters) summary")) {
    await desk.click("details.ask:not(.more-filters) summary");
    await desk.fill("details.ask[open] [name=why]", "手机丢失");
    await desk.click("details.ask[open] button.danger");
    await desk.waitForSelector("p.said");
  }
  await desk.context().close();
  await phone.evaluate(() => (location.hash = "#me"));
  await phone.click("#sync");
  await phone.waitForSelector("#wiped");
  await walk.check(phone, "field-wiped");
  const left = await phone.evaluate(async () => ({
    stores: (await indexedDB.databases()).map((it) => it.name),
    caches: await caches.keys(),
  }));
  if (left.stores.length || left.caches.length) walk.say(`left on a wiped phone: ${JSON.stringify(left)}`);
}

async function unlock(page) {
  await page.waitForSelector("#code");
  await page.fill("#code", CODE);
  await page.click("button.primary");
  await page.waitForSelector("#foot:not([hidden])");
}

async function synced(page) {
  await page.waitForFunction(() => document.querySelector("#phase:not(.bad)")?.textContent?.match(/\d\d:\d\d/), null, { timeout: 60_000 });
}

async function write(page, elder, phone, walk) {
  await page.evaluate((to) => (location.hash = `#form/contact/${to}`), elder);
  await page.waitForSelector("#f-phone");
  await page.click("form button.primary");
  await page.waitForSelector("[role=alert]");
  await walk.check(page, "field-form-wrong");
  await page.fill("#f-phone", phone);
  await page.click("form button.primary");
  await page.waitForFunction(() => location.hash === "#today");
}

// Every text in the stores of this browser that anybody could read.
async function readable() {
  const open = indexedDB.open("songhe-field");
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const found = [];
  for (const name of [...db.objectStoreNames].filter((it) => it !== "meta")) {
    const request = db.transaction(name).objectStore(name).getAll();
    const rows = await new Promise((done) => (request.onsuccess = () => done(request.result)));
    for (const row of rows) if (!(row.iv instanceof Uint8Array && row.data instanceof ArrayBuffer && Object.keys(row).length === 2)) found.push(name);
  }
  db.close();
  return found;
}
