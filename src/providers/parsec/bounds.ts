import { z } from 'zod';
import type { Problem } from '../../domain/problem.ts';
import { parsecProblem } from './problems.ts';

/** Parsec: on every list both are required, offset >= 0 and limit 1..200. */
export const PagingSchema = z.object({ offset: z.int().min(0), limit: z.int().min(1).max(200) });
export type Paging = Readonly<z.infer<typeof PagingSchema>>;

/** Something to be invited or written to: one @ with something on both sides. Whether it is one is Parsec's to say. */
export const Email = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'is not an e-mail address');
export const isEmail = (text: string): boolean => Email.safeParse(text).success;
export const Emails = z.array(Email).min(1).max(200).refine(unique, 'names an address twice');
export const WholeNumber = z.int();
export const UserIds = z.array(WholeNumber);
export const UniqueIds = UserIds.refine(unique, 'names one twice');
export const Text = z.string().min(1);
export const MaybeFlag = z.boolean().nullable();
export const Instant = z.iso.datetime({ offset: true });

/** The value if the schema takes it, or `provider_rejected` with the name of the field, as Parsec itself would answer. */
export function checked<Value>(schema: z.ZodType, value: Value): Value | Problem {
  const read = schema.safeParse(value);
  if (read.success) return value;
  const [issue] = read.error.issues;
  return outOfBounds(issue?.path.join('.') || 'the request', issue?.message ?? 'is out of bounds');
}

/** Of ids that stand in a path: those of groups, members and permitted groups are whole numbers, others just text. */
export function pathFault(ids: Readonly<Record<string, string>>): Problem | undefined {
  for (const [name, id] of Object.entries(ids)) {
    // '.' and '..' would change the path, '' would name the list instead of the thing.
    if (['', '.', '..'].includes(id)) return parsecProblem('provider_not_found');
    if (['groupID', 'permittedGroupID', 'userID'].includes(name) && !/^\d{1,15}$/.test(id)) {
      return outOfBounds(name, 'is not a whole number');
    }
  }
  return undefined;
}

export function outOfBounds(field: string, message: string): Problem {
  return parsecProblem('provider_rejected', { field, message: `${field}: ${message}` });
}

export function unique(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}
