import { hostMatches } from '../text/host-search.ts';
import { edits } from '../text/nearest-word.ts';
import type { BoardHost } from './board.ts';

/** So many names are proposed for one that is unknown. */
const MOST_NEAR = 3;

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Those a board shows of some computers, by name ("Edit 2" before "Edit 10"): at most `most`, and where there are more, those with bookings
 * before those without.
 */
export function chooseHosts(
  hosts: readonly BoardHost[],
  most: number,
): { readonly shown: readonly BoardHost[]; readonly more: number } {
  const sorted = hosts.toSorted((a, b) => byName.compare(a.hostName, b.hostName) || (a.hostId < b.hostId ? -1 : 1));
  if (sorted.length <= most) return { shown: sorted, more: 0 };
  const taken = sorted.filter(({ bookings }) => bookings.length > 0);
  const kept = new Set([...taken, ...sorted.filter(({ bookings }) => bookings.length === 0)].slice(0, most));
  return { shown: sorted.filter((host) => kept.has(host)), more: sorted.length - most };
}

/** The names that are nearest to one that no computer has, nearest first. */
export function nearestHosts(names: readonly string[], text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  return [...new Set(names)]
    .map((name) => ({ name, steps: edits(wanted, name.toLowerCase()) }))
    .toSorted((a, b) => a.steps - b.steps || byName.compare(a.name, b.name))
    .slice(0, MOST_NEAR)
    .map(({ name }) => name);
}

/** The computers a text means: the one of exactly this name, else all whose name contains it, else none. */
export function namedHosts<Host extends { readonly hostName: string }>(
  hosts: readonly Host[],
  text: string,
): readonly Host[] {
  const exact = hosts.filter(({ hostName }) => hostName.toLowerCase() === text.trim().toLowerCase());
  return exact.length > 0 ? exact : hosts.filter(({ hostName }) => hostMatches(hostName, text));
}
