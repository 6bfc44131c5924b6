import { cleanLine } from './clean.ts';

/** So much of an id is shown: its end, in which ids of one system differ. */
const LONGEST_SHOWN_ID = 40;

/** An id as far as a person can use it: the whole of it, or its end. */
export function shownId(id: string): string {
  const clean = cleanLine(id);
  return clean.length > LONGEST_SHOWN_ID ? `…${clean.slice(1 - LONGEST_SHOWN_ID)}` : clean;
}

/** What a thing of a system goes by: its name, or that it has none, with the id by which it is known there. */
export function nameOrId(name: string | undefined, id: string): string {
  if (name !== undefined && name !== '') return name;
  return shownId(id) === '' ? 'Unnamed' : `Unnamed (id ${shownId(id)})`;
}
