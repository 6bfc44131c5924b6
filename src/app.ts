import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { WATCH_MS } from './domain/work.ts';
import type { Context } from './flows/context.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import type { Engine } from './jobs/engines/engine.ts';
import { createLocalTimer } from './jobs/engines/local-timer.ts';
import { createRunner, type Runner } from './jobs/runner.ts';
import type { Log } from './log.ts';
import type { Policy } from './policy-file.ts';
import { createFetch } from './providers/fetch.ts';
import type { Dispatcher } from './providers/http.ts';
import { createProviders } from './providers/registry.ts';
import { createSlack } from './slack/slack-app.ts';
import { openStore, type Store } from './store/open-store.ts';

export { createDispatcher } from './providers/http.ts';

/** What the bot needs from the world; the sandbox and the tests hand in their own. */
export type Outside = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A short id, unique for good. */
  readonly newId: () => string;
  readonly log: Log;
  /** Everything that leaves over HTTP goes through it. */
  readonly dispatcher: Dispatcher;
};

export type App = {
  /** Opens the store, connects to Slack, starts the runner. Answers where it listens for operators. */
  start(): Promise<{ readonly url: string }>;
  /** Finishes what was taken, then stops. Safe to call twice. */
  stop(): Promise<void>;
  /** Something may be due: look now. For a clock that was moved. */
  wake(): void;
};

/** Puts the parts together: the only place that knows all of them. */
export function createApp(config: Config, policy: Policy, outside: Outside): App {
  let store: Store | undefined;
  let engine: Engine | undefined;
  let runner: Runner | undefined;
  let http: HttpServer | undefined;
  const slack = createSlack(config.slack, {
    now: outside.now,
    realNow: systemClock,
    log: outside.log,
    fetch: createFetch(outside.dispatcher),
  });

  async function ready() {
    // A store that hangs is a store that is not open.
    const open =
      store === undefined
        ? false
        : await Promise.race([
            store.ping().then(
              () => true,
              () => false,
            ),
            wait(2_000, false),
          ]);
    return { store: open, slack: slack.isConnected(), runner: runner?.isAlive() ?? false };
  }

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    // First nothing new is taken, then what was taken is finished: answers to people, work, and last the store under both.
    const closed = http?.stop();
    await slack.stop();
    await runner?.stop();
    await closed;
    await store?.close();
    await engine?.close();
  }

  return {
    async start() {
      ({ store, engine } = await openStoreAndEngine(config, outside));
      const providers = createProviders(config.providers, outside);
      if (providers.guestAccess === undefined) throw new Error('no provider with guest access is configured');
      const context: Context = {
        store,
        guestAccess: providers.guestAccess.guestAccess,
        members: providers.members?.members,
        providers: providers.list,
        policy,
        teller: slack.teller,
        now: outside.now,
        newId: outside.newId,
        log: outside.log,
        wake: () => runner?.wake(),
      };
      // Not at once: a bot that is started again and again must not page through everything each time.
      await store.startReconciling(outside.now() + WATCH_MS);
      runner = createRunner(context, engine);
      slack.listen(context);
      http = await startHttpServer(config.http, { ready, slackEvents: slack.handleRequest });
      // The runner does not wait for Slack: what is owed to Parsec (a guest to be kept out) is done while Slack is away.
      await runner.start();
      await slack.start();
      outside.log.info({ url: http.url }, 'Guestlist is running');
      return { url: http.url };
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
    wake: () => runner?.wake(),
  };
}

/** One process with its own file, or replicas that share a server; pg and pg-boss are loaded for the latter only. */
async function openStoreAndEngine(config: Config, outside: Outside): Promise<{ store: Store; engine: Engine }> {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl === undefined) return { store: await openStore({ dataDir }), engine: createLocalTimer() };
  const { openPgBoss } = await import('./jobs/engines/pg-boss.ts');
  const engine = await openPgBoss({ databaseUrl, now: outside.now, log: outside.log });
  try {
    const store = await openStore({ databaseUrl, onOwed: (db, owed) => engine.wakeAtWithin(db, owed.at) });
    return { store, engine };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
