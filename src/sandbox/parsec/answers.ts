import type { z } from 'zod';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import { Refused } from '../refused.ts';

export type Answer = EmulatedAnswer;

export type Query = Readonly<Record<string, string>>;

/** Refuses with the error body of the documents: `{"message": "..."}`. */
export function refuse(status: number, message: string, headers: Answer['headers'] = {}): never {
  throw new Refused({ status, body: { message }, headers });
}

export function refuseUnknown(): never {
  refuse(404, 'Not Found');
}

export const noContent: Answer = { status: 204 };

export type Page = { readonly offset: number; readonly limit: number };

/** `offset` (>= 0) and `limit` (1..200) are both required. */
export function readPage({ offset = '', limit = '' }: Query): Page {
  if (!/^\d{1,9}$/.test(offset)) refuse(400, 'offset is required and must be an integer >= 0');
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1 || Number(limit) > 200) {
    refuse(400, 'limit is required and must be an integer from 1 to 200');
  }
  return { offset: Number(offset), limit: Number(limit) };
}

/** A page of a list; `count` is the number of all matches. */
export function pageOf(items: readonly unknown[], page: Page): Answer {
  return { status: 200, body: { data: items.slice(page.offset, page.offset + page.limit), count: items.length } };
}

/** An optional query parameter that must be `true` or `false`. */
export function readFlag(query: Query, name: string): boolean | undefined {
  const value = query[name];
  if (value !== undefined && value !== 'true' && value !== 'false') refuse(400, `${name} must be true or false`);
  return value === undefined ? undefined : value === 'true';
}

/** Refuses query parameters that must be whole numbers, by name. */
export function checkWholeNumbers(query: Query, names: readonly string[]): void {
  const wrong = names.find((name) => query[name] !== undefined && !/^\d+$/.test(query[name]));
  if (wrong !== undefined) refuse(400, `${wrong} must be an integer`);
}

/** The body of a request, or its refusal. Unknown keys are ignored. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return refuse(400, faults.join('; '));
}
