// What somebody is owed, could have and lacks facts for: the person's page, one benefit's reasons, the
// letter; what the search found, and the elder's or the family's answer to an offer; the funds.

import { resident } from "../xlsx.mjs";

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

  await page.goto("/persons/new");
  await page.fill("[name='draft.name']", "罗待遇");
  await page.fill("[name='draft.number']", resident("513433", "19500305", 33));
  await page.selectOption("[name='draft.registered.value']", { index: 2 });
  await page.selectOption("[name='draft.living.value']", { index: 2 });
  await page.click("form#new .buttons button:not([type=button])");
  await page.waitForURL(/\/persons\/[0-9a-f-]{36}/);
  const person = new URL(page.url()).pathname;
  await page.goto(`${person}/benefits`);
  await expect("no benefit is told", "details.benefit");
  await look("person");
  await page.evaluate(() => document.querySelectorAll("details.benefit").forEach((it) => (it.open = true)));
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
