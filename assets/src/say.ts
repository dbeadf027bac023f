// Says what the scripts show in the language of the page. Keys are English; internal/words has the rules and the Russian.

/** The catalogue that ru.ts leaves where the page is Russian. */
function twins(): Record<string, string> | undefined {
  return (globalThis as { detenteWords?: Record<string, string> }).detenteWords;
}

/** Whether the page is told in Russian. */
export function inRussian(): boolean {
  return twins() !== undefined;
}

/** Says a key with its arguments in the places of %s, or of %[2]s where the order differs. */
export function say(key: string, ...args: readonly (string | number)[]): string {
  return filled(twins()?.[key] ?? key, args);
}

function filled(text: string, args: readonly (string | number)[]): string {
  let next = 0;
  return args.length ? text.replace(/%(?:\[(\d+)\])?s/g, (_, n?: string) => String(args[n ? Number(n) - 1 : next++])) : text;
}

/** n with the word for it: "1 event", "5 событий". Forms that hold %s say where the number stands. */
export function counted(n: number, figures: string, one: string, many: string): string {
  const forms = twins()?.[`${one}|${many}`]?.split('|');
  const form = forms?.length === 3 ? (forms[russianForm(n)] as string) : n === 1 ? one : many;
  return form.includes('%s') ? filled(form, [figures]) : `${figures} ${form}`;
}

let rules: Intl.PluralRules | undefined; // made when first asked: the pictures' interpreter has no Intl, and draws no counts

function russianForm(n: number): number {
  rules ??= new Intl.PluralRules('ru');
  const form = rules.select(n);
  return form === 'one' ? 0 : form === 'few' ? 1 : 2;
}
