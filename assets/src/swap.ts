// Moves from one state of a page to another without loading it anew: fetches the same URL, puts the regions of the answer in
// the place of the old ones and keeps the address. What the reader looks at comes first: the regions, then the chart, and a long
// table by the frame, so that the next key or click never waits for all of it.

import { closeNotice, notify } from './notice';
import { put, region } from './regions';
import { isLong, putRows } from './rows';
import { say } from './say';
import { putBack, touched } from './touched';
import { painted, turn } from './turn';
import { retell } from './zone';

const regionsHeader = 'Want-Regions';

/** Parameters that change neither the chart's figures nor its lines. */
const viewOnly = new Set(['from', 'to', 'event', 'clock']);

export interface Swapped {
  regions: Set<string>;
  gesture: boolean; // whether a zoom of the reader led here, and not a link or a field
  wait(drawn: Promise<void>): void; // for what is not done at once; the table comes after it
}

/** The region that holds a long table. */
const longRegion = 'table';

let running: AbortController | null = null;

/** The address that is being fetched: what the reader does meanwhile is done to that one. */
let heading: URL | null = null;

/** Puts the table of a swap that another one broke off and did not replace. */
let owed: (() => unknown) | null = null;

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
  heading = url;
  const names = regionNames().filter((n) => n !== 'chart-data' || fresh || !sameFigures(url, shownURL));
  document.documentElement.dataset['busy'] = '';
  try {
    const answer = await fetch(url, { headers: { Accept: 'text/html', [regionsHeader]: names.join(', ') }, signal: mine.signal });
    if (!answer.ok && answer.status !== 400) throw new Error(String(answer.status));
    closeNotice();
    const page = await pageOf(answer);
    const final = new URL(answer.url);
    const faulty = page.querySelector<HTMLElement>('[aria-invalid]');
    if (!answer.ok && !faulty) throw new Error(String(answer.status));
    if (faulty) return showFault(page, faulty);
    const regions = put(page, names.filter((n) => n !== longRegion));
    document.documentElement.dataset['zone'] = page.documentElement.dataset['zone'] ?? 'utc';
    shownURL = final;
    if (how !== 'back' && final.href !== location.href) history.pushState(null, '', final);
    document.title = page.title;
    const drawn: Promise<void>[] = [];
    document.dispatchEvent(new CustomEvent<Swapped>('detente:swapped', { detail: { regions, gesture: how === 'gesture', wait: (p) => drawn.push(p) } }));
    await listed(page, drawn, mine.signal);
  } catch (error) {
    if ((error as Error).name === 'AbortError') return;
    if (error instanceof TypeError) noAnswer(url, how);
    else location.assign(url);
  } finally {
    if (running === mine) rest();
  }
}

/** How long the parser may keep the reader waiting at a time, in ms, and how much it is given before it is asked. */
const patience = 8;
const slice = 32_000; // characters

/** Parses a page as it comes: a large one at once would hold up whatever the reader does. */
async function pageOf(answer: Response): Promise<Document> {
  const page = document.implementation.createHTMLDocument();
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  page.open();
  let began = performance.now();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    for (let at = 0; at < part.value.length; at += slice) {
      page.write(part.value.slice(at, at + slice));
      if (performance.now() - began < patience) continue;
      await turn();
      began = performance.now();
    }
  }
  page.close();
  return page;
}

/** Nothing is under way any more. */
function rest(): void {
  heading = null;
  owed?.();
  owed = null;
  delete document.documentElement.dataset['busy'];
}

/** Puts the table of a page in the place of the old one: a short one at once, a long one when the rest of the page has been seen. */
async function listed(page: Document, drawn: Promise<void>[], signal: AbortSignal): Promise<void> {
  const [old, fresh] = [region(document, longRegion), region(page, longRegion)];
  if (!old || !fresh) return void (await Promise.all(drawn));
  retell(fresh);
  const list = (owed = async () => {
    owed = null;
    const all = putRows(old, fresh);
    document.dispatchEvent(new Event('detente:listed'));
    await all;
  });
  if (isLong(fresh)) {
    await Promise.all(drawn);
    await painted();
    if (signal.aborted) return;
  }
  await Promise.all([...drawn, list()]);
}

/** The server cannot be reached: what is shown stays, the ticks with it, and the reader may ask again. */
function noAnswer(url: URL, how: 'link' | 'gesture' | 'back'): void {
  const why = navigator.onLine ? say('The server does not answer.') : say('You are offline.');
  putBack();
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

/** The address a form stands for: empty fields left out, ticks of one name joined by commas. */
function addressOf(form: HTMLFormElement): URL {
  const url = new URL(form.action);
  url.search = '';
  const joined = new Map<string, string[]>();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim()) joined.set(name, [...(joined.get(name) ?? []), value.trim()]);
  }
  for (const [name, values] of joined) url.searchParams.set(name, values.join(','));
  return url;
}

/** The address of the page with some parameters changed; an empty one is left out. */
export function addressWith(change: Record<string, string>): URL {
  const url = new URL(heading ?? location.href);
  for (const [k, v] of Object.entries(change)) {
    if (v) url.searchParams.set(k, v);
    else url.searchParams.delete(k);
  }
  url.searchParams.sort();
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
  for (const form of document.querySelectorAll<HTMLFormElement>('form.facets')) catchUp(form);
  window.addEventListener('popstate', () => {
    const here = new URL(location.href);
    // A link within the page moves the address without another state of it.
    if (here.pathname === shownURL.pathname && here.search === shownURL.search) return;
    void go(here, 'back');
  });
}

/** A tick made before the scripts came counts. A page come back to holds what the browser kept, and shows what its address says. */
function catchUp(form: HTMLFormElement): void {
  const [came] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (came && came.type !== 'navigate') putBack(form.parentElement ?? document);
  else if (touched(form.parentElement ?? document)) void go(addressOf(form));
}
