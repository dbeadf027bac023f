// What is used of ECharts beside its public parts; the version is pinned in package.json.
declare module 'echarts/lib/scale/Interval.js' {
  export default class IntervalScale {
    getLabel(tick: { value: number } | null): string;
    getConfig(): { interval: number };
  }
}
