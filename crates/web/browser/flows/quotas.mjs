// So many hours for the year's end: opened by the county's clerk, ranked while the page waits, the list with
// what puts everybody where they stand, approved by another hand, used at the elder's door, taken back; who
// uses what, by month and township. axe looks at every state, on the desk and on a phone.
import { Books } from "../casebook.mjs";
import { resident } from "../xlsx.mjs";

const WORKER = "village_worker";
const CLERK = "county_clerk";
const REVIEWER = "county_reviewer";
const BENEFIT = "purchased_home_care";

// Hard-up and found unable to care for themselves; too young for any allowance by age.
const ELDERS = [["孙名额", 61, "severe"], ["周名额", 63, "moderate"], ["吴名额", 65, undefined]];

async function elders(books) {
  const worker = await books.desk(WORKER);
  await worker.goto("/persons/new");
  const areas = await worker.locator("[name='draft.registered.value'] option").evaluateAll((all) => all.map((it) => it.value));
  const place = { value: areas.find((it) => it.includes("/")) };
  const since = (value) => ({ value, from: "2026-01-01" });
  for (const [name, order, ability] of ELDERS) {
    await books.call(WORKER, "register.create", {
      draft: {
        name,
        number: resident("513433", "19500808", order),
        registered: place,
        living: place,
        hardship: [since("minimum_living")],
        ...(ability && { ability: since(ability) }),
      },
    });
  }
}

const month = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);

// Loads the page again until the allocation stands in a state.
async function until(books, page, address, chip) {
  for (let turn = 0; turn < 120; turn += 1) {
    await page.goto(address);
    if ((await page.locator("h1 .chip").innerText()).includes(chip)) return;
    await page.waitForTimeout(500);
  }
  books.say(`${address} does not come to ${chip}`);
}

export default async function quotas(walk, logins) {
  const books = new Books(walk, logins, "quotas");
  await elders(books);
  const clerk = await books.desk(CLERK);
  await clerk.goto("/quotas");
  await clerk.click("details.ask summary");
  await clerk.selectOption("#open [name=benefit]", BENEFIT);
  await clerk.fill("#open [name=from]", month());
  await clerk.fill("#open [name=to]", `${month().slice(0, 4)}-12`);
  await clerk.fill("#open [name=total]", "0");
  await clerk.fill("#open [name=document]", "冕民〔2026〕9号");
  await clerk.click("#open .buttons button.primary");
  await books.expect(clerk, "nothing is allocated without a word", ".fault-summary");
  await books.look(clerk, "refused");
  await clerk.fill("#open [name=total]", "40000");
  await clerk.click("#open .buttons button.primary");
  await clerk.waitForURL(/\/quotas\/[0-9a-f-]+$/);
  const here = new URL(clerk.url()).pathname;
  await until(books, clerk, here, "待审批");
  await books.look(clerk, "list");
  if (!(await clerk.locator("tbody tr").count())) books.say("nobody is on the list");
  if (await clerk.locator("form[action='/do/quotas.approve']").count()) books.say("who drew the list may approve it");
  await clerk.goto(`${here}?state=unknown`);
  await books.look(clerk, "undecided");
  const phone = await books.desk(CLERK, { size: "phone" });
  await phone.goto(here);
  await books.look(phone, "list-phone");

  const reviewer = await books.desk(REVIEWER);
  await reviewer.goto(here);
  await reviewer.click("details.ask:has(form[action='/do/quotas.approve']) summary");
  await reviewer.click("form[action='/do/quotas.approve'] button");
  await until(books, reviewer, here, "已批准");
  await books.look(reviewer, "approved");

  const worker = await books.desk(WORKER);
  await worker.goto(`${here}/grants`);
  const first = worker.locator("tbody a[href^='/persons/']").first();
  if (!(await first.count())) {
    books.say("the village sees nobody who was granted anything");
    return books.close();
  }
  const person = await first.getAttribute("href");
  const own = await books.desk(WORKER, { size: "phone" });
  await own.goto(person);
  const use = own.locator("details.ask:has(form[action='/do/quotas.use'])").first();
  await use.locator("summary").click();
  await use.locator("[name=service]").selectOption("bath");
  await use.locator("[name=quantity]").fill("999");
  await use.locator("[name=served_by]").fill("李护工");
  await use.locator(".buttons button.primary").click();
  await books.expect(own, "more is used than is there", ".fault-summary");
  await books.look(own, "beyond-phone");
  const again = own.locator("details.ask:has(form[action='/do/quotas.use'])").first();
  await again.locator("[name=quantity]").fill("1");
  await again.locator(".buttons button.primary").click();
  await own.waitForURL(/\/benefits/);
  await own.goto(person);
  await own.click("section[id^='quota-'] > details:has(ul) > summary");
  await books.look(own, "used-phone");
  if (!(await own.locator("main").innerText()).includes("李护工")) books.say("the use is not among the entries");
  const back = own.locator("details.ask:has(form[action='/do/quotas.take-back'])").first();
  await back.locator("summary").click();
  await back.locator("[name=why]").fill("单子填错了");
  await back.locator(".buttons button").click();
  await own.waitForURL(/\/benefits/);
  await own.goto(person);
  await own.click("section[id^='quota-'] > details:has(ul) > summary");
  if (!(await own.locator("main").innerText()).includes("已退回")) books.say("what was taken back does not say so");

  await clerk.goto(`${here}/grants`);
  await books.look(clerk, "grants");
  await clerk.goto("/quotas");
  await books.look(clerk, "all");
  await books.close();
}
