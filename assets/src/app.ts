// Wakes a page up: the chart, the links and forms that change it in place, and the keys.

import { showKeys } from './keys';
import { Overview } from './overview';
import { wakePlots } from './plots';
import { type Swapped, takeOver } from './swap';

function start(): void {
  takeOver();
  wakePlots();
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-keys]')) {
    button.hidden = false;
    button.addEventListener('click', showKeys);
  }
  const figure = document.querySelector<HTMLElement>('[data-chart="overview"]');
  const plot = figure?.querySelector<HTMLElement>('.plot');
  if (!figure || !plot || !document.getElementById('overview-chart')) return;
  const overview = new Overview(figure, plot);
  document.addEventListener('detente:swapped', (e) => {
    const { regions, gesture } = (e as CustomEvent<Swapped>).detail;
    overview.swapped(regions, gesture);
  });
}

start();
