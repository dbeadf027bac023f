// What is drawn over the server's drawing for the fixing or the event under the pointer or the keys: what the cursor draws over a chart
// of ECharts, as SVG.

import type { Dot } from './cursor';
import type { Shape } from './lane';
import type { Colours } from './tokens';

type Attributes = Record<string, string | number>;

export class SketchCursor {
  private readonly root = element('svg', { 'class': 'sketch-cursor', 'aria-hidden': 'true' });
  private readonly lit = element('g', {});
  private readonly spot = element('g', {});

  constructor(
    plot: HTMLElement,
    private readonly colour: Colours,
  ) {
    this.root.append(this.lit, this.spot);
    plot.append(this.root);
  }

  /** Draws shapes of the lane over those it has; the ones before go out. */
  light(shapes: readonly Shape[]): void {
    this.lit.replaceChildren(...shapes.map(drawn));
  }

  show(x: number, top: number, bottom: number, dots: readonly Dot[]): void {
    const at = Math.round(x) + 0.5;
    this.spot.replaceChildren(element('line', { x1: at, y1: top, x2: at, y2: bottom, stroke: this.colour('--strong-line'), 'stroke-width': 1 }),
      ...dots.map((d) => element('circle', { cx: d.x, cy: d.y, r: 4, fill: this.colour(d.token), stroke: this.colour('--surface'), 'stroke-width': 1.5 })));
  }

  hide(): void {
    this.spot.replaceChildren();
  }

  remove(): void {
    this.root.remove();
  }
}

function element(name: string, attributes: Attributes): SVGElement {
  const e = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, String(value));
  return e;
}

/** A shape of the lane as SVG. */
function drawn({ type, shape, style }: Shape): SVGElement {
  const { r, points, ...at } = (shape ?? {}) as Attributes & { r?: number; points?: number[][] };
  const { fill, stroke = 'none', lineWidth = 1, opacity = 1, text, font, x = 0, y = 0 } = style as Attributes;
  const paint = { fill: fill as string, stroke, 'stroke-width': lineWidth, opacity };
  switch (type) {
    case 'polygon':
      return element('polygon', { ...paint, points: String(points) });
    case 'text': {
      const e = element('text', { ...paint, x, y, 'text-anchor': 'middle', 'dominant-baseline': 'central' });
      e.style.font = String(font);
      e.textContent = String(text);
      return e;
    }
  }
  return element(String(type), { ...paint, ...at, ...(type === 'rect' ? { rx: r ?? 0 } : { r: r ?? 0 }) });
}
