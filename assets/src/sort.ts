// Tables a reader can sort: a click on the head of a column, or Enter on it, sorts the rows that are there; a third one gives
// back the order they came in. Without JavaScript they stay as the server sent them.

import { allRows, lay } from './rows';
import { inRussian } from './say';

type Way = 'ascending' | 'descending' | null;

/** In which place the rows came. */
const places = new WeakMap<HTMLTableRowElement, number>();

/** Makes the heads of every table[data-sortable] buttons; those that are already stay. */
export function makeSortable(within: ParentNode = document): void {
  for (const table of within.querySelectorAll<HTMLTableElement>('table[data-sortable]')) {
    for (const head of table.tHead?.rows[0]?.cells ?? []) {
      if (!head.querySelector('button')) dress(table, head);
    }
  }
}

function dress(table: HTMLTableElement, head: HTMLTableCellElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'sort';
  const title = head.querySelector('abbr')?.title;
  if (title) button.title = title;
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener('click', () => {
    const now = head.getAttribute('aria-sort');
    const next: Way = now === 'descending' ? 'ascending' : now === 'ascending' ? null : 'descending';
    for (const other of table.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
    if (next) head.setAttribute('aria-sort', next);
    sort(table, head.cellIndex, next);
  });
}

function sort(table: HTMLTableElement, column: number, way: Way): void {
  const body = table.tBodies[0];
  if (!body) return;
  const all = allRows(body);
  all.forEach((row, n) => places.has(row) || places.set(row, n)); // the first time they stand as they came
  const place = (row: HTMLTableRowElement) => places.get(row) ?? 0;
  const key = (row: HTMLTableRowElement) => (way ? value(row.cells[column]) : place(row));
  const turn = way === 'descending' ? -1 : 1;
  const rows = all.map((row) => ({ row, key: key(row) }));
  rows.sort((a, b) => compare(a.key, b.key, turn) || place(a.row) - place(b.row));
  lay(body, rows.map((r) => r.row));
}

/** What a cell sorts by: its day or instant, its number, how many events it lists, or its text; null where it is empty. */
function value(cell: HTMLTableCellElement | undefined): string | number | null {
  const text = cell?.textContent?.trim() ?? '';
  if (!cell || !text) return null;
  const time = cell.querySelector('time')?.dateTime ?? cell.dataset['sort'] ?? (cell.tagName === 'TH' ? cell.closest('tr')?.dataset['day'] : undefined);
  if (time) return time;
  if (cell.classList.contains('events')) return cell.querySelectorAll('li').length;
  const number = Number((inRussian() ? text.replace(',', '.') : text).replaceAll('\u2212', '-').replaceAll('\u202f', ''));
  return Number.isNaN(number) ? text : number;
}

/** Empty cells come last either way. */
function compare(a: string | number | null, b: string | number | null, turn: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return turn * (a - b);
  return turn * String(a).localeCompare(String(b), inRussian() ? 'ru' : 'en');
}
