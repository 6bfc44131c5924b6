const names: Readonly<Record<string, string>> = {
  intercode: 'Intercode',
  parsec: 'Parsec',
  snyk: 'Snyk',
  truvera: 'Truvera',
};

/** A system's name as it writes itself. */
export function systemNames(name: string): string {
  return names[name] ?? name;
}
