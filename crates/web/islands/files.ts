// A file that is too large is said so when it is chosen, before anything is sent.

export function files(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[type=file][data-most-bytes]")) {
    input.addEventListener("change", () => {
      const most = Number(input.dataset.mostBytes);
      const large = Array.from(input.files ?? []).some((it) => it.size > most);
      const told = input.parentElement?.querySelector("[data-too-big-told]");
      told?.remove();
      input.removeAttribute("aria-invalid");
      if (!large) return;
      input.value = "";
      input.setAttribute("aria-invalid", "true");
      const text = Object.assign(document.createElement("p"), { className: "fault", textContent: input.dataset.tooBig ?? "" });
      text.setAttribute("role", "alert");
      text.dataset.tooBigTold = "";
      input.before(text);
    });
  }
}
