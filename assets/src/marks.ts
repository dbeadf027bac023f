// What the page says about the window: its days, the selected event, and the events and breaks with a vertical line.

import { dayMs, dayOf, type Figures, standsAt } from './figures';
import type { Clock } from './span';
import type { Colours } from './tokens';

export interface Marks {
  from: number; // day
  to: number; // day, included
  today: number; // the day the page is read on, or as of
  selected: string | null;
  important: Set<string>;
  clock: Clock | null; // the part of the one day in view
}

/** Pixels that the number of a break needs. */
const breakRoom = 26;

export function readMarks(): Marks {
  const d = document.querySelector<HTMLElement>('[data-region="marks"]')?.dataset ?? {};
  const day = (iso: string | undefined) => dayOf(Date.parse(`${iso}T00:00:00Z`));
  return { from: day(d['from']), to: day(d['to']), today: day(d['today']), selected: d['selected'] || null,
    important: new Set((d['important'] ?? '').split(',')), clock: readClock(d['clock']) };
}

/** Reads 10:00-12:30, as the address has it. */
export function readClock(text: string | undefined): Clock | null {
  const parts = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text ?? '');
  if (!parts) return null;
  const [h0 = 0, m0 = 0, h1 = 0, m1 = 0] = parts.slice(1).map(Number);
  return [h0 * 60 + m0, h1 * 60 + m1];
}

/** Writes it; null is nothing. */
export function clockText(clock: Clock | null): string {
  const told = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return clock ? `${told(clock[0])}-${told(clock[1])}` : '';
}

/** The parts of an option that hold the vertical lines; width is that of the panels in pixels. */
export function verticalLines(data: Figures, marks: Marks, colour: Colours, width: number): Record<string, unknown> {
  const lines = data.events
    .filter((e) => marks.important.has(e.id) && e.id !== marks.selected)
    .map((e): Record<string, unknown> => ({ xAxis: standsAt(e), name: e.id }));
  const selected = data.events.find((e) => e.id === marks.selected);
  if (selected) lines.push({ xAxis: standsAt(selected), name: selected.id, lineStyle: { color: colour('--ink'), width: 1.5 } });
  return { series: [{ id: 'hairlines', markLine: { data: lines, lineStyle: { color: colour('--strong-line'), width: 0.75 } } },
    { id: 'breaks', markLine: { data: numberedBreaks(data, marks, width) } }, { id: 'events' }] };
}

/** Puts the vertical lines into a whole option, over what its own lines look like. */
export function drawLines(option: Record<string, unknown>, lines: Record<string, unknown>): void {
  for (const series of option['series'] as Record<string, unknown>[]) {
    const markLine = (lines['series'] as Record<string, unknown>[]).find((l) => l['id'] === series['id'])?.['markLine'] as Record<string, unknown> | undefined;
    if (!markLine) continue;
    const drawn = series['markLine'] as Record<string, unknown>;
    series['markLine'] = { ...drawn, ...markLine, lineStyle: { ...(drawn['lineStyle'] as object), ...(markLine['lineStyle'] as object) } };
  }
}

/**
 * The breaks of the window, numbered from left to right as they are listed under the chart. Numbers that would touch are
 * joined: "2–5" stands at the first of them.
 */
function numberedBreaks(data: Figures, { from, to }: Marks, width: number): { xAxis: number; name: string }[] {
  const pixelsPerDay = width / (to - from + 1);
  const lines = data.breaks.filter((b) => b.day >= from && b.day <= to).map((b) => ({ day: b.day, first: 0, last: 0 }));
  let head = lines[0];
  lines.forEach((line, n) => {
    if (!head || (line.day - head.day) * pixelsPerDay >= breakRoom) head = line;
    head.first ||= n + 1;
    head.last = n + 1;
  });
  return lines.map((l) => ({ xAxis: l.day * dayMs, name: l.first === 0 ? '' : l.first === l.last ? String(l.first) : `${l.first}–${l.last}` }));
}
