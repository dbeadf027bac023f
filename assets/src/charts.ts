// The charts of a page. Each is drawn when it comes into view: one that nobody has scrolled to holds up none that is seen.

import { dropSketch, tellFailure } from './failure';
import { Overview } from './overview';
import { Picture } from './picture';
import { wakePlots } from './plots';
import type { Swapped } from './swap';
import { whenSeen } from './view';

/** How much of the overview's chart is in view before it is drawn. */
const seenShare = 0.5;

export function wakeCharts(): void {
  wakePlots();
  const figure = document.querySelector<HTMLElement>('[data-chart="overview"]');
  const plot = figure?.querySelector<HTMLElement>('.plot');
  if (figure && plot && document.getElementById('overview-chart')) whenSeen(plot, seenShare, () => wakeOverview(figure, plot));
}

/** Draws the overview's chart; a chart that fails says so and leaves the table. */
function wakeOverview(figure: HTMLElement, plot: HTMLElement): void {
  try {
    const overview = new Overview(figure, plot);
    new Picture(overview).offer();
    document.addEventListener('detente:swapped', (e) => {
      const { regions, gesture, wait } = (e as CustomEvent<Swapped>).detail;
      wait(overview.swapped(regions, gesture).catch((error: unknown) => tellLost(overview, error)));
    });
  } catch (error) {
    for (const part of [...plot.children]) if (!part.matches('.sketched')) part.remove();
    tellFailure(figure, plot, error, () => wakeOverview(figure, plot));
  }
}

/** Tells that a chart which was drawn could not be drawn anew. */
function tellLost(overview: Overview, error: unknown): void {
  const { figure, plot } = overview;
  dropSketch(plot);
  tellFailure(figure, plot, error, () => {
    try {
      overview.load();
    } catch (once) {
      tellLost(overview, once);
    }
  });
}
