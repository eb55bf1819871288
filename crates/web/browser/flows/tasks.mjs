// What is to be done: tasks are ticked and given together, somebody stands in for somebody away, and a
// calendar subscribes to what is due. axe looks at every state; the address of the calendar is opened
// without any session.
export default async function tasks(walk, logins) {
  const head = await walk.visitor({ as: logins.county_clerk });

  async function look(page, name) {
    const keys = await page.evaluate(() => document.querySelector("main").innerText.match(/\b(web|tasks|task|done)-[a-z]+(-[a-z]+)*/g));
    if (keys) walk.say(`tasks ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await walk.check(page, `tasks-${name}`);
  }
  async function expect(page, what, selector) {
    const found = page.locator(selector).first();
    await found.waitFor({ timeout: 15_000 }).catch(() => walk.say(`tasks: ${what}`));
  }

  // A death is reported without papers: the village has to verify it.
  await head.goto("/persons/new");
  await head.fill("[name='draft.name']", `办事${"甲乙丙丁戊己庚辛"[Date.now() % 8]}`);
  await head.fill("[name='draft.birth_date']", "1957-05-06");
  await head.selectOption("[name='draft.registered.value']", { index: 2 });
  await head.click("form#new .buttons button:not([type=button])");
  await head.waitForURL(/\/persons\/[0-9a-f-]{36}/);

  await head.goto("/inbox?whose=all");
  await look(head, "inbox");
  const boxes = head.locator("td.pick input");
  const ticked = Math.min(2, await boxes.count());
  if (!ticked) walk.say("tasks: nothing is due in the whole county");
  for (let at = 0; at < ticked; at += 1) await boxes.nth(at).check();
  await Promise.all([head.waitForNavigation(), head.click("button[formaction='/inbox/many']")]);
  await look(head, "many");
  const rows = await head.locator("main tbody tr").count();
  if (rows !== ticked) walk.say(`tasks: ${rows} of ${ticked} that were ticked are shown`);
  await Promise.all([head.waitForNavigation(), head.click("form#many .buttons button:not([type=button])")]);
  await expect(head, "it is not said that they were given", ".said");
  await look(head, "given");
  await head.goto("/inbox/many");
  await look(head, "many-none");

  await head.goto("/inbox/deputies");
  await look(head, "deputies");
  await head.click("#stand-in .buttons button:not([type=button])");
  await expect(head, "an empty form is taken", ".fault-summary, :invalid");
  await head.goto("/inbox/deserted");
  await look(head, "deserted");

  await head.goto("/account");
  await Promise.all([head.waitForNavigation(), head.click("form#calendar .buttons button:not([type=button])")]);
  await look(head, "calendar");
  const address = await head.locator("main code").innerText();
  const stranger = await walk.visitor();
  const told = await stranger.request.get(address);
  const text = await told.text();
  if (told.status() !== 200 || !text.startsWith("BEGIN:VCALENDAR")) walk.say(`tasks: the calendar answers ${told.status()}`);
  if (!text.includes("BEGIN:VEVENT")) walk.say("tasks: nothing is due in the calendar");
  const wrong = await stranger.request.get(address.replace(/.{6}\.ics/, "abcdef.ics"));
  if (wrong.status() !== 404) walk.say(`tasks: a wrong address of a calendar answers ${wrong.status()}`);
  const phone = await walk.visitor({ as: logins.village_worker, size: "phone" });
  await phone.goto("/inbox");
  await look(phone, "phone");
  for (const it of [head, stranger, phone]) await it.context().close();
}
