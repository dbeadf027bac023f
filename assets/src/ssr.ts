// Draws a chart without a browser: the same option, figures and lane as the page, as SVG. The Go program runs this file in
// an engine of its own; there is no document here, no clock and no network.

import './axisnumbers';
import { BarChart, CandlestickChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { dayMs, type Figures, type Packed, standsAt, unpacked } from './figures';
import { Lane } from './lane';
import { assemble } from './option';
import { stack } from './plotoption';
import { coloured, type Colours } from './tokens';
import { dayWords, plain } from './words';

use([SVGRenderer, BarChart, CandlestickChart, CustomChart, LineChart, ScatterChart, GridComponent, LabelLayout, MarkLineComponent]);

type Dict = Record<string, unknown>;

interface Job {
  id: string;
  option: Dict;
  data: Dict;
  colours: Record<string, string>;
  family: string;
  width: number;
  height: number; // for the chart and its notes together
  noteLine: number; // height of a line of notes
  noteFit: number; // characters that fit into one
  words?: Record<string, string>; // by their English, where the picture is in another language
}

interface Drawn {
  svg: string;
  height: number; // of the chart alone
  notes: string[]; // lines that say what the numbers at the vertical lines mean
}

/** More lines of notes are cut off with an ellipsis. */
const maxNotes = 8;

/** How much lower the panels may reach where there is no slider under them, in pixels. */
const sliderRoom = 36;

/** Below so many pixels a picture leaves the notes out and makes the lowest panel lower, so that the rates keep their room. */
const lowBelow = 400;
const lowPanel = 40;

interface Made {
  option: Dict;
  height: number;
  notes: string[];
}

function overview(job: Job, colour: Colours): Made {
  const figures = unpacked({ data: job.data as unknown as Packed }).data;
  const zoom = (job.option['dataZoom'] as Dict[])[0] ?? {};
  const [start, end] = [Number(zoom['startValue']), Number(zoom['endValue'])];
  const data = within(figures, start, end);
  const low = job.height < lowBelow;
  const notes = low ? [] : fold(data.breaks.map((b, n) => `(${n + 1}) ${dayWords(b.day)}: ${b.text}`), job.noteFit);
  const height = job.height - job.noteLine * notes.length;
  job.option['dataZoom'] = [];
  for (const x of job.option['xAxis'] as Dict[]) [x['min'], x['max']] = [start, end];
  const grids = job.option['grid'] as Dict[];
  for (const g of grids) g['bottom'] = Number(g['bottom']) - sliderRoom;
  if (low) lower(grids);
  const lowest = Number(grids.at(-1)?.['bottom'] ?? 0);
  const lane = new Lane(data.events, colour, { narrow: false, family: job.family, bottom: () => height - lowest }, () => undefined);
  lane.selected = data.selected;
  const option = assemble(job.option, data, colour, { narrow: false, renderLane: (p: never, api: never) => lane.draw(p, api) });
  for (const s of option['series'] as Dict[]) {
    const mark = s['markLine'] as Dict | undefined;
    if (!mark) continue;
    if (s['id'] === 'breaks') mark['data'] = numbered(data, job.width, start, end).map((l) => (low ? { ...l, name: '' } : l));
    else mark['data'] = (mark['data'] as { xAxis: number }[]).filter((l) => l.xAxis >= start && l.xAxis < end);
    if (s['id'] === 'hairlines') mark['lineStyle'] = { ...(mark['lineStyle'] as Dict), color: colour('--strong-line'), width: 0.75 };
  }
  return { option, height, notes };
}

/** Makes the lowest panel lower, and those above it stand that much deeper. */
function lower(grids: Dict[]): void {
  const last = grids.at(-1) as Dict;
  const gained = Number(last['height']) - lowPanel;
  last['height'] = lowPanel;
  for (const g of grids.slice(0, -1)) g['bottom'] = Number(g['bottom']) - gained;
}

/** Puts the notes one after the other into lines of at most fit characters. */
function fold(notes: readonly string[], fit: number): string[] {
  const lines: string[] = [];
  for (const word of notes.join(' \u2003').split(' ')) {
    const last = lines.length - 1;
    if (last >= 0 && `${lines[last]} ${word}`.length <= fit) lines[last] += ` ${word}`;
    else lines.push(word.slice(0, fit));
  }
  return lines.length > maxNotes ? [...lines.slice(0, maxNotes - 1), `${lines[maxNotes - 1]} …`] : lines;
}

/** The figures of [start, end): nothing else is drawn, and the whole history takes its time. */
function within(f: Figures, start: number, end: number): Figures {
  const inside = (day: number) => day * dayMs >= start && day * dayMs < end;
  const keep = <T>(list: readonly T[], days: readonly number[]) => list.filter((_, i) => inside(days[i] as number));
  // Every list that stands at the positions of the days goes with them: one left whole would be drawn from its first year on.
  const both = <T>(of: { usd?: T[]; eur?: T[] }) => ({ ...(of.usd && { usd: keep(of.usd, f.days) }), ...(of.eur && { eur: keep(of.eur, f.days) }) });
  return {
    ...f,
    shown: f.shown && { ...f.shown, ...both(f.shown) },
    market: f.market && { ...f.market, ...both(f.market), ...(f.market.candles && { candles: both(f.market.candles) }) },
    days: keep(f.days, f.days),
    effective: keep(f.effective, f.days),
    ...(f.usd && { usd: keep(f.usd, f.days) }),
    ...(f.eur && { eur: keep(f.eur, f.days) }),
    events: f.events.filter((e) => (e.end ?? standsAt(e)) >= start && standsAt(e) < end),
    tension: { days: keep(f.tension.days, f.tension.days), t: keep(f.tension.t, f.tension.days), d: keep(f.tension.d, f.tension.days) },
    gauge: f.gauge && { ...f.gauge, days: keep(f.gauge.days, f.gauge.days), v: keep(f.gauge.v, f.gauge.days) },
    breaks: f.breaks.filter((b) => inside(b.day)),
    quotes: f.quotes.filter((q) => q.at >= start && q.at < end),
  };
}

/** Pixels that a number at a vertical line needs. */
const numberRoom = 26;

/** The breaks numbered from left to right; numbers that would touch are joined, as "2–5" at the first of them. */
function numbered(data: Figures, width: number, start: number, end: number): { xAxis: number; name: string }[] {
  const pixelsPerDay = (width * dayMs) / (end - start);
  const lines = data.breaks.map((b) => ({ day: b.day, first: 0, last: 0 }));
  let head = lines[0];
  lines.forEach((line, n) => {
    if (!head || (line.day - head.day) * pixelsPerDay >= numberRoom) head = line;
    head.first ||= n + 1;
    head.last = n + 1;
  });
  return lines.map((l) => ({ xAxis: l.day * dayMs, name: l.first === 0 ? '' : l.first === l.last ? String(l.first) : `${l.first}–${l.last}` }));
}

/** Charts whose x axis counts fixings: there is nothing between two of them. */
const counted = ['caar', 'local-projection', 'around', 'compare'];

function study(job: Job, colour: Colours): Made {
  const option = coloured(job.option, colour);
  const points = (job.data['points'] ?? {}) as Record<string, unknown>;
  for (const name of ['tooltip', 'axisPointer', 'title', 'dataZoom']) delete option[name];
  option['animation'] = false;
  option['textStyle'] = { ...(option['textStyle'] as Dict), fontFamily: job.family };
  for (const s of option['series'] as Dict[]) {
    const rows = points[String(s['id'])] as unknown[] | undefined;
    if (rows?.length) s['data'] = rows;
  }
  if (counted.includes(job.id)) for (const x of option['xAxis'] as Dict[]) x['minInterval'] = 1;
  for (const axis of [...(option['xAxis'] as Dict[]), ...(option['yAxis'] as Dict[])]) {
    if (axis['type'] === 'log') axis['axisLabel'] = { ...(axis['axisLabel'] as Dict), formatter: (x: number) => plain(x) };
  }
  if (job.id === 'compare') stack(option['grid'] as Dict[], job.height);
  return { option, height: job.height, notes: [] };
}

function draw(text: string): string {
  const job = JSON.parse(text) as Job;
  const colour: Colours = (token) => job.colours[token] ?? '';
  // option.ts asks the page for its font; here the job says it.
  const host = globalThis as unknown as Dict;
  host['detenteWords'] = job.words;
  host['document'] = { body: null };
  host['getComputedStyle'] = () => ({ fontFamily: job.family });
  let made: Made;
  try {
    made = 'days' in job.data ? overview(job, colour) : study(job, colour);
  } finally {
    delete host['document'];
    delete host['getComputedStyle'];
  }
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: job.width, height: made.height });
  try {
    chart.setOption(made.option as Parameters<typeof chart.setOption>[0]);
    return JSON.stringify({ svg: chart.renderToSVGString(), height: made.height, notes: made.notes } satisfies Drawn);
  } finally {
    chart.dispose();
  }
}

(globalThis as unknown as Dict)['draw'] = draw;
