// The list that a cluster of events or a point of the lines opens to: links to each event, so that none is ever out of reach,
// and from each figure to where it comes from.

import type { LaneEvent } from './figures';
import { say } from './say';
import { painted } from './turn';
import { foreign, type Row, rowElement, type Tip } from './tooltip';
import { directionGlyphs, directionWords } from './words';
import { eventWhen } from './zone';

export interface PopupActions {
  address(id: string): string;
  choose(id: string): void;
  zoom(events: readonly LaneEvent[]): void;
}

/** Events that more than fill the box. */
const atOnce = 40;

export class Popup {
  private box: HTMLElement | null = null;
  private more: (count: number) => void = () => undefined;
  private back: HTMLElement | null = null;
  private at: [number, number] = [0, 0];
  private beside = false; // a list of figures stands beside its point, which stays free for the second click and the wheel

  constructor(
    private readonly plot: HTMLElement,
    private readonly actions: PopupActions,
  ) {
    document.addEventListener('pointerdown', (e) => {
      if (this.box && !this.box.contains(e.target as Node)) this.close(false);
    });
  }

  get open(): boolean {
    return this.box !== null;
  }

  /** Opens the list of a tip. The keys begin at its first event, and at its first figure where there is none. */
  show(tip: Tip, x: number, y: number): void {
    this.close(false);
    this.back = document.activeElement as HTMLElement | null;
    const box = document.createElement('div');
    box.className = 'popup';
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', tip.title);
    box.append(this.head(tip), ...figures(tip), this.list(tip.events));
    box.addEventListener('keydown', (e) => this.key(e));
    // A drag or a wheel over the list is not one of the chart.
    for (const name of ['wheel', 'mousedown', 'click', 'dblclick', 'mousemove'] as const) box.addEventListener(name, (e) => e.stopPropagation());
    this.plot.append(box);
    this.box = box;
    this.at = [x, y];
    this.beside = tip.rows.length > 0;
    this.place();
    box.scrollIntoView({ block: 'nearest' }); // on a phone its end would lie under the bar of the sheet
    (box.querySelector<HTMLElement>('a[data-event]') ?? box.querySelector<HTMLElement>('a, button'))?.focus();
  }

  /** Puts the list where it belongs, within the chart as wide as it is now. */
  place(): void {
    const { box, plot } = this;
    if (!box) return;
    const [x, y] = this.at;
    const widest = plot.clientWidth - box.offsetWidth - 8;
    const left = !this.beside ? x - box.offsetWidth / 2 : x + 16 <= widest ? x + 16 : x - 16 - box.offsetWidth;
    box.style.left = `${Math.max(8, Math.min(left, widest))}px`;
    box.style.top = `${Math.max(8, this.beside ? Math.min(y - 24, plot.clientHeight - box.offsetHeight - 8) : y - box.offsetHeight - 16)}px`;
  }

  close(giveBack = true): void {
    this.box?.remove();
    this.box = null;
    if (giveBack) this.back?.focus();
  }

  private head({ title, events }: Tip): HTMLElement {
    const head = document.createElement('div');
    head.className = 'popup-head';
    const count = document.createElement('span');
    count.textContent = title;
    head.append(count);
    if (new Set(events.map((e) => e.at)).size > 1) {
      const zoom = button(say('Zoom in'));
      zoom.addEventListener('click', () => {
        this.close();
        this.actions.zoom(events);
      });
      head.append(zoom);
    }
    const close = button('×');
    close.setAttribute('aria-label', say('Close the list'));
    close.addEventListener('click', () => this.close());
    head.append(close);
    return head;
  }

  /** A glyph may stand for thousands of events: those that fill the box come at once, the others by the frame. */
  private list(events: readonly LaneEvent[]): HTMLElement {
    const list = document.createElement('ul');
    let listed = 0;
    this.more = (count) => list.append(...events.slice(listed, (listed += count)).map((e) => this.item(e)));
    this.more(atOnce);
    const follow = async () => {
      while (listed < events.length) {
        await painted();
        if (this.box?.contains(list)) this.more(atOnce);
        else return;
      }
    };
    void follow();
    return list;
  }

  private item(e: LaneEvent): HTMLElement {
    const link = document.createElement('a');
    link.href = this.actions.address(e.id);
    link.dataset['event'] = e.id;
    const when = document.createElement('time');
    when.textContent = eventWhen(e);
    const glyph = document.createElement('span');
    glyph.className = `glyph ${directionWords[e.dir]}`;
    glyph.textContent = directionGlyphs[e.dir] ?? '';
    link.append(when, glyph, foreign(e.title));
    link.addEventListener('click', (click) => {
      if (click.ctrlKey || click.metaKey || click.shiftKey) return;
      click.preventDefault();
      this.close();
      this.actions.choose(e.id);
    });
    const item = document.createElement('li');
    item.append(link);
    return item;
  }

  private key(e: KeyboardEvent): void {
    if (e.key === 'ArrowUp') this.more(Infinity); // the last one may be next
    const stops = [...(this.box?.querySelectorAll<HTMLElement>('a, button') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
    if (e.key === 'Escape') this.close();
    else if (step) stops[(at + step + stops.length) % stops.length]?.focus();
    if (e.key === 'Escape' || step) e.preventDefault();
    e.stopPropagation();
  }
}

/** The figures of a tip, each a link to where it comes from; what is computed has no such page. */
function figures(tip: Tip): HTMLElement[] {
  const rows = tip.rows.filter((row) => row.origin);
  if (!rows.length) return [];
  const note = document.createElement('p');
  note.className = 'tooltip-sub';
  note.textContent = [tip.sub, say('choose a figure to see where it comes from')].filter(Boolean).join(' · ');
  const list = document.createElement('ul');
  list.className = 'origins';
  list.append(...rows.map(origin));
  return [note, list];
}

function origin(row: Row): HTMLElement {
  const link = document.createElement('a');
  link.href = row.origin as string;
  link.append(...rowElement(row).childNodes);
  const item = document.createElement('li');
  item.append(link);
  return item;
}

function button(text: string): HTMLButtonElement {
  const b = document.createElement('button');
  b.type = 'button';
  b.textContent = text;
  return b;
}
