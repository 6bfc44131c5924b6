import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Allowed, pairGuests } from '../../src/domain/pair-guests.ts';

const anyHost = (): Allowed => 'yes';
const hostsOf = (
  guests: readonly string[],
  chosen: readonly string[],
  free: readonly string[],
  allows = anyHost as Allow,
) => pairGuests(guests, { chosen, free }, allows).map(({ host, isAssigned }) => (isAssigned ? `(${host})` : host));
type Allow = (guest: string, host: string) => Allowed;

it('gives guests the computers that were chosen, row by row, and the others free ones, in their order', () => {
  expect(hostsOf(['ana', 'bo'], ['h1', 'h2'], ['h3'])).toEqual(['h1', 'h2']);
  expect(hostsOf(['ana', 'bo', 'cleo'], ['h9'], ['h1', 'h2'])).toEqual(['h9', '(h1)', '(h2)']);
  expect(hostsOf(['ana', 'bo', 'cleo'], [], ['h1', 'h2'])).toEqual(['(h1)', '(h2)', undefined]);
  expect(hostsOf([], ['h1'], ['h2'])).toEqual([]);
});

it('rather gives one for which nobody has to approve, and lets another guest take another where one has no choice', () => {
  const asks: Allow = (_, host) => (host === 'h1' ? 'asks' : 'yes');
  expect(hostsOf(['ana', 'bo'], [], ['h1', 'h2'], asks)).toEqual(['(h1)', '(h2)'].toReversed());
  const onlyFirst: Allow = (guest, host) => (guest === 'bo' && host !== 'h1' ? 'no' : 'yes');
  expect(hostsOf(['ana', 'bo'], [], ['h1', 'h2'], onlyFirst)).toEqual(['(h2)', '(h1)']);
});

it('gives each computer once, only where it is allowed, and to as many guests as possible', () => {
  const table = fc.array(fc.array(fc.constantFrom<Allowed>('yes', 'asks', 'no'), { minLength: 4, maxLength: 4 }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(table, (rows) => {
      const guests = rows.map((_, nth) => nth);
      const free = [0, 1, 2, 3];
      const pairs = pairGuests(guests, { chosen: [], free }, (guest, host) => rows[guest]?.[host] ?? 'no');
      const given = pairs.flatMap(({ guest, host }) => (host === undefined ? [] : [[guest, host] as const]));
      expect(new Set(given.map(([, host]) => host)).size).toBe(given.length);
      for (const [guest, host] of given) expect(rows[guest]?.[host]).not.toBe('no');
      expect(given.length).toBe(most(rows, new Set()));
    }),
  );
});

/** The most guests that can have a host, by trying all there is. */
function most(rows: readonly (readonly Allowed[])[], taken: ReadonlySet<number>): number {
  const [first, ...others] = rows;
  if (first === undefined) return 0;
  const withOne = first.flatMap((allowed, host) =>
    allowed === 'no' || taken.has(host) ? [] : [1 + most(others, new Set([...taken, host]))],
  );
  return Math.max(most(others, taken), ...withOne);
}
