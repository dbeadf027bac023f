// The lane over random events, windows and widths: no event is lost, none is drawn twice, and the same view is the same picture.
import assert from 'node:assert/strict';
import test from 'node:test';
import { bundled, random } from './bundled.mjs';

const { glyphs: shown, ordered, total } = await bundled('glyphs');
const glyphs = (events, view) => shown(ordered(events), view);
const day = 86_400_000;
const standsAt = (e) => (e.timed ? e.at : Math.floor(e.at / day) * day + day / 2);
const inView = (events, view) => events.filter((e) => standsAt(e) >= view.start && standsAt(e) < view.end);
const views = 400;

function drawing(seed) {
  const next = random(seed);
  const int = (n) => Math.floor(next() * n);
  const first = Date.UTC(1990 + int(40), int(12), 1 + int(28));
  const days = 1 + int(next() < 0.5 ? 20 : 15_000);
  const events = Array.from({ length: int(next() < 0.2 ? 2 : 600) }, (_, i) => {
    const at = first + int(days * day * 1.2) - Math.floor(days * day * 0.1);
    // Some events share their minute: agencies report in clumps.
    const clumped = next() < 0.3 ? Math.floor(at / day) * day + 43_200_000 : at;
    return { i, id: `e${i}`, at: clumped, end: next() < 0.1 ? clumped + int(40) * day : null, timed: next() < 0.5, title: `e${i}`,
      dir: int(3) - 1, imp: 1 + int(5), cat: 'talks', scheduled: next() < 0.1 };
  });
  return { events, view: { start: first, end: first + days * day, width: 40 + int(2400) } };
}

test('every event of the window is in exactly one glyph', () => {
  for (let seed = 1; seed <= views; seed++) {
    const { events, view } = drawing(seed);
    const list = glyphs(events, view);
    const drawn = list.flatMap((g) => g.events.map((e) => e.id)).sort();
    const wanted = inView(events, view).map((e) => e.id).sort();
    assert.deepEqual(drawn, wanted, `seed ${seed}`);
    assert.equal(total(list), wanted.length);
  }
});

test('the window is closed at its start and open at its end', () => {
  const at = (ms, i) => ({ i, id: `e${i}`, at: ms, end: null, timed: true, title: '', dir: 0, imp: 1, cat: 'talks', scheduled: false });
  const events = [at(-1, 0), at(0, 1), at(9, 2), at(10, 3)];
  assert.deepEqual(glyphs(events, { start: 0, end: 10, width: 100 }).flatMap((g) => g.events.map((e) => e.i)), [1, 2]);
});

test('the same view is the same picture, whatever the order of the events', () => {
  for (let seed = 1; seed <= views; seed++) {
    const { events, view } = drawing(seed);
    const shape = (list) => JSON.stringify(list.map((g) => [g.x, g.half, g.dir, g.events.map((e) => e.id)]));
    assert.equal(shape(glyphs(events, view)), shape(glyphs([...events].reverse(), view)), `seed ${seed}`);
  }
});

test('glyphs of a row do not touch, and stand between their events', () => {
  for (let seed = 1; seed <= views; seed++) {
    const { events, view } = drawing(seed);
    const list = glyphs(events, view);
    for (const [n, g] of list.entries()) {
      const before = list[n - 1];
      if (before?.dir === g.dir) assert.ok(g.x - before.x >= g.half + before.half, `seed ${seed}: glyphs ${n - 1} and ${n} touch`);
      assert.ok(g.x >= 0 && g.x <= view.width, `seed ${seed}: a glyph outside the lane`);
      assert.ok(g.events.every((e) => e.dir === g.dir), `seed ${seed}: directions are mixed`);
    }
  }
});
