// The charts of the pages that measure: draws what the server sent and follows the pointer and the keys.

import { Cursor, type Dot } from './cursor';
import { type EChartsType, init } from './echarts';
import { tellFailure } from './failure';
import { assemblePlot, type PlotSource } from './plotoption';
import { type Reach, reachOf, type Stop, stopsOf } from './plotstops';
import { light, onPaper, vector } from './picture';
import { colours, type Colours } from './tokens';
import { Tooltip } from './tooltip';
import { idle } from './turn';
import { whenSeen } from './view';

const narrowWidth = 600;

/** The size of a chart on paper, in pixels of the page; its height where it does not ask for one. */
const paperWidth = 900;
const paperHeight = 230;

/** Paper can be read from nearer: rows may stand closer. */
const paperScale = 0.75;
const tallestOnPaper = 480;

/** How far from a dot the pointer still means it, in pixels. */
const reach = 24;

/** Where a page at rest draws what is out of sight, and after how long, in ms: a phone keeps its battery. */
const desk = '(min-width: 700px)';
const rest = 2000;

class Plot {
  private readonly chart: EChartsType;
  private readonly tooltip: Tooltip;
  private readonly observer: ResizeObserver;
  private colour: Colours = colours();
  private cursor!: Cursor;
  private stops: Stop[] = [];
  private by: Reach = 'x';
  private at = -1;
  private sized = '';
  private bottom = 0;

  constructor(
    private readonly figure: HTMLElement,
    private readonly plot: HTMLElement,
    private readonly source: PlotSource,
  ) {
    const canvas = document.createElement('div');
    canvas.className = 'canvas';
    plot.append(canvas);
    this.chart = init(canvas, null, { renderer: 'canvas', useDirtyRect: false });
    this.tooltip = new Tooltip(plot);
    this.stops = stopsOf(source);
    this.by = reachOf(source.id);
    this.draw();
    const zr = this.chart.getZr();
    zr.on('mousemove', (e) => this.point(e.offsetX, e.offsetY));
    zr.on('globalout', () => this.leave());
    plot.addEventListener('keydown', (e) => this.key(e));
    plot.addEventListener('blur', () => this.leave());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(plot);
  }

  get gone(): boolean {
    return !this.figure.isConnected;
  }

  /** Draws everything anew, in the colours and the shape of now. */
  draw(): void {
    this.colour = colours();
    this.sized = this.size();
    const width = this.plot.clientWidth;
    const option = assemblePlot(this.source, this.colour, { narrow: width < narrowWidth, width });
    const grid = (option['grid'] as Record<string, unknown>[]).at(-1) ?? {}; // the lowest of several panels
    this.bottom = Number(grid['bottom'] ?? 0);
    this.chart.setOption(option, { notMerge: true });
    this.cursor?.hide();
    this.cursor = new Cursor(this.chart, this.colour);
    this.figure.dataset['state'] = 'ready';
  }

  /** A forest of many rows would take a page to say what the table beside it says. */
  get fitsPaper(): boolean {
    return (this.source.data.height ?? 0) * paperScale <= tallestOnPaper;
  }

  /** The chart as it is printed, whatever the width of the page. */
  get drawing(): [HTMLElement, string] {
    const asked = this.source.data.height;
    const height = asked ? Math.round(asked * paperScale) : paperHeight;
    return [this.plot, vector(assemblePlot(this.source, light(), { narrow: false, width: paperWidth, height }), paperWidth, height)];
  }

  dispose(): void {
    this.observer.disconnect();
    this.chart.dispose();
  }

  private size(): string {
    return `${this.plot.clientWidth}x${this.plot.clientHeight}`;
  }

  private resize(): void {
    if (this.gone || this.size() === this.sized) return;
    this.chart.resize();
    this.draw();
  }

  private pixels(stop: Stop): Dot[] {
    return stop.dots.map((d) => {
      const [x, y] = this.chart.convertToPixel({ seriesId: d.series }, [d.x, d.y]) as unknown as [number, number];
      return { x, y, token: d.token };
    });
  }

  private point(x: number, y: number): void {
    let best = -1;
    let least = Infinity;
    this.stops.forEach((stop, i) => {
      for (const p of this.pixels(stop)) {
        const distance = this.by === 'x' ? Math.abs(p.x - x) : this.by === 'y' ? Math.abs(p.y - y) : Math.hypot(p.x - x, p.y - y);
        if (distance < least) [best, least] = [i, distance];
      }
    });
    if (best < 0 || (this.by !== 'x' && least > reach)) return this.leave();
    this.show(best, y);
  }

  private show(i: number, y?: number): void {
    const stop = this.stops[i];
    if (!stop) return;
    this.at = i;
    const dots = this.pixels(stop);
    const first = dots[0] as Dot;
    if (this.by === 'x') this.cursor.show(first.x, 28, this.plot.clientHeight - this.bottom, dots);
    else this.cursor.show(first.x, first.y, first.y, dots);
    this.tooltip.show({ title: stop.title, rows: stop.rows, events: [] }, first.x, y ?? first.y);
  }

  private leave(): void {
    this.at = -1;
    this.cursor.hide();
    this.tooltip.hide();
  }

  private key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target !== this.plot) return;
    const last = this.stops.length - 1;
    const to = { ArrowRight: this.at + 1, ArrowDown: this.at + 1, ArrowLeft: this.at < 0 ? last : this.at - 1, ArrowUp: this.at < 0 ? last : this.at - 1,
      Home: 0, End: last }[e.key];
    if (e.key === 'Escape') return this.leave();
    if (to === undefined || last < 0) return;
    e.preventDefault();
    this.show(Math.max(0, Math.min(last, to)));
    this.say();
  }

  private say(): void {
    const stop = this.stops[this.at];
    const live = this.figure.querySelector<HTMLElement>('[data-live]');
    if (live && stop) live.textContent = [stop.title, ...stop.rows.map((r) => `${r.name} ${r.value}`)].join(', ');
  }
}

let mounted: Plot[] = [];
const unseen: (() => void)[] = [];
const seen = new WeakSet<HTMLElement>();

/** Draws the charts that are not drawn yet, each when it is come to or all have waited, and lets go of those that are no longer on the page. */
function mount(): void {
  for (const p of mounted) if (p.gone) p.dispose();
  mounted = mounted.filter((p) => !p.gone);
  for (const figure of document.querySelectorAll<HTMLElement>('.measured[data-chart]')) {
    const plot = figure.querySelector<HTMLElement>('.plot');
    const text = document.getElementById(`${figure.id}-chart`)?.textContent;
    if (!plot || !text || seen.has(figure)) continue;
    seen.add(figure);
    unseen.push(whenSeen(plot, 0, () => draw(figure, plot, text)));
  }
  if (matchMedia(desk).matches) setTimeout(() => void drawUnseen(), rest);
}

/** Draws what nobody has come to, a chart at a time: who goes down fast, or keeps a picture of the whole page, finds no blank. */
async function drawUnseen(): Promise<void> {
  for (let next = unseen.shift(); next; next = unseen.shift()) {
    await idle();
    next();
  }
}

function draw(figure: HTMLElement, plot: HTMLElement, text: string): void {
  try {
    mounted.push(new Plot(figure, plot, JSON.parse(text) as PlotSource));
  } catch (error) {
    plot.replaceChildren();
    tellFailure(figure, plot, error, () => draw(figure, plot, text));
  }
}

/** Draws the charts of a page that measures, now and after every swap. */
export function wakePlots(): void {
  mount();
  document.addEventListener('detente:swapped', mount);
  onPaper(() => mounted.filter((p) => !p.gone && p.fitsPaper).map((p) => p.drawing));
  const redraw = () => mounted.forEach((p) => p.draw());
  document.addEventListener('detente:theme', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
}
