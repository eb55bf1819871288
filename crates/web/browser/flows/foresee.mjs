// A county drafts a benefit: a rate by a form, the text checked while typing, what it comes to on the register,
// reviewed and published by another person, withdrawn. axe looks at every state.

const KEYS = /\b(web|benefits|benefit-drafts|foresee|designer|drafts|packs|done)-[a-z]+(-[a-z]+)*/g;

class Desk {
  constructor(walk, page, who) {
    Object.assign(this, { walk, page, who });
  }

  async look(name) {
    const found = await this.page.evaluate(() => {
      const main = document.querySelector("main").cloneNode(true);
      main.querySelectorAll("code, pre, textarea").forEach((it) => it.remove());
      return main.textContent;
    });
    const keys = found.match(KEYS);
    if (keys) this.walk.say(`foresee ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await this.walk.check(this.page, `foresee-${name}`);
  }

  async goto(path) {
    const response = await this.page.goto(path);
    if (response.status() !== 200) this.walk.say(`foresee ${this.who} ${path}: ${response.status()}`);
  }

  async expect(what, selector) {
    const there = await this.page.locator(selector).first().waitFor({ state: "visible", timeout: 20_000 }).then(() => true, () => false);
    if (!there) this.walk.say(`foresee ${this.who}: ${what}`);
  }

  async act(verb) {
    const form = this.page.locator(`form[action='/do/${verb}']`).first();
    if (!(await form.isVisible())) await this.page.locator(`details.ask:has(form[action='/do/${verb}']) > summary`).first().click();
    await form.locator("button.primary, button.danger, button.plain").last().click();
    await this.page.waitForLoadState();
  }
}

async function drafted(walk, clerk, reviewer) {
  const { page } = clerk;
  await clerk.goto("/benefits/drafts");
  await clerk.look("list");
  const line = page.locator("li:has(code:text-is('old_age_allowance'))");
  const begin = line.locator("form[action='/do/benefit-drafts.begin'] button");
  if (await begin.count()) await begin.first().click();
  else await line.locator("a.button").first().click();
  await page.waitForURL(/\/benefits\/drafts\/[0-9a-f-]+/);
  const address = new URL(page.url()).pathname;
  await clerk.expect("the register is not tried", "#foreseen .foresee-chart");
  await clerk.look("begun");

  // A rate by the form: said as a sentence, and tried.
  await page.click("#ask-rate-1 > summary");
  await page.fill("form#rate-1 [name=amount]", "50");
  await page.fill("form#rate-1 [name=valid_from]", "2027-01-01");
  await page.fill("form#rate-1 [name=basis]", "冕府发〔2026〕9号");
  await page.selectOption("form#rate-1 [name=confidence]", "local");
  await clerk.look("rate");
  await page.click("form#rate-1 .buttons button.primary");
  await page.waitForLoadState();
  await clerk.expect("what changes is not said", ".said li");
  await clerk.expect("the draft is not tried", "#foreseen .foresee-chart polygon");
  await clerk.look("tried");

  // Checked while it is typed.
  const area = page.locator("textarea.toml");
  const text = await area.inputValue();
  await area.fill(text.replace("person.age >=", "person.agee >="));
  await clerk.expect("no fault is told while typing", "#checked a[data-line]");
  await clerk.look("faults");
  await area.fill(text);
  await page.waitForFunction(() => !document.querySelector("#checked a[data-line]"));

  await clerk.act("benefit-drafts.send");
  if (await page.locator("form[action='/do/benefit-drafts.publish']").count()) walk.say("foresee: the writer may publish");
  await reviewer.goto(address);
  await reviewer.expect("the reviewer sees no trial", "#foreseen .foresee-chart");
  await reviewer.look("review");
  await reviewer.act("benefit-drafts.publish");
  await reviewer.look("published");
  await reviewer.goto("/benefits/drafts");
  await reviewer.look("own");
  await reviewer.act("benefit-drafts.withdraw");
  return address;
}

export default async function foresee(walk, logins) {
  const clerk = new Desk(walk, await walk.visitor({ as: logins.county_clerk }), "clerk");
  const reviewer = new Desk(walk, await walk.visitor({ as: logins.county_reviewer }), "reviewer");
  const draft = await drafted(walk, clerk, reviewer);
  const views = [{ size: "phone", lang: "zh" }, { size: "phone", lang: "en", theme: "dark" }, { lang: "en" }, { scripts: false }];
  for (const view of views) {
    const other = new Desk(walk, await walk.visitor({ ...view, as: logins.county_clerk }), "other");
    for (const path of ["/benefits/drafts", draft, `${draft}/what-if?months=60`]) {
      await other.goto(path);
      await other.look(`${Object.values(view).join("-")}${path.replaceAll("/", "-").slice(0, 40)}`);
    }
    await other.page.context().close();
  }
  await clerk.page.context().close();
  await reviewer.page.context().close();
}
