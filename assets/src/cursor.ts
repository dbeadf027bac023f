// What is drawn over the chart for the fixing or the event under the pointer or the keys: a hairline through all panels, a dot on
// each line and the glyphs that are lit. It lives in a canvas of its own, so that moving it draws nothing else anew.

import { type EChartsType, graphic } from './echarts';
import type { Shape } from './lane';
import type { Colours } from './tokens';

export interface Dot {
  x: number;
  y: number;
  token: string;
}

/** ECharts gives every level a canvas. */
const zlevel = 1;

const kinds = { circle: graphic.Circle, polygon: graphic.Polygon, rect: graphic.Rect, text: graphic.Text } as const;

export class Cursor {
  private readonly group = new graphic.Group();
  private readonly lit = new graphic.Group();

  constructor(
    chart: EChartsType,
    private readonly colour: Colours,
  ) {
    chart.getZr().add(this.group);
    chart.getZr().add(this.lit);
  }

  /** Draws shapes of the lane over those it has; the ones before go out. */
  light(shapes: readonly Shape[]): void {
    if (!shapes.length && !this.lit.childCount()) return;
    this.lit.removeAll();
    for (const { type, ...shape } of shapes) this.lit.add(new kinds[type as keyof typeof kinds]({ ...shape, silent: true, zlevel, z: 89 } as never));
  }

  show(x: number, top: number, bottom: number, dots: readonly Dot[]): void {
    this.group.removeAll();
    const at = Math.round(x) + 0.5;
    this.group.add(new graphic.Line({ shape: { x1: at, y1: top, x2: at, y2: bottom }, style: { stroke: this.colour('--strong-line'), lineWidth: 1 },
      silent: true, zlevel, z: 90 }));
    for (const d of dots) {
      this.group.add(new graphic.Circle({ shape: { cx: d.x, cy: d.y, r: 4 }, silent: true, zlevel, z: 91,
        style: { fill: this.colour(d.token), stroke: this.colour('--surface'), lineWidth: 1.5 } }));
    }
  }

  hide(): void {
    if (this.group.childCount()) this.group.removeAll();
  }
}
