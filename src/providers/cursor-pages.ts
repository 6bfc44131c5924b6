import { isProblem, type Problem } from '../domain/problem.ts';
import { newItems } from './offset-pages.ts';

/** One page of a list that is read by cursor; `next` leads to the page after it, undefined on the last. */
export type CursorPage<Item> = { readonly items: readonly Item[]; readonly next: string | undefined };

const MAX_BARREN_PAGES = 10;

/**
 * Reads a whole list by cursor and gives each item once, page by page. A page that is a Problem ends the walk with it. The list is
 * over when a page has no cursor, one that was followed before, or no items. `endless`: the Problem when page after page brings
 * nothing new.
 */
export async function* walkCursor<Item>(options: {
  readonly load: (cursor: string | undefined) => Promise<CursorPage<Item> | Problem>;
  readonly keyOf: (item: Item) => string;
  readonly endless: Problem;
}): AsyncGenerator<readonly Item[] | Problem> {
  const known = new Set<string>();
  const followed = new Set<string | undefined>();
  let cursor: string | undefined;
  for (let barren = 0; barren < MAX_BARREN_PAGES; ) {
    const page = await options.load(cursor);
    if (isProblem(page)) return yield page;
    const fresh = newItems(page.items, options.keyOf, known);
    if (fresh.length > 0) yield fresh;
    followed.add(cursor);
    if (page.items.length === 0 || page.next === undefined || followed.has(page.next)) return;
    barren = fresh.length === 0 ? barren + 1 : 0;
    cursor = page.next;
  }
  yield options.endless;
}
