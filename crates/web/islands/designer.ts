// A fault of a casebook's text leads to its line: the text is scrolled there and the line marked.

function jump(area: HTMLTextAreaElement, line: number, column: number): void {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, it) => sum + it.length + 1, 0);
  const end = start + (lines[line - 1]?.length ?? 0);
  area.focus();
  area.setSelectionRange(Math.min(start + column - 1, end), end);
  const height = area.scrollHeight / Math.max(lines.length, 1);
  area.scrollTop = Math.max(0, (line - 4) * height);
}

export function designer(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>("a[data-line]");
    const area = link && document.getElementById(link.hash.slice(1));
    if (!link || !(area instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    jump(area, Number(link.dataset.line), Number(link.dataset.column ?? "1"));
  });
}
