import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import { defined } from '../../../domain/defined.ts';
import { daysSpan, lastDayOf } from '../../../domain/time/months.ts';
import { isDateAndTime } from '../../../domain/time/zoned-time.ts';
import type { FindFilters } from '../../../flows/guest/find-invites.ts';
import { elementValues, formValues } from '../../blocks/form-values.ts';
import { Count, Id, memoryOf, searchable, Text } from '../../blocks/metadata.ts';
import { fields, findActions } from '../../names.ts';

/** More pages than anybody leafs through. */
const MOST_PAGES = 10_000;

const isDay = (text: string) => isDateAndTime(text, '12:00');
const Day = z.string().refine(isDay);

/** What the modal shows. `no` counts how often the filters were cleared: Slack keeps choices under the old block id. */
export const FindMetadata = z.object({
  text: Text.optional(),
  who: Id.optional(),
  from: Day.optional(),
  to: Day.optional(),
  page: Count.max(MOST_PAGES),
  no: Count,
});
export type FindMemory = Readonly<z.infer<typeof FindMetadata>>;

/**
 * Reads `/guest find …`: `@mia` (as Slack escapes a person), a month (`2026-05`) or one or two days (`2026-05-01`), in any order. Everything
 * else is searched for.
 */
export function readFindText(text: string): FindMemory {
  const read: { -readonly [Key in 'who' | 'from' | 'to']?: string } = {};
  const rest: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const person = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word)?.[1];
    const last = lastDayOf(word);
    if (person !== undefined && read.who === undefined) read.who = person;
    else if (last !== undefined && read.from === undefined) Object.assign(read, { from: `${word}-01`, to: last });
    else if (isDay(word) && read.from === undefined) Object.assign(read, { from: word, to: word });
    else if (isDay(word) && read.from !== undefined && word >= read.from) read.to = word;
    else rest.push(word);
  }
  return { ...read, ...defined({ text: searchable(rest.join(' ')) || undefined }), page: 0, no: 0 };
}

/** The block of the filters, by how often they were cleared. */
export function filterBlockId(no: number): string {
  return `find_filters:${no}`;
}

/** The choices in the modal now: the second of two quick clicks is made before the first is drawn. */
export function readFindForm(view: Pick<ViewOutput, 'private_metadata' | 'state'>): FindMemory {
  const memory = memoryOf(view, FindMetadata);
  const chosen = elementValues(view, filterBlockId(memory.no));
  const day = (actionId: string, was: string | undefined) =>
    Day.optional()
      .catch(undefined)
      .parse(chosen(actionId).date || was);
  return {
    page: memory.page,
    no: memory.no,
    ...defined({
      who: chosen(findActions.who).user || memory.who,
      from: day(findActions.from, memory.from),
      to: day(findActions.to, memory.to),
      text: searchable(formValues(view).text(fields.search)) || undefined,
    }),
  };
}

/** Before any invite there is, and after. */
const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** The filters as the flow takes them. Days are those of a zone (IANA); the later of two that are the wrong way round is the last. */
export function filtersOf({ text = '', who, from, to }: FindMemory, zone: string): FindFilters {
  const [first, last] = from !== undefined && to !== undefined && from > to ? [to, from] : [from, to];
  const span =
    first === undefined && last === undefined
      ? undefined
      : {
          from: first === undefined ? EVER.from : daysSpan(first, first, zone).from,
          to: last === undefined ? EVER.to : daysSpan(last, last, zone).to,
        };
  return { text, who, span };
}
