// A county writes a casebook itself: begun, spoilt and mended with checks while typing, a field added
// without the text, tried on a sample, handed in, returned and published by another person, opened at once;
// two who write one draft; the picture of shipped books at every size. axe looks at every state.

const KEYS = /\b(web|books|cases|casebooks|designer|drafts|move|packs|done)-[a-z]+(-[a-z]+)*/g;

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
    if (keys) this.walk.say(`designer ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await this.walk.check(this.page, `designer-${name}`);
  }

  async goto(path) {
    const response = await this.page.goto(path);
    if (response.status() !== 200) this.walk.say(`designer ${this.who} ${path}: ${response.status()}`);
  }

  async expect(what, selector) {
    const there = await this.page.locator(selector).first().waitFor({ state: "visible", timeout: 10_000 }).then(() => true, () => false);
    if (!there) this.walk.say(`designer ${this.who}: ${what}`);
  }

  // An act that asks first: unfolded and confirmed.
  async act(verb) {
    const form = this.page.locator(`form[action='/do/${verb}']`).first();
    if (!(await form.isVisible())) await this.page.locator(`details.ask:has(form[action='/do/${verb}']) > summary`).first().click();
    await form.locator("button.primary, button.danger, button.plain").last().click();
    await this.page.waitForLoadState();
  }
}

async function written(walk, clerk, reviewer) {
  const { page } = clerk;
  const id = `well_check_${Date.now() % 100_000}`;
  await clerk.goto("/designer");
  await clerk.look("books");
  await page.click("#ask-begin > summary");
  await page.fill("form#begin [name=zh]", "水井检查");
  await page.fill("form#begin [name=en]", "Well checks");
  await page.fill("form#begin [name=book]", "Well Check");
  await page.selectOption("form#begin [name=group]", "supervision");
  await page.click("form#begin button.primary");
  await clerk.expect("a bad id is not told", ".faulty [name=book]");
  await clerk.look("begin-fault");
  await page.fill("form#begin [name=book]", id);
  await page.click("form#begin button.primary");
  await page.waitForURL(/\/designer\/drafts\//);
  const address = new URL(page.url()).pathname;
  await clerk.look("draft");

  // Checked while it is typed: the fault names its line, and leads there.
  const area = page.locator("textarea.toml");
  const text = await area.inputValue();
  await area.fill(text.replace('to = "done"', 'to = "dune"'));
  await clerk.expect("no fault is told while typing", "#checked a[data-line]");
  await clerk.look("draft-faults");
  await page.locator("#checked a[data-line]").first().click();
  const marked = await area.evaluate((it) => it.value.slice(it.selectionStart, it.selectionEnd));
  if (!marked) walk.say("designer: a fault does not lead to its line");
  await area.fill(text);
  await page.waitForFunction(() => !document.querySelector("#checked a[data-line]"));
  await page.click("form#write .buttons button.primary");
  await page.waitForLoadState();

  // A field without the text.
  await page.click("#ask-add-field > summary");
  await page.fill("form#add-field [name=zh]", "井深");
  await page.fill("form#add-field [name=en]", "Depth");
  await page.fill("form#add-field [name=id]", "depth");
  await page.selectOption("form#add-field [name=sort]", "choice");
  await page.fill("form#add-field [name=choices]", "low 浅 | Low\nhigh 深 | High");
  await page.check("form#add-field [name=needed]");
  await clerk.look("add-field");
  await page.click("form#add-field .buttons button.primary");
  await page.waitForLoadState();
  if (!(await area.inputValue()).includes("[field.depth]")) walk.say("designer: the field is not in the text");

  // Tried: what is needed is asked, then the sample ends.
  await clerk.goto(`${address}/try`);
  await clerk.look("try");
  await page.click("button[name='values.take'][value=opening]");
  await clerk.expect("an empty opening is taken", ".fault-summary");
  await page.fill("[name='values.t0.opening.what']", "东头水井");
  const depth = page.locator("[name='values.t0.opening.depth']");
  if (await depth.first().evaluate((it) => it.tagName === "SELECT")) await depth.selectOption("low");
  else await depth.first().check();
  await page.click("button[name='values.take'][value=opening]");
  await clerk.expect("the sample is not opened", "button[name='values.take'][value=finish]");
  await clerk.look("try-opened");
  await page.fill("[name='values.t1.finish.done_on']", "2026-11-20");
  await page.click("button[name='values.take'][value=finish]");
  await clerk.expect("the sample does not end", "button[name='values.back']");
  await clerk.look("try-ended");

  // Handed in, returned, handed in again, published: in force at once.
  await clerk.goto(address);
  await clerk.act("drafts.send");
  await clerk.expect("the writer may judge", ".chip.amber");
  if (await page.locator("form[action='/do/drafts.publish']").count()) walk.say("designer: the writer may publish");
  await reviewer.goto(address);
  await reviewer.look("review");
  await reviewer.page.click("#ask-return > summary");
  await reviewer.page.fill("form#return [name=reason]", "请写明依据");
  await reviewer.page.click("form#return .buttons button.primary");
  await clerk.goto(address);
  await clerk.expect("the reason is not shown", ".warning");
  await clerk.look("returned");
  await clerk.act("drafts.send");
  await reviewer.goto(address);
  await reviewer.act("drafts.publish");
  await reviewer.look("published");
  await clerk.goto(`/casebooks/${id}/new`);
  await clerk.expect("the published book has no form", "[name='values.what']");
  await clerk.goto(`/designer/books/${id}`);
  await clerk.look("book-own");
  await clerk.goto(`/casebooks/${id}/move`);
  await clerk.look("move");
  await reviewer.goto(`/designer/books/${id}`);
  await reviewer.act("drafts.withdraw");
  return address;
}

// Two windows on one draft: the second to save is told, and keeps what was typed.
async function two(walk, clerk) {
  const { page } = clerk;
  await clerk.goto("/designer/books/volunteer_team").catch(() => {});
  const first = await page.locator(".designer-books a[href^='/designer/books/']").count();
  if (!first) await clerk.goto("/designer");
  const books = await page.$$eval("a[href^='/designer/books/']", (all) => all.map((it) => it.getAttribute("href")));
  await clerk.goto(books[0] ?? "/designer");
  await clerk.look("book");
  const copy = page.locator("form[action='/do/drafts.begin'] button");
  if (await copy.count()) await copy.first().click();
  else await page.locator("a[href^='/designer/drafts/']").first().click();
  await page.waitForURL(/\/designer\/drafts\//);
  const address = new URL(page.url()).pathname;
  const other = await page.context().newPage();
  await other.goto(address);
  await other.locator("textarea.toml").fill(`${await other.locator("textarea.toml").inputValue()}\n# one\n`);
  await other.click("form#write .buttons button.primary");
  await other.waitForLoadState();
  await other.close();
  const area = page.locator("textarea.toml");
  await area.fill(`${await area.inputValue()}\n# two\n`);
  await page.click("form#write .buttons button.primary");
  await page.waitForLoadState();
  await clerk.expect("the second is not told", ".fault-summary");
  if (!(await area.inputValue()).includes("# two")) walk.say("designer: what the second typed is lost");
  await clerk.expect("what the other saved is not shown", "#two-head");
  await clerk.look("two");
  await clerk.goto(address);
  await clerk.act("drafts.drop");
  return books[0];
}

export default async function designer(walk, logins) {
  const clerk = new Desk(walk, await walk.visitor({ as: logins.county_clerk }), "clerk");
  const reviewer = new Desk(walk, await walk.visitor({ as: logins.county_reviewer }), "reviewer");
  const draft = await written(walk, clerk, reviewer);
  const book = await two(walk, clerk);
  const views = [{ size: "phone", lang: "zh" }, { size: "phone", lang: "en", theme: "dark" }, { size: "tablet", lang: "en" }, { theme: "dark" }, { scripts: false }];
  for (const view of views) {
    const other = new Desk(walk, await walk.visitor({ ...view, as: logins.county_clerk }), "other");
    for (const path of ["/designer", book, "/designer/books/hazard", draft, `${draft}/try`]) {
      await other.goto(path);
      await other.look(`${Object.values(view).join("-")}${path.replaceAll("/", "-").slice(0, 40)}`);
    }
    await other.page.context().close();
  }
  await clerk.page.context().close();
  await reviewer.page.context().close();
}
