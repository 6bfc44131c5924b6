import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import { defined } from '../../../domain/defined.ts';
import { dateOf } from '../../../domain/time/calendar.ts';
import { daysSpan, startOfDay } from '../../../domain/time/months.ts';
import { surfaces } from '../../../domain/via.ts';
import type { AuditFilters } from '../../../flows/guest/audit/audit-page.ts';
import type { AuditCursor } from '../../../flows/shared/context.ts';
import { elementValues, formValues } from '../../blocks/form-values.ts';
import { Count, Id, memoryOf, searchable, Text } from '../../blocks/metadata.ts';
import { auditActions, fields } from '../../names.ts';
import { type AuditKind, actionsOf, auditKinds } from './audit-words.ts';

/** So many pages can be turned back one by one; from further behind, Previous leads to the first. */
const MOST_BACK = 60;

/** A place in the log, as a button and a modal carry it: `lk3x.9a`. */
const Place = z.string().regex(/^[0-9a-z]{1,11}\.[0-9a-z]{1,11}$/);
const Day = z.string().refine((date) => isDay(date));
const AuditKindName = z.custom<AuditKind>((value) => typeof value === 'string' && Object.hasOwn(auditKinds, value));
const ViaName = z.enum(surfaces);

/**
 * What the modal shows. `before`: where each page begins that was turned to, the newest of them last. `no` counts how often the filters
 * were cleared: Slack keeps choices under the old block id.
 */
export const AuditMetadata = z.object({
  scope: z.enum(['all', 'own']),
  who: Id.optional(),
  kind: AuditKindName.optional(),
  via: ViaName.optional(),
  from: Day.optional(),
  to: Day.optional(),
  text: Text.optional(),
  page: Count,
  before: z.array(Place).max(MOST_BACK),
  no: Count,
});
export type AuditMemory = Readonly<z.infer<typeof AuditMetadata>>;

/** The first page with these filters. */
export function firstPage(memory: AuditMemory): AuditMemory {
  return { ...memory, page: 0, before: [] };
}

/** The page after this one, which begins behind a place. */
export function nextPage(memory: AuditMemory, place: string): AuditMemory {
  if (!Place.safeParse(place).success) return memory;
  return { ...memory, page: memory.page + 1, before: [...memory.before, place].slice(-MOST_BACK) };
}

/** The page before this one; the first where that is too far back. */
export function previousPage(memory: AuditMemory): AuditMemory {
  const before = memory.before.slice(0, -1);
  return before.length === 0 ? firstPage(memory) : { ...memory, page: memory.page - 1, before };
}

/** A place as text. */
export function writePlace({ at, seq }: AuditCursor): string {
  return `${at.toString(36)}.${seq.toString(36)}`;
}

/** A place read back; undefined for anything else. */
export function readPlace(text: string | undefined): AuditCursor | undefined {
  if (!Place.safeParse(text).success) return undefined;
  const [at = 0, seq = 0] = (text ?? '').split('.').map((part) => Number.parseInt(part, 36));
  return Number.isSafeInteger(at) && Number.isSafeInteger(seq) ? { at, seq } : undefined;
}

/** The filters as the flows take them. Days are those of a zone (IANA). */
export function filtersOf({ who, kind, via, from, to, text }: AuditMemory, zone: string): AuditFilters {
  return {
    who,
    via,
    text,
    actions: kind && actionsOf(kind),
    since: from === undefined ? undefined : startOfDay(from, zone),
    until: to === undefined ? undefined : daysSpan(to, to, zone).to - 1,
  };
}

/** The block of the filters, by how often they were cleared. */
export function filterBlockId(no: number): string {
  return `audit_filters:${no}`;
}

/** The choices in the modal now: the second of two quick clicks is made before the first is drawn. */
export function readAuditForm(view: Pick<ViewOutput, 'private_metadata' | 'state'>): AuditMemory {
  const memory = memoryOf(view, AuditMetadata);
  const chosen = elementValues(view, filterBlockId(memory.no));
  const of = (actionId: string, was: string | undefined) => {
    const value = chosen(actionId).choice || was;
    return value === ALL ? undefined : value;
  };
  const { from, to, who, kind, via, text: _, ...rest } = memory;
  return {
    ...rest,
    ...defined({
      who: chosen(auditActions.who).user || who,
      kind: AuditKindName.optional().catch(undefined).parse(of(auditActions.kind, kind)),
      via: ViaName.optional().catch(undefined).parse(of(auditActions.via, via)),
      from: Day.optional()
        .catch(undefined)
        .parse(chosen(auditActions.from).date || from),
      to: Day.optional()
        .catch(undefined)
        .parse(chosen(auditActions.to).date || to),
      text: searchable(formValues(view).text(fields.search)) || undefined,
    }),
  };
}

/** The choice that narrows nothing. */
export const ALL = 'all';

/** Whether a text is a day there is, `2026-11-23`. */
export function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-').map(Number) : [];
  return dateOf(year, month, day) !== undefined;
}
