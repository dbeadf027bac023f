// Lets the browser answer and paint between two parts of a long piece of work.

type Yielding = { scheduler?: { yield?: () => Promise<void> } };

/** Goes on when what waits to be answered has been; the page need not have been painted. */
export function turn(): Promise<void> {
  const { scheduler } = globalThis as Yielding;
  return scheduler?.yield ? scheduler.yield() : new Promise((go) => setTimeout(go));
}

/** Between two parts that nobody waits for, in ms: what the reader does meanwhile is answered in full. */
const pause = 100;

/** Goes on when there is nothing else to do, and in a second whatever there is. */
export function idle(): Promise<void> {
  const ask = globalThis.requestIdleCallback ?? ((go: () => void) => setTimeout(go, pause));
  return new Promise((go) => setTimeout(() => ask(() => go(), { timeout: 1000 }), pause));
}

/** No page waits longer for a frame, in ms: one that is hidden paints none. */
const patience = 100;

/** Goes on when the page has been painted as it is now. */
export function painted(): Promise<void> {
  if (document.hidden) return turn();
  return new Promise((go) => {
    const late = setTimeout(go, patience);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(go);
    });
  });
}
