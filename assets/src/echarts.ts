// The parts of ECharts that the charts use, and no others.
import { BarChart, CandlestickChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { type EChartsType, graphic, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, CandlestickChart, CanvasRenderer, CustomChart, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, LabelLayout, LineChart,
  MarkLineComponent, ScatterChart]);

export { type EChartsType, graphic, init };
