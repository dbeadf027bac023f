// The stretch of time in view: moves it, keeps it to whole days or to a stretch within one day, and tells when it has come to rest.

import type { EChartsType } from './echarts';
import { dayMs } from './figures';

/** How long a zoom rests before it counts, in ms. */
const settleAfter = 250;

/** The shortest stretch within a day, in minutes. */
export const leastMinutes = 10;

const minute = 60_000;
const dayMinutes = dayMs / minute;

/** The instants the chart shows, in ms. */
export interface Shown {
  start: number;
  end: number;
}

/** Minutes of a day from its midnight in UTC: from the first to the second, which is not included. */
export type Clock = readonly [number, number];

/** The instants of [from, to], or of a part of the day from. */
export function bounds(from: number, to: number, clock: Clock | null): Shown {
  const start = from * dayMs + (clock ? clock[0] * minute : 0);
  // The midnight after the last day is one of the next.
  return { start, end: (clock ? from * dayMs + clock[1] * minute : (to + 1) * dayMs) - 1 };
}

export class Span {
  /** Whether a part of a day may be shown: only where there is more than a fixing in it. */
  fine = false;
  private timer = 0;
  private slid = false; // the slider moved the window since it last rested

  constructor(
    private readonly chart: EChartsType,
    private readonly shown: () => Shown,
    private readonly settled: (from: number, to: number, clock: Clock | null, slid: boolean) => void,
  ) {
    chart.on('datazoom', (e) => {
      this.slid ||= (e as { dataZoomId?: string }).dataZoomId === 'slider';
      this.rest();
    });
  }

  /** The days in view, both included, to whole days. */
  get days(): [number, number] {
    const { start, end } = this.shown();
    if (end - start < dayMs - minute) return [this.middleDay, this.middleDay];
    const from = Math.round(start / dayMs);
    return [from, Math.max(from, Math.round(end / dayMs) - 1)];
  }

  /** The part of the one day in view; null where whole days are. */
  get clock(): Clock | null {
    const { start, end } = this.shown();
    if (!this.fine || end - start >= dayMs - minute) return null;
    const midnight = this.middleDay * dayMs;
    const from = Math.max(0, Math.round((start - midnight) / minute));
    const to = Math.min(dayMinutes, Math.max(from + leastMinutes, Math.round((end - midnight) / minute)));
    return [Math.min(from, to - leastMinutes), to];
  }

  private get middleDay(): number {
    const { start, end } = this.shown();
    return Math.floor((start + end) / 2 / dayMs);
  }

  /** Whether these are the instants in view. */
  shows(start: number, end: number): boolean {
    const now = this.shown();
    return Math.abs(now.start - start) < 2 && Math.abs(now.end - end) < 2;
  }

  /** Shows [from, to], or a part of the day from, without telling anybody. */
  set(from: number, to: number, clock: Clock | null = null): void {
    const { start, end } = bounds(from, to, clock);
    if (this.shows(start, end)) return;
    this.chart.dispatchAction({ type: 'dataZoom', dataZoomId: 'inside', startValue: start, endValue: end }, { silent: true });
  }

  /** Shows [from, to], kept within the figures, and tells. */
  move(from: number, to: number, clock: Clock | null = null): void {
    this.set(from, to, clock);
    this.rest();
  }

  /** Zooms about an instant; a factor below 1 shows less. */
  zoom(factor: number, middle?: number): void {
    const { start, end } = this.shown();
    const centre = middle ?? (start + end) / 2;
    const ms = (end - start) * factor;
    if (this.fine && ms < dayMs) return this.zoomWithin(centre, Math.max(leastMinutes * minute, ms));
    const least = this.fine ? 0.5 : 3;
    const half = Math.max(least, ms / dayMs / 2);
    const from = Math.round(centre / dayMs - half);
    this.move(from, Math.max(from, Math.round(centre / dayMs + half) - (this.fine ? 1 : 0)));
  }

  /** Shows that much of the day an instant lies in. */
  private zoomWithin(centre: number, ms: number): void {
    const day = Math.floor(centre / dayMs);
    const length = Math.round(ms / minute);
    const from = Math.max(0, Math.min(dayMinutes - length, Math.round((centre - day * dayMs) / minute - length / 2)));
    this.move(day, day, [from, from + length]);
  }

  /** Moves along, if it must, until a day is in view. */
  follow(day: number): void {
    const [from, to] = this.days;
    const shift = day < from ? day - from : day > to ? day - to : 0;
    if (shift) this.move(from + shift, to + shift);
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const [from, to] = this.days;
      const { clock } = this;
      this.set(from, to, clock);
      const { slid } = this;
      this.slid = false;
      this.settled(from, to, clock, slid);
    }, settleAfter);
  }
}
