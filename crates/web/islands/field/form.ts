// A form as data: which items are asked, and what is wrong with an answer. Pure; the same rules as the county's.
import type { Answers, Cond, Field } from "./types";

function known(name: string, answers: Answers, context: Answers): unknown {
  return name.startsWith("context.") ? context[name.slice(8)] : answers[name];
}

function passes(test: any, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(test)) return test.some((it) => passes(it, value));
  if (Array.isArray(value)) return value.some((it) => passes(test, it));
  if (typeof test === "object" && test !== null) {
    if (test.within) return typeof value === "string" && test.within[0] <= value && value.slice(0, test.within[1].length) <= test.within[1];
    const number = Number(value);
    return (test.min === undefined || test.min <= number) && (test.max === undefined || number <= test.max);
  }
  return test === value;
}

// Whether a condition holds; what is not known does not.
export function holds(cond: Cond | undefined, answers: Answers, context: Answers = {}): boolean {
  if (!cond) return true;
  return Object.entries(cond).every(([name, test]) => {
    if (name === "any") return (test as Cond[]).some((it) => holds(it, answers, context));
    if (name === "count") {
      const passed = (test.of as string[]).filter((it) => passes(test.is, known(it, answers, context))).length;
      return (test.min ?? 0) <= passed && (test.max === undefined || passed <= test.max);
    }
    return passes(test, known(name, answers, context));
  });
}

// The items that are asked, given what was answered so far: an answer to what is asked no more counts no more.
export function asked(fields: Field[], answers: Answers): Field[] {
  const given: Answers = {};
  return fields.filter((it) => {
    const shown = holds(it.show_when, given);
    if (shown && it.id in answers) given[it.id] = answers[it.id];
    return shown;
  });
}

export function kept(fields: Field[], answers: Answers): Answers {
  const out: Answers = {};
  for (const it of asked(fields, answers)) {
    const value = answers[it.id];
    if (value !== undefined && value !== "" && !(Array.isArray(value) && !value.length)) out[it.id] = value;
  }
  return out;
}

// What is wrong, by item: a key of the words.
export function faults(fields: Field[], answers: Answers): Record<string, string> {
  const found: Record<string, string> = {};
  for (const it of asked(fields, answers)) {
    const value = answers[it.id];
    const none = value === undefined || value === "" || (Array.isArray(value) && !value.length) || (value === null && !it.null);
    if (none) {
      if (!it.optional) found[it.id] = "field-needed";
    } else if (it.kind === "number" && value !== null) {
      const number = Number(value);
      const digits = String(value).split(".")[1]?.length ?? 0;
      if (!Number.isFinite(number) || digits > (it.decimals ?? 0)) found[it.id] = "field-not-a-number";
      else if ((it.min !== undefined && number < it.min) || (it.max !== undefined && number > it.max)) found[it.id] = "field-out-of-range";
    } else if (it.kind === "text" && it.max !== undefined && String(value).length > it.max) found[it.id] = "field-too-long";
    else if (it.kind === "day" && !/^\d{4}-\d\d-\d\d$/.test(String(value))) found[it.id] = "field-not-a-day";
  }
  return found;
}
