const names: Readonly<Record<string, string>> = {
  intercode: 'Intercode',
  parsec: 'Parsec',
  snyk: 'Snyk',
  truvera: 'Truvera',
};

/** Whether Guestlist knows a system of this name, connected or not. */
export function isSystem(name: string): boolean {
  return Object.hasOwn(names, name);
}

/** The system, connected or not, that a command's text begins with, if any; and what follows the first word. */
export function systemInFront(text: string): { readonly named: string | undefined; readonly rest: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const name = word.toLowerCase();
  return { named: isSystem(name) ? name : undefined, rest };
}

/** The system that a Problem is about, by its name; a name that is none may come from a forged request, and is not shown. */
export function systemOf({ provider }: { readonly provider?: string }): string {
  return provider !== undefined && isSystem(provider) ? systemNames(provider) : 'The system';
}

/** A system's name as it writes itself. */
export function systemNames(name: string): string {
  return names[name] ?? name;
}
