import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isProblem, problem } from '../../src/domain/problem.ts';
import { type Page, walkPages } from '../../src/providers/offset-pages.ts';
import { collect } from './support/collect.ts';

const endless = problem('provider_nonsense', { provider: 'parsec' });

/** Walks a list that `between` may change after each page; what was given, or the Problem it ended with. */
async function walk(
  list: string[],
  options: {
    limit?: number;
    between?: (pages: number) => void;
    count?: 'yes' | 'no';
    serverLimit?: number;
    shortIsLast?: boolean;
  } = {},
) {
  const given: string[] = [];
  let loads = 0;
  const pages = walkPages<string>({
    limit: options.limit ?? 10,
    shortIsLast: options.shortIsLast ?? true,
    keyOf: (item) => item,
    endless,
    async load(offset, limit): Promise<Page<string>> {
      loads += 1;
      if (loads > 500) throw new Error('walks forever');
      const page = {
        items: list.slice(offset, offset + Math.min(limit, options.serverLimit ?? limit)),
        count: options.count === 'no' ? undefined : list.length,
      };
      options.between?.(loads);
      return page;
    },
  });
  for await (const page of pages) {
    if (isProblem(page)) return { given, loads, problem: page };
    given.push(...page);
  }
  return { given, loads, problem: undefined };
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `item ${index}`);

describe('a list that stands still', () => {
  test.each([0, 1, 9, 10, 11, 19, 20, 21, 95])('of %i is returned complete and once', async (length) => {
    for (const count of ['yes', 'no'] as const) {
      expect((await walk(names(length), { count })).given).toEqual(names(length));
    }
  });

  test('that fits a page needs one request', async () => {
    expect((await walk(names(10))).loads).toBe(1);
    expect((await walk(names(9), { count: 'no' })).loads).toBe(1);
  });

  test('is read to the end although the server returns shorter pages than requested', async () => {
    expect((await walk(names(40), { serverLimit: 4 })).given).toEqual(names(40));
  });
});

describe('a list without a count, of a server with an unknown page limit', () => {
  const unknown = { count: 'no', shortIsLast: false } as const;

  test.each([0, 1, 4, 5, 9, 10, 11, 40])(
    'of %i is returned complete and once, though pages are cut to 4',
    async (length) => {
      const { given, problem: trouble } = await walk(names(length), { ...unknown, serverLimit: 4 });
      expect(given).toEqual(names(length));
      expect(trouble).toBeUndefined();
    },
  );

  test('needs one request more than it has pages, and an empty one needs one', async () => {
    expect((await walk(names(9), unknown)).loads).toBe(2);
    expect((await walk([], unknown)).loads).toBe(1);
  });

  test('is returned complete though it moves: the walk goes back no further than a page of the server', async () => {
    const list = names(200);
    const { given, problem: trouble } = await walk(list, {
      ...unknown,
      limit: 100,
      serverLimit: 4,
      between: (pages) => pages === 40 && list.splice(0, 8),
    });
    expect(trouble).toBeUndefined();
    expect(given).toEqual(names(200));
  });
});

describe('a list that moves', () => {
  test('hides nothing when items are removed from the front', async () => {
    const list = names(35);
    const { given } = await walk(list, { between: (pages) => pages === 1 && list.splice(0, 8) });
    expect(given).toEqual(names(35));
  });

  test('makes the walk go back instead of ending when the next page became empty', async () => {
    const list = names(30);
    const { given } = await walk(list, { between: (pages) => pages === 2 && list.splice(0, 18) });
    expect(new Set(given)).toEqual(new Set(names(30)));
  });

  test('hides nothing when the first item of the next page is removed', async () => {
    const list = names(30);
    const { given } = await walk(list, { between: (pages) => pages === 1 && list.splice(9, 1) });
    expect(given).toEqual(names(30));
  });

  test('does not stop the walk or repeat an item when items are added in front', async () => {
    const list = names(30);
    const { given } = await walk(list, { between: (pages) => pages === 1 && list.unshift(...names(50).slice(35)) });
    expect(given.toSorted()).toEqual([...names(30), ...names(50).slice(44)].toSorted());
  });

  test('returns every lasting item once, for all removals and insertions', async () => {
    let shifted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 80 }),
        fc.constantFrom('yes' as const, 'no' as const),
        fc.array(
          fc.record({ page: fc.integer({ min: 1, max: 12 }), at: fc.nat(80), remove: fc.nat(15), insert: fc.nat(8) }),
          { maxLength: 6 },
        ),
        async (length, count, moves) => {
          const list = names(length);
          const gone = new Set<string>();
          let fresh = 0;
          const { given, problem: trouble } = await walk(list, {
            count,
            between(pages) {
              for (const move of moves.filter((candidate) => candidate.page === pages)) {
                const inserted = Array.from({ length: move.insert }, () => `new ${fresh++}`);
                for (const item of list.splice(move.at, move.remove, ...inserted)) gone.add(item);
                shifted += 1;
              }
            },
          });
          expect(trouble).toBeUndefined();
          expect(new Set(given).size).toBe(given.length);
          for (const item of names(length)) if (!gone.has(item)) expect(given).toContain(item);
        },
      ),
      { numRuns: 2000 },
    );
    expect(shifted).toBeGreaterThan(1000);
  });
});

describe('a server that does not page', () => {
  test('and ignores the offset, without a count: ends with a Problem', async () => {
    const pages = walkPages<string>({
      limit: 10,
      shortIsLast: true,
      keyOf: (item) => item,
      endless,
      load: async () => ({ items: names(10), count: undefined }),
    });
    const given = await collect(pages);
    expect(given).toEqual([names(10), endless]);
  });

  test('and ignores the offset, with a count beyond it: ends', async () => {
    const pages = walkPages<string>({
      limit: 10,
      shortIsLast: true,
      keyOf: (item) => item,
      endless,
      load: async () => ({ items: names(10), count: 1000 }),
    });
    expect((await collect(pages)).at(-1)).toEqual(endless);
  });

  test('a count that is too high ends on the short page', async () => {
    const pages = walkPages<string>({
      limit: 10,
      shortIsLast: true,
      keyOf: (item) => item,
      endless,
      load: async (offset) => ({ items: names(15).slice(offset, offset + 10), count: 1000 }),
    });
    expect((await collect(pages)).flat()).toEqual(names(15));
  });
});

test('a failed page ends the walk with its Problem, after the items before it', async () => {
  const busy = problem('provider_busy', { provider: 'parsec', retryAt: 1 });
  const pages = walkPages<string>({
    limit: 10,
    shortIsLast: true,
    keyOf: (item) => item,
    endless,
    load: async (offset) => (offset === 0 ? { items: names(10), count: 20 } : busy),
  });
  expect(await collect(pages)).toEqual([names(10), busy]);
});
