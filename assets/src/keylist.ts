// A list of keys in a dialog.

import { say } from './say';

/** Opens a list of keys and what they do. */
export function showList(heading: string, list: readonly [string, string][]): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'keys';
  dialog.setAttribute('aria-label', heading);
  const title = document.createElement('h2');
  title.textContent = heading;
  const dl = document.createElement('dl');
  for (const [key, what] of list) {
    const dt = document.createElement('dt');
    const kbd = document.createElement('kbd');
    kbd.textContent = key;
    dt.append(kbd);
    const dd = document.createElement('dd');
    dd.textContent = what;
    dl.append(dt, dd);
  }
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = say('Close');
  close.addEventListener('click', () => dialog.close());
  dialog.append(title, dl, close);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
