import type { AuditAction } from '../../../domain/audit-action.ts';
import { type Problem, problem } from '../../../domain/problem.ts';
import { type OccurrenceMark, occurrenceId, type Series, withMark } from '../../../domain/series.ts';
import type { Occurrence } from '../../../domain/time/occurrences.ts';
import { type Context, guestlist, type Statements, writeAudit } from '../../shared/context.ts';
import { notifyPerson } from '../../shared/notify-admins.ts';

/** Missed longer ago than this, it is no news to anybody, ms. */
const NEWS_MS = 24 * 3_600_000;

/** Writes why an occurrence can't be created, and tells the inviter, once for each occurrence, with what they can do. */
export function recordTrouble(context: Context, series: Series, occurrence: Occurrence, why: Problem): Promise<void> {
  return mark(context, series, occurrence, async (before, current, tx) => {
    if (before.trouble?.code === why.code) return undefined;
    await tell(context, tx, current, occurrence, { name: 'series_trouble', why });
    const trouble = { code: why.code, facts: why.facts };
    return { change: { trouble }, action: 'series_trouble', facts: { problem: why.code } };
  });
}

/** What stood in the way of an occurrence does so no more. */
export async function clearTrouble(context: Context, series: Series, occurrence: Occurrence): Promise<void> {
  const known = series.marks.find(({ date }) => date === occurrence.date);
  if (known?.trouble === undefined) return;
  await mark(context, series, occurrence, async () => ({ change: { trouble: undefined } }));
}

/** Writes that the start of an occurrence passed before it could be created, and tells the inviter. */
export function recordMissed(context: Context, series: Series, occurrence: Occurrence): Promise<void> {
  return mark(context, series, occurrence, async (before, current, tx) => {
    if (before.isMissed) return undefined;
    const why = before.trouble === undefined ? problem('occurrence_missed') : { kind: 'problem', ...before.trouble };
    if (context.now() < occurrence.startsAt + NEWS_MS)
      await tell(context, tx, current, occurrence, { name: 'series_missed', why: why as Problem });
    return { change: { isMissed: true }, action: 'series_missed', facts: { problem: why.code } };
  });
}

type Marking = {
  readonly change: { readonly [K in keyof OccurrenceMark]?: OccurrenceMark[K] | undefined };
  readonly action?: AuditAction;
  readonly facts?: Readonly<Record<string, string>>;
};

/** Changes what is kept of an occurrence that is still as it was seen, and has the card say so. */
async function mark(
  context: Context,
  { id, inviterId }: Series,
  { date, startsAt }: Occurrence,
  decide: (before: OccurrenceMark, series: Series, tx: Statements) => Promise<Marking | undefined>,
): Promise<void> {
  await context.store.transaction(async (tx) => {
    const current = await tx.lockSeries(id);
    if (current?.state !== 'active' || current.inviterId !== inviterId) return;
    const before = current.marks.find((each) => each.date === date) ?? { date };
    if (before.skippedBy !== undefined) return;
    const marking = await decide(before, current, tx);
    if (marking === undefined) return;
    const marks = withMark(current.marks, date, marking.change);
    await tx.saveSeries(id, { marks, updatedAt: context.now() });
    await tx.enqueue({ kind: 'series_card', name: id });
    if (marking.action === undefined) return;
    const facts = { series: id, startsAt, host: current.hostName, ...marking.facts };
    const { workspaceId } = current;
    await writeAudit(context, tx, { subject: id, workspaceId, actor: guestlist, action: marking.action, facts });
  });
  context.wake();
}

async function tell(
  context: Context,
  tx: Statements,
  series: Series,
  { date, startsAt }: Occurrence,
  { name, why }: { readonly name: 'series_trouble' | 'series_missed'; readonly why: Problem },
): Promise<void> {
  const id = occurrenceId(series.id, date);
  const about = { guest: series.guestEmail, host: series.hostName, event: series.eventName };
  const facts = {
    ...why.facts,
    problem: why.code,
    series: series.id,
    occurrence: id,
    ...about,
    startsAt,
    zone: series.timeZone,
  };
  // Once for each start: moved to another time, it is told again.
  await notifyPerson(context, series.inviterId, { name, id: `${id}:${startsAt}`, facts }, tx);
}
