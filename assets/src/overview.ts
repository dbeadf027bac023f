// The overview's chart: draws what the server sent, moves its window and tells the address what is shown.

import { Cursor } from './cursor';
import { type EChartsType, init } from './echarts';
import { type ChartSource, dayMs, dayOf, type Figures, type LaneEvent, readSource } from './figures';
import { Hand } from './hand';
import { Intraday } from './intraday';
import { Lane } from './lane';
import { clockText, drawLines, type Marks, readMarks, verticalLines } from './marks';
import { addMinutes } from './minutes';
import { assemble, logAxes, panelWidth } from './option';
import { Popup } from './popup';
import type { Place } from './readout';
import { bounds, type Clock, leastMinutes, Span } from './span';
import { Spotlight, type Stage } from './spotlight';
import { addressWith, go } from './swap';
import { colours, type Colours } from './tokens';
import { painted, turn } from './turn';
import { lighten, styles, type Weight, weightOf } from './weight';
import { isoDay } from './words';

const narrowWidth = 600; // below it the chart has the shape for a phone

export class Overview implements Stage {
  readonly chart: EChartsType;
  source!: ChartSource;
  private colour: Colours = colours();
  lane!: Lane;
  readonly span: Span;
  readonly intraday: Intraday;
  private readonly spot: Spotlight;
  private readonly popup: Popup;
  private marks: Marks;
  private home: [number, number]; // the window a double click goes back to
  private narrow = false;
  width = 0; // of the plot, in pixels, as it was last laid out: to ask the page itself would have it laid out anew
  height = 0;
  private said = ''; // what the lines and the window were last told
  private ready = false; // false while new figures are drawn: the spot is still of those before
  private weight: Weight = 'full';
  top = 0;
  bottom = 0;

  constructor(
    readonly figure: HTMLElement,
    readonly plot: HTMLElement,
  ) {
    const canvas = document.createElement('div');
    canvas.className = 'canvas';
    plot.append(canvas);
    // Without the size ECharts would have the page laid out once more.
    this.measure();
    this.chart = init(canvas, null, { renderer: 'canvas', useDirtyRect: false, width: this.width, height: this.height });
    this.popup = new Popup(plot, {
      address: (id) => addressWith({ event: id }).href,
      choose: (id) => this.select(id),
      zoom: (events) => this.zoomTo(events),
    });
    this.span = new Span(this.chart, () => this.lane, (...window) => this.settled(...window));
    this.marks = readMarks();
    this.intraday = new Intraday(figure, () => this.marks);
    this.spot = new Spotlight(this);
    this.home = [this.marks.from, this.marks.to];
    this.load();
    this.listen();
    void this.loadMinutes();
  }

  // Loading

  /** Draws the figures that stand in the page, in the colours and the shape of now. */
  load(): void {
    const source = readSource();
    if (!source) return;
    this.source = source;
    this.draw();
  }

  private draw(): void {
    this.ready = false;
    this.colour = colours();
    this.narrow = this.width < narrowWidth;
    this.lane = this.newLane(this.colour, (n) => {
      this.figure.dataset['eventsShown'] = String(n);
      if (this.ready) this.spot.follow();
    });
    const option = this.option(this.colour, this.lane);
    this.mark(option);
    this.weight = this.weightIn(option);
    const grids = option['grid'] as Record<string, unknown>[];
    this.top = Number(grids[0]?.['top'] ?? 0);
    this.bottom = Number(grids[2]?.['bottom'] ?? 0);
    this.said = '';
    this.chart.setOption(option, { notMerge: true });
    this.showWindow();
    this.ready = true;
    this.spot.renew(this.colour);
    this.figure.dataset['state'] = 'ready';
  }

  get data(): Figures {
    return this.source.data;
  }

  readonly place: Place = (pair, ms, value) => this.chart.convertToPixel({ seriesId: pair }, [ms, value]) as unknown as [number, number];

  newCursor(colour: Colours): Cursor {
    return new Cursor(this.chart, colour);
  }

  shape(pointer: 'pointer' | 'crosshair'): void {
    this.chart.getZr().setCursorStyle(pointer);
  }

  /** A lane for the figures of now: the page's own, or one for a picture. */
  newLane(colour: Colours, drawn: (events: number) => void, family = getComputedStyle(this.plot).fontFamily): Lane {
    const lane = new Lane(this.data.events, colour, { narrow: this.narrow, family,
      bottom: () => this.height - this.bottom, today: this.marks.today * dayMs }, drawn);
    lane.selected = this.marks.selected;
    return lane;
  }

  /** The whole option in some colours, as the page or a picture draws it. */
  option(colour: Colours, lane: Lane): Record<string, unknown> {
    const { minutes } = this.intraday;
    const option = assemble(this.source.option, this.data, colour, { narrow: this.narrow, renderLane: (params: never, api: never) => lane.draw(params, api),
      least: minutes ? leastMinutes * 60_000 : dayMs });
    if (minutes) addMinutes(option, minutes, this.data, colour, panelWidth(option, this.width) / this.intraday.windowMs);
    lighten(option, this.weightIn(option));
    return option;
  }

  /** Puts the vertical lines and the window into an option before it is drawn: ECharts does nearly all its work anew for each that comes after. */
  private mark(option: Record<string, unknown>): void {
    drawLines(option, verticalLines(this.data, this.marks, this.colour, panelWidth(option, this.width)));
    const { start, end } = bounds(this.marks.from, this.marks.to, this.span.fine ? this.marks.clock : null);
    for (const zoom of option['dataZoom'] as Record<string, unknown>[]) [zoom['startValue'], zoom['endValue']] = [start, end];
  }

  /** How heavy the window that the address asks for makes lines. */
  private weightIn(option: Record<string, unknown>): Weight {
    return weightOf(bounds(this.marks.from, this.marks.to, null), panelWidth(option, this.width));
  }

  /** Makes the lines as heavy as suits the window. */
  private weigh(): void {
    const weight = weightOf(this.shown, this.lane.box.width);
    if (weight === this.weight) return;
    this.weight = weight;
    this.chart.setOption({ series: styles(this.source.option, weight) }, { lazyUpdate: true });
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
    const hand = new Hand(this, this.spot, this.popup, (id) => this.select(id));
    hand.listen();
    hand.take(this.chart.getZr());
    this.chart.getZr().on('dblclick', () => {
      this.popup.close(false);
      void painted().then(() => this.span.move(...this.home)); // the click is answered first
    });
    this.chart.on('datazoom', () => this.weigh());
    new ResizeObserver(() => this.resize()).observe(this.plot);
    const redraw = () => this.load();
    document.addEventListener('detente:theme', redraw);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  }

  /** Measures the plot; false where it is as large as before. */
  private measure(): boolean {
    const { clientWidth, clientHeight } = this.plot;
    if (clientWidth === this.width && clientHeight === this.height) return false;
    [this.width, this.height] = [clientWidth, clientHeight];
    return true;
  }

  private resize(): void {
    if (!this.measure()) return;
    this.chart.resize({ width: this.width, height: this.height });
    this.popup.place();
    if (this.width < narrowWidth !== this.narrow) this.load();
  }

  /** Takes over what a swap of the page's regions brought. */
  async swapped(regions: Set<string>, gesture: boolean): Promise<void> {
    const mine = (this.marks = readMarks());
    if (!gesture) this.home = [this.marks.from, this.marks.to];
    if (regions.has('chart-data')) {
      this.intraday.forget();
      await turn();
      const source = readSource();
      await turn();
      if (this.marks !== mine) return; // a newer one has come
      if (source) this.source = source;
      this.draw();
    } else {
      this.lane.selected = this.marks.selected;
      this.adjust();
    }
    void this.loadMinutes();
  }

  // The window

  private settled(from: number, to: number, clock: Clock | null, slid: boolean): void {
    // A few months of the whole history are a few pixels of the slider: who drags them has one of the ends in hand, which pushes the
    // other along. The window was meant.
    const length = this.marks.to - this.marks.from;
    if (slid && from === to && length > 0) return this.span.move(from - Math.floor(length / 2), from + Math.ceil(length / 2));
    if (from === this.marks.from && to === this.marks.to && clockText(clock) === clockText(this.marks.clock)) return;
    void go(addressWith({ from: isoDay(from), to: isoDay(to), clock: clockText(clock) }), 'gesture');
  }

  private zoomTo(events: readonly LaneEvent[]): void {
    const [first = 0, last = 0] = [events[0], events.at(-1)].map((e) => dayOf(e?.at ?? 0)); // they come in the order of time
    const margin = Math.max(2, Math.round((last - first) * 0.1));
    this.span.move(first - margin, last + margin);
  }

  private select(id: string): void {
    void go(addressWith({ event: id }));
  }

  /** Moves the window and the vertical lines to where the page says, in one drawing: each takes as long as all. */
  private adjust(): void {
    const lines = { ...verticalLines(this.data, this.marks, this.colour, this.lane.box.width), yAxis: logAxes(this.source, this.marks.from, this.marks.to) };
    const said = JSON.stringify([lines, this.marks.selected]);
    const { start, end } = bounds(this.marks.from, this.marks.to, this.span.fine ? this.marks.clock : null);
    const moved = !this.span.shows(start, end);
    if (said === this.said && !moved) return;
    this.said = said;
    const dataZoom = moved ? ['inside', 'slider'].map((id) => ({ id, startValue: start, endValue: end })) : [];
    this.chart.setOption({ ...lines, ...(moved && { dataZoom }) });
    if (moved) this.weigh();
  }
}
