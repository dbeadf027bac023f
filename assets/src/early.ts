// Stands in the page itself and runs before it is painted.
export {};

const { classList, dataset } = document.documentElement;
classList.add('has-script');

// The rows of a long table that are out of sight wait until the chart is on screen: laying them out takes longer than drawing it. The
// bundle shows them a few at a time; where it does not come they are all shown.
dataset['chartFirst'] = '';
addEventListener('load', () => setTimeout(() => delete dataset['chartFirst'], 5000));

// The page's scripts are asked for when its first frame is made. Fetched and compiled before that they would hold it up by a third, and
// be no sooner ready themselves.
const { script, charts } = (document.currentScript as HTMLScriptElement).dataset;

function ask(): void {
  if (charts && matchMedia('(min-width: 700px)').matches) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: charts }));
  document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: script }));
}

document.addEventListener('DOMContentLoaded', () => {
  if (document.hidden) ask(); // a tab behind another has no frames
  else requestAnimationFrame(() => setTimeout(ask));
});
