// The family comes in by a code, with no account: a wrong date is told, the right one shows what the elder
// has and could have; an application is handed in and its state seen; a card is shown and checked; the code
// is taken back.

import { resident } from "../xlsx.mjs";

// Eighty in six weeks: nothing is due yet, and the allowance is offered already.
const BORN = new Date(Date.now() + 45 * 86_400_000).toISOString().slice(0, 10).replace(/^\d{4}/, (it) => it - 80);
const OTHER = BORN.endsWith("01") ? BORN.replace(/01$/, "02") : BORN.replace(/\d\d$/, "01");

export default async function family(walk, logins) {
  const desk = await walk.visitor({ as: logins.county_clerk });

  async function look(name, on) {
    const keys = await on.evaluate(() =>
      document.querySelector("main").innerText.match(/\b(web|benefit|benefits|passes|entitled|findings|fact)-[a-z_]+(-[a-z_]+)*/g),
    );
    if (keys) walk.say(`family ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await walk.check(on, `family-${name}`);
  }
  async function press(on, selector) {
    await Promise.all([on.waitForNavigation(), on.locator(selector).first().click()]);
  }

  await desk.goto("/persons/new");
  await desk.fill("[name='draft.name']", "周家属");
  await desk.fill("[name='draft.number']", resident("513433", BORN.replaceAll("-", ""), 47));
  await desk.selectOption("[name='draft.registered.value']", { index: 2 });
  await desk.selectOption("[name='draft.living.value']", { index: 2 });
  await desk.click("form#new .buttons button:not([type=button])");
  await desk.waitForURL(/\/persons\/[0-9a-f-]{36}/);
  const person = new URL(desk.url()).pathname;
  await desk.goto(`${person}/change`);
  await desk.locator("#set-hardship").locator("xpath=ancestor::details").locator("summary").click();
  await desk.selectOption("#set-hardship [name=value]", "minimum_living");
  await desk.fill("#set-hardship [name=from]", "2026-01-01");
  await press(desk, "#set-hardship .buttons button:not([type=button])");
  await desk.goto(`${person}/passes`);
  await look("none", desk);
  await press(desk, "form#family .buttons button");
  if (!(await desk.isVisible("form#family .fault"))) walk.say("family: a name left out is not told beside its field");
  await look("fault", desk);
  await desk.fill("form#family [name=name]", "周小华");
  await desk.selectOption("form#family [name=relation]", "son");
  await press(desk, "form#family .buttons button");
  await look("given", desk);
  if (!(await desk.isVisible(".qr svg"))) walk.say("family: no square to scan");
  const code = (await desk.locator("p.code strong").innerText()).trim();
  await desk.goto("/passes/given");
  if ((await desk.locator("main").innerText()).includes(code)) walk.say("family: the code is shown again");

  const phone = await walk.visitor({ size: "phone" });
  await phone.goto(`/family?code=${code}`);
  await look("door", phone);
  if ((await phone.inputValue("[name=code]")) !== code) walk.say("family: the scanned code is not filled in");
  await phone.fill("[name=born]", OTHER);
  await press(phone, "form#enter button");
  if (!(await phone.isVisible(".fault"))) walk.say("family: a wrong date is not told");
  if ((await phone.inputValue("[name=code]")) !== code) walk.say("family: the code typed is lost");
  await look("wrong", phone);
  const [year, month, day] = BORN.split("-").map(Number);
  await phone.fill("[name=born]", `${year}年${month}月${day}日`);
  await press(phone, "form#enter button");
  const told = await phone.locator("main").innerText();
  if (told.includes("周家属") || !told.includes("周")) walk.say("family: the elder is not named, or not masked");
  await look("in", phone);
  const apply = phone.locator("form:has([name=answer][value=accepted]) button");
  if (await apply.count()) {
    await Promise.all([phone.waitForNavigation(), apply.first().click()]);
    if (!(await phone.isVisible("#applications, #said"))) walk.say("family: what was handed in is not seen");
    await look("applied", phone);
  } else walk.say("family: nothing can be applied for");

  await desk.goto(`${person}/passes`);
  await press(desk, "form#card .buttons button");
  const card = (await desk.locator("p.code strong").innerText()).trim();
  const venue = await walk.visitor({ size: "phone", lang: "en", theme: "dark" });
  await venue.goto("/public/card");
  await look("card-blank", venue);
  await venue.fill("[name=code]", card.toLowerCase());
  await press(venue, "main form button");
  if (!(await venue.isVisible("#holds"))) walk.say("family: a card that holds is not told");
  await look("card", venue);
  await venue.goto(`/public/card?code=${code}`);
  if (await venue.isVisible("#holds")) walk.say("family: a family's code is taken for a card");
  await look("card-none", venue);

  await desk.goto(`${person}/passes`);
  await look("some", desk);
  const rows = desk.locator("tbody tr", { hasText: "周小华" });
  await rows.locator("summary").first().click();
  await rows.locator("[name=why]").first().fill("本人不愿意了");
  await Promise.all([desk.waitForNavigation(), rows.locator(".buttons button:not([type=button])").first().click()]);
  await phone.goto("/family");
  if (!(await phone.isVisible("form#enter"))) walk.say("family: whoever is in stays in when the code is taken back");
  await look("over", phone);
  for (const it of [desk, phone, venue]) await it.context().close();
}
