// Which glyphs the event lane shows: one for an event that has room, one with a count for those that do not. A pure function
// of the events, the window and the width, so that the same view always shows the same glyphs.

import { type LaneEvent, standsAt } from './figures';

export interface Glyph {
  x: number; // pixels from the left end of the lane
  half: number; // half its width in pixels
  dir: -1 | 0 | 1;
  events: LaneEvent[]; // in the order of time, never empty
}

export interface View {
  start: number; // ms, included
  end: number; // ms, excluded
  width: number; // pixels
}

/** Pixels between two glyphs of a row. */
const room = 2;

export function radius(imp: number): number {
  return 3 + imp;
}

/** Half the width of the pill that shows a count. */
export function pillHalf(count: number): number {
  return 6 + 3.5 * String(count).length;
}

/** The events of the window; an event at its very end belongs to the next one. */
export function inView(events: readonly LaneEvent[], view: View): LaneEvent[] {
  return events.filter((e) => standsAt(e) >= view.start && standsAt(e) < view.end);
}

/**
 * The glyphs of the window, a row a direction, each row from left to right without overlap. Every event of the window is in
 * exactly one glyph.
 */
export function glyphs(events: readonly LaneEvent[], view: View): Glyph[] {
  const rows = new Map<number, Glyph[]>([[-1, []], [0, []], [1, []]]);
  const scale = view.width / (view.end - view.start);
  for (const e of inView(events, view).sort((a, b) => standsAt(a) - standsAt(b) || a.i - b.i)) {
    const row = rows.get(e.dir) as Glyph[];
    row.push({ x: (standsAt(e) - view.start) * scale, half: radius(e.imp), dir: e.dir, events: [e] });
    mergeLast(row);
  }
  return [...rows.values()].flat();
}

/** Joins the last glyph of a row with those before it as long as they would touch. */
function mergeLast(row: Glyph[]): void {
  for (;;) {
    const b = row[row.length - 1];
    const a = row[row.length - 2];
    if (!a || !b || b.x - a.x >= a.half + b.half + room) return;
    const n = a.events.length + b.events.length;
    const x = (a.x * a.events.length + b.x * b.events.length) / n;
    row.splice(-2, 2, { x, half: pillHalf(n), dir: a.dir, events: [...a.events, ...b.events] });
  }
}

/** How many events a list of glyphs stands for. */
export function total(list: readonly Glyph[]): number {
  return list.reduce((sum, g) => sum + g.events.length, 0);
}
