// The exchange's candles within a day. They are fetched once few enough days are in view, in candles of a length that has room,
// and drawn beside the official rates: a fixing is then a level over its day, since it is no price of any minute.

import { dayMs, type Figures, lastAtOrBefore, type Pair, pairs, plotted } from './figures';
import { seriesOf } from './sources';
import type { Colours } from './tokens';
import { isoDay } from './words';

type Dict = Record<string, unknown>;

/** More days than these are shown by their fixings and daily prices alone. */
const mostDays = 14;

/** Candles narrower than this, in pixels, are drawn as a line of their closes. */
const leastCandle = 5;

const minute = 60_000;

/** The lengths of a candle and the longest stretch each is fetched for, in ms. */
const lengths: [string, number, number][] = [
  ['1m', minute, 12 * 60 * minute],
  ['5m', 5 * minute, 3 * dayMs],
  ['15m', 15 * minute, 8 * dayMs],
  ['30m', 30 * minute, mostDays * dayMs],
];

export interface Minute {
  at: number; // ms, its start
  open: number;
  high: number;
  low: number;
  close: number;
}

/** What is drawn of the days in view. */
export interface Minutes {
  width: number; // of a candle, ms
  from: number; // day
  to: number; // day, included
  pairs: Partial<Record<Pair, Minute[]>>; // ascending, never empty
}

/** The length of a candle for a stretch of time, as the API names it and in ms; null where it is too long. */
export function lengthFor(ms: number): [string, number] | null {
  const fit = lengths.find(([, , longest]) => ms <= longest);
  return fit ? [fit[0], fit[1]] : null;
}

export class MinuteStore {
  private readonly answers = new Map<string, Promise<Minute[]>>();

  /** Fetches the candles of whole days for a stretch of them in view; null where the stretch is too long or nothing is stored. */
  async load(from: number, to: number, ms: number): Promise<Minutes | null> {
    const length = lengthFor(ms);
    if (!length) return null;
    const shown: Minutes = { width: length[1], from, to, pairs: {} };
    const parts = [...seriesOf('minutes')].map(async ([pair, series]) => {
      const rows = await this.fetched(series, length[0], from, to);
      if (rows.length) shown.pairs[pair] = rows;
    });
    await Promise.all(parts);
    return Object.keys(shown.pairs).length ? shown : null;
  }

  private fetched(series: string, resolution: string, from: number, to: number): Promise<Minute[]> {
    const url = new URL('/api/v1/candles', location.href);
    url.search = new URLSearchParams({ series, resolution, from: isoDay(from), to: isoDay(to), limit: '2000' }).toString();
    const asOf = new URLSearchParams(location.search).get('as-of');
    if (asOf) url.searchParams.set('as-of', asOf);
    const kept = this.answers.get(url.href) ?? ask(url);
    this.answers.set(url.href, kept);
    // What failed is asked again the next time.
    kept.catch(() => this.answers.delete(url.href));
    return kept;
  }

  /** Forgets what was fetched: newer candles may be there. */
  forget(): void {
    this.answers.clear();
  }
}

async function ask(url: URL): Promise<Minute[]> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { candles } = (await answer.json()) as { candles: { start: string; open: number; high: number; low: number; close: number }[] };
  return candles.map((c) => ({ at: Date.parse(c.start), open: c.open, high: c.high, low: c.low, close: c.close }));
}

/** Lays the candles over an option of the overview; pixels is the width of the panels and ms the time they show. */
export function addMinutes(option: Dict, minutes: Minutes, data: Figures, colour: Colours, pixelsPerMs: number): void {
  const all = option['series'] as Dict[];
  for (const [id, values] of [['tension', data.tension.t], ['diplomacy', data.tension.d]] as const) {
    const line = all.find((s) => s['id'] === id);
    if (line) line['data'] = levels(data.tension.days, (i) => values[i] ?? null, minutes);
  }
  for (const pair of pairs) {
    const official = all.find((s) => s['id'] === pair);
    const rows = minutes.pairs[pair];
    if (!official || official['type'] !== 'line') continue;
    official['data'] = levels(data.days, (i) => plotted(data, pair, i), minutes);
    for (const s of all) if (s['id'] === `${pair}-market` || s['id'] === `${pair}-candles`) s['data'] = [];
    if (!rows) continue;
    const scale = data.rebase?.[pair] === undefined ? 1 : 100 / (data.rebase[pair] as number);
    const wide = minutes.width * pixelsPerMs;
    all.push(wide >= leastCandle ? sticks(pair, rows, minutes, scale, wide, colour, official['yAxisIndex']) : closes(pair, rows, minutes, scale, colour, official['yAxisIndex']));
  }
}

/**
 * What is known of a day is a level over it, and nothing stands over a day of which nothing is known. Points lie as close as the
 * candles, so that every zoom has some; days out of view keep their one.
 */
function levels(days: readonly number[], value: (i: number) => number | null, minutes: Minutes): [number, number | null][] {
  return days.flatMap((day, i): [number, number | null][] => {
    const v = value(i);
    if (v === null || day < minutes.from || day > minutes.to) return [[day * dayMs, v]];
    const level: [number, number | null][] = [];
    for (let at = day * dayMs; at < (day + 1) * dayMs; at += minutes.width) level.push([at, v]);
    return [...level, [(day + 1) * dayMs - 1, v], [(day + 1) * dayMs - 1, null]];
  });
}

function sticks(pair: Pair, rows: Minute[], minutes: Minutes, scale: number, wide: number, colour: Colours, axis: unknown): Dict {
  const tint = colour(`--${pair}`);
  return { id: `${pair}-minutes`, type: 'candlestick', silent: true, yAxisIndex: axis ?? 0, barWidth: Math.max(1, Math.min(12, wide * 0.7)),
    itemStyle: { color: colour('--surface'), color0: tint, borderColor: tint, borderColor0: tint },
    data: rows.map((r) => [r.at + minutes.width / 2, r.open * scale, r.close * scale, r.low * scale, r.high * scale]) };
}

/** A line that ends where the market was closed. */
function closes(pair: Pair, rows: Minute[], minutes: Minutes, scale: number, colour: Colours, axis: unknown): Dict {
  const points = rows.flatMap((r, i): [number, number | null][] => {
    const before = rows[i - 1];
    const point: [number, number | null] = [r.at + minutes.width / 2, r.close * scale];
    return before && r.at - before.at > 12 * minutes.width ? [[r.at, null], point] : [point];
  });
  return { id: `${pair}-minutes`, type: 'line', silent: true, showSymbol: false, yAxisIndex: axis ?? 0, data: points, connectNulls: false,
    lineStyle: { color: colour(`--${pair}`), width: 1 } };
}

/** Where the candles begin, ascending, each instant once. */
export function instants(minutes: Minutes): number[] {
  return [...new Set(pairs.flatMap((pair) => (minutes.pairs[pair] ?? []).map((r) => r.at)))].sort((a, b) => a - b);
}

/** The candle of a pair that begins at an instant. */
export function minuteAt(minutes: Minutes, pair: Pair, at: number): Minute | null {
  const rows = minutes.pairs[pair] ?? [];
  const i = lastAtOrBefore(rows.map((r) => r.at), at);
  return rows[i]?.at === at ? (rows[i] as Minute) : null;
}
