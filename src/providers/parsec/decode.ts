import { z } from 'zod';
import type { CursorPage } from '../cursor-pages.ts';
import type { Page } from '../offset-pages.ts';
import { maybe } from '../rows.ts';
import { type AuditEvent, AuditEvents } from './schema.ts';

/** Some servers write an empty list as null. Only where the count says that there is nothing is it believed: half an answer is none. */
const Nothing = z.object({ data: z.null(), count: z.literal(0) });

/** The page a list answers with, `{data, count}` or a bare array; `rows` reads the array (../rows.ts). */
export function pageOf<Row>(rows: z.ZodType<Row[]>) {
  return z.union([
    rows.transform((items): Page<Row> => ({ items, count: undefined })),
    z
      .object({ data: rows, count: maybe(z.int().min(0)) })
      .transform(({ data, count }): Page<Row> => ({ items: data, count })),
    Nothing.transform((): Page<Row> => ({ items: [], count: 0 })),
  ]);
}

/** A page of the audit log. Parsec does not say what the last one has for a cursor: nothing, null and '' all mean the end. */
export const EventPage = z.union([
  // A bare array has no room for a cursor.
  AuditEvents.transform((items): CursorPage<AuditEvent> => ({ items, next: undefined })),
  z
    // It has no count, and of a log nothing follows from an entry that is missing.
    .object({ data: AuditEvents.nullable(), next_cursor: maybe(z.string()) })
    .transform(
      ({ data, next_cursor }): CursorPage<AuditEvent> => ({ items: data ?? [], next: next_cursor || undefined }),
    ),
]);
