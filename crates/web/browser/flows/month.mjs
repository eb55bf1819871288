// The main job, as the people of a county do it: a messy roster comes in, is looked through and
// written; who is doubtful is decided, undone and decided again; payees and the last paid roll come
// in; the month is opened, confirmed, approved by another person, confirmed by finance, paid,
// answered, closed; and one person's amount is explained. axe looks at every state.
import { readFileSync } from "node:fs";
import { resident, workbook } from "../xlsx.mjs";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const TOWNSHIP = "大桥镇";
const VILLAGE = "巴甫村";
const MONTH = "2026-11";
const BEFORE = "2026年10月";
const SIGNER = "赵县长";

const elder = (name, birth, seq, account) => ({ name, birth, number: resident("513433", birth, seq), account });
const ELDERS = [
  elder("王秀英", "19400305", 12, "6228480000000000014"),
  elder("李国富", "19320917", 31, "6228480000000000022"),
  elder("阿木·日哈", "19380611", 53, "6228480000000000030"),
  elder("陈桂芳", "19250102", 24, "6228480000000000048"),
];
// Registered under one character, sent under another that sounds alike.
const KNOWN = "王秀珍";
const DOUBTFUL = elder("王秀贞", "19380203", 46, "6228480000000000055");

// What a township sends: a title over everything, ditto marks, full-width digits, spaces in names,
// a date nobody can read, a missing name, a struck line, a total and a signature.
function roster() {
  const [a, b, c, d] = ELDERS;
  const wide = (text) => text.replace(/\d/g, (it) => String.fromCharCode(it.charCodeAt(0) + 0xfee0));
  return workbook(
    [
      [`冕宁县${TOWNSHIP}80岁以上老年人花名册（${BEFORE}）`],
      ["序号", "姓 名", "性别", "身份证号码", "出生日期", "村（社区）", "家庭住址", "联系电话", "备注"],
      [1, a.name, "女", a.number, "1940.3.5", VILLAGE, "二组", "13800000001", ""],
      [2, "李 国 富", "男", wide(b.number), "一九三二年九月十七日", "〃", "三组", "", ""],
      [3, c.name, "男", c.number.toLowerCase(), "19380611", "同上", "一组", "", ""],
      [4, d.name, "女", d.number, "1925年1月2日", "同上", "四组", "", "百岁老人"],
      [5, DOUBTFUL.name, "女", DOUBTFUL.number, "1938-02-03", VILLAGE, "", "", ""],
      [6, "", "男", resident("513433", "19410101", 7), "1941-01-01", VILLAGE, "", "", "姓名漏填"],
      [7, "赵永贵", "男", "51343319391332001", "1939年13月32日", "没有这个村", "", "", ""],
      [8, { text: "孙玉兰", struck: true }, "女", resident("513433", "19360808", 68), "1936-8-8", VILLAGE, "", "", ""],
      ["合计", "", "", "", "", "", "", "8人", ""],
      ["填表人：张三", "", "", "审核人：李四"],
    ],
    { sheet: TOWNSHIP, merged: ["A1:I1", "A12:C12"] },
  );
}

const accounts = () =>
  workbook([
    ["姓名", "身份证号", "村", "开户行", "银行账号", "户名"],
    ...ELDERS.map((it) => [it.name, it.number, VILLAGE, "冕宁农村商业银行", it.account, it.name]),
  ]);

const paid = () =>
  workbook([
    ["姓名", "身份证号", "村", "发放月份", "金额"],
    ...ELDERS.map((it) => [it.name, it.number, VILLAGE, "2026-10", { 1925: "200", 1932: "100" }[it.birth.slice(0, 4)] ?? "25"]),
  ]);

class Desk {
  constructor(walk, page, who) {
    Object.assign(this, { walk, page, who });
  }

  async look(name) {
    const keys = await this.page.evaluate(() =>
      document.querySelector("main").innerText.match(
        /\b(web|admin|register|intake|benefits|runs|bank|payees|recovery|entry|jobs|audit|rules)-[a-z]+(-[a-z]+)*/g,
      ),
    );
    if (keys) this.walk.say(`month ${name}: shows keys ${[...new Set(keys)].join(" ")}`);
    await this.walk.check(this.page, `month-${name}`);
  }

  async goto(path) {
    const response = await this.page.goto(path);
    if (response.status() !== 200) this.walk.say(`month ${this.who} ${path}: ${response.status()}`);
  }

  // Presses the button or link that says so; what folds is unfolded first.
  async press(text, within = "main") {
    const found = this.page.locator(`${within} :is(button, a.button, a.quiet):visible`, { hasText: text });
    await Promise.all([this.page.waitForNavigation(), found.first().click()]);
  }

  async follow(text, within = "main") {
    const found = this.page.locator(`${within} a:visible`, { hasText: text });
    await Promise.all([this.page.waitForNavigation(), found.first().click()]);
  }

  async unfold(text, within = "main") {
    await this.page.locator(`${within} summary:visible`, { hasText: text }).first().click();
  }

  // An act that asks first.
  async ask(text, within = "main") {
    await this.unfold(text, within);
    await this.press(text, `${within} details[open]`);
  }

  // The start page says that this waits for me, and leads to where it is done.
  async waits(text) {
    await this.goto("/");
    const link = this.page.locator("[aria-labelledby=due] > ul.tasks a", { hasText: text });
    if (!(await link.count())) return this.walk.say(`month ${this.who}: “${text}” does not wait on the start page`);
    if (!(await this.page.locator("a.inbox b", { hasText: /[1-9]/ }).count())) this.walk.say(`month ${this.who}: the inbox counts nothing`);
    await this.goto(await link.first().getAttribute("href"));
  }

  async said(text) {
    const shown = await this.page.locator(".said").innerText({ timeout: 5000 }).catch(() => "");
    if (!shown.includes(text)) {
      const faults = await this.page.locator(".fault-summary").innerText({ timeout: 100 }).catch(() => "");
      this.walk.say(`month ${this.who}: “${text}” is not said, but “${shown}${faults}” at ${this.page.url()}`);
    }
  }

  // Pages that wait for a job load themselves again.
  async until(text, seconds = 60) {
    await this.page.locator("main", { hasText: text }).waitFor({ timeout: seconds * 1000 }).catch(async () => {
      await this.walk.shot(this.page, "month-stuck");
      throw new Error(`waits in vain for “${text}” at ${this.page.url()}`);
    });
  }

  async upload(name, bytes, { list, declared, source }) {
    await this.goto("/imports");
    await this.press("上传名单");
    await this.page.setInputFiles("[name=content]", { name, mimeType: XLSX, buffer: bytes });
    await this.page.selectOption("[name=list]", list);
    await this.page.selectOption("[name=declared]", declared);
    await this.page.selectOption("[name=area]", { label: TOWNSHIP });
    await this.page.selectOption("[name=source]", source);
  }

  // Reads the file, looks at its columns, has it checked row by row.
  async check() {
    await this.press("上传并读取");
    await this.until("各列的含义");
    await this.press("逐行检查");
    await this.until("已检查，待写入");
  }
}

export default async function month(walk, logins) {
  const desk = async (role) => new Desk(walk, await walk.visitor({ as: logins[role] }), role);
  const clerk = await desk("county_clerk");

  // One elder is known already, without a number: the roster's row may be the same person.
  await clerk.goto("/persons");
  await clerk.press("登记老年人");
  await clerk.page.fill("[name='draft.name']", KNOWN);
  await clerk.page.fill("[name='draft.birth_date']", "1938年2月3日");
  await clerk.page.selectOption("[name='draft.sex']", "female");
  const village = clerk.page.locator("[name='draft.registered.value'] option", { hasText: VILLAGE }).first();
  await clerk.page.selectOption("[name='draft.registered.value']", await village.getAttribute("value"));
  await clerk.press("登记老年人", "main form");
  await clerk.said("已登记");
  await clerk.look("person");

  // The roster: an empty form is sent back with everything else kept, then the file is read.
  await clerk.upload(`${TOWNSHIP}花名册.xlsx`, roster(), { list: "persons", declared: "additions", source: "township" });
  await clerk.look("upload");
  await clerk.check();
  await clerk.look("dry-run");
  const file = clerk.page.url();
  await clerk.goto(`${new URL(file).pathname}/rows`);
  await clerk.look("rows");
  await clerk.goto(`${new URL(file).pathname}/rows?verdict=wrong`);
  await clerk.look("rows-wrong");
  if (!(await clerk.page.locator("main .remark").count())) walk.say("month: a wrong row has no reason");
  const [wrong] = await Promise.all([
    clerk.page.waitForEvent("download"),
    clerk.page.locator("main a", { hasText: "下载错误行" }).first().click(),
  ]);
  if (readFileSync(await wrong.path()).subarray(0, 2).toString() !== "PK") walk.say("month: wrong rows are no workbook");
  await clerk.goto(new URL(file).pathname);
  await clerk.ask("写入登记");
  await clerk.until("已写入");
  await clerk.look("committed");

  // The doubtful match: decided, undone, decided again.
  await clerk.goto("/reviews");
  await clerk.look("reviews");
  await clerk.follow(DOUBTFUL.name, "main table");
  const review = new URL(clerk.page.url()).pathname;
  await clerk.look("review");
  await clerk.page.check("[name=decision][value=new]");
  await clerk.press("决定");
  await clerk.goto(review);
  await clerk.page.fill("[name=why]", "问过本人，是同一个人");
  await clerk.press("撤销决定");
  await clerk.look("review-undone");
  await clerk.page.check("[name=decision][value=same]");
  await clerk.press("决定");

  // Payees and the roll paid last month.
  await clerk.upload("账户.xlsx", accounts(), { list: "payees", declared: "additions", source: "bank" });
  await clerk.check();
  await clerk.ask("写入登记");
  await clerk.until("登记名单中的账户");
  const payees = new URL(clerk.page.url()).pathname;
  await clerk.press("登记名单中的账户");
  await clerk.upload("十月已发.xlsx", paid(), { list: "roll", declared: "additions", source: "township" });
  await clerk.check();
  await clerk.ask("写入登记");
  await clerk.until("的历史发放");
  await clerk.press("的历史发放");
  const reviewer = await desk("county_reviewer");
  await reviewer.goto("/payees");
  await reviewer.look("payees");
  await reviewer.goto(payees);
  await reviewer.ask("核对名单并同意");
  await reviewer.said("名单中的账户已复核");

  // The month.
  await clerk.waits("生成本月名册");
  await clerk.unfold("开新批次");
  await clerk.page.fill("#open [name=month]", MONTH);
  await clerk.look("runs-open");
  await clerk.press("开新批次", "#open");
  await clerk.until("待确认审批");
  await clerk.look("run-drafted");
  const run = new URL(clerk.page.url()).pathname;
  const due = await clerk.page.locator(".figure", { hasText: "应发" }).first().locator("b").innerText();
  if (due !== String(ELDERS.length + 1)) walk.say(`month: ${due} are due and not ${ELDERS.length + 1}`);

  // One of them has no account yet: the township enters it, its head compares it with the paper.
  const officer = await desk("township_officer");
  const head = await desk("township_head");
  await officer.goto(`${run}?change=new`);
  await officer.follow("查看办理", "main table");
  await officer.press("本人档案");
  await officer.press("发放与账户");
  const money = new URL(officer.page.url()).pathname;
  await officer.unfold("登记或变更账户");
  await officer.page.fill("#propose [name=holder]", KNOWN);
  await officer.page.fill("#propose [name=account]", DOUBTFUL.account);
  await officer.press("登记或变更账户", "#propose");
  if (!(await officer.page.isVisible("#propose .fault"))) walk.say("month: a bank left out is not told beside the field");
  if ((await officer.page.inputValue("#propose [name=account]")) !== DOUBTFUL.account) walk.say("month: the account typed is lost");
  await officer.look("payee-fault");
  await officer.page.fill("#propose [name=bank]", "冕宁农村商业银行");
  await officer.page.check("#propose [name=compared]");
  await officer.press("登记或变更账户", "#propose");
  await officer.said("等待另一人复核");
  await head.goto(money);
  await head.ask("核对无误");
  await head.said("已办理");
  await head.look("payee-checked");

  // A line is held back and let go by the township; its head confirms.
  await officer.goto(`${run}?status=due`);
  await officer.follow("查看办理", "main table");
  await officer.look("line");
  await officer.press("暂扣", "#hold");
  if (!(await officer.page.isVisible("#hold .fault"))) walk.say("month: holding without a reason is not told beside the field");
  await officer.page.fill("#hold [name=why]", "账户待核");
  await officer.press("暂扣", "#hold");
  await officer.said("已暂扣");
  await officer.press("放行");
  await officer.said("已放行");
  await head.waits("确认本乡镇名册的变动");
  await head.look("run-township");
  await head.press("确认", "main table");
  await head.said("已确认");

  // The preparer may not approve; another person does.
  const refused = await clerk.page.evaluate(async (run) => {
    const fields = new URLSearchParams({ _csrf: document.querySelector("[name=_csrf]").value, run, revision: "1" });
    return (await fetch("/do/runs.approve", { method: "POST", body: fields })).status;
  }, run.split("/").pop());
  if (refused !== 403) walk.say(`month: the preparer's approval is answered ${refused}`);
  await clerk.goto(run);
  if (await clerk.page.locator("main button", { hasText: "审批通过" }).count()) walk.say("month: the preparer is offered the approval");
  // It is signed on paper, and the reviewer, who did not prepare the roll, records it from the scan.
  await clerk.goto("/");
  await clerk.look("start-waiting");
  await reviewer.waits("县级审批");
  await reviewer.look("run-approve");
  await reviewer.unfold("据签字扫描件补录", ".acts");
  await reviewer.page.fill("#scan [name=signer]", SIGNER);
  await reviewer.press("据签字扫描件补录", "#scan");
  if (!(await reviewer.page.isVisible("#scan .fault"))) walk.say("month: a scan left out is not told beside the field");
  if ((await reviewer.page.inputValue("#scan [name=signer]")) !== SIGNER) walk.say("month: the signer typed is lost");
  await reviewer.look("run-scan-fault");
  const scan = { name: "审批表.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n签字\n%%EOF\n") };
  await reviewer.page.setInputFiles("#scan [type=file]", scan);
  await reviewer.press("据签字扫描件补录", "#scan");
  await reviewer.said("已审批");
  await reviewer.until("已审批");
  await reviewer.goto(run);
  await reviewer.look("run-approved-from-scan");
  const approved = reviewer.page.locator("ol.steps li", { hasText: SIGNER });
  if (!(await approved.innerText()).includes("扫描件")) walk.say("month: the page does not say that the approval is from a scan");
  const kept = await reviewer.page.request.get(await approved.locator("a").getAttribute("href"));
  if (!(await kept.body()).equals(scan.buffer)) walk.say("month: the scan is not what was attached");
  const finance = await desk("county_finance");
  await finance.waits("财政确认在预算内");
  await finance.until("确认在预算内");
  await finance.press("确认在预算内");
  if (!(await finance.page.isVisible(".fault-summary"))) walk.say("month: finance confirms without a budget");
  await finance.look("run-no-budget");
  await finance.unfold("年度预算");
  await finance.page.fill("#budget [name=amount]", "1,200,000");
  await finance.page.fill("#budget [name=document]", "冕财社〔2026〕1号");
  await finance.press("保存", "#budget");
  await finance.said("预算已保存");
  await finance.press("确认在预算内");
  await finance.said("财政已确认");
  await finance.look("run-finance");

  // The bank: file out, answer in, statement, close.
  await clerk.waits("生成代发文件并送银行");
  await clerk.look("bank-make");
  await clerk.press("生成代发文件", "#make");
  await clerk.said("已生成");
  const [out] = await Promise.all([
    clerk.page.waitForEvent("download"),
    clerk.page.locator("main a", { hasText: "下载文件" }).first().click(),
  ]);
  const lines = new TextDecoder("gb18030").decode(readFileSync(await out.path())).split("\r\n").filter(Boolean);
  const cells = lines.map((it) => it.split(","));
  if (cells.length !== ELDERS.length + 2) walk.say(`month: the bank file has ${cells.length} rows`);
  if (!cells.some((it) => it.includes(ELDERS[0].account))) walk.say("month: the bank file lacks an account");
  await clerk.ask("已送银行");
  await clerk.said("已登记送出");
  await clerk.look("bank-sent");
  await clerk.waits("读入银行回盘");
  const answer = cells.slice(0, -1).map((it, place) => `${it[1]},${it[4]},${place === 0 ? "02" : "00"},`);
  const reply = [...answer, `TOTAL,${answer.length}`].join("\r\n") + "\r\n";
  await clerk.page.setInputFiles("[name=file]", { name: "回盘.csv", mimeType: "text/csv", buffer: Buffer.from(reply) });
  await clerk.press("读入回盘");
  await clerk.said("已读入");
  const total = cells.slice(1, -1).reduce((sum, it) => sum + Number(it[4]), 0);
  await finance.goto(`${run}/bank`);
  await finance.until("失败");
  await finance.waits("核对回单并关账");
  await finance.unfold("添加附件");
  await finance.page.setInputFiles("#paper [name=content]", { name: "回单.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n") });
  await finance.press("添加附件", "#paper");
  await finance.said("附件已保存");
  await finance.look("bank-attached");
  await finance.unfold("录入回单");
  const statement = finance.page.locator("form[action='/do/bank.enter-statement']");
  await statement.locator("[name=day]").fill("2026-11-20");
  await statement.locator("[name=count]").fill(String(ELDERS.length));
  await statement.locator("[name=amount]").fill(total.toFixed(2));
  await statement.locator("[name=document]").fill("回单1号");
  await finance.press("保存", "form[action='/do/bank.enter-statement']");
  await finance.said("回单已录入");
  await finance.look("bank-statement");
  await finance.ask("关账");
  await finance.said("已关账");
  await finance.look("bank-closed");

  // One person, explained on their own page; and the paper and the proof of the month.
  await clerk.goto("/search");
  await clerk.page.fill("main [name=q]", "wangxiuying");
  await clerk.press("搜索");
  await clerk.follow("王", "main .hits");
  await clerk.look("elder");
  const person = new URL(clerk.page.url()).pathname;
  await clerk.follow("为什么", "main table");
  await clerk.until("25.00");
  await clerk.look("explained");
  for (const [name, path] of [["money", `${person}/money`], ["change", `${person}/change`], ["dossier", `${run}/dossier`], ["audit", `/audit/old_age_allowance/${MONTH}`]]) {
    await clerk.goto(path);
    await clerk.look(name);
  }
  if (await clerk.page.locator("main .chip.crane").count()) walk.say("month: the audit's totals do not tie");
  for (const it of [clerk, reviewer, officer, head, finance]) await it.page.context().close();
}
