// The words of the app, from the same files as those of all pages.
import type { Names } from "./types";

export type Lang = "zh" | "en";
let lang: Lang = "zh";
let words: Record<string, string> = {};

export const language = () => lang;

export async function speak(to: Lang): Promise<void> {
  const answer = await fetch(`/field/words/${to}.json`);
  words = (await answer.json()) as Record<string, string>;
  lang = to;
  document.documentElement.lang = to === "zh" ? "zh-CN" : "en";
  document.title = t("field-app-name");
}

export function has(key: string): boolean {
  return key in words;
}

export function t(key: string, args: Record<string, unknown> = {}): string {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(args[name] ?? ""));
}

// What a pack calls a thing in both languages.
export const named = (it: Names | undefined): string => (it ? it[lang] || it.zh : "");

// A day as people write it.
export function day(text: string): string {
  const [year, month, date] = text.split("-").map(Number);
  if (!date) return text;
  return lang === "zh" ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
}
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// A civil day in Shanghai, whatever the phone's own zone is.
export function civil(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function clock(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}

export function age(born: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) < born.slice(5) ? years - 1 : years;
}
