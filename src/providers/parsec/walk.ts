import type { Problem } from '../../domain/problem.ts';
import { walkCursor } from '../cursor-pages.ts';
import { type Page, walkPages } from '../offset-pages.ts';
import type { ParsecApi } from './api.ts';
import type { Paging } from './bounds.ts';
import { parsecProblem } from './problems.ts';
import type { EventQuery } from './requests.ts';
import type { AuditEvent } from './schema.ts';

/** Parsec: the longest page of a list. */
export const PAGE = 200;
/** The same, of the audit log. */
const EVENT_PAGE = 1000;

const endless = parsecProblem('provider_nonsense');

/** All of a list that is read by offset and limit, each item once, page by page; a page that fails ends it with its Problem. */
export function walkList<Item>(
  load: (paging: Paging) => Promise<Page<Item> | Problem>,
  keyOf: (item: Item) => string,
): AsyncGenerator<readonly Item[] | Problem> {
  return walkPages({
    limit: PAGE,
    shortIsLast: true,
    load: (offset, limit) => load({ offset, limit }),
    keyOf,
    endless,
  });
}

/**
 * All events of the audit log that `filter` lets through, each once, page by page; a page that fails ends it with its Problem. To go
 * on later, give the id of the last event seen as `after`. A page is one request of the 50 Parsec allows in five minutes.
 */
export function walkAuditLog(
  api: Pick<ParsecApi, 'getAuditLogEvents'>,
  filter: Omit<EventQuery, 'limit' | 'cursor'> = {},
): AsyncGenerator<readonly AuditEvent[] | Problem> {
  return walkCursor({
    load: (cursor) => {
      // Where `after` began the cursor goes on: Parsec takes one of the two.
      const { after, ...rest } = filter;
      const from = cursor === undefined ? { after } : { cursor };
      return api.getAuditLogEvents({ ...rest, ...from, limit: EVENT_PAGE });
    },
    // Which key holds the id is not documented; an event without one is told from others by all it says.
    keyOf: (event) => event.id ?? JSON.stringify(event),
    endless,
  });
}
