// What is on the screen while the app is unlocked.
import { h } from "./dom";
import { offered } from "./forms";
import { text } from "./formview";
import { find } from "./search";
import type { State } from "./state";
import type { Act, Elder } from "./types";
import { age, clock, day, has, named, t } from "./words";

const word = (prefix: string, id: string) => (has(prefix + id) ? t(prefix + id) : id);

function chip(act: Act): HTMLElement {
  const tone = act.state === "done" ? "pine" : act.state === "waiting" ? "blue" : "crane";
  return h("span", { class: `chip ${tone}` }, t(`field-state-${act.state}`));
}

// The one act about somebody that matters most now.
function mark(state: State, person: string): HTMLElement | null {
  const acts = state.of(person);
  const act = acts.find((it) => it.state !== "done" && it.state !== "waiting") ?? acts.find((it) => it.state === "waiting") ?? acts[0];
  return act ? chip(act) : null;
}

function line(state: State, it: Elder): HTMLElement {
  const duty = state.duties.get(it.id);
  const late = duty?.due && duty.due < state.today();
  const about = [named(state.areas.get(it.place)), it.address].filter(Boolean).join(" ");
  const why = (duty?.why ?? []).map(named).join(" · ");
  return h(
    "li",
    {},
    h(
      "a",
      { href: `#elder/${it.id}`, class: "row" },
      h("span", { class: "row-name" }, it.name, it.born ? h("span", { class: "small" }, ` ${t("field-age", { age: age(it.born, state.today()) })}`) : null),
      h("span", { class: "small" }, about),
      why ? h("span", { class: "small" }, why) : null,
      duty?.due ? h("span", { class: late ? "chip crane" : "chip plain" }, t(late ? "field-late" : "field-due", { day: day(duty.due) })) : null,
      mark(state, it.id),
    ),
  );
}

export function today(state: State): HTMLElement {
  const due = state.due();
  const tasks = state.tasks.filter((it) => it.due <= state.today() || !due.length).slice(0, 60);
  const seen = (it: Elder) => state.of(it.id).some((act) => act.verb === "visits.record" && act.state !== "refused");
  const [left, done] = [due.filter((it) => !seen(it)), due.filter(seen)];
  return h(
    "div",
    {},
    h("h1", {}, t("field-today")),
    h("p", { class: "small" }, t("field-today-count", { left: left.length, done: done.length, day: day(state.today()) })),
    left.length ? h("ul", { class: "rows" }, ...left.map((it) => line(state, it))) : h("p", { class: "empty" }, t("field-nobody-due")),
    done.length ? h("h2", {}, t("field-seen-today")) : null,
    done.length ? h("ul", { class: "rows" }, ...done.map((it) => line(state, it))) : null,
    tasks.length ? h("h2", {}, t("field-tasks")) : null,
    h("ul", { class: "rows" }, ...tasks.map((it) =>
      h("li", {}, h("a", { href: `#task/${it.id}`, class: "row" }, h("span", { class: "row-name" }, word("task-", it.kind)), h("span", { class: "small" }, it.label), h("span", { class: it.due < state.today() ? "chip crane" : "chip plain" }, t("field-due", { day: day(it.due) })))),
    )),
  );
}

export function elders(state: State): HTMLElement {
  const list = h("ul", { class: "rows", id: "found" });
  const said = h("p", { class: "small", role: "status" });
  const look = (typed: string) => {
    const found = find(state.found, typed);
    list.replaceChildren(...found.map((it) => line(state, it)));
    said.textContent = typed ? t("field-found", { count: found.length }) : t("field-elders-count", { count: state.elders.size });
  };
  const box = h("input", { type: "search", id: "seek", autocomplete: "off", placeholder: t("field-search-hint"), input: (event) => look((event.target as HTMLInputElement).value) });
  look("");
  return h("div", {}, h("h1", {}, t("field-elders")), h("label", { for: "seek" }, t("field-search")), box, h("p", {}, h("a", { class: "button plain", href: "#map" }, t("field-map"))), said, list);
}

export function elder(state: State, id: string): HTMLElement {
  const it = state.elders.get(id);
  if (!it) return h("p", { class: "empty" }, t("field-not-here"));
  const duty = state.duties.get(id);
  const facts: [string, string][] = [
    [t("field-lives"), [named(state.areas.get(it.place)), it.address].filter(Boolean).join(" ")],
    [t("field-born"), it.born ? `${day(it.born)}（${t("field-age", { age: age(it.born, state.today()) })}）` : ""],
    [t("field-tail"), it.tail ? `…${it.tail}` : ""],
    [t("field-arrangement"), it.arrangement ? word("arrangement-", it.arrangement) : ""],
    [t("field-ability"), it.ability ? word("ability-", it.ability) : ""],
    [t("field-disability"), it.disability ? word("disability-", it.disability.replace("/", "-")) : ""],
    [t("field-tier"), [named(duty?.tier), ...(duty?.why ?? []).map(named)].filter(Boolean).join(" · ")],
    [t("field-due-on"), duty?.due ? day(duty.due) : ""],
    [t("field-last"), duty?.last ? day(duty.last.day) : ""],
    [t("field-away"), duty?.away ? day(duty.away.since) : ""],
  ];
  const labels = [...(it.labels ?? []).map((id) => word("label-", id)), ...(it.hardship ?? []).map((id) => word("hardship-", id))];
  const [first, ...forms] = offered(state);
  const acts = state.of(id);
  return h(
    "div",
    {},
    h("h1", {}, it.name, " ", it.reported ? h("span", { class: "chip crane" }, t("field-reported")) : null),
    labels.length ? h("p", {}, ...labels.map((it) => h("span", { class: "chip amber" }, it))) : null,
    it.phone ? h("p", {}, h("a", { class: "button plain big", href: `tel:${it.phone}` }, t("field-call", { phone: it.phone }))) : null,
    first ? h("p", {}, h("a", { class: "button primary big", href: `#form/${first.id}/${id}` }, text(named(first)))) : null,
    h("dl", { class: "facts" }, ...facts.filter((it) => it[1]).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("h2", {}, t("field-more")),
    h("ul", { class: "rows" }, ...forms.map((it) => h("li", {}, h("a", { class: "row", href: `#form/${it.id}/${id}` }, text(named(it)))))),
    acts.length ? h("h2", {}, t("field-acts")) : null,
    acts.length ? actList(state, acts) : null,
  );
}

export function actList(state: State, acts: Act[]): HTMLElement {
  return h("ul", { class: "rows" }, ...acts.map((it) => {
    const who = it.person ? (state.elders.get(it.person)?.name ?? "") : "";
    const parcels = state.parcels.filter((parcel) => parcel.about_id === it.id);
    const sent = parcels.filter((parcel) => parcel.file).length;
    const problem = parcels.find((parcel) => parcel.problem)?.problem;
    return h("li", {}, h("a", { class: "row", href: `#act/${it.id}` }, h("span", { class: "row-name" }, `${it.title} ${who}`), h("span", { class: "small" }, clock(it.made_at)), chip(it), parcels.length ? h("span", { class: problem ? "chip crane" : "chip plain" }, problem ?? t("field-photos-of", { sent, all: parcels.length })) : null));
  }));
}

// What the phone says and what the county has, side by side, and who is right is chosen by a person.
export function act(state: State, id: string, choose: (act: Act, how: "mine" | "theirs" | "ours" | "phone") => void): HTMLElement {
  const it = state.acts.find((it) => it.id === id);
  if (!it) return h("p", { class: "empty" }, t("field-not-here"));
  const who = it.person ? state.elders.get(it.person) : undefined;
  const button = (key: string, how: Parameters<typeof choose>[1], primary = false) => h("button", { class: primary ? "primary big" : "plain big", click: () => choose(it, how) }, t(key, { phone: day(it.phone ?? ""), ours: day(it.ours ?? "") }));
  const hidden = new Set(["id", "person", "revision", "task", "files_follow", "lat", "lon", "accuracy"]);
  const flat = (value: any): [string, string][] => Object.entries(value ?? {}).filter(([name]) => !hidden.has(name)).flatMap(([name, held]) => (held && typeof held === "object" && !Array.isArray(held) ? flat(held) : [[word("field-input-", name), String(held)] as [string, string]]));
  const list = (pairs: [string, string][]) => h("dl", { class: "facts" }, ...pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  const mine = flat(it.input);
  const theirs: [string, string][] = who ? ([["phone", who.phone ?? ""], ["address", who.address ?? ""], ["labels", (who.labels ?? []).map((id) => word("label-", id)).join(" ")], ["last", state.duties.get(who.id)?.last?.day ?? ""]] as [string, string][]).filter((it) => it[1]).map(([name, value]) => [word("field-input-", name), value]) : [];
  const faults = (it.faults ?? []).map((fault) => h("li", {}, fault.message));
  return h(
    "div",
    {},
    h("h1", {}, it.title),
    h("p", {}, who?.name ?? "", " ", chip(it), " ", h("span", { class: "small" }, clock(it.made_at))),
    faults.length ? h("ul", { class: "faults" }, ...faults) : null,
    it.state === "clock" ? h("p", { class: "summary" }, t("field-clock-says", { phone: day(it.phone ?? ""), ours: day(it.ours ?? "") })) : null,
    h("h2", {}, t("field-on-phone")),
    list(mine),
    it.state === "conflict" ? h("h2", {}, t("field-at-county")) : null,
    it.state === "conflict" ? list(theirs) : null,
    it.state === "conflict" ? h("div", { class: "ends" }, button("field-take-mine", "mine", true), button("field-take-theirs", "theirs")) : null,
    it.state === "clock" ? h("div", { class: "ends" }, button("field-take-ours", "ours", true), button("field-take-phone", "phone")) : null,
    it.state === "refused" ? h("div", { class: "ends" }, button("field-again", "mine", true), button("field-drop", "theirs")) : null,
  );
}
