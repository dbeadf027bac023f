// The other places of the page that show a fixing or an event: the table, the list and the card light up with the chart, and
// the chart with them.

import { dayOf, type LaneEvent } from './figures';
import { isoDay } from './words';

const lit = 'hovered';

/** Lights the row of a day and every mention of the events; whatever was lit before goes out. */
export function light(day: number | null, events: readonly LaneEvent[] = []): void {
  for (const e of document.querySelectorAll(`.${lit}`)) e.classList.remove(lit);
  if (day !== null) document.getElementById(`day-${isoDay(day)}`)?.classList.add(lit);
  if (!events.length) return;
  for (const on of new Set(events.map((e) => dayOf(e.at)))) document.getElementById(`day-${isoDay(on)}`)?.classList.add(lit);
  // A glyph may stand for thousands of events: the page is looked through once for all of them.
  const ids = new Set(events.map((e) => e.id));
  for (const e of document.querySelectorAll<HTMLElement>('[data-event], .card[data-selected]')) {
    if (ids.has(e.dataset['event'] ?? e.dataset['selected'] ?? '')) e.classList.add(lit);
  }
}

/** Tells which event or day of the page the pointer or the focus is on; null where it is on neither. */
export function follow(inside: HTMLElement, tell: (event: string | null, day: string | null) => void, signal?: AbortSignal): void {
  let last = '';
  const at = (e: Event) => {
    const target = e.target as Element;
    if (inside.contains(target)) return;
    const event = target.closest<HTMLElement>('[data-event]')?.dataset['event'] ?? target.closest<HTMLElement>('.card[data-selected]')?.dataset['selected'];
    const day = target.closest<HTMLElement>('tr[data-day]')?.dataset['day'];
    const now = `${event ?? ''} ${day ?? ''}`;
    if (now === last) return;
    last = now;
    tell(event ?? null, day ?? null);
  };
  for (const name of ['mouseover', 'focusin'] as const) document.addEventListener(name, at, { ...(signal && { signal }) });
}
