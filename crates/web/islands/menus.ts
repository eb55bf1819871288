// Menus and explanations close on Escape and on a click elsewhere; a form that is being filled in
// stays open until Escape.

const FILLED = "details.ask:has(form.form)";
const OPEN = "details.menu[open], details.help[open], details.ask[open]";

// An address that names a form within something folded opens it.
function unfold(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const folded = id ? document.getElementById(id)?.closest("details") : null;
  if (!folded || folded.open) return;
  folded.open = true;
  folded.scrollIntoView();
  folded.querySelector<HTMLElement>(".field input, .field select, .field textarea")?.focus();
}

export function menus(): void {
  unfold();
  window.addEventListener("hashchange", unfold);
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
