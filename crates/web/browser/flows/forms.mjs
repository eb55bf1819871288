// Forms of the rarer acts, each where its user looks for it: an empty form is sent back with its
// faults beside the fields and what was typed kept; a full one says what was done.

const VILLAGE = "安宁村";

async function press(page, form, button = "button.primary, button.danger") {
  await Promise.all([page.waitForNavigation(), page.locator(form).locator(button).first().click()]);
}

async function said(walk, page, text) {
  const shown = await page.locator(".said").innerText({ timeout: 5000 }).catch(() => "");
  if (!shown.includes(text)) walk.say(`forms: “${text}” is not said, but “${shown}” at ${page.url()}`);
}

// Sent half empty, the form comes back open, with a fault and what was typed.
async function faulty(walk, page, form, field, typed, name) {
  await page.locator(`${form} [name=${field}]`).fill(typed);
  await press(page, form);
  if (!(await page.isVisible(`${form} .fault`))) walk.say(`forms: ${name}: no fault stands beside a field`);
  if ((await page.locator(`${form} [name=${field}]`).inputValue()) !== typed) walk.say(`forms: ${name}: what was typed is lost`);
  await walk.check(page, `forms-${name}-fault`);
}

export default async function forms(walk, logins) {
  // The audit administrator enters an impact assessment in the journal.
  const audit = await walk.visitor({ as: logins.audit_admin });
  await audit.goto("/journal");
  await audit.click("#ask-impact > summary");
  await faulty(walk, audit, "#impact", "matter", "向医保局提供名单", "impact");
  await audit.fill("#impact [name=risk]", "涉及八十岁以上老人的姓名");
  await audit.fill("#impact [name=conclusion]", "只给姓名和村，可以开展");
  await press(audit, "#impact");
  await said(walk, audit, "影响评估已写入日志");
  if (!(await audit.locator("main td", { hasText: "登记影响评估" }).count())) walk.say("forms: the journal does not show the assessment");
  await walk.check(audit, "forms-impact");

  // The clerk lists a village officer.
  const clerk = await walk.visitor({ as: logins.county_clerk });
  await clerk.goto("/payees");
  await clerk.click("#ask-worker > summary");
  await faulty(walk, clerk, "#worker", "name", "李村长", "worker");
  await clerk.selectOption("#worker [name=area]", { index: 2 });
  await clerk.fill("#worker [name=number]", "51343319700101001X");
  await press(clerk, "#worker");
  await said(walk, clerk, "已列入村干部名单");
  const listed = await clerk.locator("main").innerText();
  if (!listed.includes("李村长") || listed.includes("513433197001")) walk.say("forms: the list of officers lacks a name or shows a number");
  await walk.check(clerk, "forms-worker");

  // A reported death is a task of the village; the clerk sees it below, and gives it to somebody. The
  // elder is too young for the allowance: the month that is walked beside this has none more.
  await clerk.goto("/persons/new");
  await clerk.fill("[name='draft.name']", "何玉珍");
  await clerk.fill("[name='draft.birth_date']", "1956-05-06");
  await clerk.selectOption("[name='draft.sex']", "female");
  const village = clerk.locator("[name='draft.registered.value'] option", { hasText: VILLAGE }).first();
  await clerk.selectOption("[name='draft.registered.value']", await village.getAttribute("value"));
  await press(clerk, "main form");
  const person = clerk.url().split("/").pop().split("?")[0];
  await clerk.goto(`/persons/${person}/change`);
  await clerk.click("#ask-record-death > summary");
  await clerk.fill("#record-death [name=day]", "2026-11-20");
  for (const source of await clerk.locator("#record-death select").all()) await source.selectOption({ index: 1 });
  for (const text of await clerk.locator("#record-death input[type=text]").all()) {
    if (!(await text.inputValue())) await text.fill("村里报告");
  }
  await press(clerk, "#record-death");
  await said(walk, clerk, "已报告");
  await clerk.goto("/inbox?whose=all");
  await walk.check(clerk, "forms-inbox-all");
  const open = clerk.locator("main table a[href^='/inbox/']");
  if (!(await open.count())) return walk.say("forms: no task can be opened from the inbox");
  await Promise.all([clerk.waitForNavigation(), open.first().click()]);
  await walk.check(clerk, "forms-task");
  await clerk.locator("#assign [name=account]").first().waitFor();
  await press(clerk, "#assign");
  await said(walk, clerk, "已分派");
  await press(clerk, "#close");
  if (!(await clerk.isVisible("#close .fault"))) walk.say("forms: a task is closed without a word");
  await clerk.fill("#close [name=note]", "村里已经核实");
  await press(clerk, "#close");
  await said(walk, clerk, "已办结");
  await clerk.goto("/notices");
  await walk.check(clerk, "forms-notices");
  for (const it of [audit, clerk]) await it.context().close();
}
