import { z } from 'zod';
import { cleanLine } from '../domain/text/clean.ts';

// Rows of lists. One that is odd must not spoil the others: each part of it is read on its own, and what is not what it should be is not
// there. Of answers about one thing, where half an answer is none, the providers' own schemas decide.

/** Longer than any name somebody gives; a name that is longer still is cut. */
const LONGEST_NAME = 300;

/** How a part of an object is read that may be missing. */
export type PartReader = <Schema extends z.ZodType>(schema: Schema) => z.ZodType<z.output<Schema> | undefined>;

/** A key that is missing or null is undefined. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const Wrapped = z.object({ data: z.unknown() });

/** The object or list in an answer, bare or wrapped in `data`: the documents do not always say which. */
export function bareOrWrapped<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((body) => Wrapped.safeParse(body).data?.data ?? body, schema);
}

/** A value whatever it is; one that is missing is null. */
const Anything = z.unknown().default(null);

/** A text people read, as one line of what can be seen, without what it may do to others (domain/text/clean.ts). What is none is undefined. */
export const Shown = Anything.transform((value): string | undefined => {
  const text = cleanLine(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
  return text.length > LONGEST_NAME
    ? `${text.slice(0, LONGEST_NAME - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
    : text || undefined;
});

/** The id of a row, as the system has it: it goes back there. '' when there is none: then nothing can be done with the row but show it. */
export const RowId = Anything.transform((value): string => {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : '';
});

/** What stands there if it is what it should be. */
export function perhaps<Schema extends z.ZodType>(schema: Schema) {
  return Anything.transform((value): z.output<Schema> | undefined => schema.safeParse(value).data);
}

/**
 * The rows of a list, one by one: what is no object is a row that says nothing. A list of which no row has what makes it one (`isRow`) is
 * another answer than this, and not read.
 */
export function rowsOf<Shape extends z.ZodRawShape>(
  shape: Shape,
  isRow: (row: z.output<z.ZodObject<Shape>>, given: unknown) => boolean,
) {
  const Row = z.object(shape);
  return z.array(z.unknown()).transform((given, context) => {
    const rows = given.map((each) => Row.parse(isObject(each) ? each : {}));
    if (rows.length > 0 && !rows.some((row, nth) => isRow(row, given[nth]))) {
      context.addIssue({ code: 'custom', message: 'no row of it can be read' });
      return z.NEVER;
    }
    return rows;
  });
}

/** Whether a row is something that has parts. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
