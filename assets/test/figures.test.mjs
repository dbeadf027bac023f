import assert from 'node:assert/strict';
import test from 'node:test';
import { bundled } from './bundled.mjs';

const { slug } = await bundled('figures');

// The same as those of event.Slug, whose test has them too.
test('ids of titles', () => {
  const at = Date.UTC(2022, 1, 7, 23, 59);
  for (const [title, want] of [
    ['Macron arrives in Moscow', '20220207-macron-arrives-in-moscow'],
    ["  Shoigu's 'dirty bomb' -- 10,000 troops! ", '20220207-shoigus-dirty-bomb-10-000-troops'],
    ['Russia says 10,000 troops leave areas near Ukraine after drills', '20220207-russia-says-10-000-troops-leave-areas-near-ukraine-after-dri'],
    [`${'a'.repeat(59)} b`, `20220207-${'a'.repeat(59)}`],
    [`${'a'.repeat(60)}b`, `20220207-${'a'.repeat(60)}`],
  ]) assert.equal(slug(at, title), want);
});
