// Stands in the page itself and runs before it is painted.
export {};

const root = document.documentElement;
root.classList.add('has-script');

/**
 * Lets the rows of a long table that are out of sight wait until the chart is on screen: laying them out takes longer than drawing
 * it. A chart that does not come, because its part of the page is not looked at or cannot be had, is not waited for.
 */
function chartFirst(): void {
  const { dataset } = root;
  dataset['chartFirst'] = '';
  const whole = () => delete dataset['chartFirst'];
  const drawn = new MutationObserver(() => {
    if (document.querySelector('figure[data-chart][data-state="loading"]')) return;
    drawn.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(whole, { timeout: 500 })));
  });
  drawn.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
  addEventListener('load', () => setTimeout(whole, 2000));
}

chartFirst();
