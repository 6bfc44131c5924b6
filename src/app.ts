import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { Quotas } from './domain/quota.ts';
import { WATCH_MS } from './domain/work.ts';
import type { Context } from './flows/context.ts';
import { createCredits } from './flows/credits.ts';
import { createKnownHosts, rememberingHosts } from './flows/known-hosts.ts';
import { createShownNames } from './flows/shown-names.ts';
import { createKeyWatch } from './flows/watch-keys.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import type { Engine } from './jobs/engines/engine.ts';
import { createLocalTimer } from './jobs/engines/local-timer.ts';
import { createRunner, type Runner } from './jobs/runner.ts';
import type { Log } from './log.ts';
import type { Policy } from './policy-file.ts';
import { createFetch } from './providers/fetch.ts';
import type { Dispatcher } from './providers/http.ts';
import { noGuestAccess } from './providers/no-guest-access.ts';
import { createProviders } from './providers/registry.ts';
import { createSlack } from './slack/slack-app.ts';
import { openStore, type Store } from './store/open-store.ts';
import { byClock, createMemoryQuotas } from './store/quotas.ts';

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
  /** Counted in memory, or by all replicas in their PostgreSQL, unless given. */
  readonly quotas?: Quotas;
  /** How the store is opened; `openStore` itself unless somebody has to see every statement, or to stop between two of them. */
  readonly openStore?: typeof openStore;
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
  let quotas: OpenQuotas | undefined;
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
    const refused = await Promise.race([
      store?.refusedKeys().catch(() => undefined) ?? Promise.resolve(undefined),
      wait(2_000, undefined),
    ]);
    return {
      store: refused !== undefined,
      slack: slack.isConnected(),
      runner: runner?.isAlive() ?? false,
      refusedKeys: refused ?? [],
    };
  }

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    // First nothing new is taken, then what was taken is finished: answers to people, work, and last the store under both.
    const closed = http?.stop();
    await slack.stop();
    await runner?.stop();
    await closed;
    await quotas?.close?.();
    await store?.close();
    await engine?.close();
  }

  return {
    async start() {
      ({ store, engine, quotas } = await openKept(config, outside).catch(because(storeWords(config))));
      const turns = byClock(outside.quotas ?? quotas, outside.now, systemClock);
      const onStatus = createKeyWatch({ ...outside, store, wake: () => runner?.wake() });
      const providers = createProviders(config.providers, { ...outside, quotas: turns, onStatus });
      const knownHosts = createKnownHosts(outside.now);
      const guestAccess = rememberingHosts(providers.guestAccess?.guestAccess ?? noGuestAccess(), knownHosts);
      const context: Context = {
        store,
        guestAccess,
        knownHosts,
        shownNames: createShownNames(outside.now),
        credits: createCredits(guestAccess, outside.now),
        // Those of the system the guest is let into: its own members cost no credit there.
        members: providers.guestAccess?.members,
        providers: providers.list,
        policy,
        teller: slack.teller(turns),
        channels: slack.channels,
        people: slack.people,
        now: outside.now,
        newId: outside.newId,
        log: outside.log,
        wake: () => runner?.wake(),
      };
      // Not at once: a bot that is started again and again must not page through everything each time.
      if (providers.guestAccess !== undefined) {
        await store.startReconciling(outside.now() + WATCH_MS);
        await store.oweWorkOnce({ inviteId: '', kind: 'inviters', name: 'hourly', at: outside.now() + WATCH_MS });
      }
      runner = createRunner(context, engine);
      slack.listen(context);
      http = await startHttpServer(config.http, { ready, slackEvents: slack.handleRequest }).catch(
        because(
          `PORT, HOST: ${config.http.host}:${config.http.port} cannot be listened on; perhaps another program does`,
        ),
      );
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

/** A start that failed, in words for whoever set the environment; the error itself is the cause. */
function because(words: string): (error: unknown) => never {
  return (error) => {
    throw new Error(words, { cause: error });
  };
}

function storeWords({ databaseUrl, dataDir }: Config): string {
  return databaseUrl === undefined
    ? `DATA_DIR: the store in ${dataDir} cannot be used. It must be a folder Guestlist may write in, and a guestlist.db in it Guestlist's own`
    : 'DATABASE_URL: PostgreSQL cannot be used. Does it run there, and are host, port, database, user and password right?';
}

type OpenQuotas = Quotas & { close?(): Promise<void> };
type Kept = { readonly store: Store; readonly engine: Engine; readonly quotas: OpenQuotas };

/** One process with its own file, or replicas that share a server; pg and pg-boss are loaded for the latter only. */
async function openKept(config: Config, outside: Outside): Promise<Kept> {
  const { databaseUrl, dataDir } = config;
  const open = outside.openStore ?? openStore;
  if (databaseUrl === undefined) {
    return { store: await open({ dataDir }), engine: createLocalTimer(), quotas: createMemoryQuotas() };
  }
  const { now, log } = outside;
  const { openPgBoss } = await import('./jobs/engines/pg-boss.ts');
  const { openPostgresQuotas } = await import('./store/postgres-quotas.ts');
  const opened: { close(): Promise<void> }[] = [];
  try {
    const engine = await openPgBoss({ databaseUrl, now, log });
    opened.push(engine);
    const store = await open({ databaseUrl, onOwed: (db, owed) => engine.wakeAtWithin(db, owed.at) });
    opened.push(store);
    return { store, engine, quotas: await openPostgresQuotas({ databaseUrl, log, realNow: systemClock }) };
  } catch (error) {
    for (const each of opened) await each.close();
    throw new Error('The PostgreSQL that DATABASE_URL names could not be opened.', { cause: error });
  }
}
