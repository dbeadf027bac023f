// On a narrow screen the filters and the selected event are a sheet at the foot of the window: two buttons raise it. On a wide
// one they stand beside the chart and this file does nothing that is seen.

import { say } from './say';

type Leaf = 'filters' | 'card';

const narrow = '(max-width: 699px)';

export class Sheet {
  private readonly bar = document.createElement('div');
  private readonly buttons: Record<Leaf, HTMLButtonElement>;
  private range = shownRange();

  constructor(private readonly side: HTMLElement) {
    this.bar.className = 'sheet-bar';
    this.bar.setAttribute('role', 'group');
    this.bar.setAttribute('aria-label', say('Filters and the selected event'));
    this.buttons = { filters: this.button('filters'), card: this.button('card') };
    side.prepend(this.bar);
    side.addEventListener('keydown', (e) => {
      if (e.key !== 'Escape' || !this.open) return;
      const from = this.open;
      this.show(null);
      this.buttons[from].focus();
    });
    document.addEventListener('pointerdown', (e) => {
      if (this.open && !side.contains(e.target as Node)) this.show(null);
    });
    this.refresh();
  }

  private get open(): Leaf | null {
    return (this.side.dataset['sheet'] as Leaf | undefined) ?? null;
  }

  /** Takes over what a swap brought: another count, or an event to look at. One that came with another range hides nothing of the chart. */
  refresh(chosen = false): void {
    const count = this.side.querySelector('.total')?.textContent ?? '';
    this.buttons.filters.textContent = count ? `${say('Filter events')}: ${count}` : say('Filter events');
    const card = this.side.querySelector('.card[data-selected] h2');
    this.buttons.card.textContent = card?.textContent ?? say('Selected event');
    this.buttons.card.disabled = !card;
    const range = shownRange();
    const moved = range !== this.range;
    this.range = range;
    if (chosen && card && !moved && matchMedia(narrow).matches) this.show('card');
    else if (!card && this.open === 'card') this.show(null);
  }

  private button(leaf: Leaf): HTMLButtonElement {
    const b = document.createElement('button');
    b.type = 'button';
    b.setAttribute('aria-expanded', 'false');
    b.addEventListener('click', () => this.show(this.open === leaf ? null : leaf));
    this.bar.append(b);
    return b;
  }

  private show(leaf: Leaf | null): void {
    if (leaf) this.side.dataset['sheet'] = leaf;
    else delete this.side.dataset['sheet'];
    for (const [name, b] of Object.entries(this.buttons)) b.setAttribute('aria-expanded', String(name === leaf));
    this.side.scrollTop = 0;
  }
}

/** The range that the address asks for. */
function shownRange(): string {
  const asked = new URL(location.href).searchParams;
  return `${asked.get('from')} ${asked.get('to')}`;
}
