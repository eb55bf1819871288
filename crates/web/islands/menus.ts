// Menus and explanations close on Escape and on a click elsewhere; a form that is being filled in
// stays open until Escape.

const FILLED = "details.ask:has(form.form)";
const OPEN = "details.menu[open], details.help[open], details.ask[open]";

export function menus(): void {
  document.addEventListener("click", (event) => {
    for (const it of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      if (!it.matches(FILLED) && !it.contains(event.target as Node)) it.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const it of document.querySelectorAll<HTMLDetailsElement>(OPEN)) {
      it.open = false;
      it.querySelector("summary")?.focus();
    }
  });
}
