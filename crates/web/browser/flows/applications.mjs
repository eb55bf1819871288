// Applications for benefits at the review desk: an elder's page offers them; one is taken in by the
// village, examined and noticed by the township (the public reads a first character), approved by the
// county with its letters; another is refused, appealed and decided again. Then a month between two areas:
// recorded, billed, downloaded. axe looks at every state, on the desk and on a phone.
import { Books } from "../casebook.mjs";
import { resident } from "../xlsx.mjs";

const WORKER = "village_worker";
const OFFICER = "township_officer";
const CLERK = "county_clerk";
const REVIEWER = "county_reviewer";
const FINANCE = "county_finance";
const BOOK = "benefit_application";
const NAME = "吉克阿果";

// A day in Shanghai, as the program counts them.
const ago = (days) => new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);

// An elder registered where the village's worker works; answers the address of their page.
async function elder(books) {
  const page = await books.desk(WORKER);
  await page.goto("/persons/new");
  await page.fill("[name='draft.name']", NAME);
  await page.fill("[name='draft.number']", resident("513433", "19500305", 21));
  for (const field of ["draft.registered.value", "draft.living.value"]) {
    const choices = page.locator(`[name='${field}'] option`);
    const all = await choices.evaluateAll((them) => them.map((it) => it.value));
    await page.selectOption(`[name='${field}']`, all.filter((it) => it.includes("/")).at(-1));
  }
  await page.click("form#new .buttons button:not([type=button])");
  await page.waitForURL(/\/persons\/[0-9a-f-]+/);
  return new URL(page.url()).pathname;
}

const accepted = [WORKER, "accept", { seen: ["identity", "alive"] }, "待审核"];
const examined = (opinion) => [OFFICER, "examine", { opinion, examined_how: ["visit"], examine_note: "入户属实" }, "待公示"];
const delivered = { delivered_on: ago(0), delivered_how: "by_hand", received_by: "本人" };

export default async function applications(walk, logins) {
  const books = new Books(walk, logins, "applications");
  const person = await elder(books);
  const subject = person.split("/").pop();
  const worker = await books.desk(WORKER);
  await worker.goto(person);
  await books.expect(worker, "the person's page does not offer applications", `a[href='${person}/applications']`);
  for (const size of ["desk", "phone"]) {
    const page = await books.desk(WORKER, { size });
    await page.goto(`${person}/applications`);
    await books.look(page, `of-person-${size}`);
  }

  const given = (benefit) => ({ benefit, person_name: NAME, applied_on: ago(20) });
  const one = await books.open(WORKER, BOOK, { subject }, given("care_subsidy"));
  await books.steps(one, [accepted]);
  await books.lacks(one, WORKER, "examine");
  const notice = { notice_number: "公示〔2026〕9号", notice_from: ago(10) };
  await books.steps(one, [examined("agree"), [OFFICER, "post_notice", notice, "公示中"]]);
  const nobody = await walk.visitor();
  await nobody.goto(`/public/${BOOK}`);
  const told = await nobody.locator("main").innerText();
  if (!told.includes("吉") || told.includes(NAME)) books.say("the public reads the whole name, or nothing");
  await books.look(nobody, "public-notice");
  await nobody.context().close();
  const decision = (number, reasons) => ({ decision_number: number, reasons });
  await books.steps(one, [
    [OFFICER, "object", { objection: "听说已迁走", objected_on: ago(0) }, "有异议"],
    [CLERK, "dismiss", { objection_finding: "仍在本村居住" }, "公示中"],
    [REVIEWER, "approve", decision("冕民待遇〔2026〕9号", "经济困难，评估为重度失能"), "已批准，待送达"],
    [WORKER, "deliver", delivered, "已批准并送达"],
  ]);
  await books.end(one, CLERK, "approved", 2);

  const two = await books.open(WORKER, BOOK, { subject }, given("retrofit"), false);
  await books.steps(two, [accepted, examined("disagree")]);
  await books.lacks(two, OFFICER, "refuse");
  await books.steps(two, [
    [REVIEWER, "refuse", decision("冕民待遇〔2026〕10号", "住房已在三年内改造过"), "不予批准，待送达"],
    [WORKER, "deliver_refusal", delivered, "不予批准并送达"],
    [CLERK, "appeal", { appeal_way: "review", appealed_on: ago(0), appeal_text: "请重新核查" }, "复议（诉讼）中"],
    [CLERK, "redo", { appeal_result: "redo", appeal_number: "冕府复〔2026〕1号", appeal_why: "事实不清" }, "待重新作出决定"],
  ]);
  await books.end(two, CLERK, "again", 2);

  await settlement(books, subject);
  await books.close();
}

// Services elsewhere: what was used here by somebody of another area is billed to it.
async function settlement(books, subject) {
  const values = {
    direction: "here", partner_area: "西山区", service: "subsidy", agreement_text: "协议1号", from_on: ago(60),
    partner_number: "异地〔2026〕7号",
  };
  const month = ago(0).slice(0, 7);
  const at = await books.open(CLERK, "regional_settlement", { subject }, values, false);
  await books.steps(at, [
    [CLERK, "confirm", { confirmed_on: ago(1) }, "服务中"],
    [FINANCE, "settle", { settled: [{ month_of: month, sum: "300" }], owed: "300" }, "服务中"],
  ]);
  const page = await books.desk(CLERK);
  await page.goto(`/settlement?month=${month}`);
  await books.look(page, "settlement-month");
  await page.locator("form[action='/do/settlement.make'] button").first().click();
  await page.waitForURL(/\/settlement\/[0-9a-f-]+/);
  await books.look(page, "settlement-bill");
  const href = await page.locator("a[download]").getAttribute("href");
  const answer = await page.request.get(href);
  const file = await answer.text();
  if (!file.includes("异地〔2026〕7号,subsidy,300.00,")) books.say(`the bill says ${file}`);
  // Our own bill is not for us.
  await page.goto(`/settlement?month=${month}`);
  await page.setInputFiles("#take input[type=file]", { name: "x.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await page.click("#take .buttons button.primary");
  await books.expect(page, "a bill for somebody else is taken in", ".fault-summary");
  await books.look(page, "settlement-refused");
  const phone = await books.desk(FINANCE, { size: "phone" });
  await phone.goto(`/settlement?month=${month}`);
  await books.look(phone, "settlement-phone");
}
