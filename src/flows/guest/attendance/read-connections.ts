import { z } from 'zod';
import type { ConnectionEvent } from '../../../domain/attendance.ts';
import { provesLog } from '../../../domain/attendance.ts';
import type { Job } from '../../../domain/job.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { type Claim, type Context, continueAt, type Outcome } from '../../shared/context.ts';
import { recordAbsences, recordEvents } from './record-attendance.ts';

/** How often the log is read while a guest may be connected, ms. */
const EVERY_MS = 60_000;
/**
 * Pages read in that time: at most 10 of the 50 requests Parsec allows in five minutes, so that `/team`, which reads the same log, has the
 * other 40.
 */
const PAGES = 2;
/** How long to wait after a failure, ms: each page was tried up to three times. */
const FAILED_MS = 3 * 60_000;
/** How long to wait after a refusal, ms: somebody may give the key the permission. */
const REFUSED_MS = 10 * 60_000;
/** How long to wait where nothing keeps such a log, ms: it may be on after the next start. */
const OFF_MS = 3_600_000;
/** [assumed] How much later than it happened an event is in the log at the latest, ms: nothing younger is taken to be missing. */
const LOG_DELAY_MS = 2 * 60_000;
/** What was read is read once more as far back, ms: an event that came later than that delay is not lost. */
const OVERLAP_MS = 10 * 60_000;
/** The first look goes as far back, ms, and none further: it may show that the log names people. */
const FURTHEST_MS = 86_400_000;
/** How long after its end an invite's log is read, ms: the guest leaves then. */
const AFTER_END_MS = 10 * 60_000;
/** A walk that takes longer begins again: what its cursor meant then nobody knows. */
const LONGEST_WALK_MS = 15 * 60_000;

const Progress = z.object({
  /** Read without a gap from `from` to `until`, epoch ms. */
  from: z.number().optional(),
  until: z.number().optional(),
  /** The walk under way: since when events are asked for, when it began, and where it goes on. */
  walk: z.object({ since: z.number(), startedAt: z.number(), cursor: z.string() }).optional(),
  /** The log has named who connects to what. */
  isProven: z.boolean().default(false),
});
type Progress = z.infer<typeof Progress>;

/**
 * Reads in the provider's log who has connected, and writes what is new to the invites: the card says so, and inviters are notified who want
 * to be. Only while an invite is active, or was a moment ago; every event may be read again, and counts once. Never done, only due again.
 */
export async function readConnections(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const { connections, store } = context;
  if (connections === undefined) return continueAt(context.now() + OFF_MS, 'no log of connections');
  let progress = known(Progress.parse(JSON.parse(job.facts)), context.now());
  const now = context.now();
  const earliest = await store.earliestAttended({ now, endedAfter: now - AFTER_END_MS });
  if (earliest === undefined) return continueAt(now + EVERY_MS, 'nobody can be connected');

  for (let pages = 0; pages < PAGES; pages++) {
    const askedAt = context.now();
    const { since, startedAt, cursor } = progress.walk ?? {
      ...newWalk(progress, earliest, askedAt),
      cursor: undefined,
    };
    const page = await connections.page({ since, cursor });
    if (isProblem(page)) return backOff(context, job, { ...progress, walk: undefined }, page);
    const isProven = progress.isProven || page.events.some(provesLog);
    const next =
      page.next === undefined
        ? readUntil({ ...progress, isProven }, since, startedAt)
        : { ...progress, isProven, walk: { since, startedAt, cursor: page.next } };
    if (!(await takeIn(context, job, page.events, next))) return continueAt(context.now() + EVERY_MS, 'claim lost');
    progress = next;
    if (page.next === undefined) break;
    if (!(await claim.heartbeat())) return continueAt(context.now() + EVERY_MS, 'claim lost');
  }
  return continueAt(context.now() + EVERY_MS, 'read');
}

/** What of the progress still holds: not what a clock wrote that has been set back since, nor a walk of long ago. */
function known(progress: Progress, now: number): Progress {
  const { from, until, walk, isProven } = progress;
  const isOld = walk !== undefined && Math.abs(now - walk.startedAt) > LONGEST_WALK_MS;
  const kept = until !== undefined && until <= now ? { from, until } : {};
  return { ...kept, walk: isOld ? undefined : walk, isProven };
}

/** Since when events are asked for: what was read before is not read again, but for the overlap. Epoch ms. */
function newWalk({ until }: Progress, earliest: number, now: number) {
  const since = until === undefined ? now - FURTHEST_MS : Math.max(until - OVERLAP_MS, earliest, now - FURTHEST_MS);
  return { since, startedAt: now };
}

/** The walk is over: all is known from its beginning on, or from further back where it went on without a gap. */
function readUntil({ from, until, isProven }: Progress, since: number, startedAt: number): Progress {
  const goesOn = from !== undefined && until !== undefined && since <= until;
  return { from: goesOn ? from : since, until: startedAt - LOG_DELAY_MS, isProven };
}

/** Writes what a page shows, together with how far the log is read now; false when the claim is lost, and then nothing. */
async function takeIn(
  context: Context,
  job: Job,
  events: readonly ConnectionEvent[],
  progress: Progress,
): Promise<boolean> {
  const { from, until, isProven, walk } = progress;
  const written = await context.store.transaction(async (tx) => {
    if (!(await tx.saveProgress(job, JSON.stringify(progress)))) return false;
    await recordEvents(context, tx, events);
    const isOver = walk === undefined && from !== undefined && until !== undefined;
    // A log that never named anybody may not name anybody now.
    if (isOver && isProven) await recordAbsences(context, tx, { from, until, foundWithin: OVERLAP_MS });
    return true;
  });
  if (written) context.wake();
  return written;
}

/** Nothing was learned, and nothing is said. Not sooner than in some minutes whatever happened: the quota is shared. */
async function backOff(context: Context, job: Job, progress: Progress, why: Problem): Promise<Outcome> {
  await context.store.saveProgress(job, JSON.stringify(progress));
  const isRefused = why.code === 'provider_forbidden' || why.code === 'provider_unauthorized';
  const said = typeof why.facts.retryAt === 'number' ? why.facts.retryAt : 0;
  const now = context.now();
  const at = Math.max(said, now + (isRefused ? REFUSED_MS : FAILED_MS));
  context.log.debug({ why: why.code, at }, "the provider's log of connections could not be read");
  return { kind: 'retry', at, failed: true, why: why.code };
}
