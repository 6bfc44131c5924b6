import { setTimeout as wait } from 'node:timers/promises';
import { chooseJobs, mayStart } from '../domain/choose-jobs.ts';
import { type ClaimedJob, type Job, LONGEST_WAIT_MS } from '../domain/job.ts';
import { type Line, timedLanes } from '../domain/lanes.ts';
import { CLOCK_STEP_MS } from '../domain/time/clocks.ts';
import type { Context } from '../flows/shared/context.ts';
import { createChannelLimits } from './channel-limits.ts';
import { createLookAround } from './look-around.ts';
import { type RunningJob, startJob } from './run-job.ts';
import { createServedOrder } from './served-order.ts';

/** Claims between two looks: what is urgent and comes meanwhile waits for no more than these. */
const MOST_CLAIMS = 8;
/**
 * How often to look without being woken, ms. An empty look is one indexed read, and neither a clock that jumps nor a host that slept matters.
 * A lease and this together stay under 15 s: that long after a replica was killed, another has its jobs (docs/queue.md).
 */
const LOOK_MS = 1_000;
/** The rest after a look where there is more to do than one look shows, ms: each costs the database something. */
const CROWDED_MS = 15;
/** The longest sleep until a channel is free, ms: the clock may be moved, and others look too. */
const LONGEST_NAP_MS = 1_000;

export type Runner = {
  start(): Promise<void>;
  /** Takes nothing new, and waits for what was taken. */
  stop(): Promise<void>;
  /** Something may be due: look now. */
  wake(): void;
  /** Whether the last look succeeded and was not long ago. */
  isAlive(): boolean;
  /** Whether nothing is running and the last look found nothing to run: until a clock moves or somebody asks for something. */
  isIdle(): boolean;
};

/**
 * Claims what is due, runs it, and finishes or reschedules it. The rows are the truth; the runner itself knows only who was served lately.
 * Which jobs run, and beside which others, is the rule of domain/choose-jobs.ts.
 */
export function createRunner(context: Context): Runner {
  const running = new Map<string, RunningJob>();
  /** Overtaken, and still waiting for an answer: they occupy their slots until it comes. */
  const leftBehind = new Set<RunningJob>();
  const record = createServedOrder();
  const around = createLookAround(context.store, context.now);
  const channels = createChannelLimits((channelId) => context.notifier.freeAt(channelId), context.now);
  let timer: NodeJS.Timeout | undefined;
  let nap: NodeJS.Timeout | undefined;
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
    if (lookedAt === undefined) await context.store.recallJobs(now + LONGEST_WAIT_MS);
    else if (now < lookedAt - CLOCK_STEP_MS) {
      setBacks += 1;
      recallIsDue = true;
    }
    lookedAt = now;
    if (!recallIsDue) return;
    recallIsDue = false;
    await context.store.recallJobs(now).catch((error: unknown) => {
      recallIsDue = true;
      throw error;
    });
  }

  const lines = () => [...running.values(), ...leftBehind].map(({ line }) => line);

  async function look(): Promise<void> {
    do {
      lookAgain = false;
      try {
        await followClock();
        await giveWay();
        await claimSome();
        failedLooks = 0;
        // Where there is much, those that end meanwhile are followed by one look.
        if (around.isCrowded() && !stopped) await wait(CROWDED_MS);
      } catch (error) {
        failedLooks += 1;
        context.log.error({ err: error }, 'could not look for due jobs');
        return;
      }
    } while (lookAgain && !stopped);
  }

  /** An invite whose access is to be taken away does not wait until an earlier change of it is answered. */
  async function giveWay(): Promise<void> {
    const changing = [...running].filter(([, { line }]) => line.lane === 'invite').map(([id]) => id);
    if (changing.length === 0) return;
    for (const id of await context.store.overtakenJobs(changing)) running.get(id)?.overtake();
  }

  async function claimSome(): Promise<void> {
    const now = context.now();
    const due = await around.dueJobs(lines(), (id) => running.has(id));
    const claimed = await claimOf(due);
    // Of each queue only the first was seen: there may be room for those behind it too.
    const behind = claimed.filter((job) => !timedLanes.includes(job.lane) && mayStart(job, lines()));
    await claimOf(await context.store.dueInQueues(now, behind, MOST_CLAIMS));
    napUntil([around.wideAt() ?? 0, ...due.map(channels.freeAt)].filter((at) => at > now));
  }

  /** Claims those that are next, and answers them. */
  async function claimOf(due: readonly Job[]): Promise<readonly Job[]> {
    const isFree = (job: Line) => channels.freeAt(job) <= context.now();
    const chosen = chooseJobs(due, { ...record, running: lines(), isFree }, MOST_CLAIMS);
    const claimed: Job[] = [];
    for (const seen of chosen) {
      if (stopped) break;
      const job = await context.store.claimJob(seen, context.now());
      if (job === undefined) channels.leave(seen);
      else {
        run(job);
        claimed.push(job);
      }
      // Another replica was faster: there may be more behind what it took.
      lookAgain ||= job === undefined;
    }
    lookAgain ||= chosen.length === MOST_CLAIMS;
    return claimed;
  }

  /** The next message of a channel goes out when the rate limiter lets it, not when somebody happens to look. */
  function napUntil(times: readonly number[]): void {
    clearTimeout(nap);
    if (times.length === 0 || stopped) return;
    const ms = Math.min(Math.max(Math.min(...times) - context.now(), 1), LONGEST_NAP_MS);
    nap = setTimeout(wake, ms);
  }

  function run(claimed: ClaimedJob): void {
    const before = setBacks;
    record.note(claimed);
    around.served(claimed);
    const job = startJob(context, claimed);
    running.set(claimed.id, job);
    void job.ended.then(() => {
      running.delete(claimed.id);
      if (!job.isSettled()) leaveBehind(job);
      // It may have been put off by the clock of before only after all that was put off had been recalled.
      if (setBacks !== before) recallIsDue = true;
      wake();
    });
  }

  function leaveBehind(job: RunningJob): void {
    leftBehind.add(job);
    void job.settled.then(() => {
      leftBehind.delete(job);
      wake();
    });
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
      timer = setInterval(wake, LOOK_MS);
    },
    async stop() {
      stopped = true;
      clearTimeout(nap);
      clearInterval(timer);
      await looking;
      await Promise.all([...running.values()].map(({ ended }) => ended));
      await Promise.all([...leftBehind].map(({ settled }) => settled));
    },
    wake,
    isAlive: () => !stopped && failedLooks < 3,
    isIdle: () => looking === undefined && running.size === 0 && leftBehind.size === 0,
  };
}
