import { CLOCK_STEP_MS } from '../domain/clocks.ts';
import { backoffMs, LONGEST_WAIT_MS, showsState, type Work } from '../domain/work.ts';
import { type Claim, type Context, InviteMoved, type Outcome } from '../flows/context.ts';
import type { Engine } from './engines/engine.ts';
import { runWork } from './handlers.ts';

/** How many pieces of work run at a time. */
const WIDTH = 8;
/** How often a running claim gives a sign of life, ms: three may be missed before another takes over. */
const RENEW_MS = 3_000;

export type Runner = {
  start(): Promise<void>;
  /** Takes nothing new, and waits for what was taken. */
  stop(): Promise<void>;
  /** Something may be due: look now. */
  wake(): void;
  /** Whether the last look worked and was not long ago. */
  isAlive(): boolean;
};

/** Claims what is due, runs it, and finishes or postpones it. The rows are the truth: the runner itself knows nothing, and `engine` only makes it look. */
export function createRunner(context: Context, engine: Engine): Runner {
  const running = new Map<string, Promise<void>>();
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let stopped = true;
  let failedLooks = 0;
  let lookedAt: number | undefined;
  let setBacks = 0;
  let recallIsDue = false;

  /** What was put off by a clock that has been set back since is not left lying until that time comes again. */
  async function followClock(): Promise<void> {
    const now = context.now();
    // What happened to the clock before this process is only seen by times that nobody would have put anything off to.
    if (lookedAt === undefined) await context.store.recallWork(now + LONGEST_WAIT_MS);
    else if (now < lookedAt - CLOCK_STEP_MS) {
      setBacks += 1;
      recallIsDue = true;
    }
    lookedAt = now;
    if (!recallIsDue) return;
    recallIsDue = false;
    await context.store.recallWork(now).catch((error: unknown) => {
      recallIsDue = true;
      throw error;
    });
  }

  async function look(): Promise<void> {
    do {
      lookAgain = false;
      try {
        await followClock();
        const room = WIDTH - running.size;
        // More than there is room for, since some of them may be running here already under another generation.
        const due = room > 0 ? await context.store.dueWork(context.now(), room + running.size) : [];
        for (const seen of due) {
          if (stopped || running.size >= WIDTH) break;
          if (running.has(seen.id)) continue;
          const work = await context.store.claimWork(seen, context.now());
          if (work !== undefined) run(work);
          // Another replica was faster: there may be more behind what it took.
          else lookAgain = true;
        }
        failedLooks = 0;
      } catch (error) {
        failedLooks += 1;
        context.log.error({ err: error }, 'looking for due work failed');
        return;
      }
    } while (lookAgain && !stopped);
  }

  function run(work: Work): void {
    const before = setBacks;
    const ending = runOne(context, engine, work).finally(() => {
      running.delete(work.id);
      // It may have been put off by the clock of before only after all that was put off had been recalled.
      if (setBacks !== before) recallIsDue = true;
      wake();
    });
    running.set(work.id, ending);
  }

  function wake(): void {
    if (stopped) return;
    if (looking !== undefined) {
      lookAgain = true;
      return;
    }
    looking = look().finally(() => {
      looking = undefined;
    });
  }

  return {
    async start() {
      stopped = false;
      wake();
      await engine.start(wake);
    },
    async stop() {
      stopped = true;
      await engine.stop();
      await looking;
      await Promise.all(running.values());
    },
    wake,
    isAlive: () => !stopped && failedLooks < 3,
  };
}

async function runOne(context: Context, engine: Engine, work: Work): Promise<void> {
  const renewal = setInterval(() => {
    context.store.renewLease(work, context.now()).catch((error: unknown) => {
      context.log.warn({ err: error, work: work.id }, 'no sign of life could be given');
    });
  }, RENEW_MS);
  const claim: Claim = {
    attempt: work.attempt,
    tries: work.tries,
    stillMine: () => context.store.renewLease(work, context.now()),
  };
  let outcome: Outcome;
  try {
    outcome = await runWork(context, work, claim);
  } catch (error) {
    if (error instanceof InviteMoved) outcome = { kind: 'again', at: 0, failed: false, why: 'changed meanwhile' };
    else {
      // A bug, or the store itself. The work stays owed: somebody is waiting for it.
      context.log.error({ err: error, work: work.id, reference: work.id }, 'work failed');
      outcome = { kind: 'again', at: context.now() + backoffMs(work.tries + 1), failed: true, why: 'bug' };
    }
  } finally {
    clearInterval(renewal);
  }
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
