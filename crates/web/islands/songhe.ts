// What every page gains from scripts. Each works without them; here it becomes quicker.
import "htmx.org";
import { board } from "./board";
import { cases } from "./cases";
import { designer } from "./designer";
import { drafts } from "./drafts";
import { files } from "./files";
import { kept, tidy } from "./kept";
import { rows } from "./rows";
import { menus } from "./menus";

function begin(root: ParentNode): void {
  drafts(root);
  rows(root);
  cases(root);
  files(root);
  board(root);
  kept(root);
  const fault = root.querySelector<HTMLElement>("[data-focus]");
  fault?.focus();
}

document.documentElement.classList.add("scripted");
menus();
tidy();
designer();
begin(document);
document.addEventListener("htmx:load", (event) => {
  const part = (event as CustomEvent<{ elt: Element }>).detail.elt;
  if (part !== document.body) begin(part);
});
