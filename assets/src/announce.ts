// Says to those who listen what a swap brought: a region that is replaced is not read out by itself, and a whole card would be too much.

import { say } from './say';

let live: HTMLElement | null = null;
let told: string | undefined; // the event that was selected when something was last said

function selection(): string | undefined {
  return document.querySelector<HTMLElement>('[data-region="card"] [data-selected]')?.dataset['selected'];
}

/** Makes room for what will be said: only what comes into an element that is there already is read out. */
export function prepareToSay(): void {
  live = document.createElement('p');
  live.className = 'unseen';
  live.setAttribute('role', 'status');
  live.dataset['told'] = '';
  document.body.append(live);
  told = selection();
}

/** Says the event that was chosen, and how many are left where the filters or the window changed. */
export function announce(regions: ReadonlySet<string>): void {
  const parts = [];
  const title = document.querySelector('[data-region="card"] [data-selected] h2')?.textContent?.trim();
  const selected = selection();
  if (selected !== told) parts.push(title ? say('Selected event: %s', title) : say('No event is selected'));
  const count = document.querySelector('[data-region="counts"] .total')?.textContent?.trim();
  if (regions.has('counts') && count) parts.push(say('Events: %s', count));
  told = selected;
  if (live && parts.length) live.textContent = parts.join('. ');
}
