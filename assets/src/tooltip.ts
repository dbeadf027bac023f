// The tooltip: an element of the page and not ECharts' own, so that long titles wrap and the style sheet dresses it. All text
// goes in as text.

import type { LaneEvent } from './figures';
import { say, writtenIn } from './say';
import { directionGlyphs, directionWords } from './words';
import { eventClock } from './zone';

export interface Row {
  name: string;
  value: string;
  note?: string;
  token?: string; // class of the colour
  origin?: string | undefined; // address of the page about where the value comes from
}

export interface Tip {
  title: string;
  sub?: string;
  rows: Row[];
  events: readonly LaneEvent[];
}

const maxEvents = 6;

export class Tooltip {
  private readonly box = document.createElement('div');

  constructor(private readonly plot: HTMLElement) {
    this.box.className = 'tooltip';
    this.box.setAttribute('aria-hidden', 'true'); // the live region says it in words
    this.box.hidden = true;
    plot.append(this.box);
  }

  show(tip: Tip, x: number, y: number): void {
    this.box.replaceChildren(line('tooltip-title', tip.title));
    if (tip.sub) this.box.append(line('tooltip-sub', tip.sub));
    for (const row of tip.rows) this.box.append(rowElement(row));
    for (const e of tip.events.slice(0, maxEvents)) this.box.append(eventElement(e));
    if (tip.events.length > maxEvents) this.box.append(line('tooltip-sub', say('and %s more', tip.events.length - maxEvents)));
    this.box.hidden = false;
    const { clientWidth, clientHeight } = this.plot;
    const { offsetWidth, offsetHeight } = this.box;
    const left = x + 16 + offsetWidth <= clientWidth ? x + 16 : Math.max(0, x - 16 - offsetWidth);
    this.box.style.left = `${left}px`;
    this.box.style.top = `${Math.max(0, Math.min(y - 24, clientHeight - offsetHeight - 4))}px`;
  }

  hide(): void {
    this.box.hidden = true;
  }
}

function line(className: string, text: string): HTMLElement {
  const p = document.createElement('p');
  p.className = className;
  p.textContent = text;
  return p;
}

/** A row of figures, as the tooltip and the list of a day show it. */
export function rowElement(row: Row): HTMLElement {
  const p = line('tooltip-row', '');
  const name = document.createElement('span');
  name.className = `tooltip-name ${row.token ?? ''}`;
  name.textContent = row.name;
  const value = document.createElement('span');
  value.className = 'tooltip-value';
  value.textContent = row.value;
  const note = document.createElement('span');
  note.className = 'quiet';
  note.textContent = row.note ?? '';
  p.append(name, value, note);
  return p;
}

function eventElement(e: LaneEvent): HTMLElement {
  const p = line('tooltip-event', '');
  const glyph = document.createElement('span');
  glyph.className = `glyph ${directionWords[e.dir]}`;
  glyph.textContent = directionGlyphs[e.dir] ?? '';
  p.append(glyph, whenOf(e), foreign(e.title));
  return p;
}

/** A title as it was written, whatever the direction and the language around it. */
export function foreign(text: string): HTMLElement {
  const title = document.createElement('bdi');
  title.lang = writtenIn(text);
  title.textContent = text;
  return title;
}

function whenOf(e: LaneEvent): string {
  return e.timed ? `${eventClock(e)} ` : '';
}
