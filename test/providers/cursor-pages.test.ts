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

test('from cursor to cursor until there is none', async () => {
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

test('each item once, within a page and over several', async () => {
  const { pages } = await walk(
    book({ '': { items: ['a', 'a', 'b'], next: 'x' }, x: { items: ['b', 'c', 'a'], next: undefined } }),
  );
  expect(pages).toEqual([['a', 'b'], ['c']]);
});

describe('it ends', () => {
  test('on an empty page, although that leads on', async () => {
    const { asked } = await walk(book({ '': { items: ['a'], next: 'x' }, x: { items: [], next: 'y' } }));
    expect(asked).toEqual([undefined, 'x']);
  });

  test('where it was before', async () => {
    const { asked, pages } = await walk(
      book({ '': { items: ['a'], next: 'x' }, x: { items: ['b'], next: 'y' }, y: { items: ['c'], next: 'x' } }),
    );
    expect(asked).toEqual([undefined, 'x', 'y']);
    expect(pages.flat()).toEqual(['a', 'b', 'c']);
  });

  test('with a Problem when a page is one', async () => {
    const { pages } = await walk((cursor) => (cursor === undefined ? { items: ['a'], next: 'x' } : busy));
    expect(pages).toEqual([['a'], busy]);
  });

  test('with a Problem when ever new pages bring nothing new', async () => {
    let nth = 0;
    const { asked, pages } = await walk(() => ({ items: ['a'], next: `c${nth++}` }));
    expect(pages).toEqual([['a'], endless]);
    expect(asked.length).toBeLessThan(20);
  });
});

test('for all lists and page lengths: all of it, in order, once', async () => {
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
