// What a reader does on the drawing of the server, before the chart stands in its place, is done on the chart: a click or a tap is
// kept until there is one, which saw nothing of its beginning, and what was pointed at is pointed at again.

const tapEvent = 'detente:tap';
const pointEvent = 'detente:point';

/** A place in a plot, in pixels from its corner. */
export interface Tap {
  x: number;
  y: number;
}

/** Calls back for what was done before the chart was there. */
export function onTaps(plot: HTMLElement, point: (x: number, y: number) => void, click: (x: number, y: number) => void): void {
  for (const [name, then] of [[pointEvent, point], [tapEvent, click]] as const) {
    plot.addEventListener(name, (e) => {
      const { x, y } = (e as CustomEvent<Tap>).detail;
      then(x, y);
    });
  }
}

/** Points at a place of the chart. */
export function pointAt(plot: HTMLElement, at: Tap): void {
  plot.dispatchEvent(new CustomEvent<Tap>(pointEvent, { detail: at }));
}

/** Keeps clicks on a figure until its chart is there; it returns what keeps another. */
export function keepTap(figure: HTMLElement): (tap: Tap) => void {
  const plot = figure.querySelector<HTMLElement>('.plot');
  const waits = () => figure.dataset['state'] === 'loading';
  if (!plot || !waits()) return () => undefined;
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
    kept = within(plot, e);
    send();
  });
  new MutationObserver((_, drawn) => {
    if (waits()) return;
    drawn.disconnect();
    send();
  }).observe(figure, { attributes: true, attributeFilter: ['data-state'] });
  return (tap) => (kept = tap);
}

/** Where the pointer is in a plot. */
export function within(plot: HTMLElement, e: MouseEvent): Tap {
  const box = plot.getBoundingClientRect();
  return { x: e.clientX - box.left, y: e.clientY - box.top };
}
