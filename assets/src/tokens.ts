// Colours of an option are names of CSS custom properties; ECharts needs their values.

export type Colours = (token: string) => string;

/** Reads the colours as they are now, light or dark, each once. */
export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = new Map<string, string>();
  return (token) => {
    const known = read.get(token);
    if (known !== undefined) return known;
    const value = style.getPropertyValue(token).trim();
    read.set(token, value);
    return value;
  };
}

/** A copy of an option in which every string that begins with "--" is the value of that property. */
export function coloured<T>(value: T, colour: Colours): T {
  if (typeof value === 'string') return (value.startsWith('--') ? colour(value) : value) as T;
  if (Array.isArray(value)) return value.map((v) => coloured(v, colour)) as T;
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coloured(v, colour)])) as T;
  }
  return value;
}
