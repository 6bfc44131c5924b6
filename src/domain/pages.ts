import { isProblem, type Problem } from './problem.ts';

/** A list that comes page by page; a page that fails ends it with its Problem. */
export type Pages<Item> = AsyncIterable<readonly Item[] | Problem>;

/** The same pages, each mapped; a Problem stays what it is. */
export async function* mapPages<Item, Mapped>(
  pages: Pages<Item>,
  map: (items: readonly Item[]) => readonly Mapped[],
): AsyncGenerator<readonly Mapped[] | Problem> {
  for await (const page of pages) yield isProblem(page) ? page : map(page);
}

/** All items of all pages. */
export async function readAll<Item>(pages: Pages<Item>): Promise<Item[] | Problem> {
  const items: Item[] = [];
  for await (const page of pages) {
    if (isProblem(page)) return page;
    items.push(...page);
  }
  return items;
}
