// Where the reader is in the figures, and where the keys lead from there: fixing to fixing and event to event.

import { dayMs, type Figures, lastAtOrBefore, type LaneEvent, standsAt } from './figures';

/** A fixing, by its position in the figures, or an event. */
export type Spot = { day: number } | { event: LaneEvent };

export class Walk {
  at: Spot | null = null;
  private readonly order: LaneEvent[];

  constructor(
    private readonly data: Figures,
    private readonly days: () => [number, number], // in view, both included
  ) {
    this.order = [...data.events].sort((a, b) => standsAt(a) - standsAt(b) || a.i - b.i);
  }

  /** The spot in other figures; null where they do not have it. */
  within(data: Figures): Spot | null {
    const { at } = this;
    if (!at) return null;
    if ('event' in at) {
      const event = data.events.find((e) => e.id === at.event.id);
      return event ? { event } : null;
    }
    const day = data.days.indexOf(this.data.days[at.day] as number);
    return day < 0 ? null : { day };
  }

  /** The instant of the spot; without one the end of the view. */
  get instant(): number {
    if (!this.at) return (this.days()[1] + 1) * dayMs;
    return 'event' in this.at ? standsAt(this.at.event) : (this.data.days[this.at.day] as number) * dayMs;
  }

  /** The fixing that many steps away; the first step lands on the last fixing in view. */
  fixing(by: number): number | undefined {
    const { days } = this.data;
    if (!days.length) return undefined;
    const from = this.at ? lastAtOrBefore(days, this.instant / dayMs) : this.lastInView() - by;
    return Math.max(0, Math.min(days.length - 1, from + by));
  }

  /** The first or the last fixing in view. */
  end(last: boolean): number | undefined {
    const { days } = this.data;
    if (!days.length) return undefined;
    return last ? this.lastInView() : Math.min(lastAtOrBefore(days, this.days()[0] - 1) + 1, days.length - 1);
  }

  /** The event before or after the spot; without a spot the first or the last one in view. */
  event(by: number): LaneEvent | undefined {
    const here = this.at && 'event' in this.at ? this.order.indexOf(this.at.event) : -1;
    if (here >= 0) return this.order[here + by];
    const from = this.at ? this.instant : by > 0 ? this.days()[0] * dayMs - 1 : this.instant;
    return by > 0 ? this.order.find((e) => standsAt(e) > from) : this.order.findLast((e) => standsAt(e) < from);
  }

  private lastInView(): number {
    return Math.max(0, lastAtOrBefore(this.data.days, this.days()[1]));
  }
}
