// Stands in the page itself and runs before it is painted.
export {};

const { classList, dataset } = document.documentElement;
classList.add('has-script');

// The rows of a long table that are out of sight wait until the chart is on screen: laying them out takes longer than drawing it. The
// bundle shows them a few at a time; where it does not come they are all shown. The box of a table below the screen waits whole, until
// the reader goes there.
dataset['chartFirst'] = location.hash ? 'near' : '';
addEventListener('scroll', () => { if ('chartFirst' in dataset) dataset['chartFirst'] = 'near'; }, { once: true });
addEventListener('load', () => setTimeout(() => delete dataset['chartFirst'], 5000));

// The page's scripts are asked for when all of it is there, and what draws charts when they have come: fetched and compiled sooner it
// would hold up the first paint by a third, and be no sooner ready itself. As scripts of the page they hold up its load event, which
// who photographs a page waits for.
const { script, charts } = (document.currentScript as HTMLScriptElement).dataset;

function ask(src: string | undefined): HTMLScriptElement {
  const asked = Object.assign(document.createElement('script'), { type: 'module', src });
  document.head.append(asked);
  return asked;
}

/** The parts that the page's script begins with, as the build names them. */
declare const besideApp: readonly string[];

document.addEventListener('DOMContentLoaded', () => {
  const asked = ask(script);
  for (const name of besideApp) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: script?.replace(/[^/]*$/, name) }));
  if (charts && matchMedia('(min-width: 700px)').matches) asked.addEventListener('load', () => ask(charts));
});
