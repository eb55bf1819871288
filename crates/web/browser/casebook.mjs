// Walks a case of a casebook from a table of steps and values, as the roles that take them.
//   const books = new Books(walk, logins, "filing");
//   const id = await books.open("county_clerk", "home_filing", { subject }, { reg_name: "…", pledged: ["fire"] });
//   await books.steps(id, [["county_clerk", "examine", {}, "待出具回执"], …]);
// A value is a text; a list of texts (several choices); a list of lines (a table); `file("…")`;
// `find("…")`, what is looked for and found once.
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
export const file = (name) => ({ file: { name: `${name}.png`, mimeType: "image/png", buffer: PIXEL } });
export const find = (text) => ({ find: text });

export class Books {
  constructor(walk, logins, name) {
    Object.assign(this, { walk, logins, name, pages: new Map() });
  }

  async desk(role, view = {}) {
    const key = role + JSON.stringify(view);
    if (!this.pages.has(key)) this.pages.set(key, this.walk.visitor({ ...view, as: this.logins[role] }));
    return this.pages.get(key);
  }

  async close() {
    for (const page of this.pages.values()) await (await page).context().close();
  }

  say(text) {
    this.walk.say(`${this.name}: ${text}`);
  }

  async look(page, name) {
    const keys = await page.evaluate(() =>
      document.querySelector("main").innerText.match(/\b(web|books|cases|casebooks|register|done|public)-[a-z]+(-[a-z]+)*/g),
    );
    if (keys) this.say(`${name} shows keys ${[...new Set(keys)].join(" ")}`);
    await this.walk.check(page, `${this.name}-${name}`);
  }

  // Calls the API as the role's own page would.
  async call(role, path, data) {
    const page = await this.desk(role);
    if (page.url() === "about:blank") await page.goto("/casebooks");
    const token = await page.locator("[name=_csrf]").first().inputValue();
    const answer = await page.request.post(`/api/${path}`, { data, headers: { "x-csrf-token": token } });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  }

  // A facility in the role's own first area; answers its id.
  async facility(role, kind, name) {
    const page = await this.desk(role);
    await page.goto("/facilities/new");
    const areas = await page.locator("[name='facility.area'] option").evaluateAll((all) => all.map((it) => it.value));
    const area = areas.find((it) => it.includes("/"));
    return (await this.call(role, "facilities.register", { facility: { name, kind, area } })).facility;
  }

  // What a control does when its answer decides what is asked next.
  async turn(page, control, act) {
    if (!(await control.getAttribute("hx-post"))) return act();
    const answered = page.waitForResponse((it) => it.url().endsWith("/again"));
    await act();
    await answered;
    await page.waitForFunction(() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling"));
  }

  async put(page, form, name, value) {
    if (value?.file) return form.locator(`[name='@${name}']`).setInputFiles([value.file]);
    if (typeof value?.find === "string") {
      await form.locator(`[name='find.${name}']`).fill(value.find);
      await form.locator(`[name='find.${name}'] + button`).click();
      await page.waitForLoadState();
      const hit = form.locator(`input[type=radio][name='${name}']`).first();
      if (!(await hit.count())) return this.say(`${name}: ${value.find} is not found`);
      return hit.check();
    }
    if (Array.isArray(value) && typeof value[0] === "object") {
      for (const [at, line] of value.entries()) {
        if (at > 0 && !(await form.locator(`[name^='${name}[${at}].']`).count()))
          await form.locator(`fieldset:has([name^='${name}[']) > button[data-more]`).first().click();
        for (const [column, cell] of Object.entries(line)) await this.put(page, form, `${name}[${at}].${column}`, cell);
      }
      return;
    }
    const all = form.locator(`[name='${name}']:not([type=hidden])`);
    await all.first().waitFor({ timeout: 8_000 });
    const kind = await all.first().evaluate((it) => it.type);
    if (kind === "radio" || kind === "checkbox") {
      for (const one of [value].flat()) {
        const tick = form.locator(`[name='${name}'][value='${one}']`);
        await this.turn(page, tick, () => tick.check());
      }
      return;
    }
    if (kind === "select-one") return this.turn(page, all.first(), () => all.first().selectOption(value));
    await all.first().fill(value);
    await this.turn(page, all.first(), () => all.first().press("Tab"));
  }

  async send(page, form, values, what) {
    for (const [id, value] of Object.entries(values)) await this.put(page, form, `values.${id}`, value);
    await form.locator(".buttons button.primary").click();
    await page.waitForLoadState();
    const faults = page.locator(".fault-summary");
    if (await faults.count()) this.say(`${what}: ${(await faults.first().innerText()).replaceAll("\n", " | ")}`);
  }

  // Opens a case; answers its address.
  async open(role, book, { subject, area } = {}, values, looked = true) {
    const page = await this.desk(role);
    await page.goto(`/casebooks/${book}/new${subject ? `?subject=${encodeURIComponent(subject)}` : ""}`);
    if (area) {
      await page.selectOption("#subject", area);
      await page.click("form.form .buttons button");
      await page.waitForURL(/subject=/);
    }
    if (await page.locator("form#new [data-offer]").isVisible().catch(() => false)) this.say(`${book}: offers back what nobody typed`);
    if (looked) {
      await this.look(page, `${book}-new`);
      // axe leaves empty style attributes behind, which htmx would carry over.
      await page.reload();
    }
    await this.send(page, page.locator("form#new"), values, `${book} is not opened`);
    if (!page.url().includes("/cases/")) throw new Error(`${this.name}: ${book} was not opened`);
    return new URL(page.url()).pathname;
  }

  // Takes steps: who, which, with what, and the state in which the case then stands.
  async steps(address, table) {
    for (const [role, id, values, state] of table) {
      const page = await this.desk(role);
      await page.goto(address);
      const ask = page.locator(`#ask-step-${id}`);
      if (!(await ask.count())) {
        this.say(`${role} has no step ${id} at ${await page.locator("h1").innerText()}`);
        throw new Error(`${this.name}: ${id}`);
      }
      await ask.locator(":scope > summary").click();
      await this.send(page, page.locator(`#step-${id}`), values, `${role} ${id}`);
      const head = await page.locator("h1").innerText();
      if (!head.includes(state)) throw new Error(`${this.name}: after ${id} it stands at ${head}, not ${state}`);
    }
  }

  // Whether a role has no such step now.
  async lacks(address, role, id) {
    const page = await this.desk(role);
    await page.goto(address);
    if (await page.locator(`#ask-step-${id}`).count()) this.say(`${role} may take ${id}`);
  }

  async expect(page, what, selector) {
    if (!(await page.locator(selector).first().isVisible().catch(() => false))) this.say(what);
  }

  // The case at its end: its page at the desk and on a phone, its letters.
  async end(address, role, name, letters) {
    const page = await this.desk(role);
    await page.goto(address);
    await this.look(page, `${name}-end`);
    const made = await page.locator("ul.letters a[href*='/letters/']").count();
    if (made < letters) this.say(`${name}: ${made} letters, not ${letters}`);
    const phone = await this.desk(role, { size: "phone" });
    await phone.goto(address);
    await this.look(phone, `${name}-end-phone`);
  }
}
