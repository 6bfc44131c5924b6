import { isSystem } from './words/systems.ts';

/** The name of a system that may stand in front of what is typed behind a command, connected or not; and what follows the first word. */
export function systemInFront(text: string): { readonly named: string | undefined; readonly rest: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const name = word.toLowerCase();
  return { named: isSystem(name) ? name : undefined, rest };
}
