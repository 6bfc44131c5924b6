import { rmSync } from 'node:fs';
import { startWorld, type World } from '../support/world.ts';
import type { Busy, Store } from './doors.ts';
import { isNapping, pause } from './hurry.ts';
import { type MortalBot, startBot } from './mortal-bot.ts';
import type { Random } from './random.ts';

/** A world with bots that die, and a clock that is only moved here. */
export type Town = {
  readonly world: World;
  /** Names of the steps at which bots were killed. */
  readonly deaths: string[];
  readonly logLines: readonly string[];
  /** Every bot that should run, runs: what an operator, or the machine, does after a crash. */
  revive(): Promise<void>;
  /** One bot will die some steps from now. */
  aim(random: Random, steps: number): void;
  killOne(random: Random): void;
  noMoreDeaths(): void;
  move(ms: number): void;
  /** Waits until nothing is under way, or for as long as a request may hang. */
  calm(): Promise<void>;
  /** Lets time pass in steps, with calm between them. */
  pump(rounds: number, ms?: number): Promise<void>;
  stop(): Promise<void>;
};

const START_TRIES = 30;
/** Somewhat longer than a second that is ten times faster, ms. */
const LONGEST_NAP_MS = 120;

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

export async function startTown(options: {
  readonly random: Random;
  readonly replicas: number;
  readonly databaseUrl?: string | undefined;
  readonly withoutScopes: readonly string[];
  readonly credits: number;
  readonly plant?: ((store: Store) => Store) | undefined;
  /** Called before every move of the clock, with where it is going, epoch ms. */
  readonly onMove: (to: number) => void;
}): Promise<Town> {
  const world = await startWorld({
    noBot: true,
    rateLimits: false,
    // Ten times faster, like every timer: half a second.
    ackWithinMs: 5_000,
    parsec: { credits: options.credits },
    withoutScopes: options.withoutScopes,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  });
  const busy: Busy = { count: 0 };
  const deaths: string[] = [];
  const logLines: string[] = [];
  const ids = options.random.fork();
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  const newId = () => Array.from({ length: 12 }, () => letters[ids.below(32)]).join('');
  const bots: (MortalBot | undefined)[] = Array.from({ length: options.replicas }, () => undefined);
  const corpses: MortalBot[] = [];
  let mayDie = true;

  async function start(place: number): Promise<void> {
    for (let tries = 1; ; tries++) {
      const before = bots[place];
      // The file of a dead bot is free only when its connection is closed, as it is at once when a process dies.
      await before?.gone();
      const bot = startBot(world, {
        newId,
        busy,
        onDeath: (step) => void deaths.push(step),
        logLine: (line) => {
          logLines.push(line);
          if (logLines.length > 400) logLines.shift();
        },
        plant: options.plant,
      });
      bots[place] = bot;
      if (before !== undefined) corpses.push(before);
      const up = await bot.started.then(
        () => true,
        () => false,
      );
      if (up) return;
      if (tries === START_TRIES) throw new Error(`no bot starts any more\n${logLines.slice(-20).join('')}`);
      // Whoever starts it again does so a moment later.
      move(2_000);
    }
  }

  function move(ms: number): void {
    options.onMove(world.clock.now() + ms);
    world.clock.advance(ms);
    for (const bot of bots) bot?.wake();
  }

  const waiting = () => world.slack.deliveries.at(-1)?.outcome === 'waiting';
  async function calm(): Promise<void> {
    // What hangs ends after half a second; a busy machine may need longer for the rest, and a clock that moves on meanwhile would play
    // that Parsec takes minutes for a request.
    const until = performance.now() + 20_000;
    let quiet = 0;
    // Naps are short; those of other episodes in this process are not waited for without an end.
    let patience = LONGEST_NAP_MS;
    while (quiet < 5 && performance.now() < until) {
      await nextTurn();
      const napping = isNapping() && patience > 0;
      if (busy.count <= 0 && !waiting() && !napping) quiet += 1;
      else {
        quiet = 0;
        if (napping) patience -= 1;
        await pause(1);
      }
    }
  }

  // Two people may wait for the same bot.
  let reviving: Promise<void> | undefined;
  async function reviveAll(): Promise<void> {
    for (const [place, bot] of bots.entries()) if (bot === undefined || bot.isDead()) await start(place);
  }

  return {
    world,
    deaths,
    logLines,
    revive() {
      reviving ??= reviveAll().finally(() => {
        reviving = undefined;
      });
      return reviving;
    },
    aim(random, steps) {
      if (mayDie) random.pick(bots)?.dieAfter(steps);
    },
    killOne(random) {
      if (mayDie) random.pick(bots)?.kill();
    },
    noMoreDeaths() {
      mayDie = false;
      for (const bot of bots) bot?.dieAfter(Number.POSITIVE_INFINITY);
    },
    move,
    calm,
    async pump(rounds, ms = 1_500) {
      for (let round = 0; round < rounds; round++) {
        move(ms);
        await calm();
      }
    },
    async stop() {
      const running = bots.flatMap((bot) => bot ?? []);
      await Promise.all(running.map((bot) => bot.stop()));
      await Promise.all([...running, ...corpses].map((bot) => bot.gone()));
      await world.stop();
      rmSync(world.dataDir, { recursive: true, force: true });
    },
  };
}
