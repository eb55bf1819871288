// What every page gains from scripts. Each works without them; here it becomes quicker.
import "htmx.org";
import { drafts } from "./drafts";
import { rows } from "./rows";
import { menus } from "./menus";

function begin(root: ParentNode): void {
  drafts(root);
  rows(root);
  const fault = root.querySelector<HTMLElement>("[data-focus]");
  fault?.focus();
}

menus();
begin(document);
document.addEventListener("htmx:load", (event) => {
  const part = (event as CustomEvent<{ elt: Element }>).detail.elt;
  if (part !== document.body) begin(part);
});
