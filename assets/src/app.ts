// Wakes a page up: the links and forms that change it in place, the keys and, once it is painted, the charts.

import { announce, prepareToSay } from './announce';
import { startDesk } from './desk';
import { tellFailure } from './failure';
import { showKeys } from './keys';
import { Live } from './live';
import { showOffers } from './preview';
import { unfold } from './rows';
import { Sheet } from './sheet';
import { wakeSketch } from './sketch';
import { makeSortable } from './sort';
import { type Swapped, takeOver } from './swap';
import { keepTap } from './tap';
import { offerTheme } from './theme';
import { offerTour } from './tour';
import { idle, turn } from './turn';
import { whenWanted } from './view';
import { retell } from './zone';

function start(): void {
  document.documentElement.dataset['awake'] = ''; // for who drives the page: its scripts come when it is whole
  offerTheme();
  takeOver();
  startDesk();
  makeSortable();
  showOffers();
  retell();
  prepareToSay();
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-keys]')) {
    button.hidden = false;
    button.addEventListener('click', showKeys);
  }
  const side = document.querySelector<HTMLElement>('.side[data-sheet-side]');
  const sheet = side && new Sheet(side);
  document.addEventListener('detente:listed', () => makeSortable());
  document.addEventListener('detente:swapped', (e) => {
    makeSortable();
    retell();
    const { regions } = (e as CustomEvent<Swapped>).detail;
    sheet?.refresh(regions.has('card'));
    announce(regions);
  });
  afterChart(() => { // rows that nobody may look at, and what nobody waits for
    unfold();
    if (document.getElementById('overview-chart') && !document.body.classList.contains('embed')) offerTour();
  });
  const figures = document.querySelectorAll<HTMLElement>('figure[data-chart]');
  for (const figure of figures) wakeSketch(figure, keepTap(figure));
  if (figures.length) onScreen(() => whenWanted(() => void fetchCharts(), () => void askForCharts(figures)));
  if (document.body.classList.contains('embed')) return;
  new Live().start();
}

/** From a page that is there to a chart that is not waited for any longer, in ms. */
const patience = 2000;

const waiting = 'figure[data-chart][data-state="loading"]';

/** Calls back when the chart is on screen, or does not come, and there is nothing else to do. */
function afterChart(then: () => void): void {
  const drawn = new MutationObserver(() => document.querySelector(waiting) ?? end());
  const end = () => {
    drawn.disconnect();
    void idle().then(then);
  };
  if (!document.querySelector(waiting)) return end();
  drawn.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
  const late = () => setTimeout(end, patience);
  if (document.readyState === 'complete') late();
  else addEventListener('load', late);
}

/** Calls back when the page as it came has been seen: nothing the charts need may hold that up. */
function onScreen(then: () => void): void {
  if (performance.getEntriesByName('first-contentful-paint').length) return then();
  if (!PerformanceObserver.supportedEntryTypes?.includes('paint')) return void requestAnimationFrame(() => setTimeout(then));
  // The frame is made, but not yet on screen, when the page's own thread is free again.
  new PerformanceObserver((_, observer) => {
    observer.disconnect();
    then();
  }).observe({ type: 'paint', buffered: true });
}

/** Has what draws the charts at hand; taking it in would already hold up a phone. */
async function fetchCharts(): Promise<void> {
  const address = chartsAddress();
  if (!address) return;
  try {
    await (await fetch(address, { priority: 'low' })).arrayBuffer();
  } catch {
    // Whoever needs it asks again.
  }
}

async function askForCharts(figures: Iterable<HTMLElement>, attempt = 0): Promise<void> {
  try {
    const { wakeCharts } = await chartsOf(attempt);
    await turn(); // taking the scripts in and drawing are two pieces of work
    wakeCharts();
  } catch (error) {
    const all = [...figures];
    let asked = false;
    const again = () => {
      if (!asked) void askForCharts(all, attempt + 1);
      asked = true;
    };
    for (const figure of all) tellFailure(figure, figure.querySelector<HTMLElement>('.plot') ?? figure, error, again);
  }
}

/** Where the scripts of the charts are, as a page that begins with a chart says. */
function chartsAddress(): string | undefined {
  return document.querySelector<HTMLScriptElement>('script[data-charts]')?.dataset['charts'];
}

/** The scripts of the charts. A browser remembers that an address failed: another attempt has another one, where the page names it. */
function chartsOf(attempt: number): Promise<typeof import('./charts')> {
  const address = chartsAddress();
  return attempt && address ? import(`${address}?attempt=${attempt}`) : import('./charts');
}

start();
