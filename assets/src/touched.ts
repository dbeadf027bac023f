// Fields of the filters that say something else than the page shows: ticked before the scripts came, or while no answer did.

function boxes(within: ParentNode): HTMLInputElement[] {
  return [...within.querySelectorAll<HTMLInputElement>('.facets input[type="checkbox"]')];
}

function lists(within: ParentNode): HTMLSelectElement[] {
  return [...within.querySelectorAll<HTMLSelectElement>('.facets select')];
}

/** The choice that a list came with: the one that is marked, or its first. */
function first(list: HTMLSelectElement): number {
  return Math.max(0, [...list.options].findIndex((o) => o.defaultSelected));
}

/** Whether a tick, a choice or the words to search for were changed and the page does not follow them. */
export function touched(within: ParentNode): boolean {
  const typed = [...within.querySelectorAll<HTMLInputElement>('.facets input[type="search"]')];
  return boxes(within).some((b) => b.checked !== b.defaultChecked) || lists(within).some((l) => l.selectedIndex !== first(l))
    || typed.some((t) => t.value !== t.defaultValue);
}

/** Puts ticks and choices back to what the page shows; words that were typed stay. */
export function putBack(within: ParentNode = document): void {
  for (const box of boxes(within)) box.checked = box.defaultChecked;
  for (const list of lists(within)) list.selectedIndex = first(list);
}
