import type { z } from 'zod';

/** What an operation answers: a status and, but for 204, a JSON body. */
export type Answer = { readonly status: number; readonly body?: unknown };

export type Query = Readonly<Record<string, string>>;

/** The error body of the documents: `{"message": "..."}`. */
export function refuse(status: number, message: string): Answer {
  return { status, body: { message } };
}

export const notFound = refuse(404, 'Not Found');
export const noContent: Answer = { status: 204 };

export type Page = { readonly offset: number; readonly limit: number };

/** `offset` (>= 0) and `limit` (1..200) are both required. */
export function readPage(query: Query): Page | Answer {
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

/** The query's parameters that must be whole numbers; a refusal names the first that is not. */
export function wholeNumberFault(query: Query, names: readonly string[]): Answer | undefined {
  const wrong = names.find((name) => query[name] !== undefined && !/^\d+$/.test(query[name]));
  return wrong === undefined ? undefined : refuse(400, `${wrong} must be an integer`);
}

/** Runs an operation with its body, or says what is wrong with that. Keys that are not known are passed over. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  run: (read: z.output<Schema>) => Answer,
): Answer {
  const read = schema.safeParse(body);
  return read.success ? run(read.data) : refuse(400, faults(read.error));
}

export function faults(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}
