import { z } from 'zod';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { checked as checkedFor } from '../caller.ts';
import { parsecProblem } from './problems.ts';

/** Parsec: on every list both are required, offset >= 0 and limit 1..200. */
export const PagingSchema = z.object({ offset: z.int().min(0), limit: z.int().min(1).max(200) });
export type Paging = Readonly<z.infer<typeof PagingSchema>>;

/** Something to be invited or written to: one @ with something on both sides. Whether it is one is Parsec's to say. */
export const Email = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'is not an email address');
export const isEmail = (text: string): boolean => Email.safeParse(text).success;
export const Emails = z.array(Email).min(1).max(200).refine(unique, 'names an address twice');
export const WholeNumber = z.int();
export const UserIds = z.array(WholeNumber);
export const UniqueIds = UserIds.refine(unique, 'names one twice');
export const Text = z.string().min(1);
export const MaybeFlag = z.boolean().nullable();
export const Instant = z.iso.datetime({ offset: true });

/** The value as it is if the schema takes it, or `provider_rejected` with the name of the field, as Parsec itself would answer. */
export function checked<Value>(schema: z.ZodType, value: Value): Value | Problem {
  const read = checkedFor('parsec', schema, value);
  return isProblem(read) ? read : value;
}

/** Of ids that stand in a path: those of groups, members and permitted groups are whole numbers, others just text. */
export function idFault(ids: Readonly<Record<string, string>>): Problem | undefined {
  const numbers = ['groupID', 'permittedGroupID', 'userID'];
  // No id at all, and dots, are refused for every provider alike.
  const wrong = numbers.find((name) => !/^(\d{1,15}|\.{0,2})$/.test(ids[name] ?? ''));
  return wrong === undefined ? undefined : outOfBounds(wrong, 'is not a whole number');
}

function outOfBounds(field: string, message: string): Problem {
  return parsecProblem('provider_rejected', { field, message: `${field}: ${message}` });
}

export function unique(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}
