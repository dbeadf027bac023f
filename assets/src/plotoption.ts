// Puts the option of a study chart together: the skeleton from the server, its points, its colours and the labels.

import { say } from './say';
import { coloured, type Colours } from './tokens';
import { minus, monthName, plain } from './words';

type Dict = Record<string, unknown>;

export type Point = (number | null)[];

export interface PlotSource {
  id: string;
  option: Dict;
  data: { points: Record<string, Point[]>; unit: string; height?: number };
}

export interface PlotShape {
  narrow: boolean;
  width: number; // pixels
  height?: number | undefined; // pixels, where it is not the one the chart asks for
}

/** The axis of a forest stands over its rows: the chart can be taller than the window. */
const forestTop = 56;

/** Pixels for the labels of a forest. */
function labelRoom(shape: PlotShape): number {
  return Math.round(Math.min(440, shape.width * 0.4));
}

/** Charts whose x axis counts fixings. */
const offsets = new Set(['caar', 'around', 'compare']);
const counts = new Set(['local-projection']);

export function assemblePlot(source: PlotSource, colour: Colours, shape: PlotShape): Dict {
  const out = coloured(source.option, colour);
  // The tooltip is our own, as on the overview.
  for (const part of ['tooltip', 'axisPointer', 'title']) delete out[part];
  out['animation'] = false;
  out['textStyle'] = { ...(out['textStyle'] as Dict), fontFamily: getComputedStyle(document.body).fontFamily };
  for (const s of out['series'] as Dict[]) {
    s['silent'] = true;
    s['data'] = source.data.points[s['id'] as string] ?? [];
  }
  for (const x of out['xAxis'] as Dict[]) dressX(x, source.id, shape);
  for (const y of out['yAxis'] as Dict[]) dressY(y, source.id, shape);
  if (source.id === 'compare') stack(out['grid'] as Dict[], shape.height ?? source.data.height ?? 0);
  if (source.id === 'forest') {
    for (const g of out['grid'] as Dict[]) [g['left'], g['top'], g['bottom']] = [labelRoom(shape), forestTop, 24];
  }
  return out;
}

/** Shares a height out among panels that stand one under the other; each keeps what it has above it, the lowest what it has below. */
export function stack(grids: Dict[], height: number): void {
  const above = Number(grids[0]?.['top'] ?? 0);
  const each = (height - Number(grids.at(-1)?.['bottom'] ?? 0)) / grids.length;
  grids.forEach((g, i) => [g['top'], g['height']] = [Math.round(above + i * each), Math.round(each - above)]);
}

function dressX(axis: Dict, id: string, shape: PlotShape): void {
  const label = { ...(axis['axisLabel'] as Dict) };
  if (offsets.has(id) || counts.has(id)) axis['minInterval'] = 1;
  if (offsets.has(id)) label['formatter'] = (x: number) => offset(x);
  else if (axis['type'] === 'time') {
    const month = (ms: number) => monthName(new Date(ms).getUTCMonth());
    label['formatter'] = { year: '{yyyy}', month: (ms: number) => `${month(ms)} ${new Date(ms).getUTCFullYear()}`, day: (ms: number) => `${new Date(ms).getUTCDate()} ${month(ms)}` };
    axis['splitNumber'] = shape.narrow ? 3 : 6;
  }
  axis['axisLabel'] = label;
  axis['nameTruncate'] = { maxWidth: shape.width - 40 };
  if (id === 'forest') axis['position'] = 'top';
}

function dressY(axis: Dict, id: string, shape: PlotShape): void {
  axis['nameTruncate'] = { maxWidth: shape.width - 12 };
  const label = { ...(axis['axisLabel'] as Dict) };
  if (axis['type'] === 'value') {
    // The name begins at the left edge of the chart, over the numbers of its axis.
    axis['nameTextStyle'] = { ...(axis['nameTextStyle'] as Dict), padding: [0, 0, 0, -44] };
  }
  if (id === 'forest') {
    label['width'] = labelRoom(shape) - 12;
    delete axis['name']; // the title says what a row is, and the other axis is in its place
  }
  axis['axisLabel'] = label;
}

/** An offset in fixings: −1, 0, +1. */
export function offset(x: number): string {
  return x > 0 ? `+${plain(x, 0)}` : x < 0 ? `${minus}${plain(-x, 0)}` : '0';
}

/** An interval: "−0.19 to +0.39". */
export function interval(low: number, high: number, decimals: number): string {
  const text = (x: number) => (x > 0 ? `+${plain(x, decimals)}` : plain(x, decimals));
  return say('%s to %s', text(low), text(high));
}

