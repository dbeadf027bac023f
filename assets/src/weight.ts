// How heavy the lines are. Where many days share a pixel a line wider than one blurs the days into a ribbon and takes a browser
// without a graphics card three times as long to draw; where still more do, dashes cannot be told and take it a quarter longer to show
// the chart at all. The names at the ends of the lines tell them apart at every weight.

import { dayMs } from './figures';
import type { Shown } from './span';

type Dict = Record<string, unknown>;

/** As the server meant it; a pixel wide; a pixel wide and without dashes. */
export type Weight = 'full' | 'thin' | 'whole';

/** From so many days a pixel on, lines are thin, and whole. */
const thinDays = 2;
const wholeDays = 8;

export function weightOf({ start, end }: Shown, pixels: number): Weight {
  const days = (end - start) / dayMs / pixels;
  if (days > wholeDays) return 'whole';
  return days > thinDays ? 'thin' : 'full';
}

interface Line {
  id: unknown;
  lineStyle: { width: number; type?: string };
}

/** The lines of an option that are told how wide they are. */
function lines(option: Dict): Line[] {
  const styled = (option['series'] as Dict[]).filter((s) => s['type'] === 'line' && typeof (s['lineStyle'] as Dict | undefined)?.['width'] === 'number');
  return styled as never;
}

function styleOf({ width, type = 'solid' }: Line['lineStyle'], weight: Weight): Line['lineStyle'] {
  return { width: weight === 'full' ? width : 1, type: weight === 'whole' ? 'solid' : type };
}

/** Gives the lines of an option a weight. */
export function lighten(option: Dict, weight: Weight): void {
  for (const { lineStyle } of lines(option)) Object.assign(lineStyle, styleOf(lineStyle, weight));
}

/** What to lay over an option's lines to give them another weight; the option is as the server sent it. */
export function styles(option: Dict, weight: Weight): Dict[] {
  return lines(option).map(({ id, lineStyle }) => ({ id, lineStyle: styleOf(lineStyle, weight) }));
}
