// What can be done about an elder, as forms: those of the app itself, and those that the county gives.
import { kept } from "./form";
import type { State } from "./state";
import type { Answers, Duty, Elder, Field, Names, Option } from "./types";

export type Form = Names & {
  id: string;
  verb: string;
  // `visit` asks for the visit's own head beside the answers, `score` for an instrument.
  kind: "plain" | "visit" | "score";
  items: Field[];
  // Where the answers stand in the input; nothing: they are its fields.
  inside?: string;
  // What else the input says, always.
  fixed?: Record<string, unknown>;
  photos?: boolean;
  order?: number;
};

const plain = (id: string, kind: Field["kind"], key: string, more: Partial<Field> = {}): Field => ({ id, kind, zh: key, en: key, ...more });
const options = (prefix: string, ids: string[]): Option[] => ids.map((it) => ({ value: it, zh: prefix + it, en: prefix + it }));

// Forms of the app itself: their texts are keys of the words.
export const OWN: Form[] = [
  { id: "contact", verb: "register.set-contact", kind: "plain", zh: "field-form-contact", en: "field-form-contact", items: [plain("phone", "text", "field-phone", { max: 20 })] },
  {
    id: "alive", verb: "recovery.prove-life", kind: "plain", zh: "field-form-alive", en: "field-form-alive",
    items: [plain("way", "choice", "field-way", { options: options("field-way-", ["visit", "video"]) }), plain("evidence", "text", "field-evidence", { max: 200 })],
  },
  {
    id: "death", verb: "register.record-death", kind: "plain", zh: "field-form-death", en: "field-form-death",
    items: [plain("day", "day", "field-died-on"), plain("basis", "text", "field-told-by", { max: 200, optional: true })],
  },
];

export const CHANNELS: Field = plain("channel", "choice", "field-channel", { options: options("field-channel-", ["home", "phone", "video"]) });

// The forms that may be used now: the county says which verbs a phone may send.
export function offered(state: State): Form[] {
  const may = (it: Form) => state.limits.verbs.includes(it.verb);
  const given = [...state.forms].sort((one, other) => (one.order ?? 50) - (other.order ?? 50));
  return [...given, ...OWN].filter(may);
}

// What is sent for a form filled in about somebody.
export function input(state: State, form: Form, elder: Elder, answers: Answers, id: string): any {
  const said = kept(form.items, answers);
  const day = state.today();
  const about = { person: elder.id };
  // What this phone itself has still to send is no conflict with what it says now.
  const own = state.of(elder.id).some((it) => it.state === "waiting");
  const seen = own ? {} : { revision: elder.revision };
  switch (form.id) {
    case "contact":
      return { ...about, ...seen, from: day, ...said };
    case "alive":
      return { ...about, day, ...said };
    case "death":
      return { ...about, ...seen, ...said };
    default:
      return { ...form.fixed, id, day, ...about, ...(form.inside ? { [form.inside]: said } : said) };
  }
}

export const lastOf = (duty: Duty | undefined) => (duty?.last?.id && duty.last.answers && Object.keys(duty.last.answers).length ? duty.last : undefined);
