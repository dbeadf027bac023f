// What the pointer and the keys stop at in a study chart, and what is said of it there.

import { dayMs } from './figures';
import { interval, offset, type Point, type PlotSource } from './plotoption';
import { say } from './say';
import type { Row } from './tooltip';
import { dayWords, plain, published, signed } from './words';

/** One place of a chart: a fixing, a lag, an episode. */
export interface Stop {
  dots: { series: string; x: number; y: number; token: string }[]; // never empty
  title: string;
  rows: Row[];
}

/** How near a stop is: by x alone, by y alone, or by both. */
export type Reach = 'x' | 'y' | 'xy';

export function reachOf(id: string): Reach {
  return id === 'forest' ? 'y' : id === 'scatter' ? 'xy' : 'x';
}

/** The stops of a chart in the order of its axis. */
export function stopsOf(source: PlotSource): Stop[] {
  const { points } = source.data;
  switch (source.id) {
    case 'caar':
      return along(points, 'caar', (x) => say('day %s', offset(x)), 'CAAR', percent, [['band', '95%']]);
    case 'local-projection':
      return along(points, 'beta', (x) => say('%s fixings after', plain(x)), say('response'), four, [['inner', '90%'], ['wide', '95%']]);
    case 'rolling':
      return along(points, 'value', (x) => say('window to %s', dayWords(x / dayMs)), 'r', two, [['band', '95%']]);
    case 'ccf':
      return lags(source);
    case 'scatter':
      return pairs(points['pairs'] ?? []);
    case 'forest':
      return episodes(source);
    case 'around':
      return around(points);
    case 'compare':
      return compared(points);
  }
  return [];
}

type Format = (x: number) => string;
const percent: Format = (x) => `${signed(x, 2)}%`;
const two: Format = (x) => signed(x, 2);
const four: Format = (x) => signed(x, 4);

type Points = Record<string, Point[]>;

function along(points: Points, id: string, title: (x: number) => string, name: string, format: Format, bands: [string, string][]): Stop[] {
  return (points[id] ?? []).flatMap(([x, y], i): Stop[] => {
    if (x == null || y == null) return [];
    const rows: Row[] = [{ name, value: format(y) }];
    for (const [band, label] of bands) {
      const low = points[`${band}-low`]?.[i]?.[1];
      const width = points[`${band}-width`]?.[i]?.[1];
      if (low != null && width != null) rows.push({ name: label, value: interval(low, low + width, format === four ? 4 : 2) });
    }
    return [{ dots: [{ series: id, x, y, token: '--usd' }], title: title(x), rows }];
  });
}

function lags(source: PlotSource): Stop[] {
  const labels = ((source.option['xAxis'] as Record<string, unknown>[])[0]?.['data'] ?? []) as string[];
  return (source.data.points['ccf'] ?? []).flatMap(([x, y]): Stop[] => {
    if (x == null || y == null) return [];
    const label = labels[x] ?? '';
    const meaning = label === '0' ? say('same fixing') : label.startsWith('\u2212') ? say('the rate leads') : say('tension leads');
    return [{ dots: [{ series: 'ccf', x, y, token: '--ink' }], title: `k = ${label}: ${meaning}`, rows: [{ name: 'r', value: signed(y, 3) }] }];
  });
}

function pairs(rows: Point[]): Stop[] {
  const stops = rows.flatMap(([x, y, , day]): Stop[] => {
    if (x == null || y == null) return [];
    return [{ dots: [{ series: 'pairs', x, y, token: '--ink' }], title: day == null ? say('Fixing') : say('set %s', dayWords(day)),
      rows: [{ name: say('tension'), value: signed(x, 1) }, { name: say('rate'), value: signed(y, 2) }] }];
  });
  return stops.sort((a, b) => (a.dots[0]?.x ?? 0) - (b.dots[0]?.x ?? 0));
}

function episodes(source: PlotSource): Stop[] {
  const labels = ((source.option['yAxis'] as Record<string, unknown>[])[0]?.['data'] ?? []) as string[];
  const stops = ['car', 'mean'].flatMap((series) =>
    (source.data.points[series] ?? []).flatMap(([x, y, low, high]): Stop[] => {
      if (x == null || y == null) return [];
      const rows: Row[] = [{ name: series === 'mean' ? 'CAAR' : 'CAR', value: percent(x) }];
      if (low != null && high != null) rows.push({ name: '95%', value: interval(low, high, 2) });
      return [{ dots: [{ series, x, y, token: '--ink' }], title: labels[y] ?? '', rows }];
    }),
  );
  return stops.sort((a, b) => (a.dots[0]?.y ?? 0) - (b.dots[0]?.y ?? 0));
}

/** Both pairs at one offset of two windows; the day tells which window a row is of. */
function compared(points: Points): Stop[] {
  const at = new Map<number, Stop>();
  for (const pair of ['usd', 'eur']) {
    for (const window of ['a', 'b']) {
      for (const [x, y, day, value] of points[`${window}-${pair}`] ?? []) {
        if (x == null || y == null) continue;
        const stop = at.get(x) ?? { dots: [], title: say('day %s, 100 on day 0', offset(x)), rows: [] };
        stop.dots.push({ series: `${window}-${pair}`, x, y, token: window === 'a' ? `--${pair}` : '--muted' });
        stop.rows.push({ name: pair.toUpperCase(), value: plain(y, 1), note: say('%s set %s', published(value ?? 0), dayWords(day ?? 0)),
          ...(window === 'a' ? { token: `ink-${pair}` } : { token: 'quiet' }) });
        at.set(x, stop);
      }
    }
  }
  return [...at.values()].sort((a, b) => (a.dots[0]?.x ?? 0) - (b.dots[0]?.x ?? 0));
}

/** Both pairs at one fixing. */
function around(points: Points): Stop[] {
  const at = new Map<number, Stop>();
  for (const series of ['usd', 'eur']) {
    for (const [x, y, day, value] of points[series] ?? []) {
      if (x == null || y == null) continue;
      const stop = at.get(x) ?? { dots: [], title: say('day %s, set %s', offset(x), dayWords(day ?? 0)), rows: [] };
      stop.dots.push({ series, x, y, token: `--${series}` });
      stop.rows.push({ name: series.toUpperCase(), value: published(value ?? 0), note: percent(y), token: `ink-${series}` });
      at.set(x, stop);
    }
  }
  return [...at.values()].sort((a, b) => (a.dots[0]?.x ?? 0) - (b.dots[0]?.x ?? 0));
}
