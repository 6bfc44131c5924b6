import { z } from 'zod';
import { type Job, WATCH_MS } from '../../../domain/job.ts';
import { isProblem } from '../../../domain/problem.ts';
import { type Claim, type Context, continueAt, type Outcome } from '../../shared/context.ts';
import { tryAgain } from '../../shared/retry-at.ts';
import { createHostNames, type HostNames } from '../host-names.ts';
import { mayHaveEnded, recordRemoved } from '../record-removed.ts';
import { recordEndSeen, takeIn } from './sync-page.ts';

/** How often the provider is read while no invite is open, ms: only somebody's new one in its dashboard could be found. */
const IDLE_MS = 300_000;
/** How long a write without an answer is looked for every minute, ms, also when no invite is open: it may make one. */
const LATE_MS = 30 * 60_000;
/** How long to wait when the provider is not configured: it may be again after the next start. */
const OFF_MS = 3_600_000;
/** Pages read before other jobs run and a stop is noticed. */
const PAGES_PER_CLAIM = 10;
/** Nothing of a claim is asked later than this after it began, ms: a slow provider may need as long for one page. */
const CLAIM_MS = 5_000;
/** How many invites that no page showed are read by id in one run, so that a moving list cannot use up a quota. */
const MAX_LOOKS = 20;
/** A list with odd rows is said to be so about once an hour, not with every look. */
const RUNS_PER_WARNING = 60;
/** Pages in a row that begin like the one before: a server that does not page, and would never end. */
const MAX_STUCK = 10;

// How far a run got; kept after every page, so that a quota or a crash in the middle costs no page twice.
const Progress = z.object({
  run: z.number().default(1),
  startedAt: z.number().optional(),
  cursor: z.string().optional(),
  firstId: z.string().optional(),
  stuck: z.number().default(0),
});
type Progress = z.infer<typeof Progress>;

/**
 * Compares all invites with the provider's, which is the truth about them: page by page, then one by one those that no page
 * showed. Never done, only due again: every minute while invites are open.
 */
export async function reconcile(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  let progress = Progress.parse(JSON.parse(job.facts));
  const names = createHostNames(context);
  const hasTime = withTime(context);
  for (let pages = 0; pages < PAGES_PER_CLAIM && hasTime(); pages++) {
    const askedAt = context.now();
    const page = await context.guestAccess.page(progress.cursor);
    // Nothing to compare with; what waits here does so until the system is on again, without a line in the log every minute.
    if (isProblem(page) && page.code === 'provider_off') return continueAt(askedAt + OFF_MS, page.code);
    if (isProblem(page)) return tryAgain(context, claim, page);

    if (page.leftOut > 0 && progress.run % RUNS_PER_WARNING === 1) {
      context.log.warn({ leftOut: page.leftOut }, 'the list of invites has rows without an id, which are left out');
    }
    const firstId = page.invites[0]?.providerInviteId;
    const stuck = firstId !== undefined && firstId === progress.firstId ? progress.stuck + 1 : 0;
    const { run, startedAt = askedAt } = progress;
    const last = page.next === undefined || stuck > MAX_STUCK;
    if (stuck > MAX_STUCK) context.log.error({ run }, 'the list of invites repeats itself and does not end');
    const next: Progress = { run, startedAt, cursor: page.next, firstId, stuck };
    // The last page is looked at again after a crash, since those that were not met are still to be looked at.
    const saved = JSON.stringify(last ? { ...progress, startedAt } : next);
    const mine = await takeIn(context, page.invites, {
      askedAt,
      run,
      names,
      progress: (tx) => tx.saveProgress(job, saved),
    });
    if (!mine) return lost(context);
    if (last) return finishRun(context, job, { run, startedAt, names });
    progress = next;
  }
  return continueAt(0, 'more pages');
}

async function finishRun(
  context: Context,
  job: Job,
  { run, startedAt, names }: { readonly run: number; readonly startedAt: number; readonly names: HostNames },
): Promise<Outcome> {
  if (!(await lookForUnseen(context, job, { run, startedAt, names }))) return lost(context);
  if (!(await context.store.saveProgress(job, JSON.stringify({ run: run + 1 })))) return lost(context);
  const now = context.now();
  await context.store.forgetOldUnanswered(now);
  const late = (await context.store.unansweredWrites(now)).some(({ sentAt }) => now < sentAt + LATE_MS);
  const open = late || (await context.store.hasOpenInvites(now));
  return continueAt(now + (open ? WATCH_MS : IDLE_MS), 'reconciled');
}

/**
 * Reads by id what no page showed. The list may have moved under the walk: only an invite the provider does not know any more
 * is missing. False when the claim is lost.
 */
async function lookForUnseen(
  context: Context,
  job: Job,
  { run, startedAt, names }: { readonly run: number; readonly startedAt: number; readonly names: HostNames },
): Promise<boolean> {
  const unseen = await context.store.unseenInvites({ run, startedAt, now: context.now(), limit: MAX_LOOKS });
  const hasTime = withTime(context);
  for (const invite of unseen) {
    // The others come first the next time.
    if (!hasTime()) return true;
    const askedAt = context.now();
    const hasEnded = invite.state === 'ended';
    if (!hasEnded && mayHaveEnded(invite, askedAt)) continue;
    const seen = await context.guestAccess.get(invite.providerInviteId ?? '');
    if (!isProblem(seen)) {
      const progress = (tx: Pick<Context['store'], 'renewLease'>) => tx.renewLease(job, context.now());
      if (!(await takeIn(context, [seen], { askedAt, run, names, progress }))) return false;
    } else if (seen.code === 'provider_not_found')
      await (hasEnded ? recordEndSeen(context, invite) : recordRemoved(context, invite));
    // Any other Problem would meet the rest too, and the next run looks again. An answer that makes no sense is about this invite, which
    // has had its look: the others come first the next time.
    else if (seen.code !== 'provider_nonsense') return true;
    else await context.store.markSeen([invite.id], run);
  }
  return true;
}

/** Whether a claim may go on, from now on, however the clock is moved meanwhile. */
function withTime({ now }: Pick<Context, 'now'>): () => boolean {
  const startedAt = now();
  return () => Math.abs(now() - startedAt) < CLAIM_MS;
}

// Another process has taken over and goes on from what was saved; what is written about this claim changes nothing.
function lost(context: Context): Outcome {
  return continueAt(context.now() + WATCH_MS, 'claim lost');
}
