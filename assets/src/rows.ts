// The long table of a page whose rows were fetched anew. Laying out a thousand rows takes longer than everything else on the page
// together: rows of the same days stay and take over what differs, and of others those that fill the box come first and the rest
// while nothing else is to be done.

import { idle, turn } from './turn';

/** Rows that fill the box of a long table, as the style sheet knows them too, and rows that are compared in one go. */
const firstRows = 35;
const rowsATurn = 100;

/** How long laying out rows may hold up the reader, in ms: as many come at a time as this machine does in it. */
const brief = 16;
const [fewest, most] = [5, 120];
let rowsATime = 20;

/** From so many rows on a table takes longer to lay out than a reader notices. */
const longFrom = 120;

/** So near to the last row that is there, in pixels, the reader is about to see those that are not. */
const near = 1200;

/** A table that is out of sight waits for the reader, or so long, in ms; a search finds it whole. */
const patience = 10_000;

/** What may take the whole table along at once: paper, and the clipboard where it takes what is selected there. */
const whole = ['beforeprint', 'copy'] as const;

/** Class of what is lit at this moment, which is nothing a row says. */
const lit = 'hovered';

/** On the page while rows are still to come. */
const unlisted = 'data-unlisted';

/** Rows that are still to come, and where. */
let late: HTMLTableRowElement[] = [];
let into: HTMLTableSectionElement | null = null;

export function isLong(region: HTMLElement): boolean {
  return rowsOf(region).length >= longFrom;
}

/** Shows the rows of the page that waited for the chart. A link to one of them needs it at once. */
export function unfold(): void {
  const { dataset } = document.documentElement;
  if (!('chartFirst' in dataset)) return;
  const body = document.querySelector<HTMLTableSectionElement>('.scroller.long tbody');
  if (body && !location.hash) lay(body, allRows(body)); // sorted meanwhile, most are still to come
  delete dataset['chartFirst'];
}

/** All rows of a table, also those that are still to come. */
export function allRows(body: HTMLTableSectionElement): HTMLTableRowElement[] {
  return [...body.rows, ...(into === body ? late : [])];
}

/** Shows rows in an order: those that fill the box at once. */
export function lay(body: HTMLTableSectionElement, rows: readonly HTMLTableRowElement[]): void {
  const first = rows.length < longFrom ? rows.length : firstRows;
  body.replaceChildren(...rows.slice(0, first));
  into = body;
  late = rows.slice(first);
  document.documentElement.toggleAttribute(unlisted, late.length > 0);
  if (late.length) void follow(body, late);
}

/** Puts a fresh table region in the place of the old one and tells when the reader can see it; its last rows come later. */
export async function putRows(old: HTMLElement, fresh: HTMLElement): Promise<void> {
  if (samePlan(old, fresh)) return refresh(old, fresh);
  const body = fresh.querySelector('tbody');
  if (body) lay(body, [...body.rows]);
  old.replaceWith(document.adoptNode(fresh));
}

async function follow(body: HTMLTableSectionElement, mine: HTMLTableRowElement[]): Promise<void> {
  const seen = new AbortController();
  document.addEventListener('scroll', (e) => mine === late && body.closest('.scroller') === e.target && isNearEnd(e.target as Element) && more(body), { capture: true, passive: true, signal: seen.signal });
  const all = (e: Event) => mine === late && (e.type !== 'copy' || getSelection()?.containsNode(body, true)) && body.append(...late.splice(0));
  for (const act of whole) addEventListener(act, all, { signal: seen.signal, capture: true });
  await turn(); // until then it may not be in the page
  await comesNear(body);
  while (mine === late && late.length) {
    await idle();
    if (mine === late) more(body);
  }
  seen.abort();
  if (mine === late) document.documentElement.removeAttribute(unlisted);
}

/** Puts in as many rows as can be laid out in no time. */
function more(body: HTMLTableSectionElement): void {
  const began = performance.now();
  body.append(...late.splice(0, rowsATime));
  void body.offsetHeight; // laid out here, where it is measured, it is not in the frame
  rowsATime = Math.round(Math.min(most, Math.max(fewest, (rowsATime * brief) / Math.max(1, performance.now() - began))));
}

/** Waits until a table is about to be seen, pointed at or searched; not for ever. */
function comesNear(body: HTMLTableSectionElement): Promise<void> {
  const box = body.closest('.scroller');
  if (!box) return Promise.resolve();
  return new Promise((go) => {
    const left = new AbortController();
    const { signal } = left;
    const come = () => {
      left.abort();
      observer.disconnect();
      clearTimeout(late);
      go();
    };
    const late = setTimeout(come, patience);
    const observer = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && come());
    observer.observe(box);
    for (const act of ['focusin', 'pointerenter', 'selectstart'] as const) box.addEventListener(act, come, { signal });
    document.addEventListener('keydown', (e) => (e.ctrlKey || e.metaKey) && e.key === 'f' && come(), { signal });
  });
}

function isNearEnd(box: Element): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < near;
}

function rowsOf(region: HTMLElement): HTMLTableRowElement[] {
  const body = region.querySelector('tbody');
  return body ? allRows(body) : [];
}

/** Whether two tables have the same columns and rows of the same names. */
function samePlan(old: HTMLElement, fresh: HTMLElement): boolean {
  const [a, b] = [rowsOf(old), rowsOf(fresh)];
  if (!b.length || a.length !== b.length || b.some((row) => !row.id)) return false;
  const heads = [old, fresh].map((r) => r.querySelector('thead')?.textContent);
  const known = new Set(a.map((row) => row.id));
  return heads[0] === heads[1] && b.every((row) => known.has(row.id));
}

/** Takes over what differs; rows stay in the order the reader sorted them in, and the box where it was scrolled to. */
async function refresh(old: HTMLElement, fresh: HTMLElement): Promise<void> {
  const pointed = [...old.querySelectorAll(`.${lit}`)];
  for (const e of pointed) e.classList.remove(lit);
  const olds = new Map(rowsOf(old).map((row) => [row.id, row]));
  const rows = rowsOf(fresh);
  around(old, fresh);
  while (rows.length) {
    for (const row of rows.splice(0, rowsATurn)) renew(olds.get(row.id) as HTMLTableRowElement, row);
    if (rows.length) await turn();
  }
  for (const e of pointed) e.classList.add(lit);
}

/** Makes a part of the page say what a fresh one says and leaves in place what can stay. */
function renew(node: Node, fresh: Node): void {
  if (node.isEqualNode(fresh)) return;
  if (!(node instanceof Element) || !(fresh instanceof Element) || node.nodeName !== fresh.nodeName || node.childNodes.length !== fresh.childNodes.length) {
    return void (node as ChildNode).replaceWith(document.adoptNode(fresh));
  }
  for (const name of node.getAttributeNames()) if (!fresh.hasAttribute(name)) node.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  const twins = [...fresh.childNodes];
  [...node.childNodes].forEach((child, n) => renew(child, twins[n] as Node));
}

/** Replaces everything of a region but the box of its rows. */
function around(old: HTMLElement, fresh: HTMLElement): void {
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
  const box = (of: HTMLElement) => [...of.children].findIndex((c) => c.querySelector('tbody'));
  const [at, now] = [box(old), box(fresh)];
  const [kept, parts] = [old.children[at] as Element, [...fresh.children]];
  for (const c of [...old.children]) if (c !== kept) c.remove();
  kept.className = parts[now]?.className ?? kept.className;
  kept.before(...parts.slice(0, now).map((c) => document.adoptNode(c)));
  kept.after(...parts.slice(now + 1).map((c) => document.adoptNode(c)));
}
