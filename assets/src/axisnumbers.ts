// Numbers of an axis: all with as many decimals as its steps have, "75.9 76.0 76.1". ECharts gives a formatter one number at a time
// and has no setting for it, so that the scale itself is taught; a test holds what it writes.
import IntervalScale from 'echarts/lib/scale/Interval.js';
import { decimalsOf, plain } from './words';

IntervalScale.prototype.getLabel = function (tick) {
  if (!tick) return '';
  return plain(tick.value, Math.max(decimalsOf(this.getConfig().interval), decimalsOf(tick.value)));
};
