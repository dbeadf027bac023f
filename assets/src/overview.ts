// The overview's chart: draws what the server sent, follows the pointer and the keys, and tells the address what is shown.

import { Cursor } from './cursor';
import { type EChartsType, init } from './echarts';
import { type ChartSource, dayMs, dayOf, type Figures, type LaneEvent, nearest, type Pair, unpacked } from './figures';
import type { Glyph } from './glyphs';
import { Intraday } from './intraday';
import { bindKeys } from './keys';
import { Lane } from './lane';
import { addMinutes, type Minutes } from './minutes';
import { follow, light } from './links';
import { clockText, type Marks, readMarks, verticalLines } from './marks';
import { assemble, ticksOf } from './option';
import { Popup } from './popup';
import { Readout } from './readout';
import { bounds, type Clock, leastMinutes, Span } from './span';
import { go } from './swap';
import { colours, type Colours } from './tokens';
import { type Tip, Tooltip } from './tooltip';
import { Walk } from './walk';
import { isoDay } from './words';

/** Below this width the chart has the shape for a phone. */
const narrowWidth = 600;

export class Overview {
  readonly chart: EChartsType;
  source!: ChartSource;
  private colour: Colours = colours();
  private lane!: Lane;
  private cursor!: Cursor;
  private walk!: Walk;
  private readout!: Readout;
  private readonly span: Span;
  private readonly tooltip: Tooltip;
  private readonly popup: Popup;
  private marks: Marks;
  private home: [number, number]; // the window a double click goes back to
  private narrow = false;
  private readonly intraday: Intraday;
  private clicked = false; // the wheel zooms without Ctrl until the pointer leaves
  private sized = '';
  private top = 0;
  private bottom = 0;

  constructor(
    private readonly figure: HTMLElement,
    readonly plot: HTMLElement,
  ) {
    const canvas = document.createElement('div');
    canvas.className = 'canvas';
    plot.append(canvas);
    this.chart = init(canvas, null, { renderer: 'canvas', useDirtyRect: false });
    this.tooltip = new Tooltip(plot);
    this.popup = new Popup(plot, {
      address: (id) => this.address({ event: id }).href,
      choose: (id) => this.select(id),
      zoom: (events) => this.zoomTo(events),
    });
    this.span = new Span(this.chart, () => this.lane, (from, to, clock) => this.settled(from, to, clock));
    this.marks = readMarks();
    this.intraday = new Intraday(figure, () => this.marks);
    this.home = [this.marks.from, this.marks.to];
    this.load();
    this.listen();
    void this.loadMinutes();
  }

  // Loading

  /** Draws the figures that stand in the page, in the colours and the shape of now. */
  private load(): void {
    const element = document.getElementById('overview-chart');
    if (!element?.textContent) return;
    this.source = unpacked(JSON.parse(element.textContent) as ChartSource);
    this.draw();
  }

  private draw(): void {
    this.colour = colours();
    this.narrow = this.plot.clientWidth < narrowWidth;
    this.lane = this.newLane(this.colour, (n) => (this.figure.dataset['eventsShown'] = String(n)));
    const option = this.option(this.colour, this.lane);
    this.mark(option);
    const grids = option['grid'] as Record<string, unknown>[];
    this.top = Number(grids[0]?.['top'] ?? 0);
    this.bottom = Number(grids[2]?.['bottom'] ?? 0);
    this.walk = new Walk(this.data, () => this.span.days);
    this.readout = new Readout(this.data);
    this.sized = this.size();
    this.chart.setOption(option, { notMerge: true });
    this.showWindow();
    this.cursor?.hide();
    this.cursor = new Cursor(this.chart, this.colour);
    this.figure.dataset['state'] = 'ready';
  }

  private get data(): Figures {
    return this.source.data;
  }

  /** A lane for the figures of now: the page's own, or one for a picture. */
  newLane(colour: Colours, drawn: (events: number) => void, family = getComputedStyle(this.plot).fontFamily): Lane {
    const lane = new Lane(this.data.events, colour, { narrow: this.narrow, family,
      bottom: () => this.plot.clientHeight - this.bottom, today: this.marks.today * dayMs }, drawn);
    lane.selected = this.marks.selected;
    return lane;
  }

  /** The whole option in some colours, as the page or a picture draws it. */
  option(colour: Colours, lane: Lane): Record<string, unknown> {
    const { minutes } = this.intraday;
    const option = assemble(this.source.option, this.data, colour, { narrow: this.narrow, renderLane: (params: never, api: never) => lane.draw(params, api),
      least: minutes ? leastMinutes * 60_000 : dayMs });
    if (minutes) addMinutes(option, minutes, this.data, colour, this.pixelsPerMs(option));
    return option;
  }

  /** How long a pixel of the panels is, by the window that the address asks for. */
  private pixelsPerMs(option: Record<string, unknown>): number {
    return this.panelWidth(option) / this.intraday.windowMs;
  }

  private panelWidth(option: Record<string, unknown>): number {
    const grid = (option['grid'] as Record<string, unknown>[])[0] ?? {};
    return this.plot.clientWidth - Number(grid['left'] ?? 0) - Number(grid['right'] ?? 0);
  }

  /** Puts the vertical lines and the window into an option before it is drawn: ECharts does nearly all its work anew for each that comes after. */
  private mark(option: Record<string, unknown>): void {
    const lines = verticalLines(this.data, this.marks, this.colour, this.panelWidth(option))['series'] as Record<string, unknown>[];
    for (const series of option['series'] as Record<string, unknown>[]) {
      const markLine = lines.find((l) => l['id'] === series['id'])?.['markLine'] as Record<string, unknown> | undefined;
      if (!markLine) continue;
      const drawn = series['markLine'] as Record<string, unknown>;
      series['markLine'] = { ...drawn, ...markLine, lineStyle: { ...(drawn['lineStyle'] as object), ...(markLine['lineStyle'] as object) } };
    }
    const { start, end } = bounds(this.marks.from, this.marks.to, this.span.fine ? this.marks.clock : null);
    for (const zoom of option['dataZoom'] as Record<string, unknown>[]) [zoom['startValue'], zoom['endValue']] = [start, end];
  }

  private showWindow(): void {
    this.span.set(this.marks.from, this.marks.to, this.span.fine ? this.marks.clock : null);
  }

  /** Draws the exchange's candles where few enough days are in view, and lets go of them where there are more. */
  private async loadMinutes(): Promise<void> {
    if (!(await this.intraday.load(this.data))) return;
    this.span.fine = this.intraday.minutes !== null;
    this.draw();
  }

  /** What stands on the chart beside its figures: the window and the vertical lines. */
  get view(): Marks {
    const [from, to] = this.span.days;
    return { ...this.marks, from, to, clock: this.span.clock };
  }

  /** The instants in view, in ms. */
  get shown(): { start: number; end: number } {
    return { start: this.lane.start, end: this.lane.end };
  }

  private listen(): void {
    const zr = this.chart.getZr();
    zr.on('mousemove', (e) => this.point(e.offsetX, e.offsetY));
    zr.on('globalout', () => this.leave());
    zr.on('click', (e) => this.click(e.offsetX, e.offsetY));
    zr.on('dblclick', () => {
      this.popup.close(false);
      this.span.move(...this.home);
    });
    this.plot.addEventListener('pointerleave', () => (this.clicked = false));
    // ECharts would keep every wheel to itself, also one it does nothing with: the page has to scroll.
    this.plot.addEventListener('wheel', (e) => {
      if (!e.ctrlKey && !this.clicked) e.stopPropagation();
    }, { capture: true, passive: true });
    bindKeys(this.plot, {
      step: (by) => (this.intraday.minutes ? this.goToMinute(by) : this.goToDay(this.walk.fixing(by))),
      stepEvent: (by) => this.goToEvent(this.walk.event(by)),
      toEnd: (last) => (this.intraday.minutes ? this.goToMinute(last ? Infinity : -Infinity) : this.goToDay(this.walk.end(last))),
      zoom: (factor) => this.span.zoom(factor, this.spot),
      enter: () => this.enter(),
      leave: () => (this.popup.open ? this.popup.close() : this.leave()),
    });
    this.plot.addEventListener('blur', () => this.pause());
    follow(this.plot, (event, day) => this.pointedTo(event, day));
    new ResizeObserver(() => this.resize()).observe(this.plot);
    const redraw = () => this.load();
    document.addEventListener('detente:theme', redraw);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  }

  private size(): string {
    return `${this.plot.clientWidth}x${this.plot.clientHeight}`;
  }

  private resize(): void {
    if (this.size() === this.sized) return;
    this.sized = this.size();
    this.chart.resize();
    this.popup.place();
    if (this.plot.clientWidth < narrowWidth !== this.narrow) this.load();
  }

  /** Takes over what a swap of the page's regions brought. */
  swapped(regions: Set<string>, gesture: boolean): void {
    this.marks = readMarks();
    this.lane.selected = this.marks.selected;
    if (!gesture) this.home = [this.marks.from, this.marks.to];
    if (regions.has('chart-data')) {
      this.intraday.forget();
      this.load();
    } else {
      this.showWindow();
      this.drawLines();
    }
    void this.loadMinutes();
  }

  // The window

  private settled(from: number, to: number, clock: Clock | null): void {
    if (from === this.marks.from && to === this.marks.to && clockText(clock) === clockText(this.marks.clock)) return;
    void go(this.address({ from: isoDay(from), to: isoDay(to), clock: clockText(clock) }), 'gesture');
  }

  private zoomTo(events: readonly LaneEvent[]): void {
    const days = events.map((e) => dayOf(e.at));
    const [first, last] = [Math.min(...days), Math.max(...days)];
    const margin = Math.max(2, Math.round((last - first) * 0.1));
    this.span.move(first - margin, last + margin);
  }

  private address(change: Record<string, string>): URL {
    const url = new URL(location.href);
    for (const [k, v] of Object.entries(change)) {
      if (v) url.searchParams.set(k, v);
      else url.searchParams.delete(k);
    }
    url.searchParams.sort();
    return url;
  }

  private select(id: string): void {
    void go(this.address({ event: id }));
  }

  private drawLines(): void {
    this.chart.setOption({ ...verticalLines(this.data, this.marks, this.colour, this.lane.box.width), yAxis: this.logAxes() });
  }

  /** The round numbers of logarithmic axes, which depend on the window. */
  private logAxes(): Record<string, unknown>[] {
    const axes = (this.source.option['yAxis'] as Record<string, unknown>[]).filter((y) => y['type'] === 'log');
    return axes.map(({ id }) => {
      const customValues = ticksOf(this.data, String(id), this.marks.from, this.marks.to);
      return { id, axisLabel: { customValues }, splitLine: { customValues } };
    });
  }

  // The pointer

  private point(x: number, y: number): void {
    const glyph = this.lane.at(x, y);
    this.chart.getZr().setCursorStyle(glyph ? 'pointer' : 'crosshair');
    if (glyph) return this.showGlyph(glyph);
    const { box } = this.lane;
    if (x < box.x || x > box.x + box.width || y > this.plot.clientHeight - this.bottom) return this.leave();
    const ms = this.lane.start + ((x - box.x) / box.width) * (this.lane.end - this.lane.start);
    if (this.intraday.minutes) return this.pointMinute(ms, y);
    const i = nearest(this.data.days, ms / dayMs);
    if (i >= 0) this.showDay(i, y);
  }

  private click(x: number, y: number): void {
    this.clicked = true;
    const glyph = this.lane.at(x, y);
    if (glyph) return this.open(glyph.events, ...this.lane.place(glyph));
    this.point(x, y);
    this.enter(y);
  }

  /** Opens one event's card, or the list of several. */
  private open(events: readonly LaneEvent[], x: number, y: number): void {
    const [first] = events;
    if (!first) return;
    if (events.length === 1) return this.select(first.id);
    this.list(this.readout.events(events), x, y);
  }

  /** Opens the figures and the events of a tip, where it has any. */
  private list(tip: Tip, x: number, y: number): void {
    if (!tip.events.length && !tip.rows.some((row) => row.origin)) return;
    this.tooltip.hide();
    this.popup.show(tip, x, y);
  }

  private leave(): void {
    this.walk.at = null;
    this.intraday.at = null;
    this.hover([]);
    this.tooltip.hide();
    this.cursor?.hide();
    light(null);
  }

  /** Puts everything out but remembers the spot: the keys go on from there when the focus comes back from a list. */
  private pause(): void {
    const { walk, intraday } = this;
    const kept = [walk.at, intraday.at] as const;
    this.leave();
    [walk.at, intraday.at] = kept;
  }

  private hover(events: readonly LaneEvent[]): void {
    const now = new Set(events.map((e) => e.id));
    if (now.size === this.lane.hovered.size && [...now].every((id) => this.lane.hovered.has(id))) return;
    this.lane.hovered = now;
    this.chart.setOption({ series: [{ id: 'events' }] });
  }

  /** Shows what the pointer or the focus is on elsewhere in the page. */
  private pointedTo(event: string | null, day: string | null): void {
    const known = this.data.events.find((e) => e.id === event);
    if (known && this.showEvent(known)) return;
    const i = day ? this.data.days.indexOf(dayOf(Date.parse(`${day}T00:00:00Z`))) : -1;
    if (i >= 0) this.showDay(i);
    else this.leave();
  }

  // Showing one fixing or one event

  private readonly place = (pair: Pair, ms: number, value: number) =>
    this.chart.convertToPixel({ seriesId: pair }, [ms, value]) as unknown as [number, number];

  private showDay(i: number, y = this.top + 40): void {
    const day = this.data.days[i] as number;
    const x = this.pixel(day * dayMs);
    if (x < this.lane.box.x - 1 || x > this.lane.box.x + this.lane.box.width + 1) return this.leave();
    this.walk.at = { day: i };
    const tip = this.readout.fixing(i);
    this.hover(tip.events);
    this.cursor.show(x, this.top, this.plot.clientHeight - this.bottom, this.readout.dots(i, this.place));
    this.tooltip.show(tip, x, y);
    light(day, tip.events);
    this.say(this.readout.spoken(i));
  }

  /** Shows the candle nearest to an instant; in the night, when no market is open, the fixing of the day. */
  private pointMinute(ms: number, y: number): void {
    const at = this.intraday.near(ms);
    const day = this.data.days.indexOf(dayOf(ms));
    if (at !== undefined) this.showMinute(at, y);
    else if (day >= 0) this.showDay(day, y);
    else this.leave();
  }

  private showMinute(at: number, y = this.top + 40): void {
    const minutes = this.intraday.minutes as Minutes;
    const middle = at + minutes.width / 2;
    const x = this.pixel(middle);
    if (x < this.lane.box.x - 1 || x > this.lane.box.x + this.lane.box.width + 1) return this.leave();
    this.intraday.at = at;
    this.walk.at = null;
    const tip = this.readout.minute(minutes, at);
    this.hover(tip.events);
    const dots = this.readout.minuteDots(minutes, at, this.place);
    this.cursor.show(x, this.top, this.plot.clientHeight - this.bottom, dots);
    this.tooltip.show(tip, x, y);
    light(dayOf(at), tip.events);
    this.say(this.readout.spokenMinute(minutes, at));
  }

  private showGlyph(glyph: Glyph, event = glyph.events[0] as LaneEvent, only = glyph.events): void {
    this.walk.at = { event };
    this.hover(only);
    const [x, y] = this.lane.place(glyph);
    this.cursor.show(x, this.top, this.plot.clientHeight - this.bottom, []);
    this.tooltip.show(this.readout.events(only), x, y);
    light(null, only);
  }

  /** Shows an event that the keys or the page point to; false where it is not in view. */
  private showEvent(event: LaneEvent): boolean {
    const glyph = this.lane.of(event.id);
    if (glyph) this.showGlyph(glyph, event, [event]);
    return glyph !== undefined;
  }

  private pixel(ms: number): number {
    const { box, start, end } = this.lane;
    return box.x + ((ms - start) / (end - start)) * box.width;
  }

  private say(text: string): void {
    const live = this.figure.querySelector<HTMLElement>('[data-live]');
    if (live && document.activeElement === this.plot) live.textContent = text;
  }

  // The keys

  /** Shows a fixing, moving the window along where it lies outside. */
  private goToDay(i: number | undefined): void {
    const day = i === undefined ? undefined : this.data.days[i];
    if (i === undefined || day === undefined) return;
    this.span.follow(day);
    this.showDay(i);
  }

  /** Shows the candle that many steps away; the first step lands on the last one in view. */
  private goToMinute(by: number): void {
    const at = this.intraday.step(by, this.lane.start, this.lane.end);
    if (at !== undefined) this.showMinute(at);
  }

  /** The instant that the pointer or the keys are on. */
  private get spot(): number | undefined {
    return this.intraday.at ?? (this.walk.at ? this.walk.instant : undefined);
  }

  private goToEvent(event: LaneEvent | undefined): void {
    if (!event) return;
    this.span.follow(dayOf(event.at));
    this.showEvent(event);
    this.say(this.readout.spokenEvent(event));
  }

  /** Opens what the pointer or the keys are on: an event, or the figures and the events of a day or a minute. */
  private enter(y = this.top + 40): void {
    const { at: minute, minutes } = this.intraday;
    if (minute !== null && minutes) return this.list(this.readout.minute(minutes, minute), this.pixel(minute), y);
    const { at } = this.walk;
    if (!at) return;
    if ('event' in at) return this.open([at.event], this.pixel(this.walk.instant), this.lane.box.y);
    this.list(this.readout.fixing(at.day), this.pixel(this.walk.instant), y);
  }
}
