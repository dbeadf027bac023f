// Says what the scripts show in the language of the page. Keys are English; internal/words has the rules and the Russian.

/** The catalogue that ru.ts leaves where the page is Russian. */
function twins(): Record<string, string> | undefined {
  return (globalThis as { detenteWords?: Record<string, string> }).detenteWords;
}

/** Whether the page is told in Russian. */
export function inRussian(): boolean {
  return twins() !== undefined;
}

/** The language of a text that somebody wrote, by its letters; internal/words.Written says the same. */
export function writtenIn(text: string): 'en' | 'ru' {
  const letters = (script: RegExp) => text.match(script)?.length ?? 0;
  return letters(/\p{Script=Cyrillic}/gu) > letters(/\p{Script=Latin}/gu) ? 'ru' : 'en';
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

/** 0 for 1, 21, 101, 1 for 2 to 4, 22, 2 for the rest; written out, since the server draws where there is no Intl. */
function russianForm(n: number): number {
  const ten = n % 10;
  const hundred = n % 100;
  if (ten === 1 && hundred !== 11) return 0;
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
}
