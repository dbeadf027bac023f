import assert from 'node:assert/strict';
import test from 'node:test';
import { bundled } from './bundled.mjs';

const { logTicks } = await bundled('logaxis');

test('round numbers of a logarithmic axis', () => {
  for (const [range, want] of [
    [[0.11, 120], [1, 10, 100]],
    [[5, 120], [5, 10, 20, 50, 100]],
    [[74.3, 120.4], [80, 90, 100, 110, 120]],
    [[74.3, 76.2], [74.5, 75, 75.5, 76]],
    [[75, 75], [75]],
    [[], []],
  ]) assert.deepEqual(logTicks(range), want, String(range));
});
