// Half filled forms with everything that is looked for and chosen: a facility, another case, an area,
// several choices, rows of a table. The network goes and the page is loaded anew; all comes back,
// and what cannot be kept is said beside its field.

export default async function kept(walk, logins) {
  const clerk = await walk.visitor({ as: logins.county_clerk });
  const form = "#new";
  const v = (name) => `${form} [name="values.${name}"]`;

  async function found(name, text) {
    await clerk.fill(`${form} [name="find.values.${name}"]`, text);
    await Promise.all([
      clerk.waitForNavigation(),
      clerk.locator(`${form} .seeker:has([name="find.values.${name}"]) button`).click(),
    ]);
    const hits = clerk.locator(`${v(name)}[type=radio]`);
    if (!(await hits.count())) return walk.say(`kept: nothing is found for ${name} by ${text}`);
    await hits.last().check();
  }
  const chosen = (name) =>
    clerk.$$eval(`${v(name)}:checked`, (all) => all.map((it) => [it.value, it.closest("label").innerText.trim()].join(" ")));

  // The network goes while the form is sent; then the page is loaded anew.
  async function lost(address) {
    await clerk.context().setOffline(true);
    await clerk.locator(`${form} .buttons button.primary`).click().catch(() => {});
    await clerk.waitForTimeout(300);
    await clerk.context().setOffline(false);
    await clerk.goto(address);
    const offer = clerk.locator(`${form} [data-restore]`);
    await offer.waitFor({ timeout: 10_000 }).catch(() => walk.say(`kept: nothing is offered back at ${address}`));
    await offer.click();
  }
  function same(what, was, is) {
    if (JSON.stringify(was) !== JSON.stringify(is)) walk.say(`kept: ${what}: ${JSON.stringify(is)} after ${JSON.stringify(was)}`);
  }

  // A union of homes: the leading home, what is shared, two members with a home each, and a paper.
  const name = `敬老院${Date.now() % 100_000}`;
  await clerk.goto("/facilities/new");
  await clerk.fill("[name='facility.name']", name);
  await clerk.fill("[name='facility.position']", "28.5512, 102.1774");
  await clerk.selectOption("[name='facility.kind']", { index: 1 });
  await clerk.selectOption("[name='facility.area']", { index: 2 });
  await Promise.all([clerk.waitForNavigation(), clerk.click("form#new .buttons button")]);
  const union = "/casebooks/rural_union/new";
  await clerk.goto(union);
  await found("lead", name);
  await clerk.check(`${v("shared")}[value=staff]`);
  await clerk.check(`${v("shared")}[value=medical]`);
  await clerk.fill(v("members[0].contact"), "王主任");
  await found("members[0].home", name);
  await clerk.click(`${form} [data-more]`);
  await clerk.fill(v("members[1].beds"), "12");
  await clerk.fill(v("members[1].contact"), "李院长");
  const before = { lead: await chosen("lead"), shared: await chosen("shared"), home: await chosen("members[0].home") };
  same("what was chosen", [1, 2, 1], [before.lead.length, before.shared.length, before.home.length]);
  await lost(union);
  same("a facility", before.lead, await chosen("lead"));
  same("several choices", before.shared, await chosen("shared"));
  same("a facility in a row", before.home, await chosen("members[0].home"));
  same("a row", "王主任", await clerk.inputValue(v("members[0].contact")));
  same("a row that was added", ["12", "李院长"], [await clerk.inputValue(v("members[1].beds")), await clerk.inputValue(v("members[1].contact"))]);
  if (!(await clerk.isVisible(`${form} .sort-file [data-not-kept]`))) walk.say("kept: that files are not kept is not said");
  await walk.check(clerk, "kept-union");
  // What was put back is a choice like any other: it goes with the form, and comes back from the server.
  await clerk.locator(`${form} .buttons button.primary`).click();
  await clerk.locator(`${form} .fault`).first().waitFor();
  same("a facility that was sent", before.lead[0]?.split(" ")[0], (await chosen("lead"))[0]?.split(" ")[0]);
  if (await clerk.locator(`${form} .faulty:has([name="values.lead"])`).count()) walk.say("kept: a facility that was put back is not taken");

  // A complaint, by its township.
  const complaint = "/casebooks/complaint/new";
  await clerk.goto(complaint);
  await clerk.selectOption(`${form} [name=area]`, { index: 2 });
  const area = await clerk.inputValue(`${form} [name=area]`);
  await lost(complaint);
  same("an area", area, await clerk.inputValue(`${form} [name=area]`));
  await walk.check(clerk, "kept-complaint");

  // A matter handed over is a case of another book: opened here first.
  const matter = `养老机构食品安全${Date.now() % 100_000}`;
  await clerk.goto("/casebooks/duty_matrix/new");
  for (const box of await clerk.locator(`${form} .field`).all()) {
    const text = box.locator("textarea, input:not([type])");
    if (await box.locator("select").count()) await box.locator("select").selectOption({ index: 1 });
    else if (await box.locator("[type=radio], [type=checkbox]").count()) await box.locator("[type=radio], [type=checkbox]").first().check();
    else if (await text.count()) await text.first().fill("按职责分工检查");
  }
  await clerk.fill(v("matter"), matter);
  await Promise.all([clerk.waitForNavigation(), clerk.locator(`${form} .buttons button.primary`).click()]);
  if (!clerk.url().includes("/cases/")) return walk.say(`kept: the duty is not opened: ${await clerk.locator(".fault-summary").innerText().catch(() => clerk.url())}`);
  const transfer = "/casebooks/transfer_case/new";
  await clerk.goto(transfer);
  await found("duty", matter);
  const duty = await chosen("duty");
  same("a case that was chosen", 1, duty.length);
  await lost(transfer);
  same("another case", duty, await chosen("duty"));
  await clerk.context().close();
}
