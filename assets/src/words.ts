// Numbers and dates as the pages print them.

import { dayMs } from './figures';
import { counted, inRussian, say } from './say';

const shortMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const russianMonths = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const monthsOf = ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'];

/** The short name of a month, 0 for January, as axes have it. */
export function monthName(month: number): string {
  return (inRussian() ? russianMonths : shortMonths)[month] ?? '';
}

/** The name of a month as it stands in a day: "7 Feb 2022", "7 февраля 2022". */
export function monthInDay(month: number): string {
  return (inRussian() ? monthsOf : shortMonths)[month] ?? '';
}
const longMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

export const minus = '\u2212';

/** 7 Feb 2022, 7 февраля 2022 */
export function dayWords(day: number): string {
  const d = new Date(day * dayMs);
  return `${d.getUTCDate()} ${monthInDay(d.getUTCMonth())} ${d.getUTCFullYear()}`;
}

/** 7 February 2022, for those who listen. */
export function spokenDay(day: number): string {
  const d = new Date(day * dayMs);
  return `${d.getUTCDate()} ${(inRussian() ? monthsOf : longMonths)[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/** 2022-02-07 */
export function isoDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** A number with a real minus sign, thin spaces between thousands, and no digits that are not there. */
export function plain(x: number, decimals?: number): string {
  const [whole = '', fraction] = Math.abs(decimals === undefined ? Number(x.toPrecision(10)) : x)
    .toFixed(decimals ?? decimalsOf(x))
    .split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const text = fraction ? grouped + decimalSign() + fraction : grouped;
  return x < 0 && /[1-9]/.test(text) ? minus + text : text;
}

function decimalSign(): string {
  return inRussian() ? ',' : '.';
}

/** A number as it was published: "75.6806". */
export function published(x: number, decimals = 4): string {
  return x.toFixed(decimals).replace('.', decimalSign());
}

/** The digits that a number needs behind its point. */
export function decimalsOf(x: number): number {
  const text = String(Number(x.toPrecision(10)));
  if (text.includes('e')) return 0;
  return text.split('.')[1]?.length ?? 0;
}

/** The change of the rouble in percent when a price in roubles goes from before to after: "rouble +0.9%". */
export function roubleWords(before: number, after: number): string {
  return say('rouble %s', `${signed(100 * (before / after - 1), 1)}%`);
}

export function signed(x: number, decimals: number): string {
  const text = plain(x, decimals);
  return x > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** n with the word for it: "1 event", "5 событий". */
export function plural(n: number, one: string, many: string): string {
  return counted(n, plain(n, 0), one, many);
}

export const directionWords: Record<string, string> = { '-1': 'escalation', '0': 'neutral', '1': 'de-escalation' };
export const directionGlyphs: Record<string, string> = { '-1': '▲', '0': '●', '1': '▼' };
