// Within a day: which candles fit a stretch of time, how the axis tells it, and what the address keeps of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { bundled, random } from './bundled.mjs';

const { lengthFor, addMinutes } = await bundled('minutes');
const { timeTicks } = await bundled('timeaxis');
const { readClock, clockText } = await bundled('marks');
const { Span } = await bundled('span');
const minute = 60_000;
const day = 1440 * minute;

test('candles are as short as has room, and there are none for more than two weeks', () => {
  assert.deepEqual([minute, 720 * minute, 721 * minute, 3 * day, 8 * day, 14 * day].map((ms) => lengthFor(ms)[0]), ['1m', '1m', '5m', '5m', '15m', '30m']);
  assert.equal(lengthFor(14 * day + 1), null);
});

test('the axis tells clock times within a day, and midnight as its day', () => {
  const start = Date.UTC(2022, 1, 7);
  const labels = (from, to, width) => timeTicks(start + from * minute, start + to * minute, width).map((t) => t.label);
  assert.deepEqual(labels(660, 691, 480), ['11:00', '11:05', '11:10', '11:15', '11:20', '11:25', '11:30']);
  assert.deepEqual(labels(0, 2880, 512), ['7 Feb', '06:00', '12:00', '18:00', '8 Feb', '06:00', '12:00', '18:00']);
});

test('a part of a day is read as it is written', () => {
  const next = random(3);
  for (let i = 0; i < 200; i++) {
    const from = Math.floor(next() * 1439);
    const clock = [from, from + 1 + Math.floor(next() * (1440 - from))];
    assert.deepEqual(readClock(clockText(clock)), clock);
  }
  assert.deepEqual([readClock(undefined), readClock('9-10'), clockText(null)], [null, null, '']);
});

test('a level lies over its day alone, and a pair that is not drawn gets no candles', () => {
  const d = Date.UTC(2022, 1, 7) / day;
  const data = { days: [d - 3, d], usd: [76.0509, 75.6806], rebase: null, shown: null, market: null, tension: { days: [], t: [], d: [] } };
  const rows = [{ at: d * day + 660 * minute, open: 75.4, high: 75.5, low: 75.3, close: 75.44 }];
  const option = { series: [{ id: 'usd', type: 'line' }] };
  addMinutes(option, { width: 5 * minute, from: d, to: d, pairs: { usd: rows, eur: rows } }, data, () => '#000', 1e-4);
  const [line, candles] = option.series;
  assert.equal(option.series.length, 2);
  assert.deepEqual(line.data[0], [(d - 3) * day, 76.0509]);
  assert.ok(line.data.slice(1, -1).every(([x, y]) => x >= d * day && x < (d + 1) * day && y === 75.6806));
  assert.equal(line.data.at(-1)[1], null);
  assert.deepEqual(candles.data, [[d * day + 662.5 * minute, 75.4, 75.44, 75.3, 75.5]]);
});

/** A chart that is nothing but its window. */
function windowed(start, end) {
  const shown = { start, end };
  const chart = { on() {}, dispatchAction: ({ startValue, endValue }) => Object.assign(shown, { start: startValue, end: endValue }) };
  return { shown, span: new Span(chart, () => shown, () => undefined) };
}

test('a zoom within a day stays within it and is never shorter than ten minutes', () => {
  const next = random(11);
  for (let i = 0; i < 300; i++) {
    const d = 19000 + Math.floor(next() * 100);
    const { shown, span } = windowed(d * day, (d + 1) * day - 1);
    span.fine = true;
    const middle = d * day + Math.floor(next() * day);
    for (let n = 0; n < 1 + next() * 12; n++) {
      span.zoom(0.5, middle);
      const [from, to] = span.clock;
      assert.deepEqual(span.days, [d, d]);
      assert.ok(from >= 0 && to <= 1440 && to - from >= 10, `${from}-${to}`);
      assert.ok(shown.start >= d * day && shown.end < (d + 1) * day);
    }
  }
});

test('where there are only fixings a zoom keeps to whole days', () => {
  const { span } = windowed(19000 * day, 19001 * day - 1);
  span.zoom(0.5);
  assert.ok(span.days[1] - span.days[0] >= 5);
  assert.equal(span.clock, null);
});
