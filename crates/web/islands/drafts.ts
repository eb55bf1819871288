// Drafts save themselves: what is typed outlives a language switch, a time-out, a closed lid.
// Kept in this tab only, never secrets or files, and gone once the form is sent.

const SECRET = /password|code|account|number|phone|^_/;

function key(form: HTMLFormElement): string {
  return `draft ${location.pathname} ${form.getAttribute("action") ?? ""} ${form.id}`;
}

function save(form: HTMLFormElement): void {
  const pairs: [string, string][] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !SECRET.test(name)) pairs.push([name, value]);
  }
  try {
    sessionStorage.setItem(key(form), JSON.stringify(pairs));
  } catch {
    // No room or not allowed: the page works as without scripts.
  }
}

function restore(form: HTMLFormElement): void {
  const text = sessionStorage.getItem(key(form));
  // A form that came back from the server knows better.
  if (!text || document.querySelector(".fault-summary")) return;
  const values = new Map<string, string[]>();
  for (const [name, value] of JSON.parse(text) as [string, string][]) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  for (const field of Array.from(form.elements)) {
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
      if (SECRET.test(field.name)) continue;
      field.checked = values.get(field.name)?.includes(field.value) ?? false;
    } else if (
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement ||
      (field instanceof HTMLInputElement && field.type === "text")
    ) {
      const held = values.get(field.name)?.shift();
      if (held !== undefined) field.value = held;
    }
  }
}

export function drafts(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft='']")) {
    restore(form);
    form.addEventListener("input", () => save(form));
    form.addEventListener("submit", (event) => {
      const button = (event as SubmitEvent).submitter;
      if (!button?.hasAttribute("data-language")) sessionStorage.removeItem(key(form));
    });
  }
}
