// The round numbers of a logarithmic axis: 1, 2 and 5 of each decade; where the range is too short for those, the multiples of
// one round step.

/** More numbers than these crowd an axis; fewer leave it unreadable. */
const most = 9;
const least = 3;

/** Ticks within the range of some values above zero, ascending; none without values. */
export function logTicks(values: readonly number[]): number[] {
  if (!values.length) return [];
  let [low, high] = [Infinity, 0];
  for (const v of values) [low, high] = [Math.min(low, v), Math.max(high, v)];
  if (low === high) return [low];
  for (const steps of [[1], [1, 2, 5]]) {
    const ticks = decades(low, high, steps);
    if (ticks.length >= least && ticks.length <= most) return ticks;
  }
  const coarse = decades(low, high, [1]);
  return coarse.length > most ? coarse : multiples(low, high);
}

function decades(low: number, high: number, steps: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let n = Math.floor(Math.log10(low)); 10 ** n <= high; n++) {
    for (const s of steps) {
      const t = Number((s * 10 ** n).toPrecision(12));
      if (t >= low && t <= high) ticks.push(t);
    }
  }
  return ticks;
}

/** The multiples of 1, 2 or 5 times a power of ten, about six of them. */
function multiples(low: number, high: number): number[] {
  const rough = (high - low) / 6 || low / 10;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((s) => s * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) ticks.push(Number((n * step).toPrecision(12)));
  return ticks;
}
