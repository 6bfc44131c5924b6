import type { Line } from '../domain/lanes.ts';
import { backoffMs, type ClaimedWork, showsState, type Work } from '../domain/work.ts';
import { type Claim, type Context, InviteMoved, type Outcome } from '../flows/context.ts';
import type { Engine } from './engines/engine.ts';
import { runWork } from './handlers.ts';

/** How often a running claim gives a sign of life, ms: three may be missed before another takes over. */
const RENEW_MS = 3_000;

/** A claimed job that occupies a slot. */
export type RunningJob = {
  readonly line: Line;
  /** Its row is finished or rescheduled. Never rejects. */
  readonly ended: Promise<void>;
  /** Nothing of it is under way any more: later than `ended` when it was overtaken. Never rejects. */
  readonly settled: Promise<void>;
  readonly isSettled: () => boolean;
  /** Something more urgent is wanted of the same row: whoever comes next does not wait for the answer this one waits for. */
  readonly overtake: () => void;
};

const overtaken: Outcome = { kind: 'again', at: 0, failed: false, why: 'access is to be taken away' };

/** Runs a claimed job, keeps its lease alive, and finishes or reschedules its row. */
export function startJob(context: Context, engine: Engine, work: ClaimedWork): RunningJob {
  const handOver = Promise.withResolvers<Outcome>();
  let isOvertaken = false;
  let isSettled = false;
  const claim: Claim = {
    attempt: work.attempt,
    tries: work.tries,
    afterLost: work.afterLost,
    stillMine: () => context.store.renewLease(work, context.now()),
    lane: work.lane,
    isOvertaken: () => isOvertaken,
  };
  const outcome = tryToRun(context, work, claim).finally(() => {
    isSettled = true;
  });
  return {
    line: { lane: work.lane, target: work.target, owner: work.owner },
    ended: renewing(context, work, Promise.race([outcome, handOver.promise])).then((result) =>
      close(context, engine, work, result),
    ),
    settled: outcome.then(() => undefined),
    isSettled: () => isSettled,
    overtake() {
      isOvertaken = true;
      handOver.resolve(overtaken);
    },
  };
}

async function tryToRun(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  try {
    return await runWork(context, work, claim);
  } catch (error) {
    if (error instanceof InviteMoved) return { kind: 'again', at: 0, failed: false, why: 'changed meanwhile' };
    // A bug, or the store itself. The work stays owed: somebody is waiting for it.
    context.log.error({ err: error, work: work.id, reference: work.id }, 'work failed');
    return { kind: 'again', at: context.now() + backoffMs(work.tries + 1), failed: true, why: 'bug' };
  }
}

async function renewing(context: Context, work: Work, outcome: Promise<Outcome>): Promise<Outcome> {
  const renewal = setInterval(() => {
    context.store.renewLease(work, context.now()).catch((error: unknown) => {
      context.log.warn({ err: error, work: work.id }, 'no sign of life could be given');
    });
  }, RENEW_MS);
  return outcome.finally(() => clearInterval(renewal));
}

async function close(context: Context, engine: Engine, work: Work, outcome: Outcome): Promise<void> {
  try {
    if (outcome.kind === 'done') {
      const wasMine = await context.store.finishWork(work);
      // Another took over, and may have shown what came after what was shown here: who was late cannot know.
      if (!wasMine && showsState(work)) {
        await context.store.oweAgain(work);
        engine.wakeAt(0);
      }
    } else {
      context.log.info({ work: work.id, why: outcome.why, tries: work.tries }, 'work will be tried again');
      await context.store.postponeWork(work, outcome.at, outcome.failed);
      engine.wakeAt(outcome.at);
    }
  } catch (error) {
    // The lease runs out and the work is found again: it was made to bear that.
    context.log.error({ err: error, work: work.id }, 'the end of a piece of work could not be written');
  }
}
