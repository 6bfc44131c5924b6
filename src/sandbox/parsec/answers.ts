/** What an operation answers: a status and, but for 204, a JSON body. */
export type Answer = { readonly status: number; readonly body?: unknown };

/** The error body of the documents: `{"message": "..."}`. */
export function refuse(status: number, message: string): Answer {
  return { status, body: { message } };
}

export type Page = { readonly offset: number; readonly limit: number };

/** `offset` (>= 0) and `limit` (1..200) are both required. */
export function readPage(query: Readonly<Record<string, string>>): Page | Answer {
  const { offset = '', limit = '' } = query;
  if (!/^\d{1,9}$/.test(offset)) return refuse(400, 'offset is required and must be an integer >= 0');
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1 || Number(limit) > 200) {
    return refuse(400, 'limit is required and must be an integer from 1 to 200');
  }
  return { offset: Number(offset), limit: Number(limit) };
}

/** A page of a list; `count` is the number of all that match, not of those on the page. */
export function pageOf(items: readonly unknown[], page: Page): Answer {
  return { status: 200, body: { data: items.slice(page.offset, page.offset + page.limit), count: items.length } };
}

/** A query parameter that is `true` or `false`, if it is there. */
export function readFlag(value: string | undefined): boolean | undefined | 'wrong' {
  if (value === undefined) return undefined;
  return value === 'true' ? true : value === 'false' ? false : 'wrong';
}
