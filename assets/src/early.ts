// Stands in the page itself and runs before it is painted.
export {};

const { classList, dataset } = document.documentElement;
classList.add('has-script');

// The rows of a long table that are out of sight wait until the chart is on screen: laying them out takes longer than drawing it. The
// bundle shows them a few at a time; where it does not come they are all shown.
dataset['chartFirst'] = '';
addEventListener('load', () => setTimeout(() => delete dataset['chartFirst'], 5000));
