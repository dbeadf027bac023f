// Moves from one state of a page to another without loading it anew: fetches the same URL, puts the regions of the answer in
// the place of the old ones and keeps the address, the focus and what is being typed.

import { closeNotice, notify } from './notice';
import { say } from './say';

const regionsHeader = 'Want-Regions';

/** Parameters that change neither the chart's figures nor its lines. */
const viewOnly = new Set(['from', 'to', 'event', 'clock']);

export interface Swapped {
  regions: Set<string>;
  gesture: boolean; // whether a zoom of the reader led here, and not a link or a field
}

let running: AbortController | null = null;

/** Whether two addresses show a chart of the same figures. */
function sameFigures(a: URL, b: URL): boolean {
  const rest = (u: URL) => [...u.searchParams].filter(([k]) => !viewOnly.has(k)).sort().join('&');
  return a.pathname === b.pathname && rest(a) === rest(b);
}

function regionNames(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].map((e) => e.dataset['region'] as string);
}

/**
 * Goes to url, which is already the address of the page after "back"; where the swap fails the browser goes there itself. With fresh the
 * figures of the chart are fetched even where the address asks for the same. */
export async function go(url: URL, how: 'link' | 'gesture' | 'back' = 'link', fresh = false): Promise<void> {
  running?.abort();
  const mine = (running = new AbortController());
  const names = regionNames().filter((n) => n !== 'chart-data' || fresh || !sameFigures(url, shownURL));
  document.documentElement.dataset['busy'] = '';
  try {
    const answer = await fetch(url, { headers: { Accept: 'text/html', [regionsHeader]: names.join(', ') }, signal: mine.signal });
    if (!answer.ok && answer.status !== 400) throw new Error(String(answer.status));
    closeNotice();
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const final = new URL(answer.url);
    const faulty = page.querySelector<HTMLElement>('[aria-invalid]');
    if (!answer.ok && !faulty) throw new Error(String(answer.status));
    if (faulty) return showFault(page, faulty);
    const regions = put(page, names);
    document.documentElement.dataset['zone'] = page.documentElement.dataset['zone'] ?? 'utc';
    shownURL = final;
    if (how !== 'back' && final.href !== location.href) history.pushState(null, '', final);
    document.title = page.title;
    document.dispatchEvent(new CustomEvent<Swapped>('detente:swapped', { detail: { regions, gesture: how === 'gesture' } }));
  } catch (error) {
    if ((error as Error).name === 'AbortError') return;
    if (error instanceof TypeError) noAnswer(url, how);
    else location.assign(url);
  } finally {
    if (running === mine) delete document.documentElement.dataset['busy'];
  }
}

/** The server cannot be reached: what is shown stays, and the reader may ask again. */
function noAnswer(url: URL, how: 'link' | 'gesture' | 'back'): void {
  const why = navigator.onLine ? say('The server does not answer.') : say('You are offline.');
  notify(`${why} ${say('What is shown stays as it is; downloads and other pages need the server.')}`, { label: say('Try again'), act: () => void go(url, how) });
}

let shownURL = new URL(location.href);

/** Shows the form with the error beside the field; the rest of the page and the address stay as they are. */
function showFault(page: Document, field: HTMLElement): void {
  const region = field.closest<HTMLElement>('[data-region]')?.dataset['region'];
  if (region) put(page, [region]);
  const here = document.getElementById(field.id);
  here?.focus();
  if (here instanceof HTMLInputElement && here.type !== 'date') here.select();
}

/** Puts the new regions in; those that say the same stay as they are. */
function put(page: Document, names: readonly string[]): Set<string> {
  const changed = new Set<string>();
  const focus = remember();
  for (const name of names) {
    const old = document.querySelector(`[data-region="${name}"]`);
    const fresh = page.querySelector(`[data-region="${name}"]`);
    if (!old || !fresh || old.outerHTML === fresh.outerHTML) continue;
    keepOpen(old, fresh);
    old.replaceWith(document.adoptNode(fresh));
    changed.add(name);
  }
  restore(focus);
  return changed;
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

/** The address a form stands for: empty fields left out, ticks of one name joined by commas. */
export function addressOf(form: HTMLFormElement): URL {
  const url = new URL(form.action);
  url.search = '';
  const joined = new Map<string, string[]>();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim()) joined.set(name, [...(joined.get(name) ?? []), value.trim()]);
  }
  for (const [name, values] of joined) url.searchParams.set(name, values.join(','));
  return url;
}

const typingPause = 300;

/** Takes over links and forms that only change the state of this page. */
export function takeOver(): void {
  document.addEventListener('click', (e) => {
    const link = (e.target as Element).closest<HTMLAnchorElement>('a[data-swap]');
    if (!link || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    void go(new URL(link.href));
  });
  document.addEventListener('submit', (e) => {
    const form = e.target as HTMLFormElement;
    if (form.dataset['swap'] === undefined) return;
    e.preventDefault();
    void go(addressOf(form));
  });
  let pause = 0;
  const later = (form: HTMLFormElement, ms: number) => {
    clearTimeout(pause);
    pause = setTimeout(() => void go(addressOf(form)), ms);
  };
  document.addEventListener('change', (e) => {
    const field = e.target as HTMLInputElement;
    if (field.form?.classList.contains('facets') && field.type !== 'search') later(field.form, 0);
  });
  document.addEventListener('input', (e) => {
    const field = e.target as HTMLInputElement;
    if (field.form?.classList.contains('facets') && field.type === 'search') later(field.form, typingPause);
  });
  window.addEventListener('popstate', () => {
    const here = new URL(location.href);
    // A link within the page moves the address without another state of it.
    if (here.pathname === shownURL.pathname && here.search === shownURL.search) return;
    void go(here, 'back');
  });
}
