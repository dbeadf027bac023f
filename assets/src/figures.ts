// The figures of the overview: columns, days since 1970 once unpacked, null where there is none.

export interface LaneEvent {
  i: number;
  id: string;
  at: number;
  end: number | null;
  timed: boolean;
  hourly: boolean; // timed, and known to the hour only
  title: string;
  dir: -1 | 0 | 1;
  imp: number;
  cat: string;
  scheduled: boolean;
}

export interface Rebase {
  usd?: number;
  eur?: number;
}

/** Rates in another unit, which the lines then show instead of the rates. */
export interface ShownUnits {
  code: string;
  unit: string; // in words
  usd?: (number | null)[];
  eur?: (number | null)[];
}

/** The exchange's daily candles at the same positions as the fixings: close alone, or all four prices. */
export interface Market {
  usd?: (number | null)[];
  eur?: (number | null)[];
  candles?: { usd?: (Candle | null)[]; eur?: (Candle | null)[] };
}

/** Open, close, low and high, in the order ECharts wants them. */
export type Candle = [number, number, number, number];

export type Pair = 'usd' | 'eur';
export const pairs = ['usd', 'eur'] as const;

/** A daily line that others publish; a day that is left out is a hole. */
export interface Gauge {
  name: string;
  short: string;
  title: string;
  unit: string;
  days: number[];
  v: number[];
}

export interface Figures {
  days: number[];
  effective: (number | null)[];
  usd?: (number | null)[];
  eur?: (number | null)[];
  rebase: Rebase | null;
  shown: ShownUnits | null;
  market: Market | null;
  events: LaneEvent[];
  selected: string | null;
  important: number[];
  tension: { days: number[]; t: number[]; d: number[] };
  gauge: Gauge | null;
  breaks: { day: number; text: string; source: string }[];
  quotes: { at: number; pair: 'usd' | 'eur'; value: number; text: string }[];
  narrow: { usd: string; eur: string };
}

export interface ChartSource {
  id: string;
  option: Record<string, unknown>;
  data: Figures;
}

/** The source as it stands in the page. */
export type PackedSource = Omit<ChartSource, 'data'> & { data: Packed };

/** Numbers in units of their last digit, each as what it lies above the one before. */
interface Steps {
  digits: number;
  steps: (number | null)[];
}

/** A column of numbers as the server writes it. */
type Column = Steps | (number | null)[];

/** The events as the server writes them: a column each, instants as steps, and lists of those that are timed, known to the hour, scheduled or lasted. */
interface EventColumns {
  id: (string | 0)[]; // 0 is the slug of day and title
  title: string[];
  at: number[];
  dir: (-1 | 0 | 1)[];
  imp: number[];
  cat: number[]; // positions in cats
  cats: string[];
  timed: number[];
  hourly?: number[];
  scheduled: number[];
  end: [number, number][];
}

/** The figures as the server writes them: days as steps, the days in force as lags. */
export type Packed = Omit<Figures, Pair | 'tension' | 'events'> & { events: EventColumns; usd?: Column; eur?: Column; tension: { days: number[]; t: Column; d: Column } };

/** The figures of the overview that stand in the page. */
export function readSource(): ChartSource | null {
  const text = document.getElementById('overview-chart')?.textContent;
  return text ? unpacked(JSON.parse(text) as PackedSource) : null;
}

/** The source with its days counted from 1970 and its numbers as they are. */
export function unpacked<T extends { data: Packed }>(source: T): Omit<T, 'data'> & { data: Figures } {
  const { usd, eur, ...data } = source.data;
  const days = summed(data.days);
  const effective = data.effective.map((lag, i) => (lag === null ? null : (days[i] as number) + lag));
  const tension = { days: summed(data.tension.days), t: numbers(data.tension.t) as number[], d: numbers(data.tension.d) as number[] };
  const rates = { ...(usd && { usd: numbers(usd) }), ...(eur && { eur: numbers(eur) }) };
  return { ...source, data: { ...data, ...rates, days, effective, tension, events: listed(data.events) } };
}

function listed(c: EventColumns): LaneEvent[] {
  const at = summed(c.at);
  const list = c.id.map((id, i): LaneEvent => ({ i, id: id || slug(at[i] as number, c.title[i] as string), at: at[i] as number, end: null, timed: false, hourly: false, title: c.title[i] as string, dir: c.dir[i] as -1 | 0 | 1,
    imp: c.imp[i] as number, cat: c.cats[c.cat[i] as number] as string, scheduled: false }));
  for (const i of c.timed) (list[i] as LaneEvent).timed = true;
  for (const i of c.hourly ?? []) (list[i] as LaneEvent).hourly = true;
  for (const i of c.scheduled) (list[i] as LaneEvent).scheduled = true;
  for (const [i, end] of c.end) (list[i] as LaneEvent).end = end;
  return list;
}

/** The letters and digits of a title that are part of an id, at most. */
const mostWords = 60;

/** The id that the server makes of an event's day and a title in ASCII. */
export function slug(at: number, title: string): string {
  const words = title.toLowerCase().replaceAll("'", '').replace(/[^a-z0-9]+/g, '-').replace(/^-/, '').slice(0, mostWords).replace(/-$/, '');
  return `${new Date(at).toISOString().slice(0, 10).replaceAll('-', '')}-${words}`;
}

/** The numbers of a column: whole units divided by a power of ten are the very numbers that their digits spell. */
function numbers(column: Column): (number | null)[] {
  if (Array.isArray(column)) return column;
  const unit = Number(`1e${column.digits}`);
  let units = 0;
  return column.steps.map((step) => (step === null ? null : (units += step) / unit));
}

function summed(steps: readonly number[]): number[] {
  let at = 0;
  return steps.map((step) => (at += step));
}

export const dayMs = 86_400_000;

/** The day, counted from 1970, that an instant falls into in UTC. */
export function dayOf(ms: number): number {
  return Math.floor(ms / dayMs);
}

/** Where an event stands on the time axis: at noon of its day where its clock time is not known. */
export function standsAt(e: LaneEvent): number {
  return e.timed ? e.at : dayOf(e.at) * dayMs + dayMs / 2;
}

/** What the line of a pair shows at a fixing: its rate, its index or another unit; null where there is none. */
export function plotted(data: Figures, pair: Pair, i: number): number | null {
  if (data.shown) return data.shown[pair]?.[i] ?? null;
  const v = data[pair]?.[i] ?? null;
  const base = data.rebase?.[pair];
  return v === null || base === undefined ? v : (100 * v) / base;
}

/** The position of the last value of an ascending list that is not above x, or -1. */
export function lastAtOrBefore(list: readonly number[], x: number): number {
  let lo = 0;
  let hi = list.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if ((list[mid] as number) <= x) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}

/** The position of the value of an ascending list that is nearest to x, or -1 where the list is empty. */
export function nearest(list: readonly number[], x: number): number {
  const before = lastAtOrBefore(list, x);
  const after = before + 1;
  if (before < 0) return list.length ? 0 : -1;
  if (after >= list.length) return before;
  return x - (list[before] as number) <= (list[after] as number) - x ? before : after;
}
