import { z } from 'zod';
import type { CursorPage } from '../cursor-pages.ts';
import type { HttpBody } from '../http.ts';
import type { Page } from '../offset-pages.ts';
import { AuditEvent, maybe } from './schema.ts';

/** The one object an answer holds, wrapped in `data` or bare; undefined when it is not there. */
export function decodeOne<Schema extends z.ZodType>(schema: Schema, body: HttpBody): z.output<Schema> | undefined {
  return schema.safeParse(unwrapped(body)).data;
}

/** The page a list answers with, `{data, count}` or a bare array; undefined when it is not there. */
export function decodePage<Schema extends z.ZodType>(
  schema: Schema,
  body: HttpBody,
): Page<z.output<Schema>> | undefined {
  const items = z.array(schema).safeParse(unwrapped(body)).data;
  const envelope = z
    .union([z.array(z.unknown()).transform(() => ({ count: undefined })), z.object({ count: maybe(z.int().min(0)) })])
    .safeParse(body.kind === 'json' ? body.value : undefined).data;
  return items && envelope && { items, count: envelope.count };
}

/** A page of the audit log. Parsec does not say what the last one has for a cursor: nothing, null and '' all mean the end. */
export function decodeEvents(body: HttpBody): CursorPage<AuditEvent> | undefined {
  const items = z.array(AuditEvent).safeParse(unwrapped(body)).data;
  const read = z.object({ next_cursor: maybe(z.string()) }).safeParse(body.kind === 'json' ? body.value : undefined);
  if (items === undefined) return undefined;
  // A bare array has no room for a cursor.
  if (body.kind === 'json' && Array.isArray(body.value)) return { items, next: undefined };
  return read.success ? { items, next: read.data.next_cursor || undefined } : undefined;
}

function unwrapped(body: HttpBody): unknown {
  if (body.kind !== 'json') return undefined;
  const { value } = body;
  return typeof value === 'object' && value !== null && 'data' in value ? (value.data ?? value) : value;
}
