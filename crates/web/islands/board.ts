// The board by hand: a card is carried to a lane, and the step that leads there is taken by its own
// button, or its form is opened. Keyboards and fingers use the same buttons in the card's menu.

function ways(card: Element, lane: HTMLElement): HTMLElement[] {
  const to = CSS.escape(lane.dataset.lane ?? "");
  return Array.from(card.querySelectorAll<HTMLElement>(`[data-to="${to}"]`));
}

function take(card: Element, lane: HTMLElement): void {
  const found = ways(card, lane);
  if (found.length === 1) {
    found[0].querySelector<HTMLElement>("button, a")?.click();
    return;
  }
  // Several steps lead there: the person says which.
  const menu = card.querySelector<HTMLDetailsElement>("details.moves");
  if (!menu) return;
  menu.open = true;
  found[0]?.querySelector<HTMLElement>("button, a")?.focus();
}

export function board(root: ParentNode): void {
  for (const all of root.querySelectorAll<HTMLElement>("[data-board]")) {
    const lanes = Array.from(all.querySelectorAll<HTMLElement>("[data-lane]"));
    let carried: HTMLElement | null = null;
    const mark = () => {
      for (const lane of lanes) {
        lane.classList.toggle("may", !!carried && ways(carried, lane).length > 0);
        lane.classList.toggle("may-not", !!carried && !ways(carried, lane).length && !lane.contains(carried));
        if (!carried) lane.classList.remove("over");
      }
    };
    for (const card of all.querySelectorAll<HTMLElement>("[data-card]")) {
      if (!card.querySelector("[data-to]:not([data-to=''])")) continue;
      card.draggable = true;
      // Else the link would be carried instead of the card.
      for (const link of card.querySelectorAll("a")) link.draggable = false;
      card.addEventListener("dragstart", (event) => {
        carried = card;
        event.dataTransfer?.setData("text/plain", card.id);
        if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
        // What is carried may not change while the picture of it is taken.
        setTimeout(mark);
      });
      card.addEventListener("dragend", () => {
        carried = null;
        mark();
      });
    }
    for (const lane of lanes) {
      lane.addEventListener("dragover", (event) => {
        if (!carried || !ways(carried, lane).length) return;
        event.preventDefault();
        lane.classList.add("over");
      });
      lane.addEventListener("dragleave", (event) => {
        if (!lane.contains(event.relatedTarget as Node)) lane.classList.remove("over");
      });
      lane.addEventListener("drop", (event) => {
        event.preventDefault();
        if (carried) take(carried, lane);
      });
    }
  }
}
