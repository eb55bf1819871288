// Facilities as a county keeps them: the list, the network with its gaps, a new one with errors and
// without, changed, opened and on the map, closed for a time. axe looks at every state.

export default async function facilities(walk, logins) {
  const page = await walk.visitor({ as: logins.county_clerk });
  const name = `幸福院${Date.now() % 100_000}`;

  async function look(name) {
    const keys = await page.evaluate(() =>
      document.querySelector("main").innerText.match(/\b(web|facilities|facility|done)-[a-z]+(-[a-z]+)*/g),
    );
    if (keys) walk.say(`facilities ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await walk.check(page, `facilities-${name}`);
  }
  async function expect(what, selector) {
    await page.locator(selector).first().waitFor({ timeout: 10_000 }).catch(() => walk.say(`facilities: ${what}`));
  }

  await page.goto("/facilities");
  await look("list");
  await page.click(".acts a[href='/facilities/network']");
  await page.waitForURL(/network$/);
  await expect("the gaps of the network are not told", "main details summary, main .chip.pine");
  await look("network-empty");

  await page.goto("/facilities/new");
  await look("new");
  await page.click("form#new .buttons button:not([type=button])");
  await expect("a facility without a name is taken", ".fault-summary");
  await look("new-faults");
  await page.fill("[name='facility.name']", name);
  await page.fill("[name='facility.position']", "28.5512, 102.1774");
  await page.selectOption("[name='facility.kind']", { index: 1 });
  await page.selectOption("[name='facility.area']", { index: 2 });
  await page.check("[name=planned]");
  await page.click("form#new .buttons button:not([type=button])");
  await page.waitForURL(/\/facilities\/[0-9a-f-]{36}$/);
  await expect("its name does not stand over its page", `h1:has-text("${name}")`);
  await look("one");
  const address = new URL(page.url()).pathname;

  await page.click("#ask-change > summary");
  await page.fill("#change [name='facility.operator']", "县康养公司");
  await page.fill("#change [name='facility.hours']", "8:00—18:00");
  await look("change");
  await page.click("#change .buttons button:not([type=button])");
  await page.waitForLoadState();
  await expect("the change is not shown", "dd:has-text('县康养公司')");
  for (const [state, reason] of [["open", "验收合格"], ["suspended", "装修"]]) {
    await page.click("#ask-state > summary");
    await page.selectOption("#state [name=state]", state);
    await page.fill("#state [name=day]", new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10));
    await page.fill("#state [name=reason]", reason);
    if (state === "open") await look("state");
    await page.click("#state .buttons button:not([type=button])");
    await page.waitForLoadState();
    await expect(`it is not ${state}`, `li:has-text("${reason}")`);
    if (state === "open") {
      await page.goto("/facilities/network");
      await expect("no facility stands on the map", ".map a circle");
      await look("network");
      await page.locator(".map a").first().click();
      await page.waitForURL(/\/facilities[/?]/);
      await page.goto(address);
    }
  }
  // What it is owed: why, by whom, what would change it; and the county's month.
  await page.goto(address);
  await page.click(".headline .acts a[href$='/benefits']");
  await page.waitForURL(/benefits$/);
  await expect("no benefit is explained", "details.benefit");
  await page.evaluate(() => document.querySelectorAll("details.benefit, details.benefit details:not(.ask)").forEach((it) => (it.open = true)));
  await look("owed");
  await page.goto("/providers");
  await expect("the county's month has no sums", "dl.figures");
  await look("providers-month");

  await page.goto(`/facilities?q=${encodeURIComponent(name)}&state=suspended`);
  await expect("the list does not find it", `tbody a[href='${address}']`);
  await page.context().close();

  for (const view of [{ size: "phone" }, { size: "phone", lang: "en", theme: "dark" }, { scripts: false }]) {
    const other = await walk.visitor({ ...view, as: logins.county_clerk });
    for (const path of ["/facilities", "/facilities/network", "/facilities/new", address, `${address}/benefits`, "/providers"]) {
      await other.goto(path);
      await walk.check(other, `facilities-${Object.values(view).join("-")}${path.replaceAll("/", "-").slice(-24)}`);
    }
    await other.context().close();
  }
}
