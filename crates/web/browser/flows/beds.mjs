// Beds as a home's keeper and an inspector use them: rooms added, an elder laid into a bed, the code
// printed, scanned on a phone and found empty, the month with its contested days, settled by another.

import { resident } from "../xlsx.mjs";

export default async function beds(walk, logins) {
  const page = await walk.visitor({ as: logins.county_clerk });
  const name = `床位院${Date.now() % 100_000}`;
  const day = (ago) => new Date(Date.now() + 8 * 3600e3 - ago * 86400e3).toISOString().slice(0, 10);

  async function look(page, name) {
    const keys = await page.evaluate(() =>
      document.querySelector("main").innerText.match(/\b(web|beds|done)-[a-z]+(-[a-z]+)*/g),
    );
    if (keys) walk.say(`beds ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await walk.check(page, `beds-${name}`);
  }
  async function expect(page, what, selector) {
    await page.locator(selector).first().waitFor({ timeout: 10_000 }).catch(() => walk.say(`beds: ${what}`));
  }

  await page.goto("/persons/new");
  const elder = `床英${"赵钱孙李周吴郑王"[Date.now() % 8]}`;
  await page.fill("[name='draft.name']", elder);
  await page.fill("[name='draft.number']", resident("513433", "19560305", Date.now() % 1000));
  await page.selectOption("[name='draft.registered.value']", { index: 2 });
  await page.selectOption("[name='draft.living.value']", { index: 2 });
  await page.click("form#new .buttons button:not([type=button])");
  await page.waitForURL(/\/persons\/[0-9a-f-]{36}/);

  await page.goto("/facilities/new");
  await page.fill("[name='facility.name']", name);
  await page.selectOption("[name='facility.kind']", "home");
  await page.selectOption("[name='facility.area']", { index: 2 });
  await page.fill("[name='facility.beds']", "4");
  await page.click("form#new .buttons button:not([type=button])");
  await page.waitForURL(/\/facilities\/[0-9a-f-]{36}$/);
  await page.click("a[href^='/beds/homes/']");
  await page.waitForURL(/\/beds\/homes\//);
  await look(page, "home-empty");
  const home = new URL(page.url()).pathname;

  await page.click("#ask-add > summary");
  await page.click("#add .buttons button");
  await expect(page, "beds without a room are taken", ".fault-summary");
  await look(page, "add-faults");
  await page.fill("#add [name=room]", "301");
  await page.fill("#add [name=rooms]", "2");
  await page.fill("#add [name=per_room]", "2");
  await page.selectOption("#add [name=type]", "ordinary");
  await page.fill("#add [name=from]", day(60));
  await page.click("#add .buttons button");
  await expect(page, "the beds are not shown", ".room .bed.free");
  if ((await page.locator(".room .bed").count()) !== 4) walk.say("beds: two rooms of two beds are not four beds");
  await look(page, "home");

  await page.click("#ask-change > summary");
  await page.selectOption("#change [name=type]", "nursing");
  await page.fill("#change [name=day]", day(10));
  await page.check("#change [name=beds] >> nth=0");
  await look(page, "change");
  await page.click("#change .buttons button");
  await page.waitForLoadState();

  await page.click(".room .bed >> nth=0");
  await page.waitForURL(/\/beds\/[0-9a-f-]{36}$/);
  const bed = new URL(page.url()).pathname;
  await look(page, "bed-free");
  await page.fill("[name=find]", elder);
  await page.click("form[action^='/beds/'] .buttons button");
  await expect(page, "the elder is not found", "#begin [name=person]");
  await page.check("#begin [name=person] >> nth=0");
  await page.fill("#begin [name=from]", day(5));
  await look(page, "begin");
  await page.click("#begin .buttons button");
  await expect(page, "nobody lies in the bed", "#ask-end");
  await look(page, "bed");

  await page.goto(`${home}/codes`);
  await expect(page, "no code is printed", ".labels svg");
  await look(page, "codes");
  const code = (await page.locator(".labels small").first().innerText()).replaceAll(" ", "");

  const phone = await walk.visitor({ as: logins.inspector, size: "phone" });
  await phone.goto("/beds/scan");
  await look(phone, "scan-phone");
  await phone.fill("[name=code]", "AAAA");
  await phone.click("form[action='/beds/scan'] .buttons button");
  await expect(phone, "a code of nothing is not told", "[role=alert]");
  await phone.goto(`/beds/scan/${code}`);
  await expect(phone, "who lies there is not told in full", `dd b:has-text("${elder}")`);
  await look(phone, "scan-bed-phone");
  await phone.check("#scan [name=found][value=empty]");
  await phone.click("#scan .buttons button");
  await phone.waitForURL(/found=empty/);
  await expect(phone, "the phone is not ready for the next bed", "form[action='/beds/scan'] [name=code]");
  await look(phone, "scan-saved-phone");
  await phone.goto(home);
  await expect(phone, "the bed is not contested", ".bed.contested");
  await look(phone, "home-phone");
  const english = await walk.visitor({ as: logins.inspector, size: "phone", lang: "en", theme: "dark" });
  await english.goto(home);
  await look(english, "home-phone-en");

  await page.goto(`${home}/month?month=${day(0).slice(0, 7)}`);
  await expect(page, "the contested day is not told with its reason", "#contested ~ .table .chip.amber");
  await look(page, "month");

  const reviewer = await walk.visitor({ as: logins.county_reviewer });
  await reviewer.goto(bed);
  await reviewer.click("[id^=ask-settle] > summary");
  await reviewer.check("[id^=settle] [name=upheld][value=false]");
  await reviewer.fill("[id^=settle] [name=why]", "当日集体体检，有名单");
  await look(reviewer, "settle");
  await reviewer.click("[id^=settle] .buttons button");
  await reviewer.waitForLoadState();
  await reviewer.goto(home);
  await expect(reviewer, "the days do not count again", ".bed.occupied");

  await page.goto("/beds");
  await expect(page, "the home is not in the county's list", `th:has-text("${name}")`);
  await look(page, "homes");
  const small = await walk.visitor({ as: logins.county_clerk, size: "phone" });
  await small.goto("/beds");
  await look(small, "homes-phone");
}
