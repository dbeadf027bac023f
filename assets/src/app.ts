// Wakes a page up: the chart, the links and forms that change it in place, and the keys.

import { startDesk } from './desk';
import { tellFailure } from './failure';
import { showKeys } from './keys';
import { Live } from './live';
import { Overview } from './overview';
import { Picture } from './picture';
import { wakePlots } from './plots';
import { Sheet } from './sheet';
import { makeSortable } from './sort';
import { type Swapped, takeOver } from './swap';
import { offerTour } from './tour';
import { retell } from './zone';

function start(): void {
  takeOver();
  startDesk();
  wakePlots();
  makeSortable();
  retell();
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-keys]')) {
    button.hidden = false;
    button.addEventListener('click', showKeys);
  }
  const side = document.querySelector<HTMLElement>('.side[data-sheet-side]');
  const sheet = side && new Sheet(side);
  const overview = wakeOverview();
  document.addEventListener('detente:swapped', (e) => {
    const { regions, gesture } = (e as CustomEvent<Swapped>).detail;
    makeSortable();
    retell();
    sheet?.refresh(regions.has('card'));
    overview?.swapped(regions, gesture);
  });
  if (document.body.classList.contains('embed')) return;
  new Live().start();
  if (overview) offerTour();
}

/** Draws the overview's chart; a chart that fails says so and leaves the table. */
function wakeOverview(): Overview | null {
  const figure = document.querySelector<HTMLElement>('[data-chart="overview"]');
  const plot = figure?.querySelector<HTMLElement>('.plot');
  if (!figure || !plot || !document.getElementById('overview-chart')) return null;
  try {
    const overview = new Overview(figure, plot);
    new Picture(overview).offer();
    return overview;
  } catch (error) {
    tellFailure(figure, plot, error);
    return null;
  }
}

start();
