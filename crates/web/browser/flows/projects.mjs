// Projects and agreements: a home retrofit from the application to the revisit; a donation with its
// restricted use and public statement; a new compound's facility from planning to handover; an
// agreement with a clinic that is renewed; a deputies' suggestion and a committee's proposal.
import { Books, file, find } from "../casebook.mjs";
import { resident } from "../xlsx.mjs";

const CLERK = "county_clerk";
const REVIEWER = "county_reviewer";
const FINANCE = "county_finance";
const OFFICER = "township_officer";
const WORKER = "village_worker";

async function elder(books) {
  const page = await books.desk(WORKER);
  await page.goto("/persons/new");
  await page.fill("[name='draft.name']", "沙马阿依");
  await page.fill("[name='draft.number']", resident("513433", "19520311", 24));
  for (const place of ["registered", "living"]) await page.selectOption(`[name='draft.${place}.value']`, { index: 1 });
  await page.click("form#new .buttons button:not([type=button])");
  await page.waitForURL(/\/persons\/[0-9a-f-]+/);
  return new URL(page.url()).pathname.split("/").at(-1);
}

async function retrofit(books) {
  const builder = `松鹤适老化工程${Date.now() % 10_000}`;
  await books.open(OFFICER, "operator", {}, {
    name: builder, kind: "company", credit_code: "91513433MA6BBBBB1X", legal_rep: "吉克", contact_phone: "13800000004", origin: "local", services: ["run"], papers: file("执照"),
  }, false);
  const address = await books.open(WORKER, "home_retrofit", { subject: await elder(books) }, {
    applied_on: "2026-11-10", wishes: "yes", ground: "alone", address: "长征村二组 5 号", tenure: "own", wants: "卫生间容易滑倒，想装扶手", applicant_sign: file("签字"),
  });
  await books.lacks(address, WORKER, "verify");
  await books.steps(address, [
    [OFFICER, "verify", { check_note: "独居，意愿明确，符合条件" }, "待入户评估"],
    [OFFICER, "survey", {
      surveyed_on: "2026-11-12", surveyors: "镇民政办、施工单位", ability: "aided", risks: ["slippery", "toilet"], before: file("改造前"), scheme: "卫生间防滑处理，加装扶手",
      items: [
        { class: "base", part: "floor", item: "防滑处理", quantity: "6", unit: "平方米", unit_price: "100", amount: "600", payer: "public" },
        { class: "base", part: "door", item: "扶手", quantity: "2", unit: "个", unit_price: "200", amount: "400", payer: "owner" },
      ],
      planned_total: "1000", planned_subsidy: "600", plan_sign: file("方案签字"),
    }, "待审批方案"],
    [REVIEWER, "approve", { planned_subsidy: "600" }, "待施工"],
    [OFFICER, "start", { builder: find(builder), started_on: "2026-11-16", finish_by: "2026-12-01" }, "施工中"],
    [OFFICER, "finish", { finished_on: "2026-11-18", after: file("改造后") }, "待验收"],
    [CLERK, "redo", { redo_reason: "一处扶手松动", finish_by: "2026-12-05" }, "施工中"],
    [OFFICER, "finish", { finished_on: "2026-11-19" }, "待验收"],
  ]);
  await books.lacks(address, OFFICER, "accept");
  await books.steps(address, [
    [CLERK, "accept", { accepted_on: "2026-11-20", accepted_items: [{ item: "防滑处理", result: "pass" }, { item: "扶手", result: "pass" }], accept_sign: file("验收签字") }, "待结算"],
    [FINANCE, "settle", { total: "1000", subsidy: "600", industry: "0", owner: "400", donated: "0", invoice: file("发票"), paid_on: "2026-11-21" }, "待回访"],
    [WORKER, "revisit", { revisited_on: "2026-11-22", satisfied: "yes", revisit_note: "扶手牢固，老人满意" }, "已办结"],
  ]);
  await books.end(address, OFFICER, "retrofit", 2);
}

async function donation(books) {
  const address = await books.open(CLERK, "donation", {}, {
    donor: "沙马商贸有限公司（法人沙马某）", donor_kind: "firm", donor_phone: "13800000005", anonymous: "no", public_name: "沙马商贸", gift_kind: "money", amount: "50000", given_on: "2026-11-10", restricted: "yes",
    purpose: "canteen", wording: "限用于泸沽镇老年食堂", agreement: file("协议"),
  });
  await books.steps(address, [
    [FINANCE, "receive", { received_by: "县慈善会", received_on: "2026-11-12", receipt_number: "川财票 0001234" }, "已入账"],
    [CLERK, "use", {}, "已入账"],
  ]);
  const page = await books.desk(CLERK);
  await page.goto(address);
  const use = await page.locator("h2#links ~ ul.letters a").first().getAttribute("href");
  await books.steps(use, [
    [CLERK, "submit", { use_text: "购置食堂冷柜与餐具", amount: "30000", elders: "120" }, "待审核"],
    [REVIEWER, "grant", { fits: "fits", granted: "30000" }, "待拨付"],
    [FINANCE, "pay", { paid_on: "2026-11-18", voucher: "凭证 118" }, "待反馈"],
    [CLERK, "prove", { signed: file("签收单"), photo: file("照片") }, "已办结"],
  ]);
  await books.end(use, CLERK, "donation-use", 0);
  await books.steps(address, [
    [FINANCE, "book", { used: "30000" }, "已入账"],
    [CLERK, "state", { statement_text: "收到五万元，用于老年食堂三万元，结余两万元。", result_file: file("明细") }, "待公示"],
    [REVIEWER, "publish", {}, "已公示"],
  ]);
  await books.end(address, CLERK, "donation", 1);
  const anybody = await books.walk.visitor();
  await anybody.goto(`/public/donation/${address.split("/").at(-1)}`);
  const text = await anybody.locator("main").innerText();
  if (text.includes("法人") || !text.includes("沙马商贸") || !text.includes("20,000.00")) books.say(`the statement shows ${text}`);
  await books.look(anybody, "donation-public");
  await anybody.context().close();
}

async function handover(books) {
  const address = await books.open(CLERK, "compound_handover", { area: { index: 1 } }, {
    compound: `安宁新区${Date.now() % 10_000}`, developer: "安宁置业", households: "1200", due_area: "300",
  });
  await books.steps(address, [
    [CLERK, "plan", { planned_area: "320", building: "3 号楼一层", plan_on: "2026-01-10", agreement: file("协议"), handover_by: "2026-11-30" }, "建设阶段"],
    [CLERK, "inspect", { houses_percent: "90", facility_percent: "85" }, "建设阶段"],
    [CLERK, "accept", { accepted_on: "2026-11-10", measured_area: "322", accept_items: ["area", "fire"] }, "已验收"],
    [REVIEWER, "hand_over", { handed_on: "2026-11-20", received_by: "县民政局", free_handover: "yes", free_use: "yes", care_first: "yes", handover_list: file("清单") }, "已移交"],
  ]);
  await books.end(address, CLERK, "handover", 1);
}

async function agreement(books) {
  const subject = await books.facility(OFFICER, "home", `松鹤签约敬老院${Date.now() % 10_000}`);
  const mechanisms = [{ kind: "emergency", person: "值班医生", promise: "三十分钟到达" }];
  const address = await books.open(CLERK, "medical_agreement", { subject }, {
    partner_name: "泸沽镇中心卫生院", partner_kind: "township", form: "contract", home_contact: "院长阿木", medical_phone: "13800000006", services: ["treat", "round"],
    rounds_a_month: "4", residents: "60", mechanisms, year_fee: "24000", valid_from: "2026-01-01", valid_to: "2026-12-31", paper: file("协议"),
  });
  await books.steps(address, [
    [REVIEWER, "approve", { checked_on: "2026-11-22" }, "履行中"],
    [CLERK, "remind", {}, "临期待续"],
    [CLERK, "renew", { valid_from: "2027-01-01", valid_to: "2027-12-31", rounds_a_month: "4", mechanisms, performance: "全年巡诊四十八次", paper: file("续签协议") }, "履行中"],
    [REVIEWER, "find_breach", { breach: "十一月巡诊缺两次", kept: "part" }, "未履约整改"],
    [CLERK, "cure", { performance: "已补巡诊", kept: "full" }, "履行中"],
  ]);
  await books.end(address, CLERK, "agreement", 3);
}

async function replies(books) {
  const suggestion = await books.open(CLERK, "deputies_suggestion", {}, {
    suggestion_number: "第 36 号", meeting: "县十九届人大五次会议", topic: "关于增设村级老年食堂的建议", content: "山区村老年人吃饭难", deputies: "阿木等三人", part_of_us: "sole", handed_on: "2026-10-10", reply_by: "2026-12-30",
  });
  await books.steps(suggestion, [
    [CLERK, "assign", { handler: "养老服务股" }, "办理中"],
    [CLERK, "talk", { talks: [{ on: "2026-11-05", way: "走访", said: "先在三个村试点" }], talked_on: "2026-11-05" }, "办理中"],
    [CLERK, "draft", { reply_class: "b", reply_text: "明年在三个村试点", promise: "新建三个村级食堂", promise_by: "2027-06-30" }, "待签发"],
    [REVIEWER, "sign", { signed_scan: file("答复件") }, "待代表反馈"],
    [CLERK, "track", { opinion: "satisfied", opinion_on: "2026-11-20" }, "承诺跟踪"],
    [REVIEWER, "keep", { promise_result: "三个村食堂已开办" }, "已办结"],
  ]);
  await books.end(suggestion, CLERK, "suggestion", 1);
  const proposal = await books.open(CLERK, "committee_proposal", {}, {
    proposal_number: "第 12 号", meeting: "县政协十二届五次会议", topic: "关于推进家庭养老床位的提案", proposer_kind: "joint", proposers: "马某、李某", points: "加快建设家庭养老床位", handed_on: "2026-10-12", reply_by: "2026-12-30",
  });
  await books.steps(proposal, [
    [CLERK, "assign", { handler: "养老服务股" }, "协商办理中"],
    [CLERK, "meet", { met_on: "2026-11-06", met_how: "visit", agreed: "先建五十张" }, "协商办理中"],
    [CLERK, "draft", { result_class: "a", reply_text: "年内建成五十张" }, "待签发"],
    [REVIEWER, "redo", { back_why: "补充资金来源" }, "协商办理中"],
    [CLERK, "draft", { result_class: "a", reply_text: "年内建成五十张，资金列入预算" }, "待签发"],
    [REVIEWER, "sign", { signed_scan: file("答复件") }, "待提案人反馈"],
    [CLERK, "close", { opinion: "satisfied", attitude: "satisfied" }, "已办结"],
  ]);
  await books.end(proposal, CLERK, "proposal", 1);
}

export default async function projects(walk, logins) {
  const books = new Books(walk, logins, "projects");
  await retrofit(books);
  await donation(books);
  await handover(books);
  await agreement(books);
  await replies(books);
  await books.close();
}
