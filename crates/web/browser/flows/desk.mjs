// The desk of a casebook: courses come in from a workbook with a wrong row and a strange column, are
// found by a filter that is kept and shared, approved by another person many at once with a look ahead,
// carried over the board, handed out as a workbook and taken back; a half filled form outlives a closed
// tab. axe looks at every state.
import { workbook } from "../xlsx.mjs";

const BOOK = "/casebooks/training_course";
const HEAD = ["培训班名称", "培训类别", "办班层级", "承办单位", "开班日期", "结班日期", "总学时", "计划人数", "随手记"];
const row = (name, kind = "岗前培训") => [name, kind, "县（区）级", "县职校", "2026-12-01", "2026-12-12", 40, 30, "无"];
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export default async function desk(walk, logins) {
  const clerk = await walk.visitor({ as: logins.county_clerk });
  const reviewer = await walk.visitor({ as: logins.county_reviewer });
  const mark = `甲${Date.now() % 100_000}`;

  async function look(page, name) {
    const keys = await page.evaluate(() =>
      document.querySelector("main").innerText.match(/\b(web|books|cases|casebooks|sheets|done)-[a-z]+(-[a-z]+)*/g),
    );
    if (keys) walk.say(`desk ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await walk.check(page, `desk-${name}`);
  }
  async function expect(page, what, selector) {
    const found = page.locator(selector).first();
    await found.waitFor({ timeout: 15_000 }).catch(() => walk.say(`desk: ${what}`));
  }
  // Until the work behind the page is done.
  async function settled(page) {
    for (let tries = 0; tries < 60 && (await page.locator("main progress").count()); tries += 1) {
      await page.waitForTimeout(500);
      await page.reload();
    }
  }

  // A file of the wrong kind, an empty one, then one with a wrong row and a column of no field.
  await clerk.goto(BOOK);
  await clerk.click(".kept .beside");
  await clerk.waitForURL(/sheets$/);
  await look(clerk, "sheets");
  for (const [name, bytes] of [["扫描件.pdf", "%PDF-1.7 nothing"], ["空.xlsx", ""]]) {
    await clerk.setInputFiles("#take input[type=file]", { name, mimeType: XLSX, buffer: Buffer.from(bytes) });
    await clerk.click("#take .buttons button:not([type=button])");
    await expect(clerk, `${name} is not refused`, ".fault-summary");
  }
  await look(clerk, "sheets-refused");
  const rows = [HEAD, row(`${mark}一班`), row(`${mark}二班`), row(`${mark}三班`), row(`${mark}四班`), row(`${mark}错班`, "远足")];
  await clerk.setInputFiles("#take input[type=file]", { name: `${mark}.xlsx`, mimeType: XLSX, buffer: workbook(rows) });
  await clerk.click("#take .buttons button:not([type=button])");
  await clerk.waitForURL(/sheets\/[0-9a-f-]+$/);
  await settled(clerk);
  await expect(clerk, "the strange column is not told", "text=随手记");
  await expect(clerk, "the wrong row is not shown first", "table.plan");
  await look(clerk, "sheet-planned");
  await clerk.click("details.ask > summary");
  await clerk.click("details.ask button.primary");
  await clerk.waitForLoadState();
  await settled(clerk);
  const [left] = await Promise.all([clerk.waitForEvent("download"), clerk.click("a[href$='/left']")]);
  if (!left.suggestedFilename().endsWith(".xlsx")) walk.say("desk: what is left is no workbook");
  await look(clerk, "sheet-done");

  // A filter is kept, shared, and seen by a colleague of the same office.
  const filter = `${BOOK}?course_name.begins=${encodeURIComponent(mark)}`;
  await clerk.goto(filter);
  if ((await clerk.locator("tbody tr").count()) !== 4) walk.say("desk: the rows taken in are not in the list");
  await clerk.click("details:has(#keep) > summary");
  await clerk.fill("#keep [name=name]", mark);
  await look(clerk, "view-keep");
  await clerk.click("#keep .buttons button:not([type=button])");
  await clerk.waitForLoadState();
  await expect(clerk, "the kept filter is no chip that is marked", `.kept .view[aria-current]:has-text("${mark}")`);
  await clerk.click("details:has(#view-1) > summary");
  const own = clerk.locator(`.kept form:has([name=name][value="${mark}"])`).first();
  await own.locator("[name=to]").fill(`${mark}班`);
  await own.locator("[name=shared]").check();
  await look(clerk, "views-mine");
  await own.locator(".buttons button:not([type=button])").click();
  await clerk.waitForLoadState();
  await reviewer.goto(BOOK);
  await reviewer.click(`.kept .view:has-text("${mark}班")`);
  await reviewer.waitForURL(/begins=/);

  // A step of all that match, with a look ahead; one of them is approved meanwhile.
  await look(reviewer, "list");
  await reviewer.click(".bulk-bar a");
  await reviewer.waitForURL(/many/);
  await look(reviewer, "many-steps");
  await reviewer.click("ul.books a.button");
  await reviewer.waitForURL(/step=approve/);
  await look(reviewer, "many-form");
  await reviewer.click("#many .buttons button.primary");
  await expect(reviewer, "there is no look ahead", "#preview");
  await look(reviewer, "many-preview");
  const other = await reviewer.context().newPage();
  // By hand on the board: a step that asks nothing is taken as the card is let go.
  await other.goto(`${BOOK}/board`);
  await other.locator(`#lane-planned li:has-text("${mark}二班")`).dragTo(other.locator("#lane-enrolling"));
  await expect(other, "the step is not taken by carrying the card", "p.said");
  await expect(other, "the card hangs not where it was carried", `#lane-enrolling li:has-text("${mark}二班")`);
  await other.close();
  await reviewer.click("#many .buttons button.primary");
  await reviewer.waitForURL(/many\/[0-9a-f-]+$/);
  await settled(reviewer);
  await expect(reviewer, "who was refused is not told", "main table a[href^='/cases/']");
  await look(reviewer, "many-done");

  // Ticked rows only; nothing ticked is not everything.
  await clerk.goto(filter);
  await clerk.click(".bulk-bar button");
  await clerk.waitForURL(/ticked/);
  await expect(clerk, "nothing ticked is taken for everything", ".empty");
  await clerk.goto(filter);
  await clerk.check("tbody tr:nth-child(1) .pick input");
  await clerk.check("tbody tr:nth-child(2) .pick input");
  await clerk.click(".bulk-bar button");
  await clerk.waitForURL(/selected/);
  await expect(clerk, "the ticked rows are not chosen", "text=选中 2 件");

  // The board by hand: a step that asks opens its form; by keyboard the same from the card's menu.
  await clerk.goto(`${BOOK}/board`);
  const card = clerk.locator(`#lane-enrolling li:has-text("${mark}一班")`);
  await look(clerk, "board");
  await card.dragTo(clerk.locator("#lane-running"));
  await clerk.waitForURL(/#step-start/);
  await expect(clerk, "the form of the step is not open", "#step-start [name='values.enrolled']");
  await look(clerk, "board-form");

  // Half filled, and the tab is closed: offered back, put back, gone once it is saved.
  await clerk.fill("#step-start [name='values.enrolled']", "17");
  const address = new URL(clerk.url()).pathname;
  await clerk.goto("about:blank");
  await clerk.goto(address);
  await expect(clerk, "what was typed is not offered back", "#step-start [data-restore]");
  await look(clerk, "draft");
  if (await clerk.inputValue("#step-start [name='values.enrolled']")) walk.say("desk: a draft is put back unasked");
  await clerk.click("#step-start [data-restore]");
  if ((await clerk.inputValue("#step-start [name='values.enrolled']")) !== "17") walk.say("desk: what was typed is not put back");
  await clerk.context().setOffline(true);
  await clerk.click("#step-start .buttons button.primary").catch(() => {});
  await clerk.waitForTimeout(500);
  await clerk.context().setOffline(false);
  await clerk.goto(address);
  await expect(clerk, "a lost network loses what was typed", "#step-start [data-restore]");
  await clerk.click("#step-start [data-restore]");
  await clerk.click("#step-start .buttons button.primary");
  await expect(clerk, "the step was not taken", "p.said");
  const kept = () => clerk.evaluate(() => Object.keys(localStorage).filter((it) => it.startsWith("kept ")).length);
  // The page says so before its script has cleared away.
  for (let turn = 0; (await kept()) && turn < 20; turn += 1) await clerk.waitForTimeout(100);
  if (await kept()) walk.say("desk: a draft outlives its saving");

  // Somebody else changes the same field meanwhile: theirs stays, what was typed is shown beside it.
  await clerk.goto(address);
  await clerk.click("#ask-edit > summary");
  await clerk.fill("#edit [name='values.venue']", "甲地");
  const meanwhile = await walk.visitor({ as: logins.county_clerk });
  await meanwhile.goto(address);
  await meanwhile.click("#ask-edit > summary");
  await meanwhile.fill("#edit [name='values.venue']", "乙地");
  await meanwhile.click("#edit .buttons button.primary");
  await expect(meanwhile, "the case was not corrected", "p.said");
  await meanwhile.context().close();
  await clerk.goto("about:blank");
  await clerk.goto(address);
  await expect(clerk, "nobody says that the case has changed", "#edit [data-newer]:not([hidden])");
  await clerk.click("#edit [data-restore]");
  if ((await clerk.inputValue("#edit [name='values.venue']")) !== "乙地") walk.say("desk: a draft overwrites what others wrote");
  await expect(clerk, "what was not put back is not shown", "#edit [data-left] li:has-text('甲地')");
  await look(clerk, "draft-newer");
  // Whoever signs out leaves nothing of theirs on the device.
  await clerk.fill("#edit [name='values.venue']", "丙地");
  if (!(await kept())) walk.say("desk: what is typed is not kept");
  await clerk.evaluate(() => document.querySelector('form[action="/logout"]').dispatchEvent(new Event("submit", { cancelable: true })));
  if (await kept()) walk.say("desk: a draft outlives signing out");

  // Out and back unchanged: nothing to import.
  await clerk.goto(filter);
  await clerk.click(".list-do details.menu:has([name=purpose]) > summary");
  await clerk.fill(".list-do [name=purpose]", "核对");
  const [out] = await Promise.all([clerk.waitForEvent("download"), clerk.click(".list-do button.primary[formaction]")]);
  await clerk.goto(`${BOOK}/sheets`);
  await clerk.setInputFiles("#take input[type=file]", { name: "回传.xlsx", mimeType: XLSX, buffer: await bytes(out) });
  await clerk.click("#take .buttons button:not([type=button])");
  await clerk.waitForURL(/sheets\/[0-9a-f-]+$/);
  await settled(clerk);
  await expect(clerk, "an unchanged workbook changes something", "text=没有需要导入的行");
  const planned = clerk.url();

  for (const view of [{ size: "phone" }, { size: "phone", lang: "en", theme: "dark" }, { scripts: false }]) {
    const page = await walk.visitor({ ...view, as: logins.county_clerk });
    for (const path of [filter, `${BOOK}/sheets`, planned, `${BOOK}/many?state=enrolling`, `${BOOK}/many?state=enrolling&step=start`, `${BOOK}/board`, address, "/casebooks?due=week", "/"]) {
      await page.goto(path);
      await look(page, `${Object.values(view).join("-")}${new URL(path, "http://x").pathname.replaceAll("/", "-").slice(0, 40)}`);
    }
    await page.context().close();
  }
  await clerk.context().close();
  await reviewer.context().close();
}

async function bytes(download) {
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  return Buffer.concat(parts);
}
