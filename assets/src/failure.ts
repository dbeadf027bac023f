// A chart that cannot be drawn says so in its place and offers to try again; the server's drawing stays under that as long as it is of
// what the page shows, and the figures beside it and the downloads go on.

import { say } from './say';

export function tellFailure(figure: HTMLElement, plot: HTMLElement, error: unknown, again: () => void): void {
  const box = document.createElement('div');
  box.className = 'failed';
  box.setAttribute('role', 'alert');
  const why = document.createElement('p');
  why.textContent = say('The chart could not be drawn (%s). The table below holds the same figures, and the downloads still work.', (error as Error).message.replace(/:?\s*https?:\S+/, ''));
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = say('Try again');
  box.append(why, button);
  plot.append(box);
  figure.dataset['state'] = 'failed';
  const left = new AbortController();
  const retry = () => {
    left.abort();
    box.remove();
    if (figure.dataset['state'] !== 'failed') return; // another attempt has drawn it
    figure.dataset['state'] = 'loading';
    again();
  };
  button.addEventListener('click', (e) => {
    e.stopPropagation();
    retry();
  });
  document.addEventListener('detente:swapped', () => {
    dropSketch(plot);
    if (figure.isConnected) retry();
  }, { signal: left.signal });
}

/** The server drew what the page showed at first. */
export function dropSketch(plot: HTMLElement): void {
  plot.querySelector('.sketched')?.remove();
}
