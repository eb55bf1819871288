// Supervision as a county works with it: a home's filing with its first check, change and exit; a
// major hazard listed until it is signed off; a complaint answered and published, objected to by a
// reader and answered; the duty matrix with a task for a department.
import { Books, file, find } from "../casebook.mjs";

const CLERK = "county_clerk";
const REVIEWER = "county_reviewer";
const OFFICER = "township_officer";

async function filing(books, subject) {
  const address = await books.open(CLERK, "home_filing", { subject }, {
    reg_name: "松鹤示范敬老院", nature: "public", credit_code: "12513433MB1234567X", legal_rep: "阿木", contact_phone: "13800000002",
    address: "泸沽镇人民路 8 号", tenure: "public", floor_area: "2600", beds: "60", nursing_beds: "30", first_resident_on: "2026-11-01",
    application: file("备案申请书"), certificate: file("登记证书"), premises_proof: file("场所权属"), pledge_letter: file("承诺书"), pledged: ["fire", "food"],
  });
  await books.lacks(address, CLERK, "issue");
  await books.steps(address, [
    [CLERK, "ask_papers", { missing_papers: "缺场所租赁合同页" }, "待补正"],
    [CLERK, "resubmit", { premises_proof: file("场所权属补正") }, "待审查"],
    [CLERK, "examine", {}, "待出具回执"],
    [REVIEWER, "issue", { filing_no: "冕民养备〔2026〕1号", filed_on: "2026-11-20" }, "待首次现场检查"],
    [CLERK, "first_check", { first_checked_on: "2026-11-21", first_check_result: "符合备案承诺" }, "已备案"],
    [CLERK, "apply_change", { change_items: ["beds"], beds: "80", nursing_beds: "40", change_papers: file("变更材料") }, "变更审查中"],
    [REVIEWER, "approve_change", {}, "已备案"],
    [CLERK, "notify_exit", { exit_kind: "closing", exit_planned_on: "2026-12-31", residents_left: "2", prepaid_left: "12000", placement_plan: file("安置方案") }, "停业安置中"],
  ]);
  await books.lacks(address, REVIEWER, "end_filing");
  await books.steps(address, [
    [CLERK, "place", {
      placements: [
        { name: "王某", went_to: "home", place: "县特困供养服务中心", moved_on: "2026-11-21" },
        { name: "李某", went_to: "family", moved_on: "2026-11-22" },
      ],
      residents_placed: "2", refunded: "yes",
    }, "停业安置中"],
    [REVIEWER, "end_filing", { exit_on: "2026-11-22" }, "已注销备案"],
  ]);
  await books.end(address, CLERK, "filing", 5);
}

async function hazard(books, subject) {
  const address = await books.open(OFFICER, "hazard", { subject }, {
    spot: "三楼东侧疏散通道", source: "draw", class: "fire", grade: "major", found_on: "2026-11-18", description: "疏散通道堆放床垫，防火门常开", photo: file("现场"),
  });
  await books.steps(address, [
    [CLERK, "assign", { lead_dept: "fire", duty_person: "院长阿木", mend_by: "2026-12-05", stop_use: "yes" }, "整改中"],
    [REVIEWER, "list_major", { listed_on: "2026-11-19", listed_until: "2026-12-10", list_reason: "重大火灾隐患", supervisor: find("reviewer") }, "挂牌督办中"],
  ]);
  const anybody = await books.walk.visitor();
  await anybody.goto("/public/hazard");
  await books.expect(anybody, "the listed hazard is not public", `a[href='/public/hazard/${address.split("/").at(-1)}']`);
  await books.steps(address, [
    [OFFICER, "report_major", { measures: "清空通道，更换闭门器", mended_on: "2026-11-21", cost: "3200", proof: file("整改后"), proof_papers: file("验收单") }, "待复查"],
    [REVIEWER, "send_back_major", { reason: "闭门器未全部更换", listed_until: "2026-12-12" }, "挂牌督办中"],
    [OFFICER, "report_major", { measures: "全部更换", mended_on: "2026-11-22", proof: file("再次整改"), proof_papers: file("验收单") }, "待复查"],
    [CLERK, "verify_major", { rechecked_on: "2026-11-22", recheck_opinion: "现场复查合格" }, "待摘牌签字"],
    [REVIEWER, "sign_off", { supervisor_sign: file("签字") }, "已销号"],
  ]);
  await books.end(address, CLERK, "hazard", 3);
  await anybody.context().close();
}

async function complaint(books) {
  const address = await books.open(CLERK, "complaint", {}, {
    channel: "hotline", received_on: "2026-11-18", anonymous: "no", complainant: "马某", complainant_phone: "13800000003", target_kind: "home",
    target_name: "某养老院", matter: "quality", content: "晚餐常是冷的，反映多次没有改",
  });
  await books.steps(address, [
    [CLERK, "accept", { urgent: "no" }, "待交办"],
    [CLERK, "assign", { lead_dept: "civil", handler: find("officer"), answer_by: "2026-12-10" }, "调查中"],
    [CLERK, "find", { inquiries: [{ on: "2026-11-20", way: "site", result: "抽查三天晚餐" }], finding: "true", facts_found: "晚餐送餐超过四十分钟" }, "待答复"],
    [REVIEWER, "answer", { answered_on: "2026-11-22", answer_way: "phone", measures: "限期增加保温车" }, "已答复"],
    [REVIEWER, "close_typical", { public_summary: "某机构晚餐保温不足，经核查属实，已整改。举报人电话13800000003不公开。", redacted: "yes", satisfied: "yes" }, "已办结"],
  ]);
  await books.end(address, CLERK, "complaint", 1);
  const page = await books.desk(CLERK);
  await page.goto(`${address}/public`);
  await books.expect(page, "the complaint does not wait to be public", "h1 .chip");
  const text = await page.locator("main").innerText();
  if (text.includes("13800000003") || text.includes("马某")) books.say("the preview shows who complained");
  await books.look(page, "complaint-preview");
  await correction(books, address);
}

// What has ended is corrected by two people, one of whom may not be the other.
async function correction(books, address) {
  const page = await books.desk(CLERK);
  await page.goto(address);
  await page.locator("#ask-correct > summary").click();
  await books.look(page, "correct-form");
  await page.reload();
  await page.locator("#ask-correct > summary").click();
  await page.fill("#correct [name='values.target_name']", "某某养老院");
  await page.click("#correct .buttons button.primary");
  await page.locator(".fault-summary").first().waitFor().catch(() => books.say("a correction without a reason is taken"));
  if ((await page.locator("#correct [name='values.target_name']").inputValue()) !== "某某养老院") books.say("what was typed is lost");
  await page.fill("#correct [name='reason']", "名称漏了一个字");
  // A double click is one proposal.
  await page.locator("#correct .buttons button.primary").dblclick();
  await page.locator("h2#correction").waitFor().catch(() => books.say("the correction does not wait"));
  if (await page.locator("form[action='/do/cases.decide-correction']").count()) books.say("whoever proposes may agree");
  await books.look(page, "correction-own");
  const reviewer = await books.desk(REVIEWER);
  await reviewer.goto(address);
  await books.look(reviewer, "correction-to-decide");
  for (const view of [{ size: "phone" }, { size: "phone", lang: "en", theme: "dark" }]) {
    const other = await books.desk(REVIEWER, view);
    await other.goto(address);
    await other.locator("h2#correction").scrollIntoViewIfNeeded();
    await books.look(other, `correction-${Object.values(view).join("-")}`);
  }
  const agree = reviewer.locator("details:has(> .sheet form [name='agree'][value='true'])");
  await agree.locator(":scope > summary").click();
  await agree.locator("form button").click();
  await reviewer.locator("h2#correction").waitFor({ state: "detached" }).catch(() => books.say("the correction is not made"));
  const text = await reviewer.locator("main").innerText();
  for (const said of ["某某养老院", "办结后更正", "名称漏了一个字"]) if (!text.includes(said)) books.say(`after the correction the page does not say ${said}`);
  // Somebody else's page still shows the button: it is told, and nothing happens twice.
  const stale = await books.desk(REVIEWER, { size: "phone" });
  const again = stale.locator("details:has(> .sheet form [name='agree'][value='true'])");
  await again.locator(":scope > summary").click();
  await again.locator("form button").click();
  await stale.waitForLoadState();
  await books.look(stale, "correction-stale");
}

async function matrix(books) {
  const address = await books.open(CLERK, "duty_matrix", {}, {
    matter: "养老机构消防安全检查", class: "fire", objects: ["home"], content: "检查消防设施、疏散通道、值班制度", lead_dept: "fire", join_depts: ["civil"],
    principle: "in_charge", legal_basis: "消防法 第五十三条", means: ["draw", "joint"], frequency: "half_year",
    contacts: [{ dept: "县消防救援大队", name: "沙某", tel: "0834-6720119" }],
  });
  await books.steps(address, [
    [CLERK, "circulate", {}, "部门会签中"],
    [CLERK, "collect", { opinions: [{ dept: "县消防救援大队", view: "agree", on: "2026-11-20" }], all_agree: "yes" }, "待印发"],
    [REVIEWER, "issue", { doc_no: "冕府办发〔2026〕8号", in_force_on: "2026-11-21", review_on: "2027-11-21" }, "施行中"],
    [CLERK, "assign", { task_now: "冬季用火用电专项检查", report_by: "2026-12-20" }, "施行中"],
  ]);
  const page = await books.desk(CLERK);
  await page.goto(address);
  const task = await page.locator("h2#links ~ ul.letters a").first().getAttribute("href");
  await books.look(page, "matrix");
  await books.steps(task, [
    [CLERK, "take", { taken_by: "县消防救援大队" }, "办理中"],
    [CLERK, "report", { report: "检查十四家，发现隐患六处，已整改五处", done_on: "2026-11-22", places_checked: "14", problems_found: "6", problems_solved: "5" }, "待核对"],
    [REVIEWER, "accept", {}, "已销号"],
  ]);
  await books.end(task, REVIEWER, "task", 0);
}

export default async function supervision(walk, logins) {
  const books = new Books(walk, logins, "supervision");
  const subject = await books.facility(OFFICER, "home", `松鹤示范敬老院${Date.now() % 10_000}`);
  await filing(books, subject);
  await hazard(books, subject);
  await complaint(books);
  await matrix(books);
  await books.close();
}
