// Which stored series the chart draws, and the page about where one of its figures comes from.

import type { Pair } from './figures';

/** The official rates, the exchange's daily prices and its minutes. */
export type Kind = 'series' | 'market' | 'minutes';

/** The series of a kind that the page names: "usd=cbr:USDRUB eur=…". */
export function seriesOf(kind: Kind): Map<Pair, string> {
  const named = document.querySelector<HTMLElement>('[data-region="marks"]')?.dataset[kind] ?? '';
  return new Map(named.split(' ').filter(Boolean).map((one) => one.split('=') as [Pair, string]));
}

/** The page about one figure, as it was known at the time the reader looks at: date is a day or the start of a candle. */
export function originOf(kind: Kind, pair: Pair, date: string): string | undefined {
  const series = seriesOf(kind).get(pair);
  if (!series) return undefined;
  const asked = new URLSearchParams({ date, series });
  const here = new URLSearchParams(location.search);
  for (const name of ['as-of', 'lang']) {
    const value = here.get(name);
    if (value) asked.set(name, value);
  }
  asked.sort();
  return `/provenance?${asked.toString()}`;
}
