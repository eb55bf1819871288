// The archive: the year's list of cases whose keeping is over, one kept longer, one proposed and
// destroyed by another person, and what is left of it.
import { Books } from "../casebook.mjs";

const CLERK = "county_clerk";
const REVIEWER = "county_reviewer";
const OVER = "/archive?state=listed&sort=closed_on";

// The rounds of the night begin when the server does: the list is there soon after.
async function listed(books) {
  const page = await books.desk(CLERK);
  for (let turn = 0; turn < 60; turn += 1) {
    await page.goto(OVER);
    const links = await page.locator("tbody td:first-of-type a").evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    if (links.length >= 3) return links;
    await page.waitForTimeout(1_000);
  }
  throw new Error("archive: nothing is listed");
}

async function act(books, page, id, values) {
  await page.locator(`#ask-${id} > summary`).click();
  for (const [name, value] of Object.entries(values)) await page.fill(`#${id} [name='${name}']`, value);
  await page.click(`#${id} .buttons button:not([type=button])`);
  await page.waitForLoadState();
}

async function says(books, page, what, text) {
  if (!(await page.locator("main").innerText()).includes(text)) books.say(`${what}: does not say ${text}`);
}

export default async function archive(walk, logins) {
  const books = new Books(walk, logins, "archive");
  const [kept, gone, left] = await listed(books);
  const page = await books.desk(CLERK);
  await books.look(page, "list");
  await page.goto(kept);
  await books.look(page, "one");
  await act(books, page, "keep", { years: "0", reason: "涉诉" });
  await books.expect(page, "no years are taken", ".fault-summary");
  await page.goto(kept);
  await act(books, page, "keep", { years: "5", reason: "涉诉，法院要求保留" });
  await says(books, page, "kept longer", "涉诉，法院要求保留");
  await says(books, page, "kept longer", "延长保管");

  await page.goto(gone);
  await act(books, page, "propose", { reason: "期满，无保存价值" });
  await says(books, page, "proposed", "须由另一人核准");
  if (await page.locator("form[action='/do/cases.destroy']").count()) books.say("whoever proposes may destroy");
  await books.look(page, "proposed");
  const reviewer = await books.desk(REVIEWER);
  await reviewer.goto(gone);
  await books.look(reviewer, "to-destroy");
  const destroy = reviewer.locator("details:has(form[action='/do/cases.destroy'])");
  await destroy.locator(":scope > summary").click();
  await destroy.locator("form button").click();
  await reviewer.waitForLoadState();
  await says(books, reviewer, "destroyed", "已销毁");
  await books.look(reviewer, "destroyed");
  await reviewer.goto(gone.replace("/archive/", "/cases/"));
  await books.look(reviewer, "stub");
  const stub = await reviewer.locator("main").innerText();
  if (/开饭时间|无法核实|老年食堂/.test(stub)) books.say("the stub tells what was destroyed");

  for (const view of [{ size: "phone" }, { size: "phone", lang: "en", theme: "dark" }, { lang: "en" }, { theme: "dark" }]) {
    const other = await books.desk(CLERK, view);
    for (const path of ["/archive", kept, gone, left]) {
      await other.goto(path);
      await books.look(other, `${Object.values(view).join("-")}-${path === "/archive" ? "list" : [kept, gone, left].indexOf(path)}`);
    }
  }
  const other = await books.desk(CLERK, { lang: "en" });
  await other.goto("/archive");
  await says(books, other, "the English list names the book", "Complaints");
  await books.close();
}
