// What waits until a reader comes to it.

import { idle } from './turn';

/** What a reader does who is about to come to anything on the page. */
const acts = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/** What a reader does on a phone; a tap counts when it is over, so that none is torn in two. */
const asks = ['click', 'contextmenu', 'pointercancel', 'keydown', 'focusin', 'scroll', 'wheel'] as const;

/** The width of a phone, as the style sheet has it, and how long it rests before it draws what nobody asked for, in ms. */
const phone = matchMedia('(max-width: 699px)');
const fetchAfter = 3000;
const drawAfter = 5000;

/**
 * Calls once, when the scripts that draw are wanted: at once, but on a phone whose page holds the server's drawing of the chart when the reader
 * does anything, or when the page has been at rest for a while. A phone takes a second for them, in which it would not answer.
 */
export function whenWanted(fetchAhead: () => void, then: () => void): void {
  if (!phone.matches || !document.querySelector('.sketched')) return then();
  const left = new AbortController();
  const { signal } = left;
  const once = () => {
    if (signal.aborted) return;
    left.abort();
    then();
  };
  // What the reader did is answered first.
  for (const act of asks) document.addEventListener(act, () => setTimeout(once), { signal, capture: true, passive: true });
  phone.addEventListener('change', once, { signal });
  addEventListener('beforeprint', once, { signal });
  document.addEventListener('detente:draw', once, { signal });
  const rest = () => {
    setTimeout(() => signal.aborted || fetchAhead(), fetchAfter);
    setTimeout(() => void idle().then(once), drawAfter);
  };
  if (document.readyState === 'complete') rest();
  else addEventListener('load', rest);
}

/** How near to the window what is drawn when any of it is seen is drawn already. */
const near = '100px';

/** Whether that share of an element is in the window at this moment; a frame on another page cannot tell. */
function inView(element: Element, share: number): boolean {
  if (self !== top) return false;
  const box = element.getBoundingClientRect();
  const shown = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return shown > 0 && shown >= share * box.height;
}

/**
 * Calls once: when that share of an element is in view, where the share is above zero also when the reader does anything at all; before the
 * page is printed; or when the event detente:draw asks for everything. What it returns calls now, where that was not done yet.
 */
export function whenSeen(element: Element, share: number, then: () => void): () => void {
  if (inView(element, share)) {
    then(); // an observer tells it a frame later
    return () => undefined;
  }
  const left = new AbortController();
  const { signal } = left;
  const once = () => {
    if (signal.aborted) return;
    observer.disconnect();
    left.abort();
    if (element.isConnected) then();
  };
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((e) => e.isIntersecting && e.intersectionRatio >= share)) once();
  }, share ? { threshold: share } : { rootMargin: near });
  observer.observe(element);
  // What the reader did is answered first.
  if (share) for (const act of acts) document.addEventListener(act, () => setTimeout(once), { signal, capture: true });
  addEventListener('beforeprint', once, { signal, capture: true });
  document.addEventListener('detente:draw', once, { signal });
  return once;
}
