import { z } from 'zod';
import { notAChoice } from '../domain/not-a-choice.ts';
import { cleanLine, cleanText } from '../domain/text/clean.ts';
import type { Field } from './team-operation.ts';

const MISSING = 'Fill this in.';

type Asked = { readonly hint?: string };
/** What a system has to choose from: found by a text, and looked up by its ids. */
export type Source = Required<Pick<Field, 'find' | 'look'>>;

/** One line, or several. Slack: at most 3000 characters. */
export function text(label: string, asked: Asked & { min?: number; max?: number; long?: boolean } = {}): Field<string> {
  const { min = 1, max = 3000 } = asked;
  const clean = asked.long === true ? cleanText : cleanLine;
  const bounded = z
    .string()
    .min(1, MISSING)
    .min(min, `Use at least ${min} characters.`)
    .max(max, `Use at most ${max} characters.`);
  const read = z.string().transform(clean).pipe(bounded);
  return { kind: asked.long === true ? 'long_text' : 'text', label, hint: asked.hint, optional: false, read };
}

export function yesNo(label: string, asked: Asked = {}): Field<boolean> {
  const read = z.enum(['yes', 'no'], MISSING).transform((value) => value === 'yes');
  return { kind: 'yes_no', label, hint: asked.hint, optional: false, read };
}

/** RFC 3339, UTC; with milliseconds only when there are any, as Parsec writes it. */
export function writeTimestamp(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** RFC 3339, UTC. */
export function instant(label: string, asked: Asked = {}): Field<string> {
  const read = z
    .string()
    .regex(/^\d{1,11}$/, MISSING)
    .transform((seconds) => writeTimestamp(Number(seconds) * 1000));
  return { kind: 'instant', label, hint: asked.hint, optional: false, read };
}

/** One of at most 100 that are known beforehand. */
export function pick<const Id extends string>(
  label: string,
  options: readonly { readonly id: Id; readonly name: string }[],
  asked: Asked = {},
): Field<Id> {
  const known = z.custom<Id>((value) => options.some((option) => option.id === value), MISSING);
  return { kind: 'pick', label, hint: asked.hint, optional: false, options, read: known };
}

const Chosen = z
  .string()
  .min(1, MISSING)
  .refine((id) => id !== notAChoice, 'Search again and choose one.');

/** One of what the system has. */
export function search(label: string, { find, look }: Source, asked: Asked = {}): Field<string> {
  return { kind: 'search', label, hint: asked.hint, optional: false, find, look, read: Chosen };
}

/** Several of what the system has. */
export function searches(label: string, { find, look }: Source, asked: Asked = {}): Field<string[]> {
  const read = z.array(Chosen).min(1, MISSING).max(100, 'Choose at most 100.');
  return { kind: 'searches', label, hint: asked.hint, optional: false, find, look, read };
}

/** The same field, which may be left empty. */
export function optional<Value>(field: Field<Value>): Field<Value | undefined> {
  const read = z.preprocess(
    (raw) => (isBlank(raw) || (Array.isArray(raw) && raw.length === 0) ? undefined : raw),
    field.read.optional(),
  );
  return { ...field, optional: true, read };
}

/** Whether there is nothing in it that anybody sees. */
function isBlank(raw: unknown): boolean {
  return typeof raw === 'string' && cleanLine(raw) === '';
}

/** The same field, whose value is written down nowhere. */
export function secret<Value>(field: Field<Value>): Field<Value> {
  return { ...field, secret: true };
}

/** The same field, its value read as a whole number: ids that are numbers at the provider. */
export function asNumber(field: Field<string>): Field<number> {
  return { ...field, read: field.read.transform(Number).pipe(z.int()) };
}

/** As `asNumber`, for several. */
export function asNumbers(field: Field<string[]>): Field<number[]> {
  return { ...field, read: field.read.transform((ids) => ids.map(Number)).pipe(z.array(z.int())) };
}
