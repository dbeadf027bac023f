// The chart as a file: PNG or SVG with its title, its source and its address burned in, and the SVG that print shows in its
// place. A picture is always light: it ends up on paper and on slides.

import { SVGRenderer } from 'echarts/renderers';
import { use } from 'echarts/core';
import { init } from './echarts';
import { verticalLines } from './marks';
import type { Overview } from './overview';
import { colours, type Colours } from './tokens';
import { isoDay } from './words';

use([SVGRenderer]);

/** Above and below the chart, in pixels, for the title and for the source. */
const head = 44;
const foot = 56;

/** How wide a letter is, in font sizes: what is longer than the picture is set smaller. */
const letter = 0.62;

/** Pixels of a PNG to one of the page. */
const density = 2;

export class Picture {
  constructor(private readonly overview: Overview) {}

  /** Shows the buttons, which do nothing without a script, and prints a picture instead of the canvas. */
  offer(): void {
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-picture]')) {
      button.hidden = false;
      button.addEventListener('click', () => void this.save(button.dataset['picture'] as 'png' | 'svg'));
    }
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
      button.hidden = false;
      button.addEventListener('click', () => print());
    }
    onPaper(() => [[this.overview.plot, this.svg(false)]]);
  }

  private async save(kind: 'png' | 'svg'): Promise<void> {
    const svg = this.svg(true);
    const link = document.createElement('a');
    link.download = `${this.name()}.${kind}`;
    link.href = kind === 'svg' ? asData(svg) : await raster(svg);
    link.click();
  }

  private name(): string {
    const { from, to } = this.overview.view;
    return `detente-overview-${isoDay(from)}-${isoDay(to)}`;
  }

  /** The chart as it is, drawn anew as SVG in the light colours; with a frame of words around it where it stands alone. */
  private svg(framed: boolean): string {
    const { overview } = this;
    const { width, height } = overview;
    const colour = light();
    const fontFamily = family();
    const lane = overview.newLane(colour, () => undefined, fontFamily);
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    const option = overview.option(colour, lane);
    const zoom = option['dataZoom'] as Record<string, unknown>[];
    const { start: startValue, end: endValue } = overview.shown;
    const stay = zoom.filter((z) => z['id'] === 'inside').map((z) => ({ ...z, startValue, endValue }));
    chart.setOption({ ...option, textStyle: { ...(option['textStyle'] as object), fontFamily }, dataZoom: stay });
    chart.setOption(verticalLines(overview.source.data, overview.view, colour, lane.box.width));
    const drawn = chart.renderToSVGString();
    chart.dispose();
    return framed ? frame(drawn, width, height, colour) : drawn;
  }
}

/** Puts drawings in the places of canvases while the page is printed. */
export function onPaper(drawings: () => [HTMLElement, string][]): void {
  const clear = () => document.querySelectorAll('.print-chart').forEach((e) => e.remove());
  addEventListener('beforeprint', () => {
    clear();
    for (const [plot, svg] of drawings()) {
      const drawing = asElement(svg);
      drawing.setAttribute('class', 'print-chart');
      plot.after(drawing);
    }
  });
  addEventListener('afterprint', clear);
}

/** Draws an option as SVG. */
export function vector(option: Record<string, unknown>, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ ...option, textStyle: { ...(option['textStyle'] as object), fontFamily: family() } });
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn;
}

/** The page's family as ECharts can put it into an attribute, which it does as it is. */
function family(): string {
  return getComputedStyle(document.body).fontFamily.replaceAll('"', "'");
}

/** The colours of the light scheme, whatever the page shows. */
export function light(): Colours {
  const root = document.documentElement;
  const before = root.dataset['theme'];
  root.dataset['theme'] = 'light';
  const seen = colours();
  const known = new Map<string, string>();
  for (const token of ['--surface', '--panel', '--ink', '--muted', '--line', '--strong-line', '--accent', '--usd', '--eur', '--escalation', '--de-escalation', '--neutral', '--caution']) known.set(token, seen(token));
  if (before === undefined) delete root.dataset['theme'];
  else root.dataset['theme'] = before;
  return (token) => known.get(token) ?? '#000000';
}

/** Puts title, source, breaks and address around a drawing. */
function frame(drawn: string, width: number, height: number, colour: Colours): string {
  const title = document.querySelector('[data-region="heading"] h2')?.textContent ?? document.title;
  const source = document.querySelector('.figure-foot')?.firstChild?.textContent?.trim() ?? '';
  const letters = family();
  const text = (y: number, size: number, weight: number, fill: string, words: string) =>
    `<text x="16" y="${y}" font-family="${escaped(letters)}" font-size="${Math.min(size, (width - 32) / (words.length * letter)).toFixed(1)}" font-weight="${weight}" fill="${fill}">${escaped(words)}</text>`;
  const bottom = head + height;
  const asOf = document.querySelector('[data-region="as-of"] strong')?.textContent ?? '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${head + height + foot}" viewBox="0 0 ${width} ${head + height + foot}">`
    + `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="${colour('--surface')}"/>`
    + text(28, 18, 600, colour('--ink'), title)
    + `<g transform="translate(0 ${head})">${drawn.replace(/^<\?xml[^>]*\?>/, '')}</g>`
    + text(bottom + 20, 12, 400, colour('--muted'), `${asOf} ${source}`.trim())
    + text(bottom + 40, 12, 400, colour('--muted'), location.href)
    + '</svg>';
}

function escaped(s: string): string {
  return s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function asData(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** The drawing as a part of the page: an image would not be decoded before the paper is out. Its styles become attributes, since the policy allows none inside a page. */
function asElement(svg: string): Element {
  const bare = svg.replace(/<style[\s\S]*?<\/style>/g, '').replaceAll(' style="', ' data-style="');
  const root = document.importNode(new DOMParser().parseFromString(bare, 'image/svg+xml').documentElement, true);
  for (const e of root.querySelectorAll('[data-style]')) {
    for (const rule of (e.getAttribute('data-style') ?? '').split(';')) {
      const colon = rule.indexOf(':');
      if (colon > 0) e.setAttribute(rule.slice(0, colon).trim(), rule.slice(colon + 1).trim());
    }
    e.removeAttribute('data-style');
  }
  root.removeAttribute('data-style');
  root.setAttribute('viewBox', `0 0 ${root.getAttribute('width')} ${root.getAttribute('height')}`);
  return root;
}

async function raster(svg: string): Promise<string> {
  const image = new Image();
  image.src = asData(svg);
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width * density, image.height * density];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
