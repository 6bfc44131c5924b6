import { z } from 'zod';
import { isProblemCode, type ProblemCode } from '../domain/problem.ts';

const Code = z.custom<ProblemCode>(isProblemCode);

export const StoredProblem = z.object({ code: Code, facts: z.record(z.string(), z.union([z.string(), z.number()])) });

/** What a column holds as JSON, read with care though we wrote it: a row edited by hand must be named, not misread. */
export function readJson<T>(schema: z.ZodType<T>, text: string): T {
  return schema.parse(JSON.parse(text));
}

/** The same of a column that may be empty. */
export function readJsonIfAny<T>(schema: z.ZodType<T>, text: string | undefined | null): T | undefined {
  return typeof text === 'string' ? readJson(schema, text) : undefined;
}
