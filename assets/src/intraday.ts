// What the overview shows within a day: which of the exchange's candles are drawn, which one the pointer or the keys are on, and
// what is said of them under the chart.

import { dayMs, type Figures, nearest } from './figures';
import type { Marks } from './marks';
import { instants, lengthFor, type Minutes, MinuteStore } from './minutes';
import { say } from './say';
import { seriesOf } from './sources';
import { isoDay } from './words';

/** How far from a candle the pointer still means it, in ms: beyond it the market was closed. */
const reach = 3_600_000;

export class Intraday {
  minutes: Minutes | null = null; // drawn beside the official rates
  at: number | null = null; // the start of the candle that is shown
  private spots: number[] = []; // where the candles begin
  private readonly store = new MinuteStore();

  constructor(
    private readonly figure: HTMLElement,
    private readonly marks: () => Marks,
  ) {}

  /** How long the window of the address is, in ms. */
  get windowMs(): number {
    const { from, to, clock } = this.marks();
    return clock ? (clock[1] - clock[0]) * 60_000 : (to - from + 1) * dayMs;
  }

  /** Fetches the candles of the window where it is short enough; tells whether something else is to be drawn now. */
  async load(data: Figures): Promise<boolean> {
    const asked = this.marks();
    const daily = data.shown !== null || !lengthFor((asked.to - asked.from + 1) * dayMs);
    const minutes = daily ? null : await this.store.load(asked.from, asked.to, this.windowMs).catch(() => null);
    if (this.marks() !== asked || (!minutes && !this.minutes)) return false; // the reader has moved on, or nothing changes
    this.minutes = minutes;
    this.spots = minutes ? instants(minutes) : [];
    this.at = null;
    this.figure.dataset['minutes'] = minutes ? String(minutes.width / 60_000) : '';
    this.note();
    return true;
  }

  /** Forgets what was fetched: newer candles may be there. */
  forget(): void {
    this.store.forget();
  }

  /** The candle nearest to an instant, if the market was open about then. */
  near(ms: number): number | undefined {
    const at = this.spots[nearest(this.spots, ms - (this.minutes?.width ?? 0) / 2)];
    return at !== undefined && Math.abs(at - ms) < reach ? at : undefined;
  }

  /** The candle in view that many steps away; the first step lands on the last one. */
  step(by: number, start: number, end: number): number | undefined {
    const inView = this.spots.filter((at) => at >= start && at < end);
    const here = this.at === null ? (by < 0 ? inView.length : inView.length - 2) : inView.indexOf(this.at);
    return inView[Math.max(0, Math.min(inView.length - 1, here + by))];
  }

  /** Says under the chart what the candles are and where their figures can be had. */
  private note(): void {
    const note = this.figure.querySelector<HTMLElement>('[data-minutes-note]');
    note?.replaceChildren();
    if (!note || !this.minutes) return;
    const { width, from, to } = this.minutes;
    note.append(say('Moscow Exchange, candles of %s min; an official rate is a level over the day it was set on, an event without a clock time stands at noon. In figures:', width / 60_000));
    for (const [pair, series] of seriesOf('minutes')) {
      const link = document.createElement('a');
      link.href = `/candles.csv?${new URLSearchParams({ from: isoDay(from), series, to: isoDay(to) }).toString()}`;
      link.download = '';
      link.textContent = `${pair.toUpperCase()} CSV`;
      note.append(' ', link);
    }
  }
}
