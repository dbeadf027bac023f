// A click or a tap that began on the drawing of the server, before the chart stood in its place, is one on the chart: it is kept
// until there is one, which saw nothing of its beginning.

export const tapEvent = 'detente:tap';

/** Where a figure was tapped, in pixels from the corner of its plot. */
export interface Tap {
  x: number;
  y: number;
}

export function keepTap(figure: HTMLElement): void {
  const plot = figure.querySelector<HTMLElement>('.plot');
  const waits = () => figure.dataset['state'] === 'loading';
  if (!plot || !waits()) return;
  let early = false;
  let kept: Tap | null = null;
  const send = () => {
    if (!kept || waits()) return;
    plot.dispatchEvent(new CustomEvent<Tap>(tapEvent, { detail: kept }));
    kept = null;
  };
  plot.addEventListener('mousedown', () => (early = waits()));
  plot.addEventListener('click', (e) => {
    if (!early) return;
    early = false;
    const box = plot.getBoundingClientRect();
    kept = { x: e.clientX - box.left, y: e.clientY - box.top };
    send();
  });
  new MutationObserver((_, drawn) => {
    if (waits()) return;
    drawn.disconnect();
    send();
  }).observe(figure, { attributes: true, attributeFilter: ['data-state'] });
}
