import { rmSync } from 'node:fs';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { startWorld, type World } from '../support/world.ts';
import type { ApprovalSetUp } from './approval-actions.ts';
import { isInShortWait, pause } from './fast-timers.ts';
import type { Busy, Store } from './instrument.ts';
import { type KillableBot, openPolicy, startBot } from './killable-bot.ts';
import type { Random } from './random.ts';

/** A world whose bots get killed, and whose clock moves only when the harness moves it. */
export type Harness = {
  readonly world: World;
  /** Names of the steps at which bots were killed. */
  readonly kills: string[];
  readonly logLines: readonly string[];
  /** Why something a person did failed, by the reference they were told. */
  readonly failures: ReadonlyMap<string, string>;
  /** Starts every killed bot again, as a supervisor does after a crash. */
  restartDead(): Promise<void>;
  /** Kills one bot some steps from now. */
  scheduleKill(random: Random, steps: number): void;
  killOne(random: Random): void;
  stopKilling(): void;
  move(ms: number): void;
  /** Waits until nothing is in flight, at most for as long as a request may hang. */
  waitUntilIdle(): Promise<void>;
  /** Advances the clock in steps, and waits until idle after each. */
  advance(rounds: number, ms?: number): Promise<void>;
  stop(): Promise<void>;
};

const START_TRIES = 30;
/** A little longer than a second that runs ten times faster, ms. */
const LONGEST_SHORT_WAIT_MS = 120;

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

export async function startHarness(options: {
  readonly random: Random;
  readonly replicas: number;
  readonly databaseUrl?: string | undefined;
  readonly withoutScopes: readonly string[];
  readonly credits: number;
  readonly approvals?: ApprovalSetUp | undefined;
  readonly mutant?: ((store: Store, people: readonly string[]) => Store) | undefined;
  /** Called before every move of the clock, with its new time, epoch ms. */
  readonly onMove: (to: number) => void;
}): Promise<Harness> {
  const world = await startWorld({
    noBot: true,
    rateLimits: false,
    // Ten times faster, like every timer: half a second.
    ackWithinMs: 5_000,
    parsec: { credits: options.credits },
    withoutScopes: options.withoutScopes,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
  const policy = {
    ...openPolicy,
    ...(options.approvals === undefined ? {} : approvalPolicy(world, options.approvals)),
  };
  const mutate = options.mutant;
  const mutant = mutate && ((store: Store) => mutate(store, [world.people.mia, world.people.ben, world.people.ada]));
  const busy: Busy = { count: 0 };
  const kills: string[] = [];
  const logLines: string[] = [];
  const failures = new Map<string, string>();
  const ids = options.random.fork();
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  const newId = () => Array.from({ length: 12 }, () => letters[ids.below(32)]).join('');
  const bots: (KillableBot | undefined)[] = Array.from({ length: options.replicas }, () => undefined);
  const deadBots: KillableBot[] = [];
  let mayDie = true;

  async function start(place: number): Promise<void> {
    for (let tries = 1; ; tries++) {
      const before = bots[place];
      // The SQLite file is free only once the connection of the killed bot is closed.
      await before?.gone();
      const bot = startBot(world, {
        newId,
        busy,
        onKill: (step) => void kills.push(step),
        logLine: (line) => {
          const reference = /"reference":"(\w+)","msg":"a listener failed"/.exec(line)?.[1];
          if (reference !== undefined) failures.set(reference, /"message":"([^"]*)/.exec(line)?.[1] ?? line);
          logLines.push(line);
          if (logLines.length > 400) logLines.shift();
        },
        policy,
        mutant,
      });
      bots[place] = bot;
      if (before !== undefined) deadBots.push(before);
      const up = await bot.started.then(
        () => true,
        () => false,
      );
      if (up) return;
      if (tries === START_TRIES) throw new Error(`no bot starts\n${logLines.slice(-20).join('')}`);
      // The next start comes a moment later.
      move(2_000);
    }
  }

  function move(ms: number): void {
    options.onMove(world.clock.now() + ms);
    world.clock.advance(ms);
    for (const bot of bots) bot?.wake();
  }

  const waiting = () => world.slack.deliveries.at(-1)?.outcome === 'waiting';
  async function waitUntilIdle(): Promise<void> {
    // A hanging request ends after half a second. The rest may take longer on a busy computer, and moving the clock meanwhile would
    // make it look as if Parsec took minutes for a request.
    const until = performance.now() + 20_000;
    let quiet = 0;
    // Short waits may belong to other episodes in this process, so waiting for them is limited.
    let patience = LONGEST_SHORT_WAIT_MS;
    while (quiet < 5 && performance.now() < until) {
      await nextTurn();
      const inShortWait = isInShortWait() && patience > 0;
      if (busy.count <= 0 && !waiting() && !inShortWait) quiet += 1;
      else {
        quiet = 0;
        if (inShortWait) patience -= 1;
        await pause(1);
      }
    }
  }

  // Two people may wait for the same restart.
  let restarting: Promise<void> | undefined;
  async function restartAllDead(): Promise<void> {
    for (const [place, bot] of bots.entries()) if (bot === undefined || bot.isDead()) await start(place);
  }

  return {
    world,
    kills,
    logLines,
    failures,
    restartDead() {
      restarting ??= restartAllDead().finally(() => {
        restarting = undefined;
      });
      return restarting;
    },
    scheduleKill(random, steps) {
      if (mayDie) random.pick(bots)?.dieAfter(steps);
    },
    killOne(random) {
      if (mayDie) random.pick(bots)?.kill();
    },
    stopKilling() {
      mayDie = false;
      for (const bot of bots) bot?.dieAfter(Number.POSITIVE_INFINITY);
    },
    move,
    waitUntilIdle,
    async advance(rounds, ms = 1_500) {
      for (let round = 0; round < rounds; round++) {
        move(ms);
        await waitUntilIdle();
      }
    },
    async stop() {
      const running = bots.flatMap((bot) => bot ?? []);
      await Promise.all(running.map((bot) => bot.stop()));
      await Promise.all([...running, ...deadBots].map((bot) => bot.gone()));
      await world.stop();
      rmSync(world.dataDir, { recursive: true, force: true });
    },
  };
}

/** What is longer needs the approval of people of the cast, who are reminded, and what nobody decides expires soon. */
function approvalPolicy({ slack, people }: World, { count, windowMs, later, inChannel }: ApprovalSetUp) {
  const { mia, ben, ada } = people;
  const members = [mia, ben, ada];
  const asked = inChannel ? { channel: slack.addChannel({ name: 'approvers', members, bot: true }).id } : {};
  const groups = later
    ? { leads: { people: [mia, ben], ...asked }, heads: { people: [ada] } }
    : { leads: { people: members, ...asked } };
  const { approvals, rules } = aPolicy({
    approvals: { groups, remindAfter: '20m', escalateAfter: '30m', expireAfter: '90m' },
    rules: [{ name: 'long', approval: { by: Object.keys(groups), count, above: { window: `${windowMs / 60_000}m` } } }],
  });
  return { approvals, rules };
}
