// What every page gains from scripts. Each works without them; here it becomes quicker.
import "htmx.org";
import { cases } from "./cases";
import { drafts } from "./drafts";
import { rows } from "./rows";
import { menus } from "./menus";

function begin(root: ParentNode): void {
  drafts(root);
  rows(root);
  cases(root);
  const fault = root.querySelector<HTMLElement>("[data-focus]");
  fault?.focus();
}

document.documentElement.classList.add("scripted");
menus();
begin(document);
document.addEventListener("htmx:load", (event) => {
  const part = (event as CustomEvent<{ elt: Element }>).detail.elt;
  if (part !== document.body) begin(part);
});
