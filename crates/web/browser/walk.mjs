// What every flow is given: a browser, pages at a size, language and theme, axe, sign-in.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHmac } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

export const SIZES = {
  desk: { width: 1366, height: 768 },
  tablet: { width: 768, height: 1024 },
  phone: { width: 360, height: 740 },
};

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export async function open(base, shots) {
  const profile = mkdtempSync(join(tmpdir(), "songhe-browser-"));
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  if (shots) mkdirSync(shots, { recursive: true });
  const states = new Map();
  return {
    walk: () => new Walk(browser, base, shots, states),
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

class Walk {
  // Sessions are shared by all flows, faults are each flow's own.
  constructor(browser, base, shots, states) {
    Object.assign(this, { browser, base, shots, states, faults: [], checked: 0 });
  }

  // A new visitor; `scripts: false` is a browser without JavaScript.
  async visitor({ size = "desk", lang = "zh", theme = "light", scripts = true, as = null } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.base,
      viewport: SIZES[size],
      locale: lang === "zh" ? "zh-CN" : "en-GB",
      colorScheme: theme,
      javaScriptEnabled: scripts,
      reducedMotion: "reduce",
      storageState: as ? await this.signedIn(as) : undefined,
    });
    await context.addCookies([{ name: "lang", value: lang, url: this.base }]);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (why) => this.faults.push(`${page.url()}: script: ${why.message}`));
    page.on("console", (it) => {
      const quiet = /status of (4\d\d)|net::ERR_(INTERNET|CONNECTION|NETWORK|EMPTY|FAILED|INCOMPLETE)/.test(it.text());
      if (it.type() === "error" && !quiet) this.faults.push(`${page.url()}: ${it.text()}`);
    });
    return page;
  }

  // Signs in once for each login, and hands the session on.
  async signedIn(login) {
    const signing = async () => {
      const page = await this.visitor({ lang: "en" });
      await signIn(page, login);
      const state = await page.context().storageState();
      await page.context().close();
      return state;
    };
    if (!this.states.has(login.login)) this.states.set(login.login, signing());
    return this.states.get(login.login);
  }

  // axe must find nothing, and nothing may hang over the side.
  async check(page, name) {
    this.checked += 1;
    if (!(await scripted(page))) return this.shot(page, name);
    const found = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    for (const it of found.violations) {
      const where = it.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`);
      this.faults.push(`${name}: axe ${it.id}: ${it.help}\n      ${where.join("\n      ")}`);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) this.faults.push(`${name}: hangs over the side by ${over} px`);
    await this.shot(page, name);
  }

  async shot(page, name) {
    if (this.shots) await page.screenshot({ path: join(this.shots, `${name}.png`), fullPage: false });
  }

  say(fault) {
    this.faults.push(fault);
  }
}

export async function signIn(page, { login, password, factor }) {
  await page.goto("/login");
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", password);
  await page.click("main button.primary");
  if (page.url().endsWith("/code")) {
    await page.fill("[name=code]", code(factor));
    await page.click("main button.primary");
  }
  await page.waitForURL((url) => !url.pathname.startsWith("/login") && url.pathname !== "/code");
}

// The six digits of RFC 6238 for a secret in Base32.
export function code(secret, at = Date.now()) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((it) => letters.indexOf(it).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((it) => parseInt(it, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const start = mac[19] & 15;
  return String((mac.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// axe itself is a script: a page without scripts is only looked at.
async function scripted(page) {
  return page
    .evaluate(() => true)
    .then(() => page.context()._options?.javaScriptEnabled !== false)
    .catch(() => false);
}
