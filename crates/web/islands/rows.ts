// Lists by keyboard: up and down move between rows, space selects, enter opens the first link.
// The bar says how many are selected.

function count(form: HTMLFormElement): void {
  const bar = form.querySelector<HTMLElement>("[data-selected]");
  if (!bar) return;
  const chosen = form.querySelectorAll<HTMLInputElement>("tbody .pick input:checked").length;
  bar.dataset.hint ??= bar.textContent ?? "";
  bar.textContent = chosen ? (bar.dataset.text ?? "").replace("{n}", String(chosen)) : bar.dataset.hint;
}

function selectAll(form: HTMLFormElement): void {
  const head = form.querySelector<HTMLElement>("thead .pick");
  if (!head) return;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", head.textContent?.trim() ?? "");
  box.addEventListener("change", () => {
    for (const it of form.querySelectorAll<HTMLInputElement>("tbody .pick input")) it.checked = box.checked;
    count(form);
  });
  head.replaceChildren(box);
}

export function rows(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-rows]")) {
    selectAll(form);
    form.addEventListener("change", () => count(form));
    const all = Array.from(form.querySelectorAll<HTMLTableRowElement>("tbody tr"));
    all.forEach((row, place) => {
      row.tabIndex = place === 0 ? 0 : -1;
      row.addEventListener("keydown", (event) => {
        if (event.target !== row) return;
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        const next = all[place + step];
        if (step && next) {
          row.tabIndex = -1;
          next.tabIndex = 0;
          next.focus();
          event.preventDefault();
        } else if (event.key === " ") {
          row.querySelector<HTMLInputElement>(".pick input")?.click();
          event.preventDefault();
        } else if (event.key === "Enter") {
          row.querySelector<HTMLAnchorElement>("td a")?.click();
        }
      });
    });
  }
}
