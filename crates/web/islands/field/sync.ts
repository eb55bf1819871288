// One contact with the county: report, send what waits, fetch what changed, then photos. Each step may break
// off anywhere and is taken up again; nothing is taken from the phone before the county has said it has it.
import * as line from "./line";
import { Offline, Refused, SignedOut, Wiped } from "./line";
import type { Meta, Store } from "./store";
import type { Act, Item, Limits, Parcel } from "./types";
import { t } from "./words";

const BATCH = 20;
// Small enough that a line which drops every half minute brings each through.
const PIECE = 24 * 1024;

export type Phase = "idle" | "report" | "send" | "fetch" | "photos";
export type Outcome = "done" | "offline" | "signed-out" | "wiped" | "another" | "failed";
export type Watch = { phase(phase: Phase, left?: number): void; changed(): void };

type Contact = { now: number; secret: string; limits: Limits };

export async function contact(store: Store, meta: Meta, version: string, watch: Watch): Promise<Outcome> {
  try {
    watch.phase("report");
    const me = await line.me();
    if (!me.account) throw new SignedOut();
    if (me.account !== meta.account) return "another";
    line.trust(me.csrf ?? "");
    await report(store, meta, version);
    await send(store, meta, watch);
    const lacked = await fetchAll(store, meta, watch);
    if (lacked) meta.synced_at = Date.now() - meta.ahead;
    await store.keepMeta(meta);
    await photos(store, meta, watch);
    await send(store, meta, watch);
    return "done";
  } catch (why) {
    if (why instanceof Offline) return "offline";
    if (why instanceof SignedOut) return "signed-out";
    if (why instanceof Wiped) return "wiped";
    if (why instanceof Refused) return why.faults.some((it) => it.key === "missing") ? "wiped" : "failed";
    throw why;
  } finally {
    watch.phase("idle");
  }
}

async function report(store: Store, meta: Meta, version: string): Promise<void> {
  const acts = await store.all<Act>("acts");
  const held = await navigator.storage?.estimate?.();
  const clock = Date.now();
  const answer: Contact = await line.post("/api/field.report", {
    device: meta.device,
    version,
    queued: acts.filter((it) => it.state === "waiting").length,
    failed: acts.filter((it) => it.state !== "waiting" && it.state !== "done").length,
    held_bytes: Math.round(held?.usage ?? 0),
    clock: clock * 1000,
    synced_at: meta.synced_at ? Math.round(meta.synced_at) * 1000 : null,
  });
  remember(meta, answer.now / 1000, answer.limits);
  await store.keepMeta(meta);
}

export function remember(meta: Meta, now: number, limits: Limits): void {
  meta.contact_at = now;
  meta.ahead = Math.round(Date.now() - now);
  meta.days = limits.days_without_contact;
  meta.wrong_max = limits.wrong_codes;
  meta.idle = limits.idle_minutes;
}

// What waits goes in the order in which it was made. An answer is written down before the next batch leaves.
export async function send(store: Store, meta: Meta, watch: Watch): Promise<void> {
  for (;;) {
    const waiting = (await store.all<Act>("acts")).filter((it) => it.state === "waiting");
    if (!waiting.length) return;
    waiting.sort((one, other) => one.made_at - other.made_at);
    watch.phase("send", waiting.length);
    const batch = waiting.slice(0, BATCH);
    const acts = batch.map(({ id, verb, input, made_at, settled }) => ({ id, verb, input, made_at: made_at * 1000, settled: settled ?? false }));
    const answer = await line.post("/field/send", { device: meta.device, sent_at: Date.now() * 1000, acts });
    let later = 0;
    const answered: Act[] = [];
    for (const it of answer.answers as (Omit<Partial<Act>, "state"> & { id: string; state: string })[]) {
      const act = batch.find((act) => act.id === it.id);
      if (!act) continue;
      if (it.state === "later") {
        later += 1;
        continue;
      }
      answered.push({ ...act, state: it.state as Act["state"], faults: it.faults, phone: it.phone, ours: it.ours, done_at: Date.now() });
    }
    await store.change(answered.map((it) => ["acts", it.id, it]));
    watch.changed();
    // The county is in trouble: what it could not do now waits for the next contact.
    if (later) throw new Offline("later");
  }
}

// What the phone lacks, piece by piece; each piece is kept before the next is asked for.
async function fetchAll(store: Store, meta: Meta, watch: Watch): Promise<boolean> {
  const held = new Map((await store.all<Item>("items")).map((it) => [`${it.k}:${it.i}`, it.t]));
  let after: string | null = null;
  // Of what changed the old content is gone, too: it stays until its new one has come, so that a line that
  // breaks in between takes nobody off the list.
  const leaving = new Map<string, string>();
  do {
    const have = [...held.entries()].filter(([key]) => after === null || key > after).map((it) => it[1]);
    const answer: any = await line.post("/api/ask/field.snapshot", { device: meta.device, have: have.join(""), after });
    const gone = new Set(answer.gone as string[]);
    for (const [key, token] of held) if (gone.has(token)) leaving.set(key, token);
    const puts = answer.items as Item[];
    await store.change(puts.map((it) => ["items", `${it.k}:${it.i}`, it]));
    for (const it of puts) {
      held.set(`${it.k}:${it.i}`, it.t);
      leaving.delete(`${it.k}:${it.i}`);
    }
    after = answer.next ?? null;
    watch.phase("fetch", answer.left);
    if (puts.length) watch.changed();
  } while (after !== null);
  await store.change([], [...leaving.keys()].map((it) => ["items", it]));
  if (leaving.size) watch.changed();
  return true;
}

// Photos go by themselves, last, and go on where the line broke.
export async function photos(store: Store, meta: Meta, watch: Watch): Promise<void> {
  const acts = new Map((await store.all<Act>("acts")).map((it) => [it.id, it]));
  for (const it of await store.all<Parcel>("parcels")) {
    if (it.file || it.problem) continue;
    // What it belongs to must be there first; what was refused takes its photos with it only by hand.
    const act = acts.get(it.about_id);
    if (act && act.state !== "done") continue;
    watch.phase("photos", it.total - it.sent);
    try {
      await carry(store, meta, it, watch);
    } catch (why) {
      if (!(why instanceof Refused)) throw why;
      await store.change([["parcels", it.id, { ...it, problem: why.message }]]);
    }
    watch.changed();
  }
}

async function carry(store: Store, meta: Meta, it: Parcel, watch: Watch): Promise<void> {
  const bytes = Uint8Array.from(atob(it.bytes), (letter) => letter.charCodeAt(0));
  let answer: any = await line.post("/api/ask/field.arrived", { device: meta.device, parcel: it.id });
  while (!answer.file) {
    const begins: number = answer.received;
    const { person, about, about_id, name, digest } = it;
    const params = { device: meta.device, parcel: it.id, person, about, about_id, name, digest, total: String(it.total), begins: String(begins) };
    answer = await line.bytes("/field/parcel", params, bytes.slice(begins, begins + PIECE));
    if (!answer.file && answer.received <= begins) throw new Offline("no progress");
    watch.phase("photos", it.total - answer.received);
    if (!answer.file) await store.change([["parcels", it.id, { ...it, sent: answer.received }]]);
  }
  // It is there: the phone keeps that it was, and not the bytes; in the same breath it writes down that the
  // file belongs to its visit, under an id that follows from the photo's, so that this is said once.
  const files = it.kind === "photo" ? { photos: [answer.file] } : { [it.kind]: answer.file };
  const attach: Act = {
    id: `${it.id}-a`, verb: "visits.attach", input: { visit: it.about_id, ...files }, made_at: Date.now(), state: "waiting",
    title: t(`field-attach-${it.kind}`), person: it.person,
  };
  await store.change([["parcels", it.id, { ...it, sent: it.total, file: answer.file, bytes: "" }], ["acts", attach.id, attach]]);
}
