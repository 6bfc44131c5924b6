import { isProblem, type Problem } from '../../../domain/problem.ts';
import { type Page, walkPages } from '../../offset-pages.ts';
import type { Paging } from '../bounds.ts';
import { parsecProblem } from '../problems.ts';

/** Parsec: the longest page. */
const PAGE = 200;
/** What a person can still look through, and a search can still offer from. */
const MOST = 2_000;

/** All of a list, at most 2,000. */
export async function everything<Item>(
  load: (paging: Paging) => Promise<Page<Item> | Problem>,
  keyOf: (item: Item) => string,
): Promise<readonly Item[] | Problem> {
  const found: Item[] = [];
  const pages = walkPages({
    limit: PAGE,
    load: (offset, limit) => load({ offset, limit }),
    keyOf,
    endless: parsecProblem('provider_nonsense'),
  });
  for await (const page of pages) {
    if (isProblem(page)) return page;
    found.push(...page);
    if (found.length >= MOST) break;
  }
  return found.slice(0, MOST);
}

/** `count` things in words: "1 group", "3 groups". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
