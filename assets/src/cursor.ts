// What is drawn over the chart for the fixing or the event under the pointer or the keys: a hairline through all panels and a
// dot on each line. It lives in its own layer, so that moving it draws nothing else anew.

import { type EChartsType, graphic } from './echarts';
import type { Colours } from './tokens';

export interface Dot {
  x: number;
  y: number;
  token: string;
}

export class Cursor {
  private readonly group = new graphic.Group();

  constructor(
    chart: EChartsType,
    private readonly colour: Colours,
  ) {
    chart.getZr().add(this.group);
  }

  show(x: number, top: number, bottom: number, dots: readonly Dot[]): void {
    this.group.removeAll();
    const at = Math.round(x) + 0.5;
    this.group.add(new graphic.Line({ shape: { x1: at, y1: top, x2: at, y2: bottom }, style: { stroke: this.colour('--strong-line'), lineWidth: 1 },
      silent: true, z: 90 }));
    for (const d of dots) {
      this.group.add(new graphic.Circle({ shape: { cx: d.x, cy: d.y, r: 4 }, silent: true, z: 91,
        style: { fill: this.colour(d.token), stroke: this.colour('--surface'), lineWidth: 1.5 } }));
    }
  }

  hide(): void {
    this.group.removeAll();
  }
}
