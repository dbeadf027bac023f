// The server's drawing of the overview tells its figures before the chart stands in its place: what draws charts is many times as
// long as what tells them, and a slow line brings it late or never. All but zooming works as it does on the chart.

import { type ChartSource, type Pair, readSource } from './figures';
import { Hand } from './hand';
import { Lane, type Box } from './lane';
import { type Marks, readMarks } from './marks';
import type { Place } from './readout';
import { SketchCursor } from './sketchcursor';
import { bounds } from './span';
import { Spotlight, type Stage } from './spotlight';
import { addressWith, go } from './swap';
import { pointAt, type Tap, within } from './tap';
import { colours, type Colours } from './tokens';

/** Has the drawing of a figure answer until its chart does or the page shows something else; keep is told what the chart has to open. */
export function wakeSketch(figure: HTMLElement, keep: (tap: Tap) => void): void {
  const plot = figure.querySelector<HTMLElement>('.plot');
  if (!plot?.querySelector('.sketched') || figure.dataset['state'] !== 'loading') return;
  const left = new AbortController();
  const { signal } = left;
  let sketch: Sketch | null = null;
  const woken = () => {
    try {
      return (sketch ??= Sketch.of(figure, plot, keep, signal));
    } catch {
      end(); // the figures came by half: the chart says so
      return null;
    }
  };
  plot.addEventListener('pointermove', (e) => {
    const { x, y } = within(plot, e);
    if (e.pointerType !== 'touch') woken()?.hand.point(x, y);
  }, { signal });
  plot.addEventListener('pointerleave', () => sketch?.spot.leave(), { signal });
  plot.addEventListener('focus', woken, { signal });
  const end = () => {
    if (signal.aborted) return;
    left.abort();
    drawn.disconnect();
    const lit = sketch?.remove();
    if (lit) pointAt(plot, lit);
  };
  const drawn = new MutationObserver(() => figure.dataset['state'] === 'ready' && end());
  drawn.observe(figure, { attributes: true, attributeFilter: ['data-state'] });
  document.addEventListener('detente:swapped', end, { signal });
}

class Sketch implements Stage {
  readonly data;
  readonly lane: Lane;
  readonly intraday = { minutes: null, at: null, near: () => undefined, step: () => undefined };
  readonly span;
  readonly spot: Spotlight;
  readonly hand: Hand;
  readonly top: number;
  readonly height: number;
  readonly bottom: number;
  private readonly rates: Box;
  private cursor!: SketchCursor;

  /** The drawing in a plot; null where the page has no figures for it. */
  static of(figure: HTMLElement, plot: HTMLElement, keep: (tap: Tap) => void, signal: AbortSignal): Sketch | null {
    const source = readSource();
    return source && new Sketch(figure, plot, source, readMarks(), keep, signal);
  }

  private constructor(
    readonly figure: HTMLElement,
    readonly plot: HTMLElement,
    source: ChartSource,
    { from, to }: Marks,
    keep: (tap: Tap) => void,
    signal: AbortSignal,
  ) {
    this.data = source.data;
    this.span = { days: [from, to] as [number, number], follow: () => undefined, zoom: () => undefined };
    this.rates = this.boxOf('.sketch-rates');
    const index = this.boxOf('.sketch-index');
    this.top = this.rates.y;
    this.height = plot.clientHeight;
    this.bottom = this.height - index.y - index.height;
    const colour = colours();
    this.lane = new Lane(this.data.events, colour, { narrow: false, family: getComputedStyle(plot).fontFamily, bottom: () => this.height - this.bottom }, () => undefined);
    const { start, end } = bounds(from, to, null);
    this.lane.layIn(this.boxOf('.sketch-lane'), start, end + 1);
    this.spot = new Spotlight(this);
    this.spot.renew(colour);
    const popup = { open: false, close: () => undefined, show: (_: unknown, x: number, y: number) => keep({ x, y }) };
    this.hand = new Hand(this, this.spot, popup, (id) => void go(addressWith({ event: id })));
    this.hand.listen(signal);
  }

  private boxOf(part: string): Box {
    const plot = this.plot.getBoundingClientRect();
    const { left, top, width, height } = (this.plot.querySelector(part) as Element).getBoundingClientRect();
    return { x: left - plot.left, y: top - plot.top, width, height };
  }

  readonly place: Place = (pair, ms, value) => {
    const { box, start, end } = this.lane;
    const { low, high, at } = this.scale(pair);
    return [box.x + ((ms - start) / (end - start)) * box.width, this.rates.y + this.rates.height * (1 - (at(value) - low) / (high - low))];
  };

  /** Between which numbers the server drew a line, which are logarithms where its axis is. */
  private scale(pair: Pair): { low: number; high: number; at: (value: number) => number } {
    const { scale = '', log } = this.plot.querySelector<SVGElement>(`.sketch-${pair}`)?.dataset ?? {};
    const [low = NaN, high = NaN] = scale.split(' ').map(Number);
    return { low, high, at: log === undefined ? (v) => v : Math.log };
  }

  newCursor(colour: Colours): SketchCursor {
    this.cursor = new SketchCursor(this.plot, colour);
    return this.cursor;
  }

  shape(pointer: 'pointer' | 'crosshair'): void {
    this.plot.style.cursor = pointer;
  }

  /** Takes away what it drew; it returns where its tooltip hung. */
  remove(): Tap | null {
    const { spot: { lit } } = this;
    this.spot.leave();
    this.cursor.remove();
    this.plot.style.cursor = '';
    return lit;
  }
}
