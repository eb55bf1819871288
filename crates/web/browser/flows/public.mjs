// What anybody reads without an account: what the county publishes, one list, one case, its data; a
// reader says that it is wrong, the office answers, the reader finds the answer by the receipt.
import { Books } from "../casebook.mjs";

const CLERK = "county_clerk";
const REVIEWER = "county_reviewer";

export default async function publics(walk, logins) {
  const books = new Books(walk, logins, "public");
  const matter = `老年食堂食品安全检查${Date.now() % 10_000}`;
  const address = await books.open(CLERK, "duty_matrix", {}, {
    matter, class: "food", objects: ["canteen"], content: "检查食品留样与从业人员健康证", lead_dept: "market", join_depts: ["civil"], principle: "in_charge",
    legal_basis: "食品安全法", means: ["draw"], frequency: "quarter", contacts: [{ dept: "县市场监管局", name: "曲比", tel: "13812345678" }],
  }, false);
  await books.steps(address, [
    [CLERK, "circulate", {}, "部门会签中"],
    [CLERK, "collect", { opinions: [{ dept: "县市场监管局", view: "agree", on: "2026-11-20" }], all_agree: "yes" }, "待印发"],
    [REVIEWER, "issue", { doc_no: "冕府办发〔2026〕9号", in_force_on: "2026-11-21", review_on: "2027-11-21" }, "施行中"],
  ]);
  const id = address.split("/").at(-1);
  const page = await walk.visitor();
  await page.goto("/login");
  await page.click("footer a[href='/public']");
  await books.look(page, "books");
  await page.click("a[href='/public/duty_matrix']");
  await page.fill("#q-q", matter);
  await page.press("#q-q", "Enter");
  await page.waitForURL(/q=/);
  await books.look(page, "list");
  await page.click(`a[href='/public/duty_matrix/${id}']`);
  await books.look(page, "case");
  const text = await page.locator("main").innerText();
  if (!text.includes("县市场监管局") && !text.includes("市场")) books.say("the department is not shown");
  for (const hidden of ["曲比", "5678", "冕府办发"]) if (text.includes(hidden)) books.say(`shows ${hidden}`);

  // The data as files: the same and no more.
  for (const ending of ["csv", "json"]) {
    const got = await page.request.get(`/public/data/duty_matrix.${ending}`);
    const body = await got.text();
    if (!body.includes(matter) || body.includes("曲比")) books.say(`${ending} says otherwise`);
    if (!/public, max-age=\d+/.test(got.headers()["cache-control"] ?? "")) books.say(`${ending} is not to be kept`);
    const again = await page.request.get(`/public/data/duty_matrix.${ending}`, { headers: { "if-none-match": got.headers().etag } });
    if (again.status() !== 304) books.say(`${ending} is sent again: ${again.status()}`);
  }

  // Said to be wrong: with a fault, then taken; nobody writes it within three seconds.
  await page.click(`a[href='/public/duty_matrix/${id}/wrong']`);
  await books.look(page, "wrong");
  await page.waitForTimeout(3_200);
  await page.click("form#wrong button.primary");
  await books.expect(page, "what is missing is not told", ".faulty [name=text]");
  await books.look(page, "wrong-faults");
  await page.fill("[name=text]", "牵头单位应为县民政局");
  await page.fill("[name=contact]", "0834-6722103");
  await page.waitForTimeout(3_200);
  await page.click("form#wrong button.primary");
  const receipt = (await page.locator(".receipt").innerText()).trim();
  await books.look(page, "received");

  const desk = await books.desk(CLERK);
  await desk.goto("/inbox");
  await books.expect(desk, "the office has no task", `a[href='/cases/${id}/public']`);
  await desk.goto(`${address}/public`);
  await books.look(desk, "office");
  await desk.locator("details[id^='ask-contact-'] > summary").click();
  await desk.locator("form[id^='contact-'] [name=purpose]").fill("电话核实");
  await desk.locator("form[id^='contact-'] .buttons button:not([type=button])").click();
  await books.expect(desk, "how the sender is reached is not told", "text=0834-6722103");
  await desk.goto(`${address}/public`);
  await desk.locator("details[id^='ask-answer-'] > summary").click();
  await desk.locator("form[id^='answer-'] [name=answer]").fill("核实：按规定由县市场监管局牵头。");
  await desk.locator("form[id^='answer-'] .buttons button:not([type=button])").click();
  await desk.waitForLoadState();
  await books.look(desk, "office-answered");
  await page.goto("/public/answer");
  await page.fill("#receipt", receipt);
  await page.press("#receipt", "Enter");
  await page.waitForURL(/receipt=/);
  await books.expect(page, "the answer is not found", "text=按规定由县市场监管局牵头");
  await books.look(page, "answer");

  // On a phone, in English, in the dark, without scripts.
  for (const view of [{ size: "phone" }, { size: "phone", lang: "en", theme: "dark" }, { size: "tablet", lang: "en" }, { scripts: false }]) {
    const other = await walk.visitor(view);
    for (const path of ["/public", "/public/duty_matrix", `/public/duty_matrix/${id}`, `/public/duty_matrix/${id}/wrong`, "/public/answer"]) {
      await other.goto(path);
      await books.look(other, `${Object.values(view).join("-")}${path.replace(id, "one").replaceAll("/", "-")}`);
    }
    await other.context().close();
  }
  // Taken down: gone for the public at once.
  await desk.goto(`${address}/public`);
  await desk.click("#ask-hold > summary");
  await desk.fill("#hold [name=reason]", "核实中");
  await desk.click("#hold .buttons button:not([type=button])");
  await desk.waitForLoadState();
  const gone = await page.goto(`/public/duty_matrix/${id}`);
  if (gone.status() !== 404) books.say(`what was taken down answers ${gone.status()}`);
  await books.look(page, "gone");
  await page.context().close();
  await books.close();
}
