// A half filled form of a case outlives a lost network and a closed tab: kept on this device for whoever
// is signed in, offered back, gone once it is saved, after a week, or when they sign out. Sealed
// numbers and files are not kept, which is said beside their fields. What others changed meanwhile is
// never overwritten: it is shown.

const BEGINS = "kept ";
const SENT = "kept-sent";
const WEEK = 7 * 24 * 3600 * 1000;
const NOT_KEPT = ".sort-phone, .sort-resident_number, .sort-account, .sort-photo, .sort-file, .sort-signature";

type Values = Record<string, string[]>;
// `names` are the words of what was looked for and chosen: a person, a facility, another case.
type Draft = { at: number; revision: string; base: Values; now: Values; names?: Record<string, string> };
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const who = () => document.body.dataset.who ?? "";
const ticks = (it: Field): it is HTMLInputElement =>
  it instanceof HTMLInputElement && (it.type === "radio" || it.type === "checkbox");
const same = (a: string[] | undefined, b: string[] | undefined) => JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
const said = (values: string[] | undefined) => (values ?? []).filter((it) => it).join("、") || "—";

function hidden(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`)?.value ?? "";
}

function key(form: HTMLFormElement): string {
  const from = hidden(form, "_from").split("?")[0];
  return `${BEGINS}${who()} ${from} ${form.id} ${hidden(form, "subject")}`;
}

function fields(form: HTMLFormElement, within: ParentNode = form): Field[] {
  const all = Array.from(within.querySelectorAll<Field>("input[name], textarea[name], select[name]"));
  return all.filter((it) => {
    const kind = it instanceof HTMLInputElement ? it.type : "";
    const named = it.name.startsWith("values.") || it.name === "note" || it.name === "area";
    return it.form === form && named && !["hidden", "file", "password"].includes(kind) && !it.closest(NOT_KEPT);
  });
}

function read(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const it of fields(form)) {
    values[it.name] ??= [];
    if (!ticks(it) || it.checked) values[it.name].push(it.value);
  }
  return values;
}

const seeker = (form: HTMLFormElement, name: string) =>
  form.querySelector<HTMLElement>(`.seeker:has([name="${CSS.escape(`find.${name}`)}"])`);

function names(form: HTMLFormElement, values: Values): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of Object.keys(values)) {
    if (!seeker(form, name)) continue;
    for (const it of fields(form)) {
      if (it.name === name && ticks(it) && it.checked) all[it.value] = it.labels?.[0]?.textContent?.trim() ?? it.value;
    }
  }
  return all;
}

// What was found and chosen stands in the form only while the page is open: it is put there again. The
// server looks it up anew when the form is sent.
function choose(form: HTMLFormElement, name: string, value: string, text: string): void {
  const label = document.createElement("label");
  label.className = "tick big";
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value });
  label.append(input, " ", Object.assign(document.createElement("span"), { textContent: text }));
  seeker(form, name)?.before(label);
}

function notKept(form: HTMLFormElement, within?: Element): void {
  for (const it of (within ?? form).querySelectorAll<HTMLElement>("[data-not-kept]")) it.hidden = false;
}

function held(form: HTMLFormElement): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key(form)) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function keep(form: HTMLFormElement, draft: Draft, always = false): void {
  const changed = always || Object.keys(draft.now).some((name) => !same(draft.now[name], draft.base[name]));
  try {
    draft.names = { ...draft.names, ...names(form, draft.now) };
    if (changed) localStorage.setItem(key(form), JSON.stringify(draft));
    else localStorage.removeItem(key(form));
  } catch {
    // No room or not allowed: the page works as without scripts.
  }
}

// Puts a value into its field; more lines of a table are asked for first.
function put(form: HTMLFormElement, name: string, values: string[], known: Record<string, string>): boolean {
  const named = () => fields(form).filter((it) => it.name === name);
  const line = name.match(/^(values\.\w+)\[\d+\]/);
  const more = line ? form.querySelector<HTMLButtonElement>(`button[data-more][name="lines.${line[1]}"]`) : null;
  for (let tries = 0; more && !named().length && tries < 100; tries += 1) more.click();
  if (seeker(form, name)) {
    const there = named().map((it) => it.value);
    for (const it of values) if (it && !there.includes(it)) choose(form, name, it, known[it] ?? it);
    if (!values.length && !named().length) return true;
  }
  const found = named();
  if (!found.length || (ticks(found[0]) && values.some((it) => !found.some((field) => field.value === it)))) return false;
  found.forEach((it, at) => {
    if (ticks(it)) it.checked = values.includes(it.value);
    else it.value = values[at] ?? "";
  });
  return true;
}

function label(form: HTMLFormElement, name: string): string {
  const field = fields(form).find((it) => it.name === name);
  const box = field?.closest(".field");
  const text = box?.querySelector("legend, label")?.firstChild?.textContent?.trim();
  return text || name.replace(/^values\./, "");
}

const waiting = new WeakMap<HTMLFormElement, { values: Values; names: Record<string, string> }>();

function restore(form: HTMLFormElement, draft: Draft): void {
  const now = read(form);
  const left: string[] = [];
  const later: Values = {};
  const put_back: Field[] = [];
  const offer = form.querySelector<HTMLElement>("[data-offer]");
  for (const [name, mine] of Object.entries(draft.now)) {
    if (same(mine, draft.base[name]) || same(mine, now[name])) continue;
    if (name in now && !same(now[name], draft.base[name])) {
      left.push(`${label(form, name)}: ${said(mine)} (${offer?.dataset.now ?? ""} ${said(now[name])})`);
    } else if (put(form, name, mine, draft.names ?? {})) {
      put_back.push(...fields(form).filter((it) => it.name === name));
    } else later[name] = mine;
  }
  waiting.set(form, { values: later, names: draft.names ?? {} });
  notKept(form);
  for (const it of put_back) if (it.hasAttribute("hx-post") && (!ticks(it) || it.checked)) it.dispatchEvent(new Event("change", { bubbles: true }));
  if (!offer) return;
  const list = offer.querySelector<HTMLElement>("[data-left]");
  // Names that no field of the page bears now are told with what was typed, too.
  const lost = Object.entries(later).filter(([, mine]) => mine.some((it) => it));
  const told = [...left, ...lost.map(([name, mine]) => `${name.replace(/^values\./, "")}: ${said(mine)}`)];
  list?.replaceChildren(...told.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  offer.querySelector<HTMLElement>("[data-ask]")?.setAttribute("hidden", "");
  offer.querySelector<HTMLElement>("[data-not-back]")?.toggleAttribute("hidden", !told.length);
  offer.hidden = !told.length;
  put_back[0]?.focus();
}

function begin(form: HTMLFormElement): void {
  const current = read(form);
  const revision = hidden(form, "revision");
  const old = held(form);
  const back = form.hasAttribute("data-back");
  // A form that came back from the server holds what was typed already.
  let base = back && old ? old.base : current;
  let from = back && old ? old.revision : revision;
  let pending = back ? null : old;
  const known = old?.names;
  const save = (always = false) => {
    const now = read(form);
    if (!pending) return keep(form, { at: Date.now(), revision: from, base, now, names: known }, always);
    // Not decided yet: what is typed now goes before what was typed then.
    const newly = Object.fromEntries(Object.entries(now).filter(([name, it]) => !same(it, current[name])));
    pending = { ...pending, now: { ...pending.now, ...newly } };
    keep(form, pending);
  };
  if (back) save();
  const offer = form.querySelector<HTMLElement>("[data-offer]");
  const differs = (draft: Draft) =>
    Object.entries(draft.now).some(([name, it]) => !same(it, draft.base[name]) && !same(it, current[name]));
  if (pending && offer && differs(pending)) {
    const text = offer.querySelector<HTMLElement>("[data-text]");
    const at = new Date(pending.at).toLocaleString(document.documentElement.lang);
    if (text) text.textContent = (text.dataset.text ?? "").replace("{at}", at);
    offer.querySelector<HTMLElement>("[data-newer]")?.toggleAttribute("hidden", pending.revision === revision);
    offer.hidden = false;
    const folded = form.closest("details");
    if (folded) folded.open = true;
    offer.querySelector("[data-restore]")?.addEventListener("click", () => {
      const draft = pending;
      pending = null;
      [base, from] = [current, revision];
      if (draft) restore(form, draft);
      save();
    });
    offer.querySelector("[data-drop]")?.addEventListener("click", () => {
      pending = null;
      localStorage.removeItem(key(form));
      offer.hidden = true;
    });
  } else pending = null;
  form.addEventListener("input", () => save());
  form.addEventListener("change", (event) => {
    const field = (event.target as Element).closest(NOT_KEPT);
    if (field) notKept(form, field);
    save();
  });
  form.addEventListener("submit", (event) => {
    const button = (event as SubmitEvent).submitter;
    const elsewhere = button?.getAttribute("formaction");
    // The page comes back with what was typed: what it began with must be known then.
    if (elsewhere) save(true);
    if (button?.hasAttribute("data-language") || elsewhere) return;
    // Whether it arrived is known on the next page only.
    sessionStorage.setItem(SENT, key(form));
  });
}

// Fields that came later, because an answer asks for them, take what waits for them.
function late(part: Element): void {
  const form = part.closest<HTMLFormElement>("form[data-draft=kept]");
  const rest = form ? waiting.get(form) : undefined;
  if (!form || !rest) return;
  for (const [name, values] of Object.entries(rest.values)) {
    if (put(form, name, values, rest.names)) delete rest.values[name];
  }
}

// Once a page: what was sent and has arrived goes; so do drafts of others, and old ones.
export function tidy(): void {
  try {
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (sent && document.querySelector("p.said")) localStorage.removeItem(sent);
    for (const name of Object.keys(localStorage).filter((it) => it.startsWith(BEGINS))) {
      const at = (JSON.parse(localStorage.getItem(name) ?? "{}") as Partial<Draft>).at ?? 0;
      const others = who() && !name.startsWith(`${BEGINS}${who()} `);
      if (others || at + WEEK < Date.now()) localStorage.removeItem(name);
    }
  } catch {
    // Storage is not allowed: nothing is kept, so nothing is to be tidied.
  }
  for (const form of document.querySelectorAll('form[action="/logout"]')) {
    form.addEventListener("submit", () => {
      for (const name of Object.keys(localStorage)) if (name.startsWith(BEGINS)) localStorage.removeItem(name);
    });
  }
}

export function kept(root: ParentNode): void {
  if (!who()) return;
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft=kept]")) begin(form);
  if (root instanceof Element) late(root);
}
