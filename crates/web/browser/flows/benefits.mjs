// What somebody is owed, could have and lacks facts for: the person's page, one benefit's reasons, the
// letter; what the search found, and the elder's or the family's answer to an offer; the funds.

export default async function benefits(walk, logins) {
  const page = await walk.visitor({ as: logins.county_clerk });

  async function look(name, on = page) {
    const keys = await on.evaluate(() =>
      document
        .querySelector("main")
        .innerText.match(/\b(web|benefit|benefits|findings|entry|runs|fund|fact|done)-[a-z_]+(-[a-z_]+)*/g),
    );
    if (keys) walk.say(`benefits ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await walk.check(on, `benefits-${name}`);
  }
  async function expect(what, selector, on = page) {
    await on.locator(selector).first().waitFor({ timeout: 15_000 }).catch(() => walk.say(`benefits: ${what}`));
  }

  await page.goto("/findings");
  await look("found");
  await page.goto("/runs/funds");
  await expect("no fund is told", "tbody tr");
  await look("funds");

  const list = await walk.visitor({ as: logins.county_clerk });
  await list.goto("/persons");
  const first = await list.locator("tbody a[href^='/persons/']").first().getAttribute("href");
  const person = first.match(/\/persons\/[0-9a-f-]{36}/)[0];
  await list.context().close();
  await page.goto(`${person}/benefits`);
  await expect("no benefit is told", "details.benefit");
  await look("person");
  for (const it of await page.locator("details.benefit:not([open]) > summary").all()) await it.click();
  await look("person-open");
  await page.locator("details.benefit a[href*='/benefits/']").first().click();
  await page.waitForURL(/\/benefits\/[a-z_]+/);
  await expect("no tree of reasons", "dl.facts");
  await look("tree");
  await page.goto(`${person}/benefits-letter`);
  await expect("no letter", "article.dossier h1");
  await look("letter");
  await page.context().close();

  const phone = await walk.visitor({ as: logins.county_clerk, size: "phone", lang: "en", theme: "dark" });
  await phone.goto(`${person}/benefits`);
  await look("person-phone", phone);
  await phone.goto("/findings");
  await look("found-phone", phone);
  await phone.goto("/runs/funds");
  await look("funds-phone", phone);
  await phone.context().close();
}
