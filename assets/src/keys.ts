// The keys of a chart, and the list of them.

import { showList } from './keylist';
import { say } from './say';

export interface KeyActions {
  step(by: number): void;
  stepEvent(by: number): void;
  toEnd(last: boolean): void;
  zoom(factor: number): void;
  enter(): void;
  leave(): void;
}

const list: [string, string][] = [
  ['← →', say('previous and next fixing')],
  ['Shift ← →', say('previous and next event')],
  ['Home End', say('first and last fixing of the range')],
  ['+ −', say('zoom in and out')],
  ['Enter', say('open the event, or the day: where its figures come from, and its events')],
  ['Esc', say('close')],
  [say('Ctrl and wheel'), say('zoom; after a click the wheel alone')],
  [say('Double click'), say('back to the range before zooming')],
];

export function bindKeys(plot: HTMLElement, actions: KeyActions, signal?: AbortSignal): void {
  plot.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target !== plot) return;
    const act = actionOf(e, actions);
    if (!act) return;
    e.preventDefault();
    act();
  }, { ...(signal && { signal }) });
}

function actionOf(e: KeyboardEvent, a: KeyActions): (() => void) | null {
  const by = e.key === 'ArrowLeft' ? -1 : 1;
  switch (e.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return () => (e.shiftKey ? a.stepEvent(by) : a.step(by));
    case 'Home':
      return () => a.toEnd(false);
    case 'End':
      return () => a.toEnd(true);
    case '+':
    case '=':
      return () => a.zoom(0.5);
    case '-':
    case '\u2212':
      return () => a.zoom(2);
    case 'Enter':
      return () => a.enter();
    case 'Escape':
      return () => a.leave();
    case '?':
      return showKeys;
  }
  return null;
}

/** Opens the list of keys. */
export function showKeys(): void {
  showList(say('Keys of the chart'), list);
}
