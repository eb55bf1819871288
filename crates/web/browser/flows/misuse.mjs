// What goes wrong at a desk: a double click, a file of the wrong kind, one of 300 MB, a page that stood
// open while somebody else went on, two people at one step. Nothing is lost, nothing is done twice.
import { closeSync, mkdtempSync, openSync, rmSync, ftruncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Books } from "../casebook.mjs";

const CLERK = "county_clerk";
const OFFICER = "township_officer";
const LARGE = 300 * 1024 * 1024;

function files() {
  const folder = mkdtempSync(join(tmpdir(), "songhe-misuse-"));
  const large = join(folder, "现场.jpg");
  const open = openSync(large, "w");
  writeSync(open, Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  ftruncateSync(open, LARGE);
  closeSync(open);
  const wrong = join(folder, "照片.jpg");
  writeFileSync(wrong, "MZ this is a program and no photo");
  return { folder, large, wrong };
}

const SPOT = "四楼走廊";

async function fill(page) {
  const form = page.locator("form#new");
  await form.locator("[name='values.spot']").fill(SPOT);
  await form.locator("[name='values.source']").selectOption("self");
  await form.locator("[name='values.class']").selectOption("fire");
  await form.locator("[name='values.grade'][value=ordinary]").check();
  await form.locator("[name='values.found_on']").fill("2026-11-20");
  await form.locator("[name='values.description']").fill("走廊堆放纸箱");
  return form;
}

// A file that cannot be taken is said beside its field, and what was typed is there.
async function refused(books, page, form, file, large, what) {
  await form.locator("[name='@values.photo']").setInputFiles(file);
  const told = page.locator(".fault-summary, #new [role=alert]");
  // What is too large is said as soon as it is chosen; another kind when it is handed in.
  if (file !== large) await form.locator(".buttons button.primary").click();
  await told.first().waitFor({ timeout: 60_000 }).catch(() => books.say(`${what} is not refused`));
  if (page.url().includes("/cases/")) books.say(`${what} was taken`);
  const spot = page.locator("form#new [name='values.spot']");
  if (!(await spot.count()) || (await spot.inputValue()) !== SPOT) books.say(`${what}: what was typed is lost`);
  await books.look(page, what.replaceAll(" ", "-"));
}

async function twoAtOnce(books, address) {
  const first = await books.desk(CLERK);
  const second = await books.desk(CLERK, { size: "phone" });
  const values = { lead_dept: "fire", duty_person: "院长", mend_by: "2026-12-20" };
  for (const page of [first, second]) {
    await page.goto(address);
    await page.locator("#ask-step-assign > summary").click();
    for (const [id, value] of Object.entries(values)) await books.put(page, page.locator("#step-assign"), `values.${id}`, value);
  }
  await first.locator("#step-assign .buttons button.primary").dblclick();
  await first.locator("h1 .chip", { hasText: "整改中" }).waitFor().catch(() => books.say("the first of two does not go on"));
  await second.locator("#step-assign .buttons button.primary").click();
  await second.locator(".fault-summary, [role=alert]").first().waitFor().catch(() => books.say("the second of two is not told"));
  await books.look(second, "second-of-two");
  await first.goto(address);
  const steps = await first.locator(".timeline > li").count();
  if (steps !== 2) books.say(`after two at once the history has ${steps} lines, not 2`);
}

export default async function misuse(walk, logins) {
  const books = new Books(walk, logins, "misuse");
  const { folder, large, wrong } = files();
  const subject = await books.facility(OFFICER, "home", `误操作敬老院${Date.now() % 10_000}`);
  const page = await books.desk(OFFICER);
  await page.goto(`/casebooks/hazard/new?subject=${encodeURIComponent(subject)}`);
  await refused(books, page, await fill(page), wrong, large, "a program as a photo");
  await page.goto(`/casebooks/hazard/new?subject=${encodeURIComponent(subject)}`);
  await refused(books, page, await fill(page), large, large, "a photo of 300 MB");
  await page.goto(`/casebooks/hazard/new?subject=${encodeURIComponent(subject)}`);
  const form = await fill(page);
  await form.locator(".buttons button.primary").dblclick();
  await page.waitForURL(/\/cases\//);
  await page.locator("h1").waitFor();
  const address = new URL(page.url()).pathname;
  await page.goto(`/facilities/${subject}`);
  const cases = await page.locator("main a[href^='/cases/']").evaluateAll((all) => new Set(all.map((it) => it.getAttribute("href"))).size);
  if (cases !== 1) books.say(`a double click made ${cases} cases`);
  await twoAtOnce(books, address);
  rmSync(folder, { recursive: true, force: true });
  await books.close();
}
