// A small notice at the foot of the window: something happened that the page does not act on by itself. Nothing moves for it.

import { say } from './say';

let box: HTMLElement | null = null;

/** Shows one notice in place of the one before; it is read out and takes no focus. */
export function notify(text: string, action: { label: string; act(): void }): void {
  closeNotice();
  box = document.createElement('div');
  box.className = 'notice';
  box.setAttribute('role', 'status');
  const words = document.createElement('p');
  words.textContent = text;
  box.append(words, button(action.label, () => {
    closeNotice();
    action.act();
  }), button(say('Dismiss'), closeNotice));
  document.body.append(box);
}

export function closeNotice(): void {
  box?.remove();
  box = null;
}

function button(label: string, act: () => void): HTMLButtonElement {
  const b = document.createElement('button');
  b.type = 'button';
  b.textContent = label;
  b.addEventListener('click', act);
  return b;
}
