// Casebooks as a county works with them: a training course is opened with errors and corrected,
// handed in, approved by another person with a letter, held, and its last step taken back; a
// community's missing rooms are handed over with a place on the map; a record about a person is
// found on the person's own page. axe looks at every state.
import { resident } from "../xlsx.mjs";

const PHOTO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const file = (name) => ({ name, mimeType: "image/png", buffer: PHOTO });

class Desk {
  constructor(walk, page, who) {
    Object.assign(this, { walk, page, who });
  }

  async look(name) {
    const keys = await this.page.evaluate(() =>
      document.querySelector("main").innerText.match(/\b(web|books|cases|casebooks|register|done)-[a-z]+(-[a-z]+)*/g),
    );
    if (keys) this.walk.say(`cases ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await this.walk.check(this.page, `cases-${name}`);
  }

  async goto(path) {
    const response = await this.page.goto(path);
    if (response.status() !== 200) this.walk.say(`cases ${this.who} ${path}: ${response.status()}`);
  }

  // The form of a step, unfolded.
  async step(id) {
    const form = this.page.locator(`#step-${id}`);
    if (!(await form.isVisible())) await this.page.click(`#ask-step-${id} > summary`);
    return form;
  }

  async send(form) {
    await form.locator(".buttons button.primary").click();
    await this.page.waitForLoadState();
  }

  async expect(what, selector) {
    if (!(await this.page.locator(selector).first().isVisible())) this.walk.say(`cases ${this.who}: ${what}`);
  }
}

async function course(walk, clerk, reviewer) {
  const { page } = clerk;
  await clerk.goto("/casebooks");
  await clerk.look("books");
  await page.fill("#book-q", "培训班");
  await page.press("#book-q", "Enter");
  await page.waitForURL(/q=/);
  await page.click("a[href='/casebooks/training_course']");
  await clerk.look("list-empty");
  await page.click(".acts a.button.primary");
  await clerk.look("new");

  // With errors: everything typed stays, each fault stands beside its field.
  const name = `护理员岗前培训${Date.now() % 10_000}`;
  await page.fill("[name='values.course_name']", name);
  await page.selectOption("[name='values.kind']", "pre_job");
  await page.check("[name='values.level'][value=county]");
  await page.fill("[name='values.starts_on']", "2026年12月1日");
  await page.fill("[name='values.ends_on']", "2026-11-30");
  await page.fill("[name='values.hours']", "很多");
  await clerk.send(page.locator("form#new"));
  await clerk.expect("no summary of the faults", ".fault-summary");
  await clerk.expect("no fault beside the hours", ".faulty [name='values.hours']");
  if ((await page.inputValue("[name='values.course_name']")) !== name) walk.say("cases: the name typed is lost");
  if (!(await page.isChecked("[name='values.level'][value=county]"))) walk.say("cases: the choice made is lost");
  await clerk.look("new-faults");
  await page.click("button[data-language]");
  await page.waitForLoadState();
  if ((await page.inputValue("[name='values.course_name']")) !== name) walk.say("cases: the language switch loses the name");
  await clerk.look("new-faults-en");
  await page.click("button[data-language]");
  await page.waitForLoadState();
  await page.fill("[name='values.hours']", "40");
  await page.fill("[name='values.places']", "３０");
  await page.fill("[name='values.provider']", "县职业技术学校");
  await clerk.send(page.locator("form#new"));
  await clerk.expect("the check of the days is not told", ".faulty [name='values.ends_on'], .fault-summary");
  await page.fill("[name='values.ends_on']", "2026-12-12");
  await clerk.send(page.locator("form#new"));
  await page.waitForURL(/\/cases\//);
  const address = new URL(page.url()).pathname;
  await clerk.look("case");

  // Handed in with a file; approved by another person, who gets no word from the first.
  let form = await clerk.step("submit");
  await form.locator("input[type=file]").setInputFiles(file("方案.png"));
  await clerk.send(form);
  await clerk.expect("the file cannot be opened", "a[href^='/files/']");
  const approve = page.locator("#ask-step-approve");
  if (await approve.count()) walk.say("cases: the clerk may approve");
  await clerk.expect("nobody is named who approves", ".waits li");
  await reviewer.goto(address);
  form = await reviewer.step("approve");
  await reviewer.look("case-approve");
  await reviewer.send(form);
  await reviewer.page.click("ul.letters a");
  await reviewer.page.waitForURL(/letters/);
  await reviewer.expect("the letter is not to be read", ".sheet-of-paper");
  await reviewer.look("letter");

  await clerk.goto(address);
  form = await clerk.step("start");
  await form.locator("[name='values.enrolled']").fill("99");
  await clerk.send(form);
  await clerk.expect("more enrolled than places is not told", ".fault-summary");
  await clerk.look("case-step-fault");
  form = await clerk.step("start");
  await form.locator("[name='values.enrolled']").fill("28");
  await clerk.send(form);

  // A table: a line more without a new page, and with one where scripts do not run.
  form = await clerk.step("finish");
  await form.locator("[name='values.sessions[0].held_on']").fill("2026-12-01");
  await form.locator("[name='values.sessions[0].topic']").fill("老年人心理");
  await form.locator("[name='values.sessions[0].session_hours']").fill("8");
  await form.locator("button[data-more]").click();
  await form.locator("[name='values.sessions[1].held_on']").fill("2026-12-02");
  await form.locator("input[type=file]").setInputFiles([file("签到1.png"), file("签到2.png")]);
  await clerk.look("case-table");
  await clerk.send(form);
  await clerk.expect("a line half filled is not told", ".faulty [name='values.sessions[1].topic'], .fault-summary");
  await clerk.expect("the files chosen are lost", "#step-finish [name='values.sign_sheets'][type=checkbox]");
  form = await clerk.step("finish");
  for (const [column, text] of [["topic", "翻身与转移"], ["session_hours", "8"], ["present_people", "27"]])
    await form.locator(`[name='values.sessions[1].${column}']`).fill(text);
  await form.locator("[name='values.sessions[0].present_people']").fill("28");
  await clerk.send(form);
  await clerk.expect("the table is not shown", "main dd table");
  await clerk.look("case-examining");

  await page.click("#ask-back > summary");
  await page.fill("#back [name=reason]", "还有一天课程");
  await page.click("#back .buttons button:not([type=button])");
  await page.waitForLoadState();
  await clerk.expect("what was taken back cannot be done again", "#ask-step-finish");
  await page.click("#ask-remark > summary");
  await page.fill("#remark [name=text]", "学员反映教室偏小");
  await page.click("#remark .buttons button:not([type=button])");
  await page.waitForLoadState();
  await clerk.expect("the remark is not in the history", ".timeline .said-there");
  await page.click("#ask-edit > summary");
  await page.fill("#edit [name='values.venue']", "县敬老院三楼");
  await page.click("#edit .buttons button:not([type=button])");
  await page.waitForLoadState();
  await clerk.look("case-edited");
  await clerk.goto(`${address}/print`);
  await clerk.look("print");

  await clerk.goto("/casebooks/training_course?kind.is=pre_job&sort=-field.starts_on");
  if (!(await page.locator(`tbody a[href='${address}']`).count())) walk.say("cases: the filter by a field does not find the case");
  await clerk.look("list");
  await clerk.goto("/casebooks/training_course?kind.is=fire");
  if (await page.locator(`tbody a[href='${address}']`).count()) walk.say("cases: the filter by a field filters nothing");
  await clerk.goto("/casebooks/training_course/board");
  await clerk.expect("the case hangs not on the board", `.lane a[href='${address}']`);
  await clerk.look("board");
  await clerk.goto("/casebooks/training_course/calendar?month=2026-12");
  await clerk.expect("the case stands not in the calendar", `.month a[href='${address}']`);
  await clerk.look("calendar");
  return address;
}

async function handover(walk, clerk) {
  const { page } = clerk;
  await clerk.goto("/casebooks/compound_handover/new");
  await clerk.look("subject-area");
  await page.selectOption("#subject", { index: 1 });
  await page.click("form.form .buttons button:not([type=button])");
  await page.waitForURL(/subject=/);
  await clerk.look("new-area");
}

async function person(walk, clerk) {
  const { page } = clerk;
  const number = resident("513433", "19570409", 21);
  await clerk.goto("/persons/new");
  await page.fill("[name='draft.name']", "何桂珍");
  await page.fill("[name='draft.number']", number);
  await page.selectOption("[name='draft.registered.value']", { index: 2 });
  await page.selectOption("[name='draft.living.value']", { index: 2 });
  await page.click("form#new .buttons button:not([type=button])");
  await page.waitForURL(/\/persons\/[0-9a-f-]+/);
  const address = new URL(page.url()).pathname;
  await clerk.goto("/casebooks/legal_visit/new");
  await clerk.look("subject-person");
  await page.fill("#find", "何桂珍");
  await page.press("#find", "Enter");
  await page.waitForURL(/find=/);
  await clerk.look("subject-found");
  await page.check(`[name=subject][value="${address.split("/").at(-1)}"]`);
  await page.click("form.form .buttons button:not([type=button])");
  await page.waitForURL(/subject=/);
  await clerk.look("new-person");
  for (const select of await page.locator("form#new select").all()) await select.selectOption({ index: 1 });
  for (const group of await page.locator("form#new fieldset:has(input[type=radio])").all())
    await group.locator("input[type=radio]").first().check();
  for (const area of await page.locator("form#new textarea").all()) await area.fill("上门了解情况");
  for (const input of await page.locator("form#new .field > input:not([type=file])").all()) {
    const sort = await input.evaluate((it) => it.parentElement.className.match(/sort-(\w+)/)?.[1]);
    await input.fill({ date: "2026-11-20", month: "2026-11", whole: "1", money: "10", phone: "13800000001" }[sort] ?? "李律师");
  }
  await clerk.send(page.locator("form#new"));
  await page.waitForURL(/\/cases\//);
  const made = new URL(page.url()).pathname;
  await clerk.goto(address);
  await clerk.expect("the person's page does not name the case", `a[href='${made}']`);
  await clerk.look("of-person");
}

export default async function cases(walk, logins) {
  const clerk = new Desk(walk, await walk.visitor({ as: logins.county_clerk }), "clerk");
  const reviewer = new Desk(walk, await walk.visitor({ as: logins.county_reviewer }), "reviewer");
  const address = await course(walk, clerk, reviewer);
  await handover(walk, clerk);
  await person(walk, clerk);
  for (const view of [{ size: "phone", lang: "zh" }, { size: "phone", lang: "en", theme: "dark" }, { size: "tablet", lang: "en" }, { scripts: false }]) {
    const other = new Desk(walk, await walk.visitor({ ...view, as: logins.county_clerk }), "other");
    const paths = ["/casebooks", "/casebooks/training_course", "/casebooks/training_course/board", "/casebooks/training_course/calendar?month=2026-12", "/casebooks/training_course/new", address, `${address}/print`];
    for (const path of paths) {
      await other.goto(path);
      await other.look(`${Object.values(view).join("-")}${path.split("?")[0].replaceAll("/", "-").slice(0, 40)}`);
    }
    await other.page.context().close();
  }
  await clerk.page.context().close();
  await reviewer.page.context().close();
}
