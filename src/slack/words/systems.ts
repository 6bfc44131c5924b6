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

/** A system's name as it writes itself. */
export function systemNames(name: string): string {
  return names[name] ?? name;
}
