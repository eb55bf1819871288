// The field app: from a locked phone to a list of people to see, and back.
import { byId, h, show } from "./dom";
import { draw, type Sheet } from "./draw";
import { offered } from "./forms";
import { formView, text } from "./formview";
import * as line from "./line";
import { faults as wrongIn } from "./form";
import { State } from "./state";
import { Store, forget, type Meta } from "./store";
import { contact, remember, type Outcome } from "./sync";
import type { Act, Limits } from "./types";
import { Vault, mint } from "./vault";
import * as views from "./views";
import { clock, language, named, speak, t, type Lang } from "./words";

let store: Store;
let meta: Meta | undefined;
let state: State | null = null;
let touched = Date.now();
let version = "";
let waitingWorker: ServiceWorker | null = null;
const main = () => byId("main");

const cookie = (name: string) => document.cookie.split("; ").find((it) => it.startsWith(`${name}=`))?.slice(name.length + 1);

async function begin(): Promise<void> {
  const wished = (localStorage.getItem("field-lang") ?? cookie("lang") ?? (navigator.language.startsWith("en") ? "en" : "zh")) as Lang;
  await speak(wished === "en" ? "en" : "zh");
  store = await Store.open();
  meta = await store.meta();
  if (!meta) return welcome();
  void worker();
  await expire();
  locked();
}

// The app's own files: a new edition takes over while nothing is open, never under somebody's hands.
async function worker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field" }).catch(() => null);
  if (!registration) return;
  let again = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (again && !state) location.reload();
    again = true;
  });
  again = Boolean(navigator.serviceWorker.controller);
  const settled = () => {
    waitingWorker = registration.waiting;
    if (waitingWorker && navigator.serviceWorker.controller && !state) waitingWorker.postMessage("take-over");
    bar();
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", settled));
  settled();
  const active = (await navigator.serviceWorker.ready).active;
  const pipe = new MessageChannel();
  pipe.port1.onmessage = (it) => (version = String(it.data));
  active?.postMessage("version", [pipe.port2]);
  // That the browser throws nothing away when it runs short of room.
  void navigator.storage?.persist?.();
}

// A phone that heard nothing for too long forgets whom it carries; what waits to be sent stays, sealed.
async function expire(): Promise<void> {
  if (!meta) return;
  meta.seen = Math.max(meta.seen, Date.now());
  await store.keepMeta(meta);
  if (meta.seen - meta.ahead - meta.contact_at > meta.days * 86_400_000) await store.clear("items");
}

const expired = () => Boolean(meta && meta.seen - meta.ahead - meta.contact_at > meta.days * 86_400_000);

async function wipe(why: string): Promise<void> {
  const device = meta?.device;
  state = null;
  meta = undefined;
  await forget(store);
  if (device && line.trusted()) await line.post("/api/field.emptied", { device }).catch(() => undefined);
  const registrations = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
  for (const it of registrations) if (new URL(it.scope).pathname === "/field") await it.unregister();
  bar();
  show(main(), h("h1", {}, t("field-wiped-title")), h("p", { id: "wiped" }, t(why)), h("p", {}, h("a", { class: "button plain big", href: "/" }, t("field-leave"))));
}

const login = () => h("a", { class: "button primary big", href: "/login?next=/field" }, t("field-sign-in"));

// A new phone.
async function welcome(): Promise<void> {
  bar();
  const me = await line.me().catch(() => null);
  if (!me) return show(main(), h("h1", {}, t("field-app-name")), h("p", {}, t("field-first-needs-line")), h("button", { class: "primary big", click: () => void welcome() }, t("field-try-again")));
  if (!me.account) return show(main(), h("h1", {}, t("field-app-name")), h("p", {}, t(me.denied ? "field-not-for-you" : "field-welcome")), login());
  line.trust(me.csrf ?? "");
  choose(async (code) => {
    const device = mint();
    const answer = await line.post("/api/field.enrol", { device, name: navigator.userAgent });
    const limits = answer.limits as Limits;
    const [vault, locks] = await Vault.make(code, answer.secret as string);
    meta = { device, account: me.account!, holder: me.name ?? "", locks, wrong: 0, contact_at: 0, ahead: 0, seen: Date.now(), days: 0, wrong_max: 0, idle: 0, county: me.county, area: me.area };
    remember(meta, answer.now / 1000, limits);
    await store.keepMeta(meta);
    store.vault = vault;
    await unlocked(limits);
    // On a thin line the people come first; then the app is kept for days without one.
    await syncing;
    void worker();
  }, 6);
}

function choose(done: (code: string) => Promise<void>, least: number): void {
  const fault = h("p", { class: "fault", role: "alert" });
  const [one, two] = ["code-1", "code-2"].map((id) => h("input", { id, type: "password", inputmode: "numeric", autocomplete: "new-password", minlength: least }));
  const form = h("form", {
    class: "sheet-form",
    submit: async (event) => {
      event.preventDefault();
      if (one.value.length < least || /^(.)\1*$/.test(one.value)) return void (fault.textContent = t("field-code-short", { least }));
      if (one.value !== two.value) return void (fault.textContent = t("field-codes-differ"));
      fault.textContent = t("field-working");
      await done(one.value).catch((why: Error) => (fault.textContent = why instanceof line.Offline ? t("field-offline") : why.message));
    },
  }, h("h1", {}, t("field-choose-code")), h("p", {}, t("field-choose-code-why")), fault, h("label", { for: "code-1" }, t("field-code")), one, h("label", { for: "code-2" }, t("field-code-again")), two, h("button", { class: "primary big" }, t("field-begin")));
  show(main(), form);
}

// Locked: the code opens it with no line; a session opens it where the code was forgotten.
function locked(said = ""): void {
  state = null;
  store.vault = null;
  bar();
  waitingWorker?.postMessage("take-over");
  const fault = h("p", { class: "fault", role: "alert" }, said);
  const code = h("input", { id: "code", type: "password", inputmode: "numeric", autocomplete: "current-password" });
  const form = h("form", {
    class: "sheet-form",
    submit: async (event) => {
      event.preventDefault();
      if (!meta) return;
      if (expired()) return void (fault.textContent = t("field-expired"));
      fault.textContent = t("field-working");
      const vault = await Vault.byCode(meta.locks, code.value);
      if (!vault) {
        meta.wrong += 1;
        await store.keepMeta(meta);
        if (meta.wrong >= meta.wrong_max) return wipe("field-wiped-wrong");
        code.value = "";
        return void (fault.textContent = t("field-code-wrong", { left: meta.wrong_max - meta.wrong }));
      }
      meta.wrong = 0;
      await store.keepMeta(meta);
      store.vault = vault;
      await unlocked();
    },
  }, h("h1", {}, t("field-app-name")), h("p", {}, t("field-of", { holder: meta?.holder ?? "" })), fault, h("label", { for: "code" }, t("field-code")), code, h("button", { class: "primary big" }, t("field-unlock")), h("button", { type: "button", class: "plain big", click: () => void bySession() }, t("field-unlock-session")));
  show(main(), form);
  code.focus();
}

async function bySession(): Promise<void> {
  if (!meta) return;
  try {
    const me = await line.me();
    if (!me.account) return show(main(), h("h1", {}, t("field-app-name")), h("p", {}, t("field-sign-in-why")), login());
    if (me.account !== meta.account) return locked(t("field-another", { holder: meta.holder }));
    line.trust(me.csrf ?? "");
    const answer = await line.post("/api/field.enrol", { device: meta.device, name: navigator.userAgent });
    const vault = await Vault.bySession(meta.locks, answer.secret as string);
    if (!vault) return locked(t("field-session-cannot"));
    remember(meta, answer.now / 1000, answer.limits as Limits);
    choose(async (code) => {
      if (!meta) return;
      meta.locks = await vault.locked(meta.locks.device, code, answer.secret as string);
      meta.wrong = 0;
      await store.keepMeta(meta);
      store.vault = vault;
      await unlocked();
    }, (answer.limits as Limits).code_length_min);
  } catch (why) {
    if (why instanceof line.Wiped) return wipe("field-wiped-desk");
    locked(t(why instanceof line.Offline ? "field-offline" : "field-failed"));
  }
}

async function unlocked(limits?: Limits): Promise<void> {
  if (!meta) return;
  const known = limits ?? (await store.get<Limits>("drafts", "limits:"));
  if (limits) await store.change([["drafts", "limits:", limits]]);
  state = new State(store, meta, known ?? { idle_minutes: 10, days_without_contact: 14, wrong_codes: 8, code_length_min: 6, clock_minutes: 10, photo_bytes_max: 200_000, voice_seconds_max: 60, verbs: [] });
  touched = Date.now();
  await state.load();
  await state.tidy();
  if (!location.hash) history.replaceState(null, "", "#today");
  render();
  void sync();
}

let running = false;
let syncing: Promise<void> = Promise.resolve();
function sync(): Promise<void> {
  if (!running) syncing = contacted();
  return syncing;
}

async function contacted(): Promise<void> {
  const now = state;
  if (!now) return;
  running = true;
  const watch = {
    phase: (phase: State["phase"], left = 0) => ((now.phase = phase), (now.left = left), bar()),
    changed: () => void now.load().then(() => state === now && !location.hash.startsWith("#form/") && render()),
  };
  let outcome: Outcome = "failed";
  try {
    // Two pages of one phone do not send at once.
    const one = () => contact(store, now.meta, version, watch);
    outcome = navigator.locks ? await navigator.locks.request("songhe-field", one) : await one();
  } catch (why) {
    if ((why as Error).name === "QuotaExceededError") now.trouble = "full";
    else console.error(why);
  } finally {
    running = false;
  }
  if (outcome === "wiped") return wipe("field-wiped-desk");
  now.trouble = outcome === "done" ? "" : now.trouble === "full" ? "full" : outcome;
  if (state === now) {
    await now.load();
    bar();
    if (!location.hash.startsWith("#form/")) render();
  }
}

// Saved, sent, failed: always in sight.
function bar(): void {
  const strip = byId("strip");
  const foot = byId("foot");
  foot.hidden = !state;
  if (!state) return show(strip, h("span", {}, t("field-app-name")));
  const [waits, fails, sent] = [state.waiting().length, state.failed().length, state.sent().length];
  const photos = state.pending().length;
  const phase = state.phase === "idle" ? (state.trouble ? t(`field-trouble-${state.trouble}`) : t("field-in-touch", { at: clock(meta!.contact_at).slice(5) })) : t(`field-phase-${state.phase}`, { left: state.left });
  show(
    strip,
    h("a", { href: "#me", class: "counts" }, h("span", { id: "count-waiting" }, t("field-count-waiting", { count: waits })), h("span", { id: "count-sent" }, t("field-count-sent", { count: sent })), h("span", { id: "count-failed", class: fails ? "bad" : "" }, t("field-count-failed", { count: fails })), photos ? h("span", {}, t("field-count-photos", { count: photos })) : null),
    h("span", { id: "phase", role: "status", class: state.trouble ? "bad" : "" }, phase),
  );
  for (const it of foot.querySelectorAll("a")) {
    if (location.hash.startsWith(it.getAttribute("href") ?? "?")) it.setAttribute("aria-current", "page");
    else it.removeAttribute("aria-current");
  }
}

function render(): void {
  if (!state) return;
  const [name, one, two] = location.hash.slice(1).split("/");
  const active = document.activeElement?.id;
  const into = main();
  bar();
  if (name === "elders") show(into, views.elders(state));
  else if (name === "elder") show(into, views.elder(state, one));
  else if (name === "act") show(into, views.act(state, one, (act, how) => void resolve(act, how)));
  else if (name === "me") show(into, mine(state));
  else if (name === "map") void map(state);
  else if (name === "task") show(into, task(state, one));
  else if (name === "form") form(state, one, two);
  else show(into, views.today(state));
  if (active && active !== "seek") document.getElementById(active)?.focus({ preventScroll: true });
}

const full = () => {
  if (state) state.trouble = "full";
  bar();
};

function form(now: State, id: string, person: string): void {
  const [form, elder] = [offered(now).find((it) => it.id === id), now.elders.get(person)];
  if (!form || !elder) return show(main(), h("p", { class: "empty" }, t("field-not-here")));
  show(main(), formView(now, form, elder, (saved) => {
    if (saved && now.trouble === "full") now.trouble = "";
    location.hash = saved ? "#today" : `#elder/${person}`;
    if (saved) void sync();
  }, full));
}

function task(now: State, id: string): HTMLElement {
  const it = now.tasks.find((it) => it.id === id);
  if (!it) return h("p", { class: "empty" }, t("field-not-here"));
  const note = h("textarea", { id: "note", rows: 3, maxlength: 500 });
  const fault = h("p", { class: "fault", role: "alert" });
  const close = h("form", {
    class: "sheet-form",
    submit: async (event) => {
      event.preventDefault();
      const wrong = wrongIn([{ id: "note", kind: "text", zh: "", en: "", max: 500 }], { note: note.value.trim() });
      if (wrong.note) return void (fault.textContent = t(wrong.note));
      await now.keep("tasks.close", { task: it.id, outcome: "done", note: note.value.trim(), revision: it.revision }, t("field-task-done"), it.person).catch(full);
      location.hash = "#today";
      void sync();
    },
  }, fault, h("label", { for: "note" }, t("field-task-note")), note, h("button", { class: "primary big" }, t("field-task-done")));
  const may = now.limits.verbs.includes("tasks.close");
  return h("div", {}, h("h1", {}, t(`task-${it.kind}`)), h("p", {}, it.label), it.person && now.elders.has(it.person) ? h("p", {}, h("a", { class: "button plain big", href: `#elder/${it.person}` }, now.elders.get(it.person)!.name)) : null, may ? close : null);
}

async function resolve(act: Act, how: "mine" | "theirs" | "ours" | "phone"): Promise<void> {
  if (!state) return;
  const { faults: _faults, phone, ours, ...rest } = act;
  if (how === "theirs") await state.replace(act, null);
  else if (how === "phone") await state.replace(act, { ...rest, state: "waiting", settled: true });
  else {
    const input = structuredClone(act.input);
    if (how === "ours") for (const [name, value] of Object.entries(input)) if (value === phone) input[name] = ours;
    const elder = act.person ? state.elders.get(act.person) : undefined;
    if ("revision" in input && elder && !("task" in input)) input.revision = elder.revision;
    const id = mint();
    if ("id" in input) input.id = id;
    const parcels = state.parcels.filter((it) => it.about_id === act.id).map((it) => ({ ...it, about_id: id, problem: undefined }));
    await store.change(parcels.map((it) => ["parcels", it.id, it]));
    await state.replace(act, { ...rest, id, input, state: "waiting", settled: true });
  }
  location.hash = "#me";
  render();
  void sync();
}

function mine(now: State): HTMLElement {
  const skew = Math.abs(now.meta.ahead) > now.limits.clock_minutes * 60_000;
  const empty = async () => {
    if (!confirm(t("field-empty-ask", { count: now.waiting().length + now.pending().length }))) return;
    await wipe("field-wiped-self");
  };
  const other: Lang = language() === "zh" ? "en" : "zh";
  return h(
    "div",
    {},
    h("h1", {}, t("field-me")),
    h("p", {}, t("field-of", { holder: now.meta.holder })),
    now.trouble === "signed-out" ? h("p", { class: "summary" }, t("field-sign-in-why")) : null,
    now.trouble === "signed-out" ? login() : null,
    skew ? h("p", { class: "summary", id: "skew" }, t("field-clock-wrong", { phone: clock(Date.now()), ours: clock(now.now()) })) : null,
    h("p", {}, h("button", { class: "primary big", id: "sync", click: () => void syncing.then(sync) }, t("field-sync"))),
    h("p", { class: "small" }, now.meta.synced_at ? t("field-synced", { at: clock(now.meta.synced_at) }) : t("field-not-synced")),
    now.failed().length ? h("h2", {}, t("field-failed-title")) : null,
    now.failed().length ? views.actList(now, now.failed()) : null,
    h("h2", {}, t("field-waiting-title")),
    now.waiting().length ? views.actList(now, now.waiting()) : h("p", { class: "empty" }, t("field-nothing-waits")),
    h("h2", {}, t("field-sent-title")),
    views.actList(now, now.sent().slice(0, 50)),
    h("h2", {}, t("field-phone-title")),
    waitingWorker ? h("p", {}, h("button", { class: "plain big", click: () => locked() }, t("field-new-edition"))) : null,
    h("p", { class: "small" }, t("field-edition", { version: version.slice(0, 8) })),
    h("div", { class: "ends" }, h("button", { class: "plain big", click: () => locked() }, t("field-lock")), h("button", { class: "plain big", lang: other === "zh" ? "zh-CN" : "en", click: () => void speak(other).then(() => (localStorage.setItem("field-lang", other), foot(), render())) }, t("field-other-language")), h("button", { class: "danger big", click: () => void empty() }, t("field-empty"))),
  );
}

async function map(now: State): Promise<void> {
  const canvas = h("canvas", { class: "map", role: "img", "aria-label": t("field-map") });
  const said = h("p", { class: "small" });
  const counts = new Map<string, number>();
  for (const it of now.due()) counts.set(it.place, (counts.get(it.place) ?? 0) + 1);
  const list = h("ul", {}, ...[...counts].map(([path, count]) => h("li", {}, `${named(now.areas.get(path))} ${count}`)));
  show(main(), h("h1", {}, t("field-map")), canvas, said, list);
  let sheet = await store.get<Sheet>("drafts", "map:");
  if (sheet) draw(canvas, sheet, counts);
  // The outline seldom changes; it is fetched when it is looked at, and never before the texts.
  const fresh = await line.map().catch(() => null);
  if (fresh) {
    sheet = fresh as Sheet;
    await store.change([["drafts", "map:", sheet]]).catch(full);
    if (canvas.isConnected) draw(canvas, sheet, counts);
  }
  if (!sheet) said.textContent = t("field-map-needs-line");
}

function foot(): void {
  const links: [string, string][] = [["#today", "field-today"], ["#elders", "field-elders"], ["#me", "field-me"]];
  show(byId("foot"), ...links.map(([href, key]) => h("a", { href }, t(key))));
}

// A phone that nobody touches locks; a form half filled in is kept as a draft.
function idle(): void {
  if (!state || !meta) return;
  if (Date.now() - touched > meta.idle * 60_000) locked(t("field-locked-idle"));
}

for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => (touched = Date.now()), { passive: true });
addEventListener("hashchange", () => {
  render();
  window.scrollTo(0, 0);
});
addEventListener("online", () => void sync());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  idle();
  void sync();
});
setInterval(idle, 10_000);
setInterval(() => void sync(), 120_000);
void begin().then(foot, (why: Error) => show(byId("main"), h("p", { class: "summary", role: "alert" }, String(why.message))));
