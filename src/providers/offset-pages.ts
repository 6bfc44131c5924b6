import { isProblem, onSuccess, type Problem } from '../domain/problem.ts';

/**
 * How a list is asked for page by page. `shortIsLast`: the documents allow pages of `limit`, so one that is shorter is the last; without
 * such a word a server may hold to a bound of its own.
 */
export type PageSize = { readonly limit: number; readonly shortIsLast: boolean };

/** One page of a list that is read by offset; `count` is the length of the whole list, if the provider says so. */
export type Page<Item> = { readonly items: readonly Item[]; readonly count: number | undefined };

/** A page of a list whose length the provider does not say. */
export function uncounted<Item>(asked: Promise<readonly Item[] | Problem>): Promise<Page<Item> | Problem> {
  return onSuccess(asked, (items) => ({ items, count: undefined }));
}

const MAX_BARREN_PAGES = 10;

/**
 * Reads a whole list by offset and gives each item once, page by page. A page that is a Problem ends the walk with it.
 *
 * Lists move while they are read: something removed from the front makes the rest slide past an offset unseen. So each page
 * begins on the last item of the page before. When nothing on it is known, something may have slid past, and the walk goes
 * back a page. Whatever stays in the list from start to end of the walk is given, as long as the list keeps its order.
 * Without a count and a documented limit the list goes on until a page brings nothing new. `endless`: the Problem when page after page brings nothing new (a server that ignores the offset).
 */
export async function* walkPages<Item>(
  options: PageSize & {
    readonly load: (offset: number, limit: number) => Promise<Page<Item> | Problem>;
    readonly keyOf: (item: Item) => string;
    readonly endless: Problem;
  },
): AsyncGenerator<readonly Item[] | Problem> {
  const { limit, shortIsLast, load, keyOf } = options;
  const known = new Set<string>();
  let offset = 0;
  let longest = 1;
  for (let barren = 0; barren < MAX_BARREN_PAGES; ) {
    const page = await load(offset, limit);
    if (isProblem(page)) return yield page;
    const { items, count } = page;
    longest = Math.max(longest, items.length);

    if (offset > 0 && !keysOf(items, keyOf).some((key) => known.has(key))) {
      // Not taken yet, new though they may be: there is a gap before them.
      offset = Math.max(0, offset - Math.max(1, longest - 1));
      barren += 1;
      continue;
    }
    const fresh = newItems(items, keyOf, known);
    if (fresh.length > 0) yield fresh;

    const reached = offset + items.length;
    const short = items.length < limit;
    if (count === undefined ? short && shortIsLast : reached >= count) return;
    if (short && fresh.length === 0) return;
    barren = fresh.length === 0 ? barren + 1 : 0;
    offset = reached - 1;
  }
  yield options.endless;
}

/**
 * The keys of a page's items. One without a key is identified by all it says, and of several that say the same each counts: the
 * nth of them on one page is the nth on another.
 */
function keysOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly string[] {
  const times = new Map<string, number>();
  return items.map((item) => {
    const key = keyOf(item);
    if (key !== '') return key;
    const said = JSON.stringify(item);
    const nth = times.get(said) ?? 0;
    times.set(said, nth + 1);
    return `${said} ${nth}`;
  });
}

/** The items not met before, each once; from now on they are known. */
export function newItems<Item>(items: readonly Item[], keyOf: (item: Item) => string, known: Set<string>): Item[] {
  const keys = keysOf(items, keyOf);
  return items.filter((_, nth) => {
    const key = keys[nth] ?? '';
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}
