// What am I entitled to, and what the county promises: read by anybody, on a telephone and on a desk, with
// and without scripts; and the list as an official reads it.
export default async function entitled(walk, logins) {
  const said = (what) => walk.say(`entitled: ${what}`);
  // What is asked first is what decides most: an answer is given on the page that asks for it.
  const ANSWERS = { place: "both", hardship: "minimum_living", ability: "severe" };
  const pick = async (page) => {
    for (const [question, option] of Object.entries(ANSWERS)) {
      const label = page.locator(`label[for='q-${question}-${option}']`);
      if (await label.count()) await label.click();
    }
  };
  const next = async (page) => {
    await page.click("form#entitled button.primary");
    await page.waitForLoadState();
  };
  const yes = (page) => page.locator("section[aria-labelledby=yes]").innerText();

  for (const [size, scripts] of [["phone", true], ["desk", true], ["phone", false]]) {
    const page = await walk.visitor({ size, scripts });
    await page.goto("/public");
    await page.click("a[href='/public/entitled']");
    await walk.check(page, `entitled-begin-${size}`);
    if ((await page.locator("form#entitled fieldset, form#entitled .field").count()) > 3) said("more than three questions a page");
    await page.fill("#q-age", "85");
    await pick(page);
    await next(page);
    if (!page.url().endsWith("/public/entitled")) said(`the answers stand in the address: ${page.url()}`);
    if (!(await yes(page)).includes("高龄老人生活补贴")) said("the allowance is not told");
    await walk.check(page, `entitled-on-${size}`);
    for (let pages = 0; (await page.locator("form#entitled").count()) && pages < 8; pages += 1) {
      await pick(page);
      await next(page);
    }
    if (!(await yes(page)).includes("护理补贴")) said("the care subsidy is not told");
    if (await page.locator("form#entitled").count()) said("it goes on asking");
    await page.locator("section[aria-labelledby=no] summary").click();
    await walk.check(page, `entitled-end-${size}`);
    await page.click("a[href='/public/services']");
    if ((await page.locator("ol.services > li").count()) < 16) said("the list is short");
    await walk.check(page, `services-${size}`);
    await page.context().close();
  }
  const english = await walk.visitor({ lang: "en" });
  await english.goto("/public/entitled");
  await walk.check(english, "entitled-en");
  await english.goto("/public/services");
  await walk.check(english, "services-en");

  const desk = await walk.visitor({ as: logins.county_clerk });
  await desk.goto("/services");
  await walk.check(desk, "services-of-officials");
  if ((await desk.locator("tbody tr").count()) < 16) said("the official's list is short");
  const phone = await walk.visitor({ size: "phone", as: logins.county_clerk });
  await phone.goto("/services");
  await walk.check(phone, "services-of-officials-phone");
}
