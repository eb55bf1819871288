// Finds elders among a thousand as somebody types: name, initials of its pinyin, end of a number or phone.
import type { Elder } from "./types";

export type Index = { elder: Elder; text: string }[];

export function index(elders: Elder[]): Index {
  return elders.map((elder) => ({
    elder,
    text: ` ${[elder.name, elder.initials, elder.phone].filter(Boolean).join(" ").toLowerCase()} #${(elder.tail ?? "").toLowerCase()}`,
  }));
}

// Every word typed must be found; names that begin so come first.
export function find(all: Index, typed: string, most = 50): Elder[] {
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  if (!words.length) return all.slice(0, most).map((it) => it.elder);
  const ranked: [number, Elder][] = [];
  for (const { elder, text } of all) {
    let rank = 0;
    for (const word of words) {
      const at = text.indexOf(word);
      if (at < 0) {
        rank = -1;
        break;
      }
      rank += text[at - 1] === " " || text[at - 1] === "#" ? 2 : 1;
    }
    if (rank >= 0) ranked.push([rank, elder]);
  }
  return ranked.sort((one, other) => other[0] - one[0]).slice(0, most).map((it) => it[1]);
}
