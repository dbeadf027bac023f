import assert from 'node:assert/strict';
import test from 'node:test';
import { bundled } from './bundled.mjs';

const { lighten, styles, weightOf } = await bundled('weight');
const option = () => ({ series: [
  { id: 'usd', type: 'line', lineStyle: { width: 1.75 } },
  { id: 'eur', type: 'line', lineStyle: { width: 1.75, type: 'dashed' } },
  { id: 'lane', type: 'custom' },
] });

test('lines are thin above two days a pixel and whole above eight', () => {
  const weight = (days) => weightOf({ start: 0, end: days * 86_400_000 }, 1000);
  assert.deepEqual([365, 2000, 2001, 8000, 8001].map(weight), ['full', 'full', 'thin', 'thin', 'whole']);
});

const want = {
  full: [{ width: 1.75, type: 'solid' }, { width: 1.75, type: 'dashed' }],
  thin: [{ width: 1, type: 'solid' }, { width: 1, type: 'dashed' }],
  whole: [{ width: 1, type: 'solid' }, { width: 1, type: 'solid' }],
};
for (const [weight, wanted] of Object.entries(want))
  test(`lines that are ${weight}, drawn at once and laid over what is drawn`, () => {
    const drawn = option();
    lighten(drawn, weight);
    assert.deepEqual(drawn.series.slice(0, 2).map((s) => s.lineStyle), wanted);
    assert.deepEqual(styles(option(), weight), [{ id: 'usd', lineStyle: wanted[0] }, { id: 'eur', lineStyle: wanted[1] }]);
  });
