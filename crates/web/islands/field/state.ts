// What the app knows while it is unlocked: the phone's records in memory, and what they come to.
import { mint } from "./vault";
import { index, type Index } from "./search";
import type { Meta, Store } from "./store";
import type { Phase } from "./sync";
import type { Act, Answers, Duty, Elder, Item, Limits, Names, Parcel, Task } from "./types";
import { civil } from "./words";
import type { Form } from "./forms";

export class State {
  elders = new Map<string, Elder>();
  duties = new Map<string, Duty>();
  tasks: Task[] = [];
  areas = new Map<string, Names>();
  forms: Form[] = [];
  acts: Act[] = [];
  parcels: Parcel[] = [];
  found: Index = [];
  phase: Phase = "idle";
  left = 0;
  trouble: "" | "offline" | "signed-out" | "another" | "failed" | "full" = "";

  constructor(readonly store: Store, readonly meta: Meta, readonly limits: Limits) {}

  // The county's clock as well as this phone knows it.
  now(): number {
    return Date.now() - this.meta.ahead;
  }

  today(): string {
    return civil(this.now());
  }

  async load(): Promise<void> {
    const [items, acts, parcels] = await Promise.all([
      this.store.all<Item>("items"),
      this.store.all<Act>("acts"),
      this.store.all<Parcel>("parcels"),
    ]);
    const of = (kind: string) => items.filter((it) => it.k === kind);
    this.elders = new Map(of("elder").map((it) => [it.i, { ...it.v, id: it.i }]));
    this.duties = new Map(of("duty").map((it) => [it.i, it.v]));
    this.tasks = of("task").map((it) => ({ ...it.v, id: it.i }));
    this.areas = new Map(of("area").map((it) => [it.i, it.v]));
    this.forms = of("form").map((it) => ({ ...it.v, id: it.i }));
    this.acts = acts.sort((one, other) => other.made_at - one.made_at);
    this.parcels = parcels;
    this.found = index(this.byRoad());
  }

  // Along the road: the order of the village where it has one, then the address.
  byRoad(): Elder[] {
    const place = (it: Elder) => [it.place, String(this.duties.get(it.id)?.road ?? 9999).padStart(5, "0"), it.address ?? "", it.name].join("\n");
    return [...this.elders.values()].map((it) => [place(it), it] as const).sort((one, other) => (one[0] < other[0] ? -1 : 1)).map((it) => it[1]);
  }

  // Whom to see: those with a visit due by today or late.
  due(): Elder[] {
    const today = this.today();
    return this.byRoad().filter((it) => {
      const due = this.duties.get(it.id)?.due;
      return due !== undefined && due <= today;
    });
  }

  waiting(): Act[] {
    return this.acts.filter((it) => it.state === "waiting");
  }

  failed(): Act[] {
    return this.acts.filter((it) => ["refused", "conflict", "clock"].includes(it.state));
  }

  sent(): Act[] {
    return this.acts.filter((it) => it.state === "done");
  }

  pending(): Parcel[] {
    return this.parcels.filter((it) => !it.file);
  }

  of(person: string): Act[] {
    return this.acts.filter((it) => it.person === person);
  }

  // Writes an act down; from here on it is safe.
  async keep(verb: string, input: any, title: string, person?: string, parcels: Parcel[] = [], drafts: string[] = [], id = mint()): Promise<Act> {
    const act: Act = { id, verb, input, made_at: Date.now(), state: "waiting", title, person };
    await this.store.change(
      [["acts", id, act], ...parcels.map((it) => ["parcels", it.id, it] as ["parcels", string, unknown])],
      drafts.map((it) => ["drafts", it]),
    );
    await this.load();
    return act;
  }

  async replace(act: Act, next: Act | null): Promise<void> {
    const drops: ["acts", string][] = next?.id === act.id ? [] : [["acts", act.id]];
    await this.store.change(next ? [["acts", next.id, next]] : [], drops);
    await this.load();
  }

  // What arrived a week ago is known at the county and needs no place here.
  async tidy(): Promise<void> {
    const week = Date.now() - 7 * 86_400_000;
    const acts = this.acts.filter((it) => it.state === "done" && (it.done_at ?? 0) < week);
    const known = new Set(this.acts.map((it) => it.id));
    const parcels = this.parcels.filter((it) => it.file && !known.has(it.about_id));
    const drops: ["acts" | "parcels", string][] = [...acts.map((it) => ["acts", it.id] as ["acts", string]), ...parcels.map((it) => ["parcels", it.id] as ["parcels", string])];
    if (drops.length) await this.store.change([], drops);
  }

  draft(key: string): Promise<Answers | undefined> {
    return this.store.get<Answers>("drafts", key);
  }
}
