// The zone that the times of events are told in. Days of fixings are days of a calendar and have none: they never shift.

import { dayOf, type LaneEvent } from './figures';
import { say } from './say';
import { dayWords, monthInDay } from './words';

export interface Told {
  day: string; // 7 Feb 2022
  clock: string; // 14:34
  zone: string; // MSK
}

interface Zone {
  name: string | undefined; // of the IANA data base; undefined is the reader's own
  label(offset: string): string;
}

const zones: Record<string, Zone> = {
  utc: { name: 'UTC', label: () => 'UTC' },
  moscow: { name: 'Europe/Moscow', label: () => say('Moscow') },
  brussels: { name: 'Europe/Brussels', label: () => say('Brussels') },
  viewer: { name: undefined, label: (offset) => offset },
};

/** The zone the page was asked for. */
function chosen(): Zone {
  const asked = typeof document === 'undefined' ? undefined : document.documentElement.dataset['zone'];
  return zones[asked ?? 'utc'] ?? (zones['utc'] as Zone);
}

/** An instant as a clock in the page's zone shows it. */
export function inZone(ms: number): Told {
  const zone = chosen();
  if (zone.name === 'UTC') {
    const d = new Date(ms);
    return { day: `${d.getUTCDate()} ${monthInDay(d.getUTCMonth())} ${d.getUTCFullYear()}`, clock: d.toISOString().slice(11, 16), zone: 'UTC' };
  }
  const parts = new Map(format(zone).formatToParts(ms).map((p) => [p.type, p.value]));
  const month = monthInDay(Number(parts.get('month')) - 1);
  return { day: `${Number(parts.get('day'))} ${month} ${parts.get('year')}`, clock: `${parts.get('hour')}:${parts.get('minute')}`,
    zone: zone.label(parts.get('timeZoneName') ?? '') };
}

/** How far the page's zone is ahead of UTC at an instant, in ms. */
export function zoneOffset(ms: number): number {
  const zone = chosen();
  if (zone.name === 'UTC') return 0;
  const part = new Map(format(zone).formatToParts(ms).map((p) => [p.type, Number(p.value)]));
  const told = Date.UTC(part.get('year') ?? 0, (part.get('month') ?? 1) - 1, part.get('day'), part.get('hour'), part.get('minute'));
  return told - Math.floor(ms / 60_000) * 60_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: Zone): Intl.DateTimeFormat {
  const key = zone.name ?? '';
  const kept = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone.name, year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'shortOffset' });
  formats.set(key, kept);
  return kept;
}

/** Tells the times of the page in the reader's own zone, which the server does not know. */
export function retell(within: ParentNode = document): void {
  if (document.documentElement.dataset['zone'] !== 'viewer') return;
  for (const time of within.querySelectorAll<HTMLTimeElement>('time[datetime*="T"]')) {
    const about = say('about %s', '');
    const hourly = time.textContent.includes(about);
    const at = inZone(told(Date.parse(time.dateTime), hourly));
    time.textContent = `${at.day}, ${hourly ? about : ''}${at.clock} ${at.zone}`;
  }
}

/** The instant that is told: the full hour where no more is known. */
function told(ms: number, hourly: boolean): number {
  return hourly ? Math.floor(ms / 3_600_000) * 3_600_000 : ms;
}

/** The clock time of an event in the page's zone: "14:34", or "about 14:00" where only the hour is known. */
export function eventClock(e: LaneEvent): string {
  const { clock } = inZone(told(e.at, e.hourly));
  return e.hourly ? say('about %s', clock) : clock;
}

/** The day of an event, with its time in the page's zone where that is known. A day never shifts. */
export function eventWhen(e: LaneEvent): string {
  if (!e.timed) return dayWords(dayOf(e.at));
  const at = inZone(told(e.at, e.hourly));
  return `${at.day}, ${eventClock(e)} ${at.zone}`;
}
