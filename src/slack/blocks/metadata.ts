import { z } from 'zod';
import { isProblem } from '../../domain/problem.ts';
import { readZone } from '../../domain/time/zoned-time.ts';

/** What a modal carries for us comes back from outside: it is believed as far as it has this form. Longer texts are not ours. */
export const Id = z.string().max(500);
/** The id of a conversation, as Slack makes them. */
export const Conversation = z
  .string()
  .max(50)
  .regex(/^[CDG][A-Z0-9]+$/);
export const Text = z.string().max(3_000);
/** Epoch ms; a year of five figures is no date that can be written. */
export const Instant = z.number().int().min(0).max(Date.UTC(9000, 0));
export const Zone = z
  .string()
  .max(100)
  .refine((zone) => !isProblem(readZone(zone)));
export const Count = z.number().int().min(0).max(1_000_000);

/** A modal's private_metadata as `schema` reads it; undefined when it is not what we wrote. */
export function readMetadata<Schema extends z.ZodType>(metadata: string, schema: Schema): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(metadata)).data;
  } catch {
    return undefined;
  }
}

/** What a modal of ours carries. The gate has looked at it before (readable.ts): anything else is a bug and throws. */
export function memoryOf<Schema extends z.ZodType>(
  view: { readonly private_metadata: string },
  schema: Schema,
): z.infer<Schema> {
  return schema.parse(JSON.parse(view.private_metadata));
}

/** Longer searches are cut: a modal's memory must fit into 3,000 characters (Slack). */
const LONGEST_SEARCH = 200;

/** A search text, cut to what a modal can remember; never through a surrogate pair. */
export function searchable(text: string): string {
  return text.slice(0, LONGEST_SEARCH).replace(/[\uD800-\uDBFF]$/, '');
}
