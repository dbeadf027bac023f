// What a reader will get, shown where it is offered: the first rows of a file with their number, a citation in words. It is
// asked for when the offer opens, and kept until the page offers something else.

import { say } from './say';

/** Rows that are shown, the header among them. */
const shownRows = 5;

/** Lets every offer show what it holds, and Escape close it. */
export function showOffers(): void {
  document.addEventListener('toggle', (e) => {
    if (e.target instanceof HTMLDetailsElement && e.target.open) fill(e.target);
  }, true);
  document.addEventListener('keydown', (e) => {
    const open = e.key === 'Escape' && e.target instanceof Element ? e.target.closest<HTMLDetailsElement>('details.pop[open]') : null;
    if (!open) return;
    e.preventDefault();
    e.stopPropagation();
    open.open = false;
    open.querySelector<HTMLElement>('summary')?.focus();
  }, true);
}

function fill(offer: HTMLDetailsElement): void {
  for (const box of offer.querySelectorAll<HTMLElement>('[data-rows]')) void once(box, 'rows', rows);
  for (const box of offer.querySelectorAll<HTMLElement>('[data-text]')) void once(box, 'text', text);
}

/** Fills a box once; where that fails the offer is as good without it. */
async function once(box: HTMLElement, name: string, load: (box: HTMLElement, address: string) => Promise<void>): Promise<void> {
  const address = box.dataset[name] ?? '';
  if (box.dataset['shown'] === address) return;
  box.dataset['shown'] = address;
  try {
    await load(box, address);
  } catch {
    delete box.dataset['shown'];
    box.textContent = say('It could not be fetched. The links work all the same.');
  }
}

async function text(box: HTMLElement, address: string): Promise<void> {
  box.textContent = (await answered(address)).trim();
}

async function rows(box: HTMLElement, address: string): Promise<void> {
  box.hidden = false;
  const count = box.nextElementSibling as HTMLElement;
  count.hidden = false;
  box.textContent = (await head(address)).join('\n');
  const n = await rowsOf(address);
  if (n !== undefined) count.textContent = say('Rows of data in the CSV: %s', n.toLocaleString(document.documentElement.lang));
}

/** The number of rows that the description of a table names; not every table has one. */
async function rowsOf(address: string): Promise<number | undefined> {
  const answer = await fetch(address.replace('.csv', '.csv-metadata.json'));
  return answer.ok ? ((await answer.json()) as { notes?: { rows?: number }[] }).notes?.[0]?.rows : undefined;
}

async function answered(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

/** The first lines of a file, of which no more is read. */
async function head(address: string): Promise<string[]> {
  const answer = await fetch(address);
  const reader = answer.body?.getReader();
  if (!answer.ok || !reader) throw new Error(`${address}: ${answer.status}`);
  const decoder = new TextDecoder();
  let read = '';
  for (;;) {
    const { done, value } = await reader.read();
    read += decoder.decode(value, { stream: !done });
    const lines = read.split(/\r?\n/);
    if (done || lines.length > shownRows) {
      void reader.cancel();
      return lines.slice(0, shownRows);
    }
  }
}
