import { z } from 'zod';
import { defined } from '../defined.ts';
import { nearestWord } from '../text/nearest-word.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The id of a person or a user group. */
export const Allowed = z
  .string('is not text')
  .regex(/^[UWS][A-Z0-9]+$/, 'is not the id of a Slack member or user group');

const words = ['admins', 'coordinators'] as const;

/** Who is meant: the id of a person or a user group, or the word for a role. */
export const PersonOrRole = z.string('is not text').superRefine((text, context) => {
  if (words.some((word) => word === text) || Allowed.safeParse(text).success) return;
  const near = nearestWord(text, words);
  const message = 'is neither `admins` nor `coordinators` nor the id of a Slack member or user group';
  context.addIssue({ code: 'custom', message, params: defined({ near }) });
});

/** YAML reads an id that is only digits as a number. */
export const NameOrId = z
  .union([z.string(), z.int()], 'is not a name or an id')
  .transform((value) => String(value).trim())
  .refine((value) => value !== '', 'is empty');

export const Channel = z.string('is not text').regex(/^[CG][A-Z0-9]+$/, 'is not a Slack channel id');

export const Duration = z.string('is not a duration').transform((text, context) => {
  const ms = readDuration(text);
  if (ms === undefined) context.addIssue({ code: 'custom', message: 'is not a duration' });
  return ms ?? z.NEVER;
});

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, 'is not a list');
}

/** One of some words; another is named with the nearest of them. */
export function wordOf<Word extends string>(known: readonly Word[], what: string) {
  return z
    .unknown()
    .transform((value, context): Word => {
      const found = known.find((word) => word === (typeof value === 'string' ? value.toLowerCase() : value));
      if (found !== undefined) return found;
      const near = typeof value === 'string' ? nearestWord(value, known) : undefined;
      context.addIssue({ code: 'custom', message: `is not ${what}`, params: defined({ near }) });
      return z.NEVER;
    })
    .meta({ enum: [...known] });
}

/** An empty list would match nothing, or allow nothing: nobody means that. */
export function some<Item extends z.ZodType>(item: Item) {
  return list(item).min(1, 'is an empty list');
}

export function group<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, groupError('is not a group of settings'));
}

/** Unknown keys keep zod's own issue, which names them. */
export function groupError(message: string): { error: (issue: { code: string }) => string | undefined } {
  return { error: (issue) => (issue.code === 'invalid_type' ? message : undefined) };
}

/** `5d`, `36h`, `90m`, `1d 12h` in milliseconds; undefined when it is not one, or is nothing. */
function readDuration(text: string): number | undefined {
  const parts = /^(?:(\d{1,4})d)? ?(?:(\d{1,5})h)? ?(?:(\d{1,7})m)?$/.exec(text.trim().toLowerCase());
  if (parts === null) return undefined;
  const [days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0));
  const ms = (days ?? 0) * DAY_MS + (hours ?? 0) * (DAY_MS / 24) + (minutes ?? 0) * 60_000;
  return ms > 0 ? ms : undefined;
}
