// Puts the regions of a page that was fetched in the place of the old ones; disclosures, the focus and what is being typed stay.

import { touched } from './touched';

/** Puts the new regions in; those that say the same stay as they are. Names those that do not. */
export function put(page: Document, names: Iterable<string>): Set<string> {
  const changed = new Set<string>();
  const focus = remember();
  for (const name of names) {
    const [old, fresh] = [region(document, name), region(page, name)];
    if (!old || !fresh || (old.isEqualNode(fresh) && !touched(old))) continue;
    keepOpen(old, fresh);
    old.replaceWith(document.adoptNode(fresh));
    changed.add(name);
  }
  restore(focus);
  return changed;
}

export function region(page: Document, name: string): HTMLElement | null {
  return page.querySelector<HTMLElement>(`[data-region="${name}"]`);
}

/** Disclosures stay as the reader left them. */
function keepOpen(old: Element, fresh: Element): void {
  for (const d of old.querySelectorAll<HTMLDetailsElement>('details[id]')) {
    const twin = fresh.querySelector<HTMLDetailsElement>(`#${CSS.escape(d.id)}`);
    if (twin) twin.open = d.open;
  }
  for (const fold of old.querySelectorAll<HTMLInputElement>('.fold[id]')) {
    const twin = fresh.querySelector<HTMLInputElement>(`#${CSS.escape(fold.id)}`);
    if (twin) twin.checked = fold.checked;
  }
}

interface Focus {
  id: string;
  value: string | null;
  caret: [number | null, number | null];
}

function remember(): Focus | null {
  const at = document.activeElement;
  if (!at?.id) return null;
  const typed = at instanceof HTMLInputElement && (at.type === 'search' || at.type === 'text') ? at : null;
  return { id: at.id, value: typed?.value ?? null, caret: [typed?.selectionStart ?? null, typed?.selectionEnd ?? null] };
}

function restore(focus: Focus | null): void {
  if (!focus) return;
  const at = document.getElementById(focus.id);
  if (!at || at === document.activeElement) return;
  if (focus.value !== null && at instanceof HTMLInputElement && at.type === 'search') {
    at.value = focus.value;
    at.setSelectionRange(...focus.caret);
  }
  at.focus({ preventScroll: true });
}
