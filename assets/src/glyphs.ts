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
function pillHalf(count: number): number {
  let digits = 1; // a text of it would be made for every event of every frame
  for (let n = count; n >= 10; n /= 10) digits++;
  return 6 + 3.5 * digits;
}

/** The events of one direction in the order of time, where each stands, and half its width alone. */
interface Row {
  events: LaneEvent[];
  stands: Float64Array;
  radii: Float64Array;
}

/** Events made ready to be shown in any window: the order does not depend on it. */
export type Ordered = ReadonlyMap<Glyph['dir'], Row>;

export function ordered(events: readonly LaneEvent[]): Ordered {
  const all = [...events].sort((a, b) => standsAt(a) - standsAt(b) || a.i - b.i);
  return new Map(([-1, 0, 1] as const).map((dir) => {
    const row = all.filter((e) => e.dir === dir);
    return [dir, { events: row, stands: Float64Array.from(row, standsAt), radii: Float64Array.from(row, (e) => radius(e.imp)) }];
  }));
}

/**
 * The glyphs of the window, a row a direction, each row from left to right without overlap. Every event of the window is in
 * exactly one glyph; an event at its very end belongs to the next window. The time taken grows with the events of the window.
 */
export function glyphs(events: Ordered, view: View): Glyph[] {
  return [...events].flatMap(([dir, row]) => rowGlyphs(dir, row, view));
}

function rowGlyphs(dir: Glyph['dir'], { events, stands, radii }: Row, view: View): Glyph[] {
  const scale = view.width / (view.end - view.start);
  const first = firstFrom(stands, view.start);
  const last = firstFrom(stands, view.end);
  // A stack of runs of neighbours: where each stands, half its width, and its events' number.
  const x: number[] = [];
  const half: number[] = [];
  const count: number[] = [];
  for (let i = first; i < last; i++) {
    let n = 1;
    let at = ((stands[i] as number) - view.start) * scale;
    let wide = radii[i] as number;
    // What would touch those before it joins them.
    for (let k = x.length - 1; k >= 0 && at - (x[k] as number) < (half[k] as number) + wide + room; k--) {
      const before = count.pop() as number;
      at = ((x.pop() as number) * before + at * n) / (n + before);
      half.pop();
      n += before;
      wide = pillHalf(n);
    }
    x.push(at);
    half.push(wide);
    count.push(n);
  }
  let next = first;
  return count.map((n, k) => ({ x: x[k] as number, half: half[k] as number, dir, events: events.slice(next, (next += n)) }));
}

/** The position of the first that is not below at, in an ascending list. */
function firstFrom(list: Float64Array, at: number): number {
  let lo = 0;
  let hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((list[mid] as number) < at) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** How many events a list of glyphs stands for. */
export function total(list: readonly Glyph[]): number {
  return list.reduce((sum, g) => sum + g.events.length, 0);
}
