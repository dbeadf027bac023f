// The reader's choice of light or dark. A cookie keeps it, since the server writes it into the page: a script that had to ask for it
// would hold up the first sight of every page, and one that came later would let the other theme flash.

const year = 365 * 86_400; // seconds

export function offerTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-toggle]');
  if (!button) return;
  const { dataset } = document.documentElement;
  button.hidden = false;
  button.addEventListener('click', () => {
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    const next = (dataset['theme'] ?? system) === 'dark' ? 'light' : 'dark';
    dataset['theme'] = next;
    document.cookie = `detente_theme=${next}; Path=/; Max-Age=${year}; SameSite=Lax`;
    document.dispatchEvent(new CustomEvent('detente:theme'));
  });
}
