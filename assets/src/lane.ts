// Draws the event lane: the one item of the custom series becomes a group of glyphs, and this file alone knows where each
// one is, for the pointer.

import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from 'echarts/types/dist/shared';
import { dayMs, type LaneEvent, standsAt } from './figures';
import { type Glyph, glyphs, ordered, type Ordered, radius, total } from './glyphs';
import { timeTicks } from './timeaxis';
import type { Colours } from './tokens';
import { say } from './say';
import { directionWords } from './words';

/** One shape, as the custom series takes it. */
export type Shape = Record<string, unknown>;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const shortNames: Record<string, string> = { '-1': 'escal.', '0': 'neutr.', '1': 'de-esc.' };

/** What the lane has to know of the chart around it. */
export interface LaneShape {
  narrow: boolean;
  family: string; // of the text
  bottom(): number; // where the lowest panel ends, in pixels from the top
  today?: number; // ms; scheduled events lie beyond the line of today
}

/** Of an event that lasted, in pixels. */
const bandHeight = 8;

/** How far from a glyph the pointer still means it, in pixels: targets are 24 px wide. */
const reach = 12;

export class Lane {
  box: Box = { x: 0, y: 0, width: 0, height: 0 };
  shown: Glyph[] = [];
  start = 0; // of the window, ms
  end = 0;
  selected: string | null = null;
  private readonly ordered: Ordered;
  private readonly lasting: readonly LaneEvent[];

  constructor(
    events: readonly LaneEvent[],
    private readonly colour: Colours,
    private readonly shape: LaneShape,
    private readonly onDrawn: (events: number) => void,
  ) {
    this.ordered = ordered(events);
    this.lasting = events.filter((e) => e.end !== null);
  }

  /** The renderItem of the series. */
  draw(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn {
    const c = params.coordSys as unknown as Box;
    this.box = { x: c.x, y: c.y, width: c.width, height: c.height };
    this.measure(api);
    this.lay();
    this.onDrawn(total(this.shown));
    const bands = this.lasting.flatMap((e) => this.band(e));
    const marks = this.shown.flatMap((g) => this.mark(g, this.selected !== null && g.events.some((e) => e.id === this.selected)));
    return { type: 'group', children: [...this.names(), ...this.time(), ...this.today(), ...bands, ...marks] } as unknown as CustomSeriesRenderItemReturn;
  }

  /** Finds the glyphs of the window in the box. */
  private lay(): void {
    this.shown = this.end > this.start ? glyphs(this.ordered, { start: this.start, end: this.end, width: this.box.width }) : [];
  }

  /** Knows where the glyphs of [start, end) are in a box without drawing them. */
  layIn(box: Box, start: number, end: number): void {
    [this.box, this.start, this.end] = [box, start, end];
    this.lay();
  }

  /** What each row is, in the gutter on the right. */
  private names(): Shape[] {
    const { x, width } = this.box;
    return ([-1, 0, 1] as const).map((dir) => ({ type: 'text', silent: true, style: { x: x + width + 12, y: this.rowY(dir) + 0.5,
      text: this.shape.narrow ? say(shortNames[dir] ?? '') : say(directionWords[dir] ?? ''), verticalAlign: 'middle', fill: this.tint(dir),
      font: this.font(12) } }));
  }

  /** The labels of the time axis, under the lowest panel. */
  private time(): Shape[] {
    const { x, width } = this.box;
    const y = this.shape.bottom();
    let free = -Infinity;
    return timeTicks(this.start, this.end, width).flatMap((t) => {
      const at = x + ((t.at - this.start) / (this.end - this.start)) * width;
      const half = t.label.length * 3.6;
      const centre = Math.max(half, at); // the first label may not leave the chart
      const mark = { type: 'line', silent: true, shape: { x1: at, y1: y, x2: at, y2: y + 5 }, style: { stroke: this.colour('--line'), lineWidth: 1 } };
      if (centre - half < free) return [mark];
      free = centre + half + 8;
      return [mark, { type: 'text', silent: true, style: { x: centre, y: y + 8, text: t.label, align: 'center', verticalAlign: 'top',
        fill: this.colour(t.strong ? '--ink' : '--muted'), font: this.font(13) } }];
    });
  }

  /** The line between what has happened and what is scheduled. */
  private today(): Shape[] {
    const at = this.shape.today;
    const next = at === undefined ? 0 : at + dayMs; // the day itself has happened
    if (at === undefined || !(next > this.start) || next >= this.end) return [];
    const x = Math.round(this.box.x + ((next - this.start) / (this.end - this.start)) * this.box.width) + 0.5;
    return [{ type: 'line', silent: true, shape: { x1: x, y1: this.box.y, x2: x, y2: this.box.y + this.box.height },
      style: { stroke: this.colour('--strong-line'), lineWidth: 1, lineDash: [3, 3] } },
    { type: 'text', silent: true, style: { x: x + 4, y: this.box.y - 2, text: say('ahead'), verticalAlign: 'bottom', fill: this.colour('--muted'), font: this.font(12) } }];
  }

  /** What is drawn over the lane for events that are pointed at: the lane itself need not be drawn anew for them. */
  lit(ids: ReadonlySet<string>): Shape[] {
    if (!ids.size) return [];
    const holds = (g: Glyph) => g.events.some((e) => ids.has(e.id));
    return [...this.lasting.filter((e) => ids.has(e.id)).flatMap((e) => this.band(e)), ...this.shown.filter(holds).flatMap((g) => this.mark(g, true))];
  }

  private mark(g: Glyph, lit: boolean): Shape[] {
    return g.events.length === 1 ? this.single(g, lit) : this.pill(g, lit);
  }

  private pixel(ms: number): number {
    return this.box.x + ((ms - this.start) / (this.end - this.start)) * this.box.width;
  }

  private font(size: number): string {
    return `${size}px ${this.shape.family}`;
  }

  /** Finds the window from where two instants are drawn. */
  private measure(api: CustomSeriesRenderItemAPI): void {
    const [t0, t1] = [api.value(0) as number, api.value(1) as number];
    const [p0 = 0, p1 = 0] = [api.coord([t0, 0])[0], api.coord([t1, 0])[0]];
    const msPerPixel = (t1 - t0) / (p1 - p0);
    this.start = Math.round(t0 + (this.box.x - p0) * msPerPixel);
    this.end = Math.round(t0 + (this.box.x + this.box.width - p0) * msPerPixel);
  }

  /** The middle of a direction's row. */
  private rowY(dir: number): number {
    return this.box.y + (this.box.height * (dir + 1.5)) / 3;
  }

  private tint(dir: number): string {
    return this.colour(dir < 0 ? '--escalation' : dir > 0 ? '--de-escalation' : '--neutral');
  }

  /** The stretch of an event that lasted. */
  private band(e: LaneEvent): Shape[] {
    if (e.end === null || e.end <= this.start || e.at >= this.end) return [];
    const left = Math.max(this.pixel(standsAt(e)), this.box.x);
    const right = Math.min(this.pixel(e.end), this.box.x + this.box.width);
    if (right - left < 4) return [];
    return [{ type: 'rect', silent: true, shape: { x: left, y: this.rowY(e.dir) - bandHeight / 2, width: right - left, height: bandHeight, r: 2 },
      style: { fill: this.tint(e.dir), opacity: e.id === this.selected ? 0.6 : 0.28 } }];
  }

  private single(g: Glyph, lit: boolean): Shape[] {
    const e = g.events[0] as LaneEvent;
    const x = this.box.x + g.x;
    const y = this.rowY(g.dir);
    const r = radius(e.imp);
    const tint = this.tint(g.dir);
    const style = {
      fill: e.scheduled ? this.colour('--surface') : tint,
      stroke: lit ? this.colour('--ink') : e.scheduled ? tint : this.colour('--surface'),
      lineWidth: lit ? 2 : e.scheduled ? 1.5 : 1,
    };
    if (g.dir === 0) return [{ type: 'circle', silent: true, shape: { cx: x, cy: y, r: r * 0.85 }, style }];
    const tip = g.dir < 0 ? -1 : 1;
    const points = [[x, y + tip * r], [x + r, y - tip * r * 0.8], [x - r, y - tip * r * 0.8]];
    return [{ type: 'polygon', silent: true, shape: { points }, style }];
  }

  private pill(g: Glyph, lit: boolean): Shape[] {
    const x = this.box.x + g.x;
    const y = this.rowY(g.dir);
    const height = 16;
    return [
      { type: 'rect', silent: true, shape: { x: x - g.half, y: y - height / 2, width: 2 * g.half, height, r: height / 2 },
        style: { fill: this.tint(g.dir), stroke: this.colour(lit ? '--ink' : '--surface'), lineWidth: lit ? 2 : 1 } },
      { type: 'text', silent: true, style: { x, y: y + 0.5, text: String(g.events.length), align: 'center', verticalAlign: 'middle',
        fill: this.colour('--surface'), font: `600 ${this.font(12)}` } },
    ];
  }

  /** The glyph under the pointer, or null. */
  at(x: number, y: number): Glyph | null {
    const { box } = this;
    if (x < box.x - reach || x > box.x + box.width + reach || y < box.y || y > box.y + box.height) return null;
    let best: Glyph | null = null;
    let bestDistance = Infinity;
    for (const g of this.shown) {
      const dx = Math.max(0, Math.abs(box.x + g.x - x) - g.half);
      const dy = Math.abs(this.rowY(g.dir) - y);
      if (dx > reach || dy > box.height / 6 + 2) continue;
      const distance = dx * 3 + dy;
      if (distance < bestDistance) [best, bestDistance] = [g, distance];
    }
    return best;
  }

  /** Where a glyph is drawn, in pixels of the chart. */
  place(g: Glyph): [number, number] {
    return [this.box.x + g.x, this.rowY(g.dir)];
  }

  /** The glyph that holds an event of the window. */
  of(id: string): Glyph | undefined {
    return this.shown.find((g) => g.events.some((e) => e.id === id));
  }
}
