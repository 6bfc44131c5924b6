import { type App, createApp } from '../../src/app.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { createLog } from '../../src/log.ts';
import { newId } from '../../src/new-id.ts';
import { openStore } from '../../src/store/open-store.ts';
import { noLimits, openToAll } from '../support/policies.ts';
import type { World } from '../support/world.ts';
import { type Busy, Killed, type Store, steppingDispatcher, steppingStore } from './doors.ts';
import { pause } from './hurry.ts';

/** Few people live many lives, and do all there is to do. */
const policy = { ...defaultPolicy, ...openToAll(), ...noLimits };

/** How long a dead bot may take to be gone from memory, real ms. */
const ROT_MS = 8_000;

/** A bot that can be killed at any step, in the same process. */
export type MortalBot = {
  readonly isDead: () => boolean;
  /** Resolves when it runs; rejects when it could not start, or was killed while it did. */
  readonly started: Promise<void>;
  /** Dies at the `steps`th step from now. */
  dieAfter(steps: number): void;
  /** Dies at the `nth` step from now whose name fits. */
  dieAt(name: RegExp, nth: number): void;
  kill(): void;
  /** Resolves when nothing of a dead bot is left: no connection, no timer, no promise that waits. */
  gone(): Promise<void>;
  /** As somebody who stops it properly. */
  stop(): Promise<void>;
  wake(): void;
};

// Looking for work and signs of life come by the clock: they would make the count differ from one play to the next.
const uncounted = /dueWork|dueInQueues|overtakenWork|renewLease/;

/** A bot that can be killed, once it runs: for stories with one of it at a time. */
export async function startedBot(world: World): Promise<MortalBot> {
  const bot = startBot(world, { newId, busy: { count: 0 }, onDeath: () => {}, logLine: () => {} });
  await bot.started;
  return bot;
}

/**
 * Starts a bot whose every step out (statement, request, answer, new id) is seen. Killed at one, it is at once as SIGKILL leaves
 * it: transactions rolled back, connections and sockets closed, nothing more goes out. What it still had in hand fails, for an
 * await that never ended would stay in memory with all it holds.
 */
export function startBot(
  world: World,
  options: {
    readonly newId: () => string;
    readonly busy: Busy;
    readonly onDeath: (step: string) => void;
    readonly logLine: (line: string) => void;
    /** For planted faults. */
    readonly plant?: ((store: Store) => Store) | undefined;
  },
): MortalBot {
  let dead = false;
  let steps = 0;
  let dieAt = Number.POSITIVE_INFINITY;
  let named: { readonly name: RegExp; left: number } | undefined;
  let socketUrl: string | undefined;
  let rotting: Promise<void> | undefined;
  const inHand: Busy = { count: 0 };
  const busy: Busy = {
    get count() {
      return inHand.count;
    },
    set count(value) {
      if (!dead) options.busy.count += value - inHand.count;
      inHand.count = value;
    },
  };

  function die(name: string): void {
    if (dead) return;
    dead = true;
    options.busy.count -= inHand.count;
    out.destroy();
    if (socketUrl !== undefined) world.slack.disconnectSockets('cut', socketUrl);
    options.onDeath(name);
    rotting = rot();
  }
  function step(name: string): void {
    if (dead) throw new Killed(name);
    if (uncounted.test(name)) return;
    steps += 1;
    if (named?.name.test(name) === true) named.left -= 1;
    if (steps < dieAt && named?.left !== 0) return;
    die(name);
    throw new Killed(name);
  }

  const out = steppingDispatcher(step, busy, {
    isDead: () => dead,
    onSocketUrl: (url) => {
      socketUrl = url;
    },
  });
  const app: App = createApp(world.config, policy, {
    now: world.clock.now,
    newId: () => {
      step('new id');
      return options.newId();
    },
    log: createLog({
      level: 'warn',
      secrets: [],
      destination: { write: (line) => void (dead || options.logLine(line)) },
    }),
    dispatcher: out.dispatcher,
    openStore: async (place) => {
      step('before open store');
      const store = await openStore(place);
      try {
        step('after open store');
      } catch (killed) {
        await store.close();
        throw killed;
      }
      return steppingStore(options.plant?.(store) ?? store, step, busy);
    },
  });

  async function rot(): Promise<void> {
    // It may die within the very call that starts it.
    await Promise.resolve();
    await Promise.race([started.catch(() => {}), pause(300)]);
    const gone = await Promise.race([
      app.stop().then(
        () => true,
        () => true,
      ),
      pause(ROT_MS).then(() => false),
    ]);
    if (!gone) throw new Error('a killed bot is still there');
  }

  const started = app.start().then(
    () => {
      if (dead) throw new Killed('while starting');
    },
    async (error: unknown) => {
      if (!dead) die('failed to start');
      throw error;
    },
  );
  started.catch(() => {});
  return {
    isDead: () => dead,
    started,
    dieAfter(more) {
      dieAt = steps + more;
    },
    dieAt(name, nth) {
      named = { name, left: nth };
    },
    kill: () => die('between two steps'),
    gone: async () => rotting,
    stop: async () => {
      if (!dead) await app.stop();
      out.destroy();
    },
    wake: () => app.wake(),
  };
}
