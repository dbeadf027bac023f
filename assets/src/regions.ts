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
  region: string; // where the focus was
  tag: string;
  name: string; // what it was on, as it is read out
  nth: number; // among those of that name
  value: string | null;
  caret: [number | null, number | null];
}

function nameOf(e: Element): string {
  return e.getAttribute('aria-label') ?? e.textContent?.trim() ?? '';
}

/** The elements of a region that say the same. */
function namesakes(within: Element, tag: string, name: string): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(tag)].filter((e) => nameOf(e) === name);
}

function remember(): Focus | null {
  const at = document.activeElement;
  const around = at?.closest<HTMLElement>('[data-region]');
  if (!at || !around && !at.id) return null;
  const typed = at instanceof HTMLInputElement && (at.type === 'search' || at.type === 'text') ? at : null;
  const [tag, name] = [at.tagName, nameOf(at)];
  return { id: at.id, region: around?.dataset['region'] ?? '', tag, name, nth: around ? namesakes(around, tag, name).indexOf(at as HTMLElement) : 0,
    value: typed?.value ?? null, caret: [typed?.selectionStart ?? null, typed?.selectionEnd ?? null] };
}

/** What had the focus, in its new form; where it is gone the region it stood in, so that the keys go on from there. */
function twin(focus: Focus): HTMLElement | null {
  if (focus.id) return document.getElementById(focus.id);
  const around = region(document, focus.region);
  if (!around) return null;
  const same = namesakes(around, focus.tag, focus.name);
  const found = same[focus.nth] ?? same[0];
  if (!found) around.tabIndex = -1;
  return found ?? around;
}

function restore(focus: Focus | null): void {
  if (!focus || (document.activeElement && document.activeElement !== document.body)) return;
  const at = twin(focus);
  if (!at) return;
  if (focus.value !== null && at instanceof HTMLInputElement && at.type === 'search') {
    at.value = focus.value;
    at.setSelectionRange(...focus.caret);
  }
  at.focus({ preventScroll: true });
}
