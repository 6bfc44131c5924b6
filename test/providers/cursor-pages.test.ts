import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problem } from '../../src/domain/problem.ts';
import { type CursorPage, walkCursor } from '../../src/providers/cursor-pages.ts';
import { collect } from './support/collect.ts';

const endless = problem('provider_nonsense', { provider: 'test' });
const busy = problem('provider_busy', { provider: 'test' });

/** Walks pages that are found by their cursor; the first has none. */
async function walk(load: (cursor: string | undefined) => CursorPage<string> | typeof busy) {
  const asked: (string | undefined)[] = [];
  const pages = await collect(
    walkCursor({
      load: async (cursor) => {
        asked.push(cursor);
        return load(cursor);
      },
      keyOf: (item) => item,
      endless,
    }),
  );
  return { asked, pages };
}

const book =
  (pages: Readonly<Record<string, CursorPage<string>>>) =>
  (cursor = '') =>
    pages[cursor] ?? { items: [], next: undefined };

test('follows cursors until there is none', async () => {
  const { asked, pages } = await walk(
    book({
      '': { items: ['a', 'b'], next: 'x' },
      x: { items: ['c'], next: 'y' },
      y: { items: ['d'], next: undefined },
    }),
  );
  expect(asked).toEqual([undefined, 'x', 'y']);
  expect(pages).toEqual([['a', 'b'], ['c'], ['d']]);
});

test('returns each item once, within a page and over several', async () => {
  const { pages } = await walk(
    book({ '': { items: ['a', 'a', 'b'], next: 'x' }, x: { items: ['b', 'c', 'a'], next: undefined } }),
  );
  expect(pages).toEqual([['a', 'b'], ['c']]);
});

describe('it ends', () => {
  test('on an empty page, although it has a cursor', async () => {
    const { asked } = await walk(book({ '': { items: ['a'], next: 'x' }, x: { items: [], next: 'y' } }));
    expect(asked).toEqual([undefined, 'x']);
  });

  test('at a cursor it followed before', async () => {
    const { asked, pages } = await walk(
      book({ '': { items: ['a'], next: 'x' }, x: { items: ['b'], next: 'y' }, y: { items: ['c'], next: 'x' } }),
    );
    expect(asked).toEqual([undefined, 'x', 'y']);
    expect(pages.flat()).toEqual(['a', 'b', 'c']);
  });

  test('with a Problem when a page is a Problem', async () => {
    const { pages } = await walk((cursor) => (cursor === undefined ? { items: ['a'], next: 'x' } : busy));
    expect(pages).toEqual([['a'], busy]);
  });

  test('with a Problem when page after page brings nothing new', async () => {
    let nth = 0;
    const { asked, pages } = await walk(() => ({ items: ['a'], next: `c${nth++}` }));
    expect(pages).toEqual([['a'], endless]);
    expect(asked.length).toBeLessThan(20);
  });
});

test('returns all items in order and once, for all lists and page lengths', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 12 }), async (length, limit) => {
      const list = Array.from({ length }, (_, nth) => `item ${nth}`);
      const { pages } = await walk((cursor) => {
        const from = Number(cursor ?? 0);
        const next = from + limit < length ? String(from + limit) : undefined;
        return { items: list.slice(from, from + limit), next };
      });
      expect(pages.flat()).toEqual(list);
    }),
  );
});
