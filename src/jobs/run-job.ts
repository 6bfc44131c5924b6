import { backoffMs, type ClaimedJob, type Job, showsState } from '../domain/job.ts';
import type { Line } from '../domain/lanes.ts';
import { type Claim, type Context, continueAt, InviteMoved, type Outcome } from '../flows/shared/context.ts';
import { runJob } from './handlers.ts';

/** How often a running claim sends a heartbeat, ms: three may be missed before another takes over. */
const RENEW_MS = 3_000;

/** A claimed job that occupies a slot. */
export type RunningJob = {
  readonly line: Line;
  /** Its row is finished or rescheduled. Never rejects. */
  readonly ended: Promise<void>;
  /** Nothing of it is under way any more: later than `ended` when it was overtaken. Never rejects. */
  readonly settled: Promise<void>;
  readonly isSettled: () => boolean;
  /** Something more urgent is wanted of the same row: the next claim does not wait for the answer this one waits for. */
  readonly overtake: () => void;
};

const overtaken: Outcome = continueAt(0, 'access is to be taken away');

/** Runs a claimed job, keeps its lease alive, and finishes or reschedules its row. */
export function startJob(context: Context, job: ClaimedJob): RunningJob {
  const handOver = Promise.withResolvers<Outcome>();
  let isOvertaken = false;
  let isSettled = false;
  const claim: Claim = {
    attempt: job.attempt,
    tries: job.tries,
    afterLost: job.afterLost,
    heartbeat: () => context.store.renewLease(job, context.now()),
    lane: job.lane,
    isOvertaken: () => isOvertaken,
  };
  const outcome = tryToRun(context, job, claim).finally(() => {
    isSettled = true;
  });
  return {
    line: { lane: job.lane, target: job.target, owner: job.owner },
    ended: renewing(context, job, Promise.race([outcome, handOver.promise])).then((result) =>
      close(context, job, result),
    ),
    settled: outcome.then(() => undefined),
    isSettled: () => isSettled,
    overtake() {
      isOvertaken = true;
      handOver.resolve(overtaken);
    },
  };
}

async function tryToRun(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  try {
    return await runJob(context, job, claim);
  } catch (error) {
    if (error instanceof InviteMoved) return continueAt(0, 'changed meanwhile');
    // A bug, or the store itself. The job stays queued: somebody is waiting for it.
    context.log.error({ err: error, job: job.id, reference: job.id }, 'job failed');
    return { kind: 'retry', at: context.now() + backoffMs(job.tries + 1), failed: true, why: 'bug' };
  }
}

async function renewing(context: Context, job: Job, outcome: Promise<Outcome>): Promise<Outcome> {
  const renewal = setInterval(() => {
    context.store.renewLease(job, context.now()).catch((error: unknown) => {
      context.log.warn({ err: error, job: job.id }, 'could not send a heartbeat');
    });
  }, RENEW_MS);
  return outcome.finally(() => clearInterval(renewal));
}

async function close(context: Context, job: Job, outcome: Outcome): Promise<void> {
  try {
    if (outcome.kind === 'done') {
      const wasMine = await context.store.finishJob(job);
      // Another took over, and may have shown what came after what was shown here: who was late cannot know.
      if (!wasMine && showsState(job)) await context.store.enqueueAgain(job);
    } else {
      context.log.info({ job: job.id, why: outcome.why, tries: job.tries }, 'job will be tried again');
      await context.store.rescheduleJob(job, outcome.at, outcome.failed);
    }
  } catch (error) {
    // The lease runs out and the job is found again: it was made to bear that.
    context.log.error({ err: error, job: job.id }, 'could not write the end of a job');
  }
}
