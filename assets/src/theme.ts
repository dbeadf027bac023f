// Runs before the page is painted, so that a reader's choice of light or dark never flashes.
export {};

const key = 'detente-theme';
const root = document.documentElement;

function kept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: the system's choice holds
  }
}

function keep(theme: string): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // the choice then lasts as long as the page
  }
}

const choice = kept();
if (choice === 'light' || choice === 'dark') root.dataset['theme'] = choice;
root.classList.add('has-script');

document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-toggle]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    const next = (root.dataset['theme'] ?? system) === 'dark' ? 'light' : 'dark';
    root.dataset['theme'] = next;
    keep(next);
    document.dispatchEvent(new CustomEvent('detente:theme'));
  });
});

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
