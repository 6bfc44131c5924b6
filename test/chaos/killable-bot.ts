import { type App, createApp } from '../../src/app.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { createLog } from '../../src/log.ts';
import { newId } from '../../src/new-id.ts';
import { openStore } from '../../src/store/open-store.ts';
import { noLimits, openToAll } from '../support/policies.ts';
import type { World } from '../support/world.ts';
import { pause } from './fast-timers.ts';
import { type Busy, instrumentDispatcher, instrumentStore, Killed, type Store } from './instrument.ts';

/** A few people run many scenarios and need every permission. */
export const openPolicy: Policy = { ...defaultPolicy, ...openToAll(), ...noLimits };

/** How long tearing down a killed bot may take, real ms. */
const TEAR_DOWN_MS = 8_000;

/** A bot that can be killed at any step, in the same process. */
export type KillableBot = {
  readonly isDead: () => boolean;
  /** Resolves when it runs; rejects when it could not start, or was killed while it did. */
  readonly started: Promise<void>;
  /** Kills it at the `steps`th step from now. */
  dieAfter(steps: number): void;
  /** Kills it at the `nth` step from now whose name matches. */
  dieAt(name: RegExp, nth: number): void;
  kill(): void;
  /** Resolves when a killed bot has no connection, timer or pending promise left. */
  gone(): Promise<void>;
  /** Stops it properly. */
  stop(): Promise<void>;
  wake(): void;
};

// Polling and heartbeats depend on real time: counting them would make replays differ.
const uncounted = /dueJobs|dueInQueues|overtakenJobs|renewLease/;

/** A running bot that can be killed: for stories with one bot at a time. */
export async function startedBot(world: World): Promise<KillableBot> {
  const bot = startBot(world, { newId, busy: { count: 0 }, onKill: () => {}, logLine: () => {} });
  await bot.started;
  return bot;
}

/**
 * Starts a bot that can be killed at any step (statement, request, response, new id), with the effect of SIGKILL: transactions roll
 * back, connections and sockets close, nothing more goes out. Pending operations fail, since an await that never ends would stay in
 * memory.
 */
export function startBot(
  world: World,
  options: {
    readonly newId: () => string;
    readonly busy: Busy;
    readonly onKill: (step: string) => void;
    readonly logLine: (line: string) => void;
    readonly policy?: Policy;
    /** For mutants. */
    readonly mutant?: ((store: Store) => Store) | undefined;
  },
): KillableBot {
  let dead = false;
  let steps = 0;
  let dieAt = Number.POSITIVE_INFINITY;
  let named: { readonly name: RegExp; left: number } | undefined;
  let socketUrl: string | undefined;
  let tearingDown: Promise<void> | undefined;
  const inFlight: Busy = { count: 0 };
  const busy: Busy = {
    get count() {
      return inFlight.count;
    },
    set count(value) {
      if (!dead) options.busy.count += value - inFlight.count;
      inFlight.count = value;
    },
  };

  function die(name: string): void {
    if (dead) return;
    dead = true;
    options.busy.count -= inFlight.count;
    out.destroy();
    if (socketUrl !== undefined) world.slack.disconnectSockets('cut', socketUrl);
    options.onKill(name);
    tearingDown = tearDown();
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

  const out = instrumentDispatcher(step, busy, {
    isDead: () => dead,
    onSocketUrl: (url) => {
      socketUrl = url;
    },
  });
  const app: App = createApp(world.config, () => options.policy ?? openPolicy, {
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
      return instrumentStore(options.mutant?.(store) ?? store, step, busy);
    },
  });

  async function tearDown(): Promise<void> {
    // It may be killed within the call that starts it.
    await Promise.resolve();
    await Promise.race([started.catch(() => {}), pause(300)]);
    const gone = await Promise.race([
      app.stop().then(
        () => true,
        () => true,
      ),
      pause(TEAR_DOWN_MS).then(() => false),
    ]);
    if (!gone) throw new Error('a killed bot did not stop');
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
    gone: async () => tearingDown,
    stop: async () => {
      if (!dead) await app.stop();
      out.destroy();
    },
    wake: () => app.wake(),
  };
}
