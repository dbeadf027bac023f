// What a reader does on the overview's chart, or on the server's drawing of it: pointing, clicking and the keys.

import type { EChartsType } from './echarts';
import { dayMs, dayOf, type LaneEvent, nearest } from './figures';
import { bindKeys } from './keys';
import { follow } from './links';
import type { Popup } from './popup';
import type { Spotlight, Stage } from './spotlight';
import { onTaps } from './tap';
import type { Tip } from './tooltip';

export class Hand {
  private clicked = false; // the wheel zooms without Ctrl until the pointer leaves

  constructor(
    private readonly stage: Stage,
    private readonly spot: Spotlight,
    private readonly popup: Pick<Popup, 'open' | 'close' | 'show'>,
    private readonly select: (event: string) => void,
  ) {}

  /** Follows the keys and what is pointed at elsewhere in the page, until the signal. */
  listen(signal?: AbortSignal): void {
    const { stage, spot } = this;
    bindKeys(stage.plot, {
      step: (by) => (stage.intraday.minutes ? this.goToMinute(by) : this.goToDay(spot.walk.fixing(by))),
      stepEvent: (by) => this.goToEvent(spot.walk.event(by)),
      toEnd: (last) => (stage.intraday.minutes ? this.goToMinute(last ? Infinity : -Infinity) : this.goToDay(spot.walk.end(last))),
      zoom: (factor) => stage.span.zoom(factor, spot.instant),
      enter: () => this.enter(),
      leave: () => this.leave(),
    }, signal);
    stage.plot.addEventListener('blur', () => spot.pause(), { ...(signal && { signal }) });
    follow(stage.plot, (event, day) => this.pointedTo(event, day), signal);
  }

  /** Follows the pointer over a chart of ECharts, from what was done on the server's drawing on. */
  take(zr: ReturnType<EChartsType['getZr']>): void {
    const { stage: { plot }, spot } = this;
    zr.on('mousemove', (e) => this.point(e.offsetX, e.offsetY));
    zr.on('globalout', () => spot.leave());
    zr.on('click', (e) => {
      // After a tap the browser would click once more, on whatever the list has put under the finger.
      const raw = e.event as unknown as Event;
      if (raw.type === 'touchend' && raw.cancelable) raw.preventDefault();
      this.click(e.offsetX, e.offsetY);
    });
    onTaps(plot, (x, y) => this.point(x, y), (x, y) => this.click(x, y));
    plot.addEventListener('pointerleave', () => (this.clicked = false));
    // ECharts would keep every wheel to itself, also one it does nothing with: the page has to scroll.
    plot.addEventListener('wheel', (e) => {
      if (!e.ctrlKey && !this.clicked) e.stopPropagation();
    }, { capture: true, passive: true });
  }

  point(x: number, y: number): void {
    const { stage, spot } = this;
    const { lane } = stage;
    const glyph = lane.at(x, y);
    stage.shape(glyph ? 'pointer' : 'crosshair');
    if (glyph) return spot.glyph(glyph);
    const { box } = lane;
    if (x < box.x || x > box.x + box.width || y > stage.height - stage.bottom) return spot.leave();
    const ms = lane.start + ((x - box.x) / box.width) * (lane.end - lane.start);
    if (stage.intraday.minutes) return this.pointMinute(ms, y);
    const i = nearest(stage.data.days, Math.min(ms / dayMs, stage.span.days[1] + 0.49)); // the right edge is the midnight after the last day
    if (i >= 0) spot.day(i, y);
  }

  /** Shows the candle nearest to an instant; in the night, when no market is open, the fixing of the day. */
  private pointMinute(ms: number, y: number): void {
    const at = this.stage.intraday.near(ms);
    const day = this.stage.data.days.indexOf(dayOf(ms));
    if (at !== undefined) this.spot.minute(at, y);
    else if (day >= 0) this.spot.day(day, y);
    else this.spot.leave();
  }

  /** Shows what the pointer or the focus is on elsewhere in the page. */
  private pointedTo(event: string | null, day: string | null): void {
    const { data } = this.stage;
    const known = data.events.find((e) => e.id === event);
    if (known && this.spot.event(known)) return;
    const i = day ? data.days.indexOf(dayOf(Date.parse(`${day}T00:00:00Z`))) : -1;
    if (i >= 0) this.spot.day(i);
    else this.spot.leave();
  }

  private click(x: number, y: number): void {
    this.clicked = true;
    const { lane } = this.stage;
    const glyph = lane.at(x, y);
    if (glyph) return this.open(glyph.events, ...lane.place(glyph));
    this.point(x, y);
    this.enter(y);
  }

  /** Closes what was opened last: the list, the tip, the card of the selected event. */
  private leave(): void {
    if (this.popup.open) return this.popup.close();
    if (!this.spot.walk.at && new URLSearchParams(location.search).has('event')) return this.select('');
    this.spot.leave();
  }

  /** Opens one event's card, or the list of several. */
  private open(events: readonly LaneEvent[], x: number, y: number): void {
    const [first] = events;
    if (!first) return;
    if (events.length === 1) return this.select(first.id);
    this.list(this.spot.readout.events(events), x, y);
  }

  /** Opens the figures and the events of a tip, where it has any. */
  private list(tip: Tip, x: number, y: number): void {
    if (!tip.events.length && !tip.rows.some((row) => row.origin)) return;
    this.spot.hush();
    this.popup.show(tip, x, y);
  }

  /** Opens what the pointer or the keys are on: an event, or the figures and the events of a day or a minute. */
  private enter(y = this.stage.top + 40): void {
    const { spot, stage: { intraday: { at: minute, minutes }, lane } } = this;
    if (minute !== null && minutes) return this.list(spot.readout.minute(minutes, minute), spot.pixel(minute), y);
    const { at } = spot.walk;
    if (!at) return;
    if ('event' in at) return this.open([at.event], spot.pixel(spot.walk.instant), lane.box.y);
    this.list(spot.readout.fixing(at.day), spot.pixel(spot.walk.instant), y);
  }

  /** Shows a fixing, moving the window along where it lies outside. */
  private goToDay(i: number | undefined): void {
    const day = i === undefined ? undefined : this.stage.data.days[i];
    if (i === undefined || day === undefined) return;
    this.stage.span.follow(day);
    this.spot.day(i);
  }

  /** Shows the candle that many steps away; the first step lands on the last one in view. */
  private goToMinute(by: number): void {
    const { intraday, lane } = this.stage;
    const at = intraday.step(by, lane.start, lane.end);
    if (at !== undefined) this.spot.minute(at);
  }

  private goToEvent(event: LaneEvent | undefined): void {
    if (!event) return;
    this.stage.span.follow(dayOf(event.at));
    this.spot.event(event);
    this.spot.say(this.spot.readout.spokenEvent(event));
  }
}
