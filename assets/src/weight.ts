// How heavy the lines are. Where many days share a pixel a line wider than one blurs the days into a ribbon and takes a browser
// without a graphics card three times as long to draw: such lines are a pixel wide.

import { dayMs } from './figures';
import type { Shown } from './span';

type Dict = Record<string, unknown>;

/** From so many days a pixel on, lines are thin. */
const denseDays = 2;

export function isDense({ start, end }: Shown, pixels: number): boolean {
  return end - start > denseDays * dayMs * pixels;
}

/** The lines of an option that are told how wide they are. */
function lines(option: Dict): { id: unknown; lineStyle: { width: number } }[] {
  const styled = (option['series'] as Dict[]).filter((s) => s['type'] === 'line' && typeof (s['lineStyle'] as Dict | undefined)?.['width'] === 'number');
  return styled as never;
}

/** Makes the lines of an option thin. */
export function thin(option: Dict): void {
  for (const { lineStyle } of lines(option)) lineStyle.width = 1;
}

/** What to lay over an option's lines so that they are thin, or as wide as the server meant them. */
export function widths(option: Dict, dense: boolean): Dict[] {
  return lines(option).map(({ id, lineStyle }) => ({ id, lineStyle: { width: dense ? 1 : lineStyle.width } }));
}
