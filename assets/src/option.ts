// Puts the option together: the skeleton from the server, its figures, its colours, and the functions JSON cannot carry.

import { type ChartSource, type Gauge, dayMs, type Figures, type Pair, pairs, plotted } from './figures';
import { logTicks } from './logaxis';
import { say } from './say';
import { coloured, type Colours } from './tokens';
import { decimalsOf, plain, signed } from './words';

type Dict = Record<string, unknown>;

/** What differs on a narrow screen. */
export interface Shape {
  narrow: boolean;
  renderLane: unknown;
  least?: number; // ms that a zoom shows at least
}

export function assemble(option: Dict, data: Figures, colour: Colours, shape: Shape): Dict {
  const out = coloured(option, colour);
  // The tooltip is our own: ECharts' HTML one breaks the policy and its canvas one cannot wrap a title.
  delete out['tooltip'];
  delete out['axisPointer'];
  delete out['title'];
  out['animation'] = false;
  out['textStyle'] = { ...(out['textStyle'] as Dict), fontFamily: getComputedStyle(document.body).fontFamily };
  for (const s of out['series'] as Dict[]) dress(s, data, colour, shape);
  for (const x of out['xAxis'] as Dict[]) dressTime(x, colour);
  const inside = (out['dataZoom'] as Dict[])[0] ?? {};
  for (const y of out['yAxis'] as Dict[]) {
    if (y['type'] === 'log') ruleLog(y, ticksOf(data, String(y['id']), Number(inside['startValue'] ?? -Infinity) / dayMs, Number(inside['endValue'] ?? Infinity) / dayMs));
    dressValue(y, data, colour, shape);
  }
  for (const z of out['dataZoom'] as Dict[]) dressZoom(z, colour, shape);
  // The margins hold whatever the labels need: ECharts must neither measure them nor move a panel.
  for (const g of out['grid'] as Dict[]) [g['left'], g['right'], g['outerBoundsMode']] = [...(shape.narrow ? narrowMargins : wideMargins), 'none'];
  return out;
}

function dress(s: Dict, data: Figures, colour: Colours, shape: Shape): void {
  s['silent'] = true;
  switch (s['id']) {
    case 'usd':
    case 'eur':
      s['data'] = rateRows(data, s['id']);
      if (s['type'] === 'line') s['endLabel'] = { ...(s['endLabel'] as Dict), formatter: endLabel(data, s['id'], shape.narrow) };
      break;
    case 'usd-name':
    case 'eur-name': {
      const pair = String(s['id']).slice(0, 3) as Pair;
      s['data'] = rateRows(data, pair);
      s['endLabel'] = { ...(s['endLabel'] as Dict), formatter: endLabel(data, pair, shape.narrow) };
      break;
    }
    case 'usd-market':
    case 'eur-market':
      s['data'] = marketRows(data, String(s['id']).slice(0, 3) as Pair);
      break;
    case 'usd-candles':
    case 'eur-candles':
      s['data'] = candleRows(data, String(s['id']).slice(0, 3) as Pair);
      break;
    case 'tension':
      s['data'] = rowsOf(data.tension.days, (i) => data.tension.t[i] ?? null);
      break;
    case 'diplomacy':
      s['data'] = rowsOf(data.tension.days, (i) => data.tension.d[i] ?? null);
      break;
    case 'gauge':
      s['data'] = data.gauge ? gaugeRows(data.gauge) : [];
      s['showSymbol'] = true;
      s['endLabel'] = { ...(s['endLabel'] as Dict), formatter: data.gauge?.short ?? '' };
      break;
    case 'quotes':
      s['data'] = quoteRows(data, 'usd');
      break;
    case 'quotes-eur':
      s['data'] = quoteRows(data, 'eur');
      break;
    case 'breaks':
      numberBreaks(s, colour);
      break;
    case 'events':
      s['renderItem'] = shape.renderLane;
      s['data'] = data.events.length ? [extent(data)] : [];
      break;
  }
  if (shape.narrow && ['tension', 'diplomacy', 'gauge'].includes(String(s['id']))) s['endLabel'] = { show: false };
  if (s['itemStyle'] === undefined && s['id'] === 'events') s['itemStyle'] = { color: colour('--neutral') };
}

/** A break shows a number; the page says under the chart what each one is. */
function numberBreaks(s: Dict, colour: Colours): void {
  const mark = s['markLine'] as Dict;
  mark['label'] = { show: true, formatter: '{b}', position: 'start', distance: 0, color: colour('--muted'), fontSize: 12 };
}

/** The one item of the lane covers everything there is, so that no zoom can lose it. */
function extent(data: Figures): [number, number, number] {
  const first = Math.min(data.events[0]?.at ?? Infinity, (data.days[0] ?? Infinity) * dayMs);
  const last = Math.max(data.events.at(-1)?.at ?? -Infinity, (data.days.at(-1) ?? -Infinity) * dayMs);
  return [first, last + dayMs, 0.5];
}

/** Instant and value of each day, one after the other; ECharts takes over such a list as it is and copies arrays of pairs twice. */
function rowsOf(days: readonly number[], value: (i: number) => number | null): Float64Array {
  const rows = new Float64Array(2 * days.length);
  days.forEach((day, i) => {
    rows[2 * i] = day * dayMs;
    rows[2 * i + 1] = value(i) ?? NaN; // a hole of the line
  });
  return rows;
}

function rateRows(data: Figures, pair: Pair): Float64Array {
  return rowsOf(data.days, (i) => plotted(data, pair, i));
}

/** The round numbers for a logarithmic axis that shows some pairs from one day to another, both included. */
function ticksOf(data: Figures, axis: string, from: number, to: number): number[] {
  const shown = pairs.filter((pair) => axis === pair || axis === 'index');
  const values = shown.flatMap((pair) => data.days.flatMap((d, i) => (d >= from && d <= to ? [plotted(data, pair, i) ?? 0] : [])));
  return logTicks(values.filter((v) => v > 0));
}

/** The parts of an option that hold the round numbers of logarithmic axes, which depend on the window. */
export function logAxes({ option, data }: ChartSource, from: number, to: number): Dict[] {
  const axes = (option['yAxis'] as Dict[]).filter((y) => y['type'] === 'log');
  return axes.map(({ id }) => {
    const customValues = ticksOf(data, String(id), from, to);
    return { id, axisLabel: labelled(customValues), splitLine: { customValues } };
  });
}

/** How wide the panels of an option are, in a plot of so many pixels. */
export function panelWidth(option: Dict, width: number): number {
  const grid = (option['grid'] as Dict[])[0] ?? {};
  return width - Number(grid['left'] ?? 0) - Number(grid['right'] ?? 0);
}

function marketRows(data: Figures, pair: Pair): Float64Array {
  const base = data.rebase?.[pair];
  return rowsOf(data.days, (i) => {
    const v = data.market?.[pair]?.[i] ?? null;
    return v === null || base === undefined ? v : (100 * v) / base;
  });
}

/** Day and value; a missing day ends the line, and a day alone between two holes is a dot, which no line would show. */
function gaugeRows(c: Gauge): Dict[] {
  return c.days.flatMap((d, i) => {
    const [before, after] = [c.days[i - 1] === d - 1, c.days[i + 1] === d + 1];
    const row = { value: [d * dayMs, c.v[i]], symbol: before || after ? 'none' : 'circle', symbolSize: 3 };
    return after || i === c.days.length - 1 ? [row] : [row, { value: [(d + 1) * dayMs, null] }];
  });
}

/** Day, open, close, low, high; days without a candle have no row. */
function candleRows(data: Figures, pair: Pair): number[][] {
  const candles = data.market?.candles?.[pair] ?? [];
  return data.days.flatMap((d, i) => (candles[i] ? [[d * dayMs, ...(candles[i] as number[])]] : []));
}

function quoteRows(data: Figures, pair: 'usd' | 'eur'): [number, number][] {
  const base = data.rebase?.[pair];
  return data.quotes.filter((q) => q.pair === pair).map((q) => [q.at, base === undefined ? q.value : (100 * q.value) / base]);
}

function endLabel(data: Figures, pair: 'usd' | 'eur', narrow: boolean): (p: { value: unknown }) => string {
  return (p) => {
    const value = Array.isArray(p.value) ? p.value[1] : p.value;
    const name = pair.toUpperCase();
    if (narrow || typeof value !== 'number') return name;
    return `${name} ${data.shown ? signed(value, 2) : plain(value, data.rebase ? 1 : 2)}`;
  };
}

function dressTime(axis: Dict, colour: Colours): void {
  // The lane draws the labels of time: ECharts' own begin anew with every month.
  axis['axisLabel'] = { show: false };
  axis['axisTick'] = { show: false };
  axis['axisLine'] = { ...(axis['axisLine'] as Dict), show: true, lineStyle: { color: colour('--line') } };
}

/** The numbers of ticks, all with as many decimals as one of them needs. */
function labelled(customValues: number[]): Dict {
  const decimals = Math.max(0, ...customValues.map(decimalsOf));
  return { customValues, formatter: (x: number) => plain(x, decimals) };
}

/** Puts a number and a line at each tick, and nowhere else. */
function ruleLog(axis: Dict, ticks: number[]): void {
  axis['axisLabel'] = { ...(axis['axisLabel'] as Dict), ...labelled(ticks) };
  axis['splitLine'] = { ...(axis['splitLine'] as Dict), customValues: ticks };
}

function dressValue(axis: Dict, data: Figures, colour: Colours, shape: Shape): void {
  if (axis['position'] === 'right') {
    axis['offset'] = shape.narrow ? narrowGutter : wideGutter;
    // The name ends where the numbers of its axis do, clear of the panel.
    axis['nameTextStyle'] = { ...(axis['nameTextStyle'] as Dict), padding: [0, -36, 0, 0] };
  }
  if (!shape.narrow) return;
  // Beside the names of the lines the numbers of the right axis would be read as theirs: "USD 120".
  if (axis['position'] === 'right' && axis['id'] === 'eur') paint(axis, colour('--eur'));
  if (axis['id'] === 'usd') axis['name'] = data.narrow.usd;
  if (axis['id'] === 'eur') axis['name'] = data.narrow.eur;
  if (axis['id'] === 'tension') axis['name'] = data.gauge ? say('points') : say('tension, diplomacy (points)');
  if (axis['id'] === 'gauge') axis['name'] = data.gauge?.short;
}

function paint(axis: Dict, color: string): void {
  for (const part of ['axisLabel', 'nameTextStyle']) axis[part] = { ...(axis[part] as Dict), color };
}

function dressZoom(zoom: Dict, colour: Colours, shape: Shape): void {
  zoom['minValueSpan'] = shape.least ?? dayMs;
  zoom['preventDefaultMouseMove'] = false;
  if (zoom['id'] === 'inside') zoom['zoomOnMouseWheel'] = true; // which wheels reach it is the page's own rule
  if (zoom['id'] !== 'slider') return;
  zoom['brushSelect'] = false;
  zoom['showDetail'] = false;
  zoom['showDataShadow'] = !shape.narrow;
  zoom['fillerColor'] = `${colour('--strong-line')}33`; // the tokens are six hex digits
  zoom['dataBackground'] = { lineStyle: { color: colour('--strong-line'), width: 0.75 }, areaStyle: { opacity: 0 } };
  zoom['selectedDataBackground'] = { lineStyle: { color: colour('--ink'), width: 0.75 }, areaStyle: { opacity: 0 } };
  zoom['handleStyle'] = { color: colour('--surface'), borderColor: colour('--strong-line') };
  zoom['moveHandleStyle'] = { color: colour('--strong-line'), opacity: 0.6 };
  zoom['moveHandleSize'] = 6;
  zoom['emphasis'] = { handleStyle: { borderColor: colour('--ink') }, moveHandleStyle: { color: colour('--ink') } };
  [zoom['left'], zoom['right']] = shape.narrow ? narrowMargins : wideMargins;
}

/** Left and right of every panel, in pixels; the right one holds the direct labels and the second axis. */
const wideMargins: [number, number] = [48, 132];
const narrowMargins: [number, number] = [36, 72];

/** Between the panels and the second axis: room for "EUR 118.76". */
const wideGutter = 84;
const narrowGutter = 34;

