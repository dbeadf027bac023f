// A chart that cannot be drawn says so in its place; the figures beside it and the downloads go on.

import { say } from './say';

export function tellFailure(figure: HTMLElement, plot: HTMLElement, error: unknown): void {
  const why = document.createElement('p');
  why.className = 'failed';
  why.textContent = say('The chart could not be drawn (%s). The table below holds the same figures, and the downloads still work.', (error as Error).message);
  plot.replaceChildren(why);
  figure.dataset['state'] = 'failed';
}
