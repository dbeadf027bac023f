import assert from 'node:assert/strict';
import test from 'node:test';
import { bundled } from './bundled.mjs';

const { isDense, thin, widths } = await bundled('weight');
const option = () => ({ series: [
  { id: 'usd', type: 'line', lineStyle: { width: 1.75 } },
  { id: 'eur', type: 'line', lineStyle: { width: 1.75, type: 'dashed' } },
  { id: 'lane', type: 'custom' },
] });

test('a line is dense from two days a pixel on', () => {
  const days = (n) => ({ start: 0, end: n * 86_400_000 });
  assert.equal(isDense(days(2000), 1000), false);
  assert.equal(isDense(days(2001), 1000), true);
});

test('thin lines are a pixel wide and keep their dashes', () => {
  const thinned = option();
  thin(thinned);
  assert.deepEqual(thinned.series.slice(0, 2).map((s) => s.lineStyle), [{ width: 1 }, { width: 1, type: 'dashed' }]);
});

test('what is thin becomes again as wide as the server meant it', () => {
  assert.deepEqual(widths(option(), true).map((s) => [s.id, s.lineStyle.width]), [['usd', 1], ['eur', 1]]);
  assert.deepEqual(widths(option(), false).map((s) => [s.id, s.lineStyle.width]), [['usd', 1.75], ['eur', 1.75]]);
});
