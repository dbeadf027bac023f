// Three sentences for a first visit. They can be skipped at any step and never come again; nothing waits for them.

import { say } from './say';

const key = 'detente-tour';

interface Step {
  of: string; // the part of the page it speaks of
  text: string;
}

const steps: Step[] = [
  { of: '.plot', text: say('Two lines are the official rates, up is a weaker rouble. Each mark below them is an event: its row and shape say escalation ▲ or de-escalation ▼, a number says how many share the place.') },
  { of: '.days .events a, .plot', text: say('Point at a day or an event and it lights up everywhere: chart, list and table. Choose one, and the card says what both rates did around it.') },
  { of: '.toolbar', text: say('Range, units and filters are in the address: what you see is a link to send. The question mark lists the keys.') },
];

/** Shows the steps to a reader who has not seen them; where nothing can be remembered there is no tour. */
export function offerTour(): void {
  try {
    if (localStorage.getItem(key)) return;
    localStorage.setItem(key, 'offered');
  } catch {
    return;
  }
  show(0);
}

function show(n: number): void {
  const step = steps[n];
  if (!step) return;
  const box = document.createElement('aside');
  box.className = 'tour';
  box.setAttribute('aria-label', say('First steps, %s of %s', n + 1, steps.length));
  const words = document.createElement('p');
  words.textContent = step.text;
  const count = document.createElement('span');
  count.className = 'quiet';
  count.textContent = say('%s of %s', n + 1, steps.length);
  const target = document.querySelector(step.of);
  const leave = (next: number) => {
    target?.classList.remove('toured');
    box.remove();
    show(next);
  };
  const foot = document.createElement('div');
  foot.className = 'tour-foot';
  foot.append(count, button(say('Skip'), () => leave(steps.length)), button(n + 1 < steps.length ? say('Next') : say('Done'), () => leave(n + 1)));
  box.append(words, foot);
  box.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') leave(steps.length);
  });
  target?.classList.add('toured');
  document.body.append(box);
  if (n > 0) foot.querySelector<HTMLButtonElement>('button:last-child')?.focus();
}

function button(label: string, act: () => void): HTMLButtonElement {
  const b = document.createElement('button');
  b.type = 'button';
  b.textContent = label;
  b.addEventListener('click', act);
  return b;
}
