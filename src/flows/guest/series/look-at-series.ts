import { z } from 'zod';
import { type Invite, isAwaiting } from '../../../domain/invite.ts';
import type { Job } from '../../../domain/job.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { comingOf, inviteOfOccurrence, LOOK_BEFORE_MS, type Series, triesOf } from '../../../domain/series.ts';
import { type Occurrence, occurrencesOf } from '../../../domain/time/occurrences.ts';
import {
  type Claim,
  type Context,
  continueAt,
  done,
  guestlist,
  type Outcome,
  writeAudit,
} from '../../shared/context.ts';
import { inviterStanding } from '../../shared/inviter-standing.ts';
import { isLost } from '../../shared/is-stuck.ts';
import { tryAgain } from '../../shared/retry-at.ts';
import { ruleOfNew } from '../decide-invite.ts';
import { guestAccessOff } from '../guest-access-off.ts';
import { leadMs } from './ahead.ts';
import { followSeriesInviter } from './hold-series.ts';
import { checkOccurrence, makeOccurrence } from './make-occurrence.ts';
import { clearTrouble, recordMissed, recordTrouble } from './record-occurrence.ts';

const HOUR_MS = 3_600_000;
/** How soon an occurrence that is due and can't be created is tried again, ms. */
const RETRY_MS = 15 * 60_000;
/** How long an invite may take to be created before its inviter is told that it takes long, ms. */
const PATIENCE_MS = 30 * 60_000;

/** Which occurrence the card said comes next. */
const Progress = z.object({ next: z.string().optional() });

/**
 * Looks at a series: creates what is due, looks ahead at what is due within a day, tells the inviter what can't be created, and writes down
 * what was missed. It holds no truth: run late, twice, or by several bots at once, each occurrence is created once.
 */
export async function lookAtSeries(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const found = await context.store.getSeries(job.name);
  if (found?.state !== 'active') return done;
  if (guestAccessOff(context) !== undefined) return continueAt(context.now() + HOUR_MS, 'guest access is off');
  const standing = await inviterStanding(context, found.inviterId);
  if (standing === 'unknown') return tryAgain(context, claim, problem('not_allowed_unknown'));
  const series = await followSeriesInviter(context, found, standing);
  if (series?.state !== 'active') return done;
  const occurrences = occurrencesOf(series);
  if (occurrences.every(({ startsAt }) => startsAt <= context.now())) return finish(context, series, occurrences);
  if (series.inviterLeft !== undefined) return continueAt(context.now() + HOUR_MS, 'its inviter has left');
  const nextAt = await lookAtEach(context, series, occurrences, claim);
  if (nextAt === 'changed') return continueAt(0, 'changed meanwhile');
  await showNext(context, job, comingOf(occurrences, context.now())[0]?.date ?? '');
  return continueAt(nextAt, 'more to come');
}

/** Each occurrence in its turn; answers when to look again (epoch ms). */
async function lookAtEach(
  context: Context,
  series: Series,
  occurrences: readonly Occurrence[],
  claim: Claim,
): Promise<number | 'changed'> {
  const lead = leadMs(context, await ruleOfSeries(context, series));
  const invites = await context.store.invitesOfSeries(series.id);
  let nextAt = Number.POSITIVE_INFINITY;
  for (const occurrence of occurrences) {
    const now = context.now();
    // A start is looked at for what was not created, and for the card, which names the next one.
    if (occurrence.startsAt > now) nextAt = Math.min(nextAt, occurrence.startsAt);
    if (occurrence.isSkipped) continue;
    const at = await lookAt(context, { series, occurrence, lead, invites }, claim);
    if (at === 'changed') return at;
    nextAt = Math.min(nextAt, at);
    // Those behind it come later still.
    if (now < occurrence.startsAt - lead - LOOK_BEFORE_MS) break;
  }
  return nextAt;
}

type Look = {
  readonly series: Series;
  readonly occurrence: Occurrence;
  readonly lead: number;
  readonly invites: readonly Invite[];
};

/** Does what is due of one occurrence; answers when there is more to do (epoch ms), never for none. */
async function lookAt(context: Context, look: Look, claim: Claim): Promise<number | 'changed'> {
  const { series, occurrence, lead, invites } = look;
  const now = context.now();
  const invite = inviteOfOccurrence(invites, occurrence.date);
  if (invite !== undefined) return watch(context, series, occurrence, invite);
  if (occurrence.startsAt <= now) {
    if (!isKnownMissed(series, occurrence)) await recordMissed(context, series, occurrence);
    return Number.POSITIVE_INFINITY;
  }
  const dueAt = occurrence.startsAt - lead;
  if (now < dueAt - LOOK_BEFORE_MS) return dueAt - LOOK_BEFORE_MS;
  const failed = triesOf(invites, occurrence.date).at(-1)?.problem;
  const triedAt = againAt(invites, occurrence.date);
  if (now < triedAt) {
    if (failed !== undefined) await recordTrouble(context, series, occurrence, { kind: 'problem', ...failed });
    return triedAt;
  }
  const ready = await checkOccurrence(context, series, occurrence, lead);
  if (isProblem(ready)) {
    // What may be over in a minute is told only when it lasts, and there is still time to act.
    const tellFrom = isPassing(ready) ? dueAt + Math.min(PATIENCE_MS, lead / 4) : 0;
    if (now >= tellFrom) await recordTrouble(context, series, occurrence, ready);
    return now < dueAt ? Math.min(now + HOUR_MS, dueAt) : now + RETRY_MS;
  }
  if (now < dueAt) {
    await clearTrouble(context, series, occurrence);
    return dueAt;
  }
  if (!(await claim.heartbeat())) return 'changed';
  const made = await makeOccurrence(context, series, occurrence, ready);
  if (made === 'changed') return made;
  if (isProblem(made)) {
    await recordTrouble(context, series, occurrence, made);
    return now + RETRY_MS;
  }
  await clearTrouble(context, series, occurrence);
  await context.store.enqueue({ kind: 'series_card', name: series.id });
  return now + PATIENCE_MS;
}

/** Slack or the provider doesn't answer now: nobody has to do anything about that for a while. */
function isPassing(why: Problem): boolean {
  return isLost(why) || why.code === 'inviter_unknown' || why.code === 'groups_unknown' || why.code === 'host_unread';
}

function isKnownMissed({ marks }: Series, { date }: Occurrence): boolean {
  return marks.some((mark) => mark.date === date && mark.isMissed === true);
}

/** One that failed at the provider is tried again after an hour, then after two, four, and so on: each try is a card in the channel. */
function againAt(invites: readonly Invite[], date: string): number {
  const tries = triesOf(invites, date);
  const last = Math.max(0, ...tries.map(({ updatedAt }) => updatedAt));
  return tries.length === 0 ? 0 : last + 2 ** (tries.length - 1) * HOUR_MS;
}

/** An occurrence that became an invite: while the provider has not confirmed it, its inviter may have to act. */
async function watch(context: Context, series: Series, occurrence: Occurrence, invite: Invite): Promise<number> {
  const now = context.now();
  if (invite.state !== 'requested' || isAwaiting(invite) || occurrence.startsAt <= now) {
    await clearTrouble(context, series, occurrence);
    return isAwaiting(invite) && occurrence.startsAt > now ? now + HOUR_MS : Number.POSITIVE_INFINITY;
  }
  const longAt = invite.createdAt + PATIENCE_MS;
  if (now < longAt) return longAt;
  const why = invite.problem ?? { code: 'provider_unreachable', facts: { provider: 'parsec' } };
  await recordTrouble(context, series, occurrence, { kind: 'problem', ...why });
  return now + HOUR_MS;
}

/** The rule that decides about the occurrences, for how early they may be created; undefined while nobody can say. */
async function ruleOfSeries(context: Context, series: Series) {
  const person = await context.people.person(series.inviterId, 'admin');
  return isProblem(person) ? undefined : ruleOfNew(context, person, series);
}

/** The card names the occurrence that comes next: it is drawn again when that has begun. */
async function showNext(context: Context, job: Job, next: string): Promise<void> {
  if (Progress.parse(JSON.parse(job.facts)).next === next) return;
  await context.store.saveProgressOfGeneration(job, JSON.stringify({ next } satisfies z.infer<typeof Progress>));
  await context.store.enqueue({ kind: 'series_card', name: job.name });
}

/** Nothing comes any more. What was due last and was not created is written down first. */
async function finish(context: Context, series: Series, occurrences: readonly Occurrence[]): Promise<Outcome> {
  const invites = await context.store.invitesOfSeries(series.id);
  for (const occurrence of occurrences) {
    if (
      occurrence.isSkipped ||
      isKnownMissed(series, occurrence) ||
      inviteOfOccurrence(invites, occurrence.date) !== undefined
    )
      continue;
    await recordMissed(context, series, occurrence);
  }
  await context.store.transaction(async (tx) => {
    const current = await tx.lockSeries(series.id);
    if (current?.state !== 'active') return;
    await tx.saveSeries(series.id, { state: 'ended', endedBy: guestlist, updatedAt: context.now() });
    await tx.enqueue({ kind: 'series_card', name: series.id });
    const { id, workspaceId } = current;
    const facts = { series: id };
    await writeAudit(context, tx, { subject: id, workspaceId, actor: guestlist, action: 'series_ended', facts });
  });
  context.wake();
  return done;
}
