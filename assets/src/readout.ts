// What is said about one fixing or one event: the tooltip's rows, the dots on the lines and the sentence for those who listen.

import type { Dot } from './cursor';
import { dayMs, dayOf, type Figures, lastAtOrBefore, type LaneEvent, type Pair, pairs, plotted } from './figures';
import { type Minutes, minuteAt } from './minutes';
import { say } from './say';
import { originOf } from './sources';
import type { Row, Tip } from './tooltip';
import { dayWords, directionWords, isoDay, plain, plural, published, roubleWords, signed, spokenDay } from './words';
import { eventWhen, inZone } from './zone';

/** Where a value of a pair is drawn, in pixels of the chart. */
export type Place = (pair: Pair, ms: number, value: number) => [number, number];

export class Readout {
  constructor(private readonly data: Figures) {}

  /** What the tooltip says about fixing i. */
  fixing(i: number): Tip {
    const day = this.data.days[i] as number;
    const effective = this.data.effective[i];
    return {
      title: dayWords(day),
      sub: effective == null ? say('fixing set') : say('fixing set; in force from %s', dayWords(effective)),
      rows: this.rows(i), events: this.on(day),
    };
  }

  /** What the tooltip says about the events of a glyph. */
  events(list: readonly LaneEvent[]): Tip {
    const first = list[0] as LaneEvent;
    if (list.length > 1) return { title: plural(list.length, 'event', 'events'), sub: stretch(list), rows: [], events: list };
    const words = [eventWhen(first), say(directionWords[first.dir] ?? ''), say(first.cat.replaceAll('_', ' ')), say('importance %s', first.imp)];
    if (first.scheduled) words.push(say('scheduled'));
    return { title: first.title, sub: words.join(' · '), rows: [], events: [] };
  }

  /** What the tooltip says about the candles that begin at an instant. */
  minute(minutes: Minutes, at: number): Tip {
    const told = inZone(at);
    return { title: `${told.day}, ${told.clock} ${told.zone}`, sub: say('Moscow Exchange, candle of %s min', minutes.width / 60_000),
      rows: pairs.flatMap((pair) => this.candle(minutes, pair, at)), events: this.within(at, at + minutes.width) };
  }

  minuteDots(minutes: Minutes, at: number, place: Place): Dot[] {
    return pairs.flatMap((pair) => {
      const candle = this.data[pair] && minuteAt(minutes, pair, at);
      if (!candle) return [];
      const base = this.data.rebase?.[pair];
      const [x, y] = place(pair, at + minutes.width / 2, base === undefined ? candle.close : (100 * candle.close) / base);
      return [{ x, y, token: `--${pair}` }];
    });
  }

  private candle(minutes: Minutes, pair: Pair, at: number): Row[] {
    const candle = minuteAt(minutes, pair, at);
    if (!candle) return [];
    const i = this.data.days.indexOf(dayOf(at));
    const fixing = this.data[pair]?.[i];
    const rows: Row[] = [{ name: pair.toUpperCase(), value: published(candle.close), note: `${published(candle.low)}\u2013${published(candle.high)}`, token: `ink-${pair}`,
      // A longer candle is made of several that are stored.
      origin: minutes.width === 60_000 ? originOf('minutes', pair, new Date(at).toISOString().replace('.000Z', 'Z')) : undefined }];
    if (fixing != null) rows.push({ name: say('official'), value: published(fixing), note: say('%s from the fixing', `${signed(100 * (candle.close / fixing - 1), 2)}%`), origin: this.origin(pair, i) });
    return rows;
  }

  /** "7 February 2022, 11:34 UTC, USD 75.44, −0.32% from the fixing, 1 event" */
  spokenMinute(minutes: Minutes, at: number): string {
    const tip = this.minute(minutes, at);
    const rows = tip.rows.map((r) => (r.token ? `${r.name} ${r.value}` : aloud(r.note ?? '')));
    return [tip.title, ...rows, plural(tip.events.length, 'event', 'events')].join(', ');
  }

  /** The events with a clock time in [start, end). */
  private within(start: number, end: number): LaneEvent[] {
    return this.data.events.filter((e) => e.timed && e.at >= start && e.at < end);
  }

  dots(i: number, place: Place): Dot[] {
    const ms = (this.data.days[i] as number) * dayMs;
    return pairs.flatMap((pair) => {
      const value = plotted(this.data, pair, i);
      if (value === null) return [];
      const [x, y] = place(pair, ms, value);
      return [{ x, y, token: `--${pair}` }];
    });
  }

  /** "7 February 2022, USD 75.68, rouble plus 0.9 percent, 11 events" */
  spoken(i: number): string {
    const day = this.data.days[i] as number;
    const parts = [spokenDay(day)];
    for (const pair of pairs) {
      const v = this.data[pair]?.[i];
      if (v == null) continue;
      const before = this.before(pair, i);
      parts.push(`${pair.toUpperCase()} ${plain(v, 2)}`);
      if (before !== null) parts.push(aloud(roubleWords(before, v)));
    }
    const gauge = this.gauge(day);
    if (gauge !== null) parts.push(`${this.data.gauge?.short} ${plain(gauge)}`);
    parts.push(plural(this.on(day).length, 'event', 'events'));
    return parts.join(', ');
  }

  spokenEvent(e: LaneEvent): string {
    return `${eventWhen(e)}, ${say(directionWords[e.dir] ?? '')}: ${e.title}`;
  }

  /** The events of a day in UTC. */
  on(day: number): LaneEvent[] {
    return this.data.events.filter((e) => dayOf(e.at) === day);
  }

  private rows(i: number): Row[] {
    const rows = pairs.flatMap((pair) => this.rate(pair, i));
    const { days, t, d } = this.data.tension;
    const at = lastAtOrBefore(days, this.data.days[i] as number);
    if (at >= 0 && days[at] === this.data.days[i]) {
      rows.push({ name: say('Tension'), value: plain(t[at] ?? 0, 1), token: 'tension-ink' });
      rows.push({ name: say('Diplomacy'), value: plain(d[at] ?? 0, 1), token: 'diplomacy-ink' });
    }
    const gauge = this.gauge(this.data.days[i] as number);
    if (gauge !== null) rows.push({ name: this.data.gauge?.short ?? '', value: plain(gauge), note: this.data.gauge?.unit ?? '' });
    return rows;
  }

  /** The comparison line's own value of a day, null where it has none. */
  private gauge(day: number): number | null {
    const c = this.data.gauge;
    const at = c ? lastAtOrBefore(c.days, day) : -1;
    return c && at >= 0 && c.days[at] === day ? (c.v[at] ?? null) : null;
  }

  private rate(pair: Pair, i: number): Row[] {
    const v = this.data[pair]?.[i];
    if (v == null) return [];
    const before = this.before(pair, i);
    const rows: Row[] = [{ name: pair.toUpperCase(), value: published(v), token: `ink-${pair}`, origin: this.origin(pair, i),
      ...(before === null ? {} : { note: roubleWords(before, v) }) }];
    const shown = this.data.shown?.[pair]?.[i];
    if (shown != null) rows.push({ name: '', value: signed(shown, 2), note: this.data.shown?.unit ?? '' });
    const close = this.data.market?.[pair]?.[i];
    if (close != null) rows.push({ name: say('market price'), value: published(close), note: say('%s from the fixing', `${signed(100 * (close / v - 1), 2)}%`),
      origin: originOf('market', pair, isoDay(this.data.days[i] as number)) });
    return rows;
  }

  /** The page about the official rate at a position: it goes by the day the rate is in force from. */
  private origin(pair: Pair, i: number): string | undefined {
    const day = this.data.effective[i];
    return day == null ? undefined : originOf('series', pair, isoDay(day));
  }

  /** The rate of the fixing before, whatever the number of days between. */
  private before(pair: Pair, i: number): number | null {
    for (let j = i - 1; j >= 0; j--) {
      const v = this.data[pair]?.[j];
      if (v != null) return v;
    }
    return null;
  }
}

function aloud(words: string): string {
  return words.replace('+', say('plus ')).replace('\u2212', say('minus ')).replace('%', say(' percent'));
}

function stretch(events: readonly LaneEvent[]): string {
  const first = dayWords(dayOf((events[0] as LaneEvent).at));
  const last = dayWords(dayOf((events.at(-1) as LaneEvent).at));
  return first === last ? first : `${first} – ${last}`;
}
