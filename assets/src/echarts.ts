// The parts of ECharts that the charts use, and no others.
import './axisnumbers';
import { BarChart, CandlestickChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { type EChartsType, graphic, init, setPlatformAPI, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, CandlestickChart, CanvasRenderer, CustomChart, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, LabelLayout, LineChart,
  MarkLineComponent, ScatterChart]);

/** What ECharts measures to know the height of a line. */
const ideograph = '国';

let context: CanvasRenderingContext2D | null = null;

/**
 * Measures a text. An ideograph is as wide as its font is high: a browser that is asked looks through every font it has for one with
 * that glyph, which takes as long as a third of the first drawing.
 */
function measureText(text: string, font = '12px sans-serif'): { width: number } {
  if (text === ideograph) return { width: Number(/([\d.]+)px/.exec(font)?.[1] ?? 12) };
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return { width: 0 };
  context.font = font;
  return context.measureText(text);
}

setPlatformAPI({ measureText });

export { type EChartsType, graphic, init };
