// What the pointer, the keys or another part of the page are on, shown everywhere at once: line and dots, tooltip, lane, table and
// the live region.

import type { Cursor } from './cursor';
import { dayMs, dayOf, type Figures, type LaneEvent } from './figures';
import type { Glyph } from './glyphs';
import type { Intraday } from './intraday';
import type { Lane } from './lane';
import { light } from './links';
import type { Minutes } from './minutes';
import { type Place, Readout } from './readout';
import type { Span } from './span';
import type { Colours } from './tokens';
import { type Tip, Tooltip } from './tooltip';
import { type Spot, Walk } from './walk';

/** A chart as it is drawn now, by ECharts or by the server. */
export interface Stage {
  readonly figure: HTMLElement;
  readonly plot: HTMLElement;
  readonly data: Figures;
  readonly lane: Lane;
  readonly span: Pick<Span, 'days' | 'follow' | 'zoom'>;
  readonly intraday: Pick<Intraday, 'minutes' | 'at' | 'near' | 'step'>;
  readonly top: number; // of the panels, in pixels
  readonly height: number; // of the chart, in pixels
  readonly bottom: number; // from the foot of the chart to theirs
  readonly place: Place;
  newCursor(colour: Colours): Pick<Cursor, 'light' | 'show' | 'hide'>;
  /** What the mouse looks like over the chart. */
  shape(pointer: 'pointer' | 'crosshair'): void;
}

export class Spotlight {
  walk!: Walk;
  readout!: Readout;
  private cursor: Pick<Cursor, 'light' | 'show' | 'hide'> | null = null;
  private hovered: ReadonlySet<string> = new Set();
  private readonly tooltip: Tooltip;
  lit: { x: number; y: number } | null = null; // where the tooltip hangs

  constructor(private readonly stage: Stage) {
    this.tooltip = new Tooltip(stage.plot);
  }

  /** Takes over figures and colours that were drawn anew. The spot stays where it is in time, if the new figures have it. */
  renew(colour: Colours): void {
    const { stage } = this;
    const { lit } = this;
    const at = this.walk?.within(stage.data) ?? null;
    this.walk = new Walk(stage.data, () => stage.span.days);
    this.readout = new Readout(stage.data);
    this.leave();
    this.cursor?.light([]);
    this.cursor = stage.newCursor(colour);
    this.walk.at = at;
    if (lit && at) this.show(at, lit.y);
  }

  /** Follows the lane, which was drawn anew: line and tooltip move along with the window. */
  follow(): void {
    const { lit, walk: { at }, stage: { intraday } } = this;
    const instant = lit ? this.instant : undefined;
    if (lit && instant !== undefined && Math.abs(this.pixel(instant) - lit.x) >= 1) {
      if (intraday.at !== null && intraday.minutes) this.minute(intraday.at, lit.y);
      else if (at) this.show(at, lit.y);
    }
    this.glow();
  }

  /** Lights the glyphs where they are now. */
  private glow(): void {
    this.cursor?.light(this.stage.lane.lit(this.hovered));
  }

  private show(at: Spot, y: number): void {
    if ('day' in at) this.day(at.day, y);
    else if (!this.event(at.event)) this.leave();
  }

  /** Hangs the tooltip at an instant. */
  private hang(tip: Tip, x: number, y: number): void {
    this.lit = { x: this.pixel(this.instant as number), y };
    this.tooltip.show(tip, x, y);
  }

  /** The instant that is lit. */
  get instant(): number | undefined {
    return this.stage.intraday.at ?? (this.walk.at ? this.walk.instant : undefined);
  }

  /** Where an instant is, in pixels from the left. */
  pixel(ms: number): number {
    const { box, start, end } = this.stage.lane;
    return box.x + ((ms - start) / (end - start)) * box.width;
  }

  private outside(x: number): boolean {
    const { box } = this.stage.lane;
    return x < box.x - 1 || x > box.x + box.width + 1;
  }

  private get foot(): number {
    return this.stage.height - this.stage.bottom;
  }

  day(i: number, y = this.stage.top + 40): void {
    const day = this.stage.data.days[i] as number;
    const x = this.pixel(day * dayMs);
    if (this.outside(x)) return this.leave();
    this.walk.at = { day: i };
    const tip = this.readout.fixing(i);
    this.hover(tip.events);
    this.cursor?.show(x, this.stage.top, this.foot, this.readout.dots(i, this.stage.place));
    this.hang(tip, x, y);
    light(day, tip.events);
    this.say(this.readout.spoken(i));
  }

  minute(at: number, y = this.stage.top + 40): void {
    const minutes = this.stage.intraday.minutes as Minutes;
    const x = this.pixel(at + minutes.width / 2);
    if (this.outside(x)) return this.leave();
    this.stage.intraday.at = at;
    this.walk.at = null;
    const tip = this.readout.minute(minutes, at);
    this.hover(tip.events);
    this.cursor?.show(x, this.stage.top, this.foot, this.readout.minuteDots(minutes, at, this.stage.place));
    this.hang(tip, x, y);
    light(dayOf(at), tip.events);
    this.say(this.readout.spokenMinute(minutes, at));
  }

  glyph(glyph: Glyph, event = glyph.events[0] as LaneEvent, only = glyph.events): void {
    this.walk.at = { event };
    this.hover(only);
    const [x, y] = this.stage.lane.place(glyph);
    this.cursor?.show(x, this.stage.top, this.foot, []);
    this.hang(this.readout.events(only), x, y);
    light(null, only);
  }

  /** False where the event is not in view. */
  event(event: LaneEvent): boolean {
    const glyph = this.stage.lane.of(event.id);
    if (glyph) this.glyph(glyph, event, [event]);
    return glyph !== undefined;
  }

  leave(): void {
    this.lit = null;
    this.walk.at = null;
    this.stage.intraday.at = null;
    this.hover([]);
    this.tooltip.hide();
    this.cursor?.hide();
    light(null);
  }

  /** Puts everything out but remembers the spot: the keys go on from there when the focus comes back from a list. */
  pause(): void {
    const { walk, stage: { intraday } } = this;
    const kept = [walk.at, intraday.at] as const;
    this.leave();
    [walk.at, intraday.at] = kept;
  }

  /** Makes room for a list. */
  hush(): void {
    this.lit = null;
    this.tooltip.hide();
  }

  say(text: string): void {
    const live = this.stage.figure.querySelector<HTMLElement>('[data-live]');
    if (live && document.activeElement === this.stage.plot && live.textContent !== text) live.textContent = text;
  }

  private hover(events: readonly LaneEvent[]): void {
    this.hovered = new Set(events.map((e) => e.id));
    this.glow();
  }
}
