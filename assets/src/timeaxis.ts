// The labels of the time axis: as many as have room, on clock times, days, Mondays, months or years, whichever is the finest
// that fits. Clock times are those of the page's zone; days are days of a calendar.

import { dayMs } from './figures';
import { monthName } from './words';
import { inZone, zoneOffset } from './zone';

export interface Tick {
  at: number; // ms
  label: string;
  strong: boolean; // begins a longer period: the year among monthName, the month among days
}

/** Pixels from one label to the next. */
const room = 64;

type Step = { days: number; ticks(start: number, end: number): Tick[] };

const minutesOfDay = 1440;

const steps: Step[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((n): Step => ({ days: n / minutesOfDay, ticks: (s, e) => clockTicks(s, e, n) })),
  ...[1, 2].map((n): Step => ({ days: n, ticks: (s, e) => dayTicks(s, e, (day) => day % n === 0) })),
  ...[1, 2].map((n): Step => ({ days: 7 * n, ticks: (s, e) => dayTicks(s, e, (day) => (day + 3) % (7 * n) === 0) })), // 5 January 1970 was a Monday
  ...[1, 2, 3, 6].map((n): Step => ({ days: 30 * n, ticks: (s, e) => monthTicks(s, e, n) })),
  ...[1, 2, 5, 10].map((n): Step => ({ days: 365 * n, ticks: (s, e) => monthTicks(s, e, 12 * n) })),
];

/** The ticks of [start, end), ascending. */
export function timeTicks(start: number, end: number, width: number): Tick[] {
  const daysPerLabel = ((end - start) / dayMs / width) * room;
  const step = steps.find((s) => s.days >= daysPerLabel) ?? steps[steps.length - 1];
  return step ? step.ticks(start, end) : [];
}

/** Times of day at multiples of some minutes; midnight is its day. */
function clockTicks(start: number, end: number, minutes: number): Tick[] {
  const step = (minutes * dayMs) / minutesOfDay;
  const shift = zoneOffset(start);
  const ticks: Tick[] = [];
  for (let at = Math.ceil((start + shift) / step) * step - shift; at < end; at += step) {
    const told = inZone(at);
    const fresh = told.clock === '00:00';
    ticks.push({ at, label: fresh ? told.day.slice(0, -5) : told.clock, strong: fresh });
  }
  return ticks;
}

function dayTicks(start: number, end: number, wanted: (day: number) => boolean): Tick[] {
  const ticks: Tick[] = [];
  let month = -1;
  for (let day = Math.ceil(start / dayMs); day * dayMs < end; day++) {
    if (!wanted(day)) continue;
    const d = new Date(day * dayMs);
    const fresh = d.getUTCMonth() !== month;
    month = d.getUTCMonth();
    const year = fresh && (ticks.length === 0 || month === 0) ? ` ${d.getUTCFullYear()}` : '';
    ticks.push({ at: day * dayMs, label: `${d.getUTCDate()} ${monthName(month)}${year}`, strong: fresh });
  }
  return ticks;
}

function monthTicks(start: number, end: number, every: number): Tick[] {
  const ticks: Tick[] = [];
  const d = new Date(start);
  let n = d.getUTCFullYear() * 12 + d.getUTCMonth();
  for (;; n++) {
    const at = Date.UTC(Math.floor(n / 12), n % 12, 1);
    if (at >= end) return ticks;
    if (at < start || n % every !== 0) continue;
    const first = n % 12 === 0;
    ticks.push({ at, label: first || ticks.length === 0 ? yearLabel(n) : monthName(n % 12), strong: first });
  }
}

/** January is its year; the first label of all names both. */
function yearLabel(n: number): string {
  const year = Math.floor(n / 12);
  return n % 12 === 0 ? String(year) : `${monthName(n % 12)} ${year}`;
}
