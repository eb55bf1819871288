// Forms of cases: more lines of a table at once, what each line asks by its own rules, and the place
// where one stands.

// A line is copied from the last one, emptied, with the next number in its names.
function moreLines(button: HTMLButtonElement): void {
  const lines = button.parentElement?.querySelector<HTMLElement>("[data-lines]");
  const last = lines?.querySelector<HTMLElement>("[data-line]:last-child");
  if (!lines || !last) return;
  const count = lines.children.length;
  if (count >= Number(button.dataset.most)) return;
  const line = last.cloneNode(true) as HTMLElement;
  const next = (text: string) => text.replace(`[${count - 1}]`, `[${count}]`);
  for (const it of line.querySelectorAll<HTMLElement>("[name], [id], [for], [aria-describedby]")) {
    for (const name of ["name", "id", "for", "aria-describedby"]) {
      const text = it.getAttribute(name);
      if (text) it.setAttribute(name, next(text));
    }
    if (it instanceof HTMLInputElement && (it.type === "checkbox" || it.type === "radio")) it.checked = false;
    else if (it instanceof HTMLInputElement && it.type !== "hidden") it.value = "";
    else if (it instanceof HTMLSelectElement) it.selectedIndex = 0;
    else if (it instanceof HTMLOutputElement) it.textContent = "—";
  }
  for (const fault of line.querySelectorAll(".fault")) fault.remove();
  for (const faulty of line.querySelectorAll(".faulty")) faulty.classList.remove("faulty");
  const legend = line.querySelector("legend");
  if (legend) legend.textContent = (legend.textContent ?? "").replace(String(count), String(count + 1));
  lines.append(line);
  const held = button.parentElement?.querySelector<HTMLInputElement>(`input[name="${CSS.escape(button.name)}"]`);
  if (held) held.value = String(count + 1);
  line.querySelector<HTMLElement>("input, select, textarea")?.focus();
  if (lines.hasAttribute("data-asks")) void ask(lines);
}

const asking = new WeakMap<HTMLElement, AbortController>();

// The server judges the lines as they were typed so far. What is typed meanwhile stays: only which cells
// are asked, and what is worked out, is taken over.
async function ask(lines: HTMLElement): Promise<void> {
  const form = lines.closest("form");
  if (!form || !navigator.onLine) return;
  asking.get(lines)?.abort();
  const stop = new AbortController();
  asking.set(lines, stop);
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch("/again", { method: "POST", body, signal: stop.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const theirs = page.getElementById(lines.id)?.children ?? [];
    Array.from(lines.children).forEach((line, at) => {
      for (const cell of line.querySelectorAll<HTMLElement>("[data-cell]")) {
        const now = theirs[at]?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(cell.dataset.cell ?? "")}"]`);
        if (!now) continue;
        cell.hidden = now.hidden;
        const [shown, worked] = [cell.querySelector("output"), now.querySelector("output")];
        if (shown && worked) shown.textContent = worked.textContent;
      }
    });
  } catch {
    // No network: everything can be typed as it stands, and is judged when the form is sent.
  }
}

function position(button: HTMLButtonElement): void {
  const field = button.closest("fieldset");
  const said = field?.querySelector<HTMLElement>("[data-position-said]");
  const set = (name: string, degrees: number) => {
    const input = field?.querySelector<HTMLInputElement>(`[data-${name}]`);
    if (input) input.value = degrees.toFixed(6);
  };
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      set("lat", coords.latitude);
      set("lon", coords.longitude);
      if (said) said.textContent = `± ${Math.round(coords.accuracy)} m`;
      button.form?.dispatchEvent(new Event("input", { bubbles: true }));
    },
    () => {
      if (said) said.textContent = said.dataset.denied ?? "";
    },
    { enableHighAccuracy: true, timeout: 15_000 },
  );
}

export function cases(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-more]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      moreLines(button);
    });
  }
  for (const lines of root.querySelectorAll<HTMLElement>("[data-asks]")) {
    lines.addEventListener("change", () => void ask(lines));
  }
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-position]")) {
    button.hidden = !("geolocation" in navigator);
    button.addEventListener("click", () => position(button));
  }
}
