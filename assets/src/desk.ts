// The event desk: ticks and keys of the review, and the value and meaning of a code while a form is filled in. All of it
// works without this, by the buttons of the pages.

import { showList } from './keylist';
import { say } from './say';

const keys: [string, string][] = [
  ['j k or ↓ ↑', say('next and previous event')],
  ['x', say('tick it, or take the tick off')],
  ['a', say('tick all, or none')],
  ['c', say('confirm the ticked ones, or this one')],
  ['r', say('reject the ticked ones, or this one')],
  ['m', say('merge this one into the likely same event beside it')],
  ['e', say('edit this one')],
  ['?', say('this list')],
];

const placeKey = 'detente-review-row';

/** The review queue: which rows are ticked, and which one the keys are of. */
class Review {
  private readonly ticks: HTMLInputElement[];

  constructor(private readonly form: HTMLFormElement) {
    this.ticks = [...form.querySelectorAll<HTMLInputElement>('.queue input[name="event"]')];
    this.all();
    form.addEventListener('change', () => this.count());
    form.addEventListener('submit', () => sessionStorage.setItem(placeKey, String(this.row())));
    form.querySelector('.queue')?.addEventListener('keydown', (e) => this.key(e as KeyboardEvent));
    this.count();
    this.comeBack();
  }

  private all(): void {
    const label = this.form.querySelector<HTMLElement>('[data-review-all]');
    const box = label?.querySelector('input');
    if (!label || !box) return;
    label.hidden = false;
    box.addEventListener('change', () => this.tickAll(box.checked));
  }

  private tickAll(on: boolean): void {
    for (const tick of this.ticks) tick.checked = on;
    this.count();
  }

  private count(): void {
    const n = this.ticks.filter((t) => t.checked).length;
    const text = this.form.querySelector('[data-review-count]');
    if (text) text.textContent = n === 0 ? say('Nothing ticked:') : say('%s ticked:', n);
    const box = this.form.querySelector<HTMLInputElement>('[data-review-all] input');
    if (!box) return;
    box.checked = n === this.ticks.length;
    box.indeterminate = n > 0 && n < this.ticks.length;
  }

  /** The row that has the focus, the first one where none has. */
  private row(): number {
    const li = document.activeElement?.closest('.queue > li');
    return Math.max(0, this.ticks.findIndex((t) => t.closest('li') === li));
  }

  private go(to: number): void {
    const tick = this.ticks[Math.min(Math.max(to, 0), this.ticks.length - 1)];
    tick?.focus();
    tick?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }

  /** After a decision the row that took the place of the decided one has the focus. */
  private comeBack(): void {
    const place = sessionStorage.getItem(placeKey);
    sessionStorage.removeItem(placeKey);
    if (place !== null && !document.querySelector('.trouble')) this.go(Number(place));
  }

  private key(e: KeyboardEvent): void {
    const target = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || (target instanceof HTMLInputElement && target.type !== 'checkbox')) return;
    const act = this.action(e.key);
    if (!act) return;
    e.preventDefault();
    act();
  }

  private action(key: string): (() => void) | null {
    const at = this.row();
    const here = this.ticks[at];
    switch (key) {
      case 'j':
      case 'ArrowDown':
        return () => this.go(at + 1);
      case 'k':
      case 'ArrowUp':
        return () => this.go(at - 1);
      case 'x':
        return () => here?.click();
      case 'a':
        return () => this.tickAll(this.ticks.some((t) => !t.checked));
      case 'c':
        return () => this.decide('confirm', here);
      case 'r':
        return () => this.decide('reject', here);
      case 'm':
        return () => here?.closest('li')?.querySelector<HTMLButtonElement>('.twin button')?.click();
      case 'e':
        return () => here?.closest('li')?.querySelector<HTMLAnchorElement>('a[href$="/edit"]')?.click();
      case '?':
        return () => showList(say('Keys of the review'), keys);
    }
    return null;
  }

  /** Decides the ticked rows, or the one that has the focus where none is ticked. */
  private decide(what: string, here: HTMLInputElement | undefined): void {
    const some = this.ticks.some((t) => t.checked);
    const of = some ? this.form.querySelector('.bulk') : here?.closest('li');
    of?.querySelector<HTMLButtonElement>(`button[value="${some ? what : `${what}:${here?.value}`}"]`)?.click();
  }
}

/** Fills in what a code means and the value it carries; a value that was typed stays. */
function followCode(form: HTMLFormElement): void {
  const code = form.querySelector<HTMLInputElement>('[name="cameo"]');
  const value = form.querySelector<HTMLInputElement>('[name="goldstein"]');
  const category = form.querySelector<HTMLSelectElement>('[name="category"]');
  const means = form.querySelector('[data-code-means]');
  if (!code || !value || !category || !means) return;
  const lookUp = () => form.querySelector<HTMLOptionElement>(`#cameo-codes option[value="${CSS.escape(code.value.trim())}"]`);
  const market = () => category.value === 'market' || category.value === 'monetary_policy';
  const ofCode = () => (market() ? '0' : (lookUp()?.dataset['goldstein'] ?? ''));
  const plain = (text: string) => Number(text.replace('\u2212', '-').replace(',', '.'));
  let filled = value.value === '' || plain(value.value) === plain(ofCode());
  value.addEventListener('input', () => (filled = value.value === ''));
  const follow = () => {
    const option = lookUp();
    const gist = document.createElement('span');
    gist.lang = 'en';
    gist.textContent = `${option?.dataset['means']}.`;
    means.replaceChildren(...(option ? [say('The code means:'), ' ', gist] : []));
    if (filled && (option || market())) value.value = ofCode();
  };
  code.addEventListener('input', follow);
  category.addEventListener('change', follow);
  follow();
}

/** Warns before what was typed is left behind. */
function keepTyped(form: HTMLFormElement): void {
  let changed = document.querySelector('.trouble') !== null;
  form.addEventListener('input', () => (changed = true));
  form.addEventListener('submit', () => (changed = false));
  window.addEventListener('beforeunload', (e) => {
    if (changed) e.preventDefault();
  });
}

/**
 * Leads from a line of the summary of errors to its field. Left to the browser, Enter moves the focus on its keydown, its
 * keypress reaches the field, and the form is sent once more: here the focus moves when the key is up.
 */
function leadToField(link: HTMLAnchorElement): void {
  const lead = (e: Event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    e.preventDefault();
    field.focus();
    field.scrollIntoView({ block: 'center' });
  };
  link.addEventListener('click', lead);
  link.addEventListener('keydown', (e) => {
    if (e.key === 'Enter') e.preventDefault();
  });
  link.addEventListener('keyup', (e) => {
    if (e.key === 'Enter') lead(e);
  });
}

/** Wakes the desk's pages up. */
export function startDesk(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.trouble a[href^="#field-"]')) leadToField(link);
  document.querySelector('[data-unsent]')?.remove();
  const review = document.querySelector<HTMLFormElement>('[data-review]');
  if (review) new Review(review);
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-review-keys]')) {
    button.hidden = false;
    button.addEventListener('click', () => showList(say('Keys of the review'), keys));
  }
  const form = document.querySelector<HTMLFormElement>('[data-event-form]');
  if (!form) return;
  followCode(form);
  keepTyped(form);
}
