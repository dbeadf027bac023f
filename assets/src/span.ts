// The stretch of days in view: moves it, keeps it to whole days, and tells when it has come to rest.

import type { EChartsType } from './echarts';
import { dayMs } from './figures';

/** How long a zoom rests before it counts, in ms. */
const settleAfter = 250;

/** The instants the chart shows, in ms. */
export interface Shown {
  start: number;
  end: number;
}

export class Span {
  private timer = 0;

  constructor(
    private readonly chart: EChartsType,
    private readonly shown: () => Shown,
    private readonly settled: (from: number, to: number) => void,
  ) {
    chart.on('datazoom', () => this.rest());
  }

  /** The days in view, both included, to whole days. */
  get days(): [number, number] {
    const { start, end } = this.shown();
    const from = Math.round(start / dayMs);
    return [from, Math.max(from, Math.round(end / dayMs) - 1)];
  }

  /** Shows [from, to] without telling anybody. */
  set(from: number, to: number): void {
    if (this.shows(from, to)) return;
    this.chart.dispatchAction({ type: 'dataZoom', dataZoomId: 'inside', startValue: from * dayMs, endValue: (to + 1) * dayMs }, { silent: true });
  }

  /** Shows [from, to], kept within the figures, and tells. */
  move(from: number, to: number): void {
    this.set(from, to);
    this.rest();
  }

  /** Zooms about a day; a factor below 1 shows less. */
  zoom(factor: number, middle?: number): void {
    const [from, to] = this.days;
    const centre = middle ?? (from + to) / 2;
    const half = Math.max(3, ((to - from + 1) * factor) / 2);
    this.move(Math.round(centre - half), Math.round(centre + half));
  }

  /** Moves along, if it must, until a day is in view. */
  follow(day: number): void {
    const [from, to] = this.days;
    const shift = day < from ? day - from : day > to ? day - to : 0;
    if (shift) this.move(from + shift, to + shift);
  }

  private shows(from: number, to: number): boolean {
    const { start, end } = this.shown();
    return start === from * dayMs && end === (to + 1) * dayMs;
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const [from, to] = this.days;
      this.set(from, to);
      this.settled(from, to);
    }, settleAfter);
  }
}
