// The overview's chart: draws what the server sent, follows the pointer and the keys, and tells the address what is shown.

import { Cursor, type Dot } from './cursor';
import { type EChartsType, init } from './echarts';
import { type ChartSource, dayMs, dayOf, type Figures, type LaneEvent, lastAtOrBefore, nearest, standsAt } from './figures';
import type { Glyph } from './glyphs';
import { bindKeys } from './keys';
import { Lane } from './lane';
import { assemble } from './option';
import { Popup } from './popup';
import { go } from './swap';
import { colours, type Colours } from './tokens';
import { eventWhen, type Row, Tooltip } from './tooltip';
import { dayWords, directionWords, isoDay, plain, plural, roubleWords, spokenDay } from './words';

/** Below this width the chart has the shape for a phone. */
const narrowWidth = 600;

/** How long a zoom rests before the address and the table follow, in ms. */
const settleAfter = 250;

/** Pixels that the number of a break needs. */
const breakRoom = 26;

interface Marks {
  from: number; // day
  to: number; // day, included
  selected: string | null;
  important: Set<string>;
}

type At = { day: number } | { event: LaneEvent } | null;

export class Overview {
  private chart: EChartsType;
  private colour: Colours = colours();
  private data!: Figures;
  private lane!: Lane;
  private cursor!: Cursor;
  private readonly tooltip: Tooltip;
  private readonly popup: Popup;
  private marks: Marks;
  private home: [number, number]; // the window a double click goes back to
  private at: At = null;
  private settle = 0;
  private narrow = false;
  private clicked = false; // the wheel zooms without Ctrl until the pointer leaves
  private sized = '';
  private top = 0;
  private bottom = 0;

  constructor(
    private readonly figure: HTMLElement,
    private readonly plot: HTMLElement,
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
    this.marks = this.readMarks();
    this.home = [this.marks.from, this.marks.to];
    this.load();
    this.listen();
  }

  // Loading

  private readMarks(): Marks {
    const d = document.querySelector<HTMLElement>('[data-region="marks"]')?.dataset ?? {};
    const day = (iso: string | undefined) => dayOf(Date.parse(`${iso}T00:00:00Z`));
    return { from: day(d['from']), to: day(d['to']), selected: d['selected'] || null, important: new Set((d['important'] ?? '').split(',')) };
  }

  /** Draws the figures that stand in the page, in the colours and the shape of now. */
  private load(): void {
    const element = document.getElementById('overview-chart');
    if (!element?.textContent) return;
    const source = JSON.parse(element.textContent) as ChartSource;
    this.data = source.data;
    this.colour = colours();
    this.narrow = this.plot.clientWidth < narrowWidth;
    const around = { narrow: this.narrow, family: getComputedStyle(this.plot).fontFamily, bottom: () => this.plot.clientHeight - this.bottom };
    this.lane = new Lane(this.data.events, this.colour, around, (n) => (this.figure.dataset['eventsShown'] = String(n)));
    this.lane.selected = this.marks.selected;
    const option = assemble(source.option, this.data, this.colour, {
      narrow: this.narrow,
      renderLane: (params: never, api: never) => this.lane.draw(params, api),
    });
    const grids = option['grid'] as Record<string, unknown>[];
    this.top = Number(grids[0]?.['top'] ?? 0);
    this.bottom = Number(grids[2]?.['bottom'] ?? 0);
    this.sized = this.size();
    this.chart.clear();
    this.chart.setOption(option, { notMerge: true });
    this.setWindow(this.marks.from, this.marks.to);
    this.drawHairlines();
    this.cursor?.hide();
    this.cursor = new Cursor(this.chart, this.colour);
    this.figure.dataset['state'] = 'ready';
  }

  private listen(): void {
    const zr = this.chart.getZr();
    zr.on('mousemove', (e) => this.point(e.offsetX, e.offsetY));
    zr.on('globalout', () => this.leave());
    zr.on('click', (e) => this.click(e.offsetX, e.offsetY));
    zr.on('dblclick', () => this.moveTo(...this.home));
    this.plot.addEventListener('pointerleave', () => (this.clicked = false));
    // ECharts would keep every wheel to itself, also one it does nothing with: the page has to scroll.
    this.plot.addEventListener('wheel', (e) => {
      if (!e.ctrlKey && !this.clicked) e.stopPropagation();
    }, { capture: true, passive: true });
    this.chart.on('datazoom', () => {
      clearTimeout(this.settle);
      this.settle = setTimeout(() => this.settled(), settleAfter);
    });
    bindKeys(this.plot, {
      step: (by) => this.step(by), stepEvent: (by) => this.stepEvent(by), toEnd: (last) => this.toEnd(last),
      zoom: (factor) => this.zoomBy(factor), enter: () => this.enter(), leave: () => this.escape(),
    });
    this.plot.addEventListener('blur', () => this.leave());
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
    if (this.plot.clientWidth < narrowWidth !== this.narrow) this.load();
  }

  /** Takes over what a swap of the page's regions brought. */
  swapped(regions: Set<string>, gesture: boolean): void {
    this.marks = this.readMarks();
    this.lane.selected = this.marks.selected;
    if (!gesture) this.home = [this.marks.from, this.marks.to];
    if (regions.has('chart-data')) return this.load();
    if (!this.shows(this.marks.from, this.marks.to)) this.setWindow(this.marks.from, this.marks.to);
    this.drawHairlines();
  }

  // The window

  private shows(from: number, to: number): boolean {
    return this.lane.start === from * dayMs && this.lane.end === (to + 1) * dayMs;
  }

  private setWindow(from: number, to: number): void {
    this.chart.dispatchAction({ type: 'dataZoom', dataZoomId: 'inside', startValue: from * dayMs, endValue: (to + 1) * dayMs }, { silent: true });
  }

  /** The days in view, both included, to whole days. */
  private window(): [number, number] {
    const from = Math.round(this.lane.start / dayMs);
    return [from, Math.max(from, Math.round(this.lane.end / dayMs) - 1)];
  }

  private settled(): void {
    const [from, to] = this.window();
    if (!this.shows(from, to)) this.setWindow(from, to);
    if (from === this.marks.from && to === this.marks.to) return;
    void go(this.address({ from: isoDay(from), to: isoDay(to) }), 'gesture');
  }

  /** Shows [from, to], kept within the figures, and lets the address follow. */
  private moveTo(from: number, to: number): void {
    this.setWindow(from, to);
    clearTimeout(this.settle);
    this.settle = setTimeout(() => this.settled(), settleAfter);
  }

  private zoomBy(factor: number): void {
    const [from, to] = this.window();
    const middle = this.at ? dayOf(this.instant()) : (from + to) / 2;
    const half = Math.max(3, ((to - from + 1) * factor) / 2);
    this.moveTo(Math.round(middle - half), Math.round(middle + half));
  }

  private zoomTo(events: readonly LaneEvent[]): void {
    const days = events.map((e) => dayOf(e.at));
    const [first, last] = [Math.min(...days), Math.max(...days)];
    const margin = Math.max(2, Math.round((last - first) * 0.1));
    this.moveTo(first - margin, last + margin);
  }

  private address(change: Record<string, string>): URL {
    const url = new URL(location.href);
    for (const [k, v] of Object.entries(change)) url.searchParams.set(k, v);
    url.searchParams.sort();
    return url;
  }

  private select(id: string): void {
    void go(this.address({ event: id }));
  }

  private drawHairlines(): void {
    const lines = this.data.events
      .filter((e) => this.marks.important.has(e.id) && e.id !== this.marks.selected)
      .map((e): Record<string, unknown> => ({ xAxis: standsAt(e), name: e.id }));
    const selected = this.data.events.find((e) => e.id === this.marks.selected);
    if (selected) lines.push({ xAxis: standsAt(selected), name: selected.id, lineStyle: { color: this.colour('--ink'), width: 1.5 } });
    this.chart.setOption({ series: [{ id: 'hairlines', markLine: { data: lines, lineStyle: { color: this.colour('--strong-line'), width: 0.75 } } },
      { id: 'breaks', markLine: { data: this.numberedBreaks() } }, { id: 'events' }] });
  }

  /**
   * The breaks of the window, numbered from left to right as they are listed under the chart. Numbers that would touch are
   * joined: "2–5" stands at the first of them.
   */
  private numberedBreaks(): { xAxis: number; name: string }[] {
    const { from, to } = this.marks;
    const pixelsPerDay = this.lane.box.width / (to - from + 1);
    const lines = this.data.breaks.filter((b) => b.day >= from && b.day <= to).map((b) => ({ day: b.day, first: 0, last: 0 }));
    let head = lines[0];
    lines.forEach((line, n) => {
      if (!head || (line.day - head.day) * pixelsPerDay >= breakRoom) head = line;
      head.first ||= n + 1;
      head.last = n + 1;
    });
    return lines.map((l) => ({ xAxis: l.day * dayMs, name: l.first === 0 ? '' : l.first === l.last ? String(l.first) : `${l.first}–${l.last}` }));
  }

  // The pointer

  private point(x: number, y: number): void {
    const glyph = this.lane.at(x, y);
    this.chart.getZr().setCursorStyle(glyph ? 'pointer' : 'crosshair');
    if (glyph) return this.showGlyph(glyph);
    const { box } = this.lane;
    if (x < box.x || x > box.x + box.width || y > this.plot.clientHeight - this.bottom) return this.leave();
    const ms = this.lane.start + ((x - box.x) / box.width) * (this.lane.end - this.lane.start);
    const i = nearest(this.data.days, ms / dayMs);
    if (i >= 0) this.showDay(i, y);
  }

  private click(x: number, y: number): void {
    this.clicked = true;
    const glyph = this.lane.at(x, y);
    if (!glyph) return;
    const first = glyph.events[0];
    if (glyph.events.length === 1 && first) this.select(first.id);
    else this.openGlyph(glyph);
  }

  private openGlyph(glyph: Glyph): void {
    this.tooltip.hide();
    this.popup.show(glyph.events, ...this.lane.place(glyph));
  }

  private leave(): void {
    this.at = null;
    this.hover(null);
    this.tooltip.hide();
    this.cursor?.hide();
    markRow(null);
  }

  private hover(id: string | null): void {
    if (this.lane.hovered === id) return;
    this.lane.hovered = id;
    this.chart.setOption({ series: [{ id: 'events' }] });
  }

  // Showing one fixing or one event

  private showDay(i: number, y = this.top + 40): void {
    const { data } = this;
    const day = data.days[i] as number;
    this.at = { day: i };
    this.hover(null);
    const x = this.pixel(day * dayMs);
    if (x < this.lane.box.x - 1 || x > this.lane.box.x + this.lane.box.width + 1) return this.leave();
    this.cursor.show(x, this.top, this.plot.clientHeight - this.bottom, this.dots(i));
    const effective = data.effective[i];
    this.tooltip.show({
      title: `${dayWords(day)}`,
      sub: effective == null ? 'fixing set' : `fixing set; in force from ${dayWords(effective)}`,
      rows: this.rows(i), events: this.eventsOn(day),
    }, x, y);
    markRow(isoDay(day));
    this.say(this.spoken(i));
  }

  private showGlyph(glyph: Glyph): void {
    const first = glyph.events[0] as LaneEvent;
    this.at = { event: first };
    if (glyph.events.length === 1) this.hover(first.id);
    const [x, y] = this.lane.place(glyph);
    this.cursor.show(x, this.top, this.plot.clientHeight - this.bottom, []);
    const single = glyph.events.length === 1;
    this.tooltip.show({
      title: single ? first.title : plural(glyph.events.length, 'event', 'events'),
      sub: single ? `${eventWhen(first)} · ${directionWords[first.dir]} · ${first.cat.replaceAll('_', ' ')} · importance ${first.imp}` : spanWords(glyph.events),
      rows: [], events: single ? [] : glyph.events,
    }, x, y);
    markRow(isoDay(dayOf(first.at)));
  }

  /** Shows an event that the keys or the table point to. */
  showEvent(id: string): void {
    const glyph = this.lane.of(id);
    const event = this.data.events.find((e) => e.id === id);
    if (!glyph || !event) return;
    this.showGlyph(glyph);
    this.at = { event };
    this.hover(id);
  }

  private pixel(ms: number): number {
    const { box, start, end } = this.lane;
    return box.x + ((ms - start) / (end - start)) * box.width;
  }

  private dots(i: number): Dot[] {
    const day = (this.data.days[i] as number) * dayMs;
    return (['usd', 'eur'] as const).flatMap((pair) => {
      const v = this.data[pair]?.[i];
      if (v == null) return [];
      const base = this.data.rebase?.[pair];
      const [x, y] = this.chart.convertToPixel({ seriesId: pair }, [day, base === undefined ? v : (100 * v) / base]) as unknown as [number, number];
      return [{ x, y, token: `--${pair}` }];
    });
  }

  private rows(i: number): Row[] {
    const rows: Row[] = [];
    for (const pair of ['usd', 'eur'] as const) {
      const v = this.data[pair]?.[i];
      if (v == null) continue;
      const before = this.before(pair, i);
      rows.push({ name: pair.toUpperCase(), value: v.toFixed(4), token: `ink-${pair}`, ...(before === null ? {} : { note: roubleWords(before, v) }) });
    }
    const t = lastAtOrBefore(this.data.tension.days, this.data.days[i] as number);
    if (t >= 0 && this.data.tension.days[t] === this.data.days[i]) {
      rows.push({ name: 'Tension', value: plain(this.data.tension.t[t] ?? 0, 1), token: 'tension-ink' });
      rows.push({ name: 'Diplomacy', value: plain(this.data.tension.d[t] ?? 0, 1), token: 'diplomacy-ink' });
    }
    return rows;
  }

  /** The rate of the fixing before, whatever the number of days between. */
  private before(pair: 'usd' | 'eur', i: number): number | null {
    for (let j = i - 1; j >= 0; j--) {
      const v = this.data[pair]?.[j];
      if (v != null) return v;
    }
    return null;
  }

  private eventsOn(day: number): LaneEvent[] {
    return this.data.events.filter((e) => dayOf(e.at) === day);
  }

  private spoken(i: number): string {
    const day = this.data.days[i] as number;
    const parts = [spokenDay(day)];
    for (const pair of ['usd', 'eur'] as const) {
      const v = this.data[pair]?.[i];
      if (v == null) continue;
      const before = this.before(pair, i);
      parts.push(`${pair.toUpperCase()} ${plain(v, 2)}`);
      if (before !== null) parts.push(roubleWords(before, v).replace('+', 'plus ').replace('\u2212', 'minus ').replace('%', ' percent'));
    }
    parts.push(plural(this.eventsOn(day).length, 'event', 'events'));
    return parts.join(', ');
  }

  private say(text: string): void {
    const live = this.figure.querySelector<HTMLElement>('[data-live]');
    if (live && document.activeElement === this.plot) live.textContent = text;
  }

  // The keys

  private instant(): number {
    if (!this.at) return this.lane.end;
    return 'event' in this.at ? standsAt(this.at.event) : (this.data.days[this.at.day] as number) * dayMs;
  }

  private step(by: number): void {
    const { days } = this.data;
    const from = this.at ? lastAtOrBefore(days, this.instant() / dayMs) : this.lastInView() + (by < 0 ? 1 : 0);
    this.goToDay(Math.max(0, Math.min(days.length - 1, from + by)));
  }

  private lastInView(): number {
    return lastAtOrBefore(this.data.days, this.window()[1]);
  }

  private toEnd(last: boolean): void {
    const first = lastAtOrBefore(this.data.days, this.window()[0] - 1) + 1;
    this.goToDay(last ? this.lastInView() : Math.min(first, this.data.days.length - 1));
  }

  /** Shows a fixing, moving the window along where it lies outside. */
  private goToDay(i: number): void {
    const day = this.data.days[i];
    if (day === undefined) return;
    this.follow(day);
    this.showDay(i);
  }

  private follow(day: number): void {
    const [from, to] = this.window();
    const shift = day < from ? day - from : day > to ? day - to : 0;
    if (shift) this.moveTo(from + shift, to + shift);
  }

  private stepEvent(by: number): void {
    const now = this.at ? this.instant() : by > 0 ? this.lane.start - 1 : this.lane.end;
    const order = [...this.data.events].sort((a, b) => standsAt(a) - standsAt(b) || a.i - b.i);
    const here = this.at && 'event' in this.at ? order.indexOf(this.at.event) : -1;
    const next = here >= 0 ? order[here + by] : by > 0 ? order.find((e) => standsAt(e) > now) : order.findLast((e) => standsAt(e) < now);
    if (!next) return;
    this.follow(dayOf(next.at));
    this.showEvent(next.id);
    this.say(`${eventWhen(next)}, ${directionWords[next.dir]}: ${next.title}`);
  }

  private enter(): void {
    if (!this.at) return;
    if ('event' in this.at) return this.select(this.at.event.id);
    const events = this.eventsOn(this.data.days[this.at.day] as number);
    if (events.length === 1 && events[0]) this.select(events[0].id);
    else if (events.length) this.popup.show(events, this.pixel(this.instant()), this.lane.box.y);
  }

  private escape(): void {
    if (this.popup.open) return this.popup.close();
    this.leave();
  }
}

function spanWords(events: readonly LaneEvent[]): string {
  const first = dayWords(dayOf((events[0] as LaneEvent).at));
  const last = dayWords(dayOf((events.at(-1) as LaneEvent).at));
  return first === last ? first : `${first} – ${last}`;
}

function markRow(iso: string | null): void {
  for (const row of document.querySelectorAll('tr.hovered')) row.classList.remove('hovered');
  if (iso) document.getElementById(`day-${iso}`)?.classList.add('hovered');
}
