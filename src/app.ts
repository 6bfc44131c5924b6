import { setTimeout as wait } from 'node:timers/promises';
import { createAuditSinks } from './audit-sinks/create-sinks.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { WATCH_MS } from './domain/job.ts';
import type { Quotas } from './domain/quota.ts';
import type { Context } from './flows/shared/context.ts';
import { createCredits } from './flows/shared/credits.ts';
import { createKnownHosts, rememberingHosts } from './flows/shared/known-hosts.ts';
import { notifyAdmins } from './flows/shared/notify-admins.ts';
import { createShownNames } from './flows/shared/shown-names.ts';
import { createKeyWatch } from './flows/shared/watch-keys.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { createRunner, type Runner } from './jobs/runner.ts';
import type { Log } from './log.ts';
import type { Policy } from './policy-file.ts';
import type { RefusedPolicy } from './policy-watch.ts';
import { createFetch } from './providers/fetch.ts';
import type { Dispatcher, HttpTiming } from './providers/http.ts';
import { noGuestAccess } from './providers/no-guest-access.ts';
import { createProviders } from './providers/registry.ts';
import { createSlack } from './slack/connection/slack-app.ts';
import type { Agenda } from './store/agenda.ts';
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
  /** How long an answer of a provider is waited for, unless as long as in the product. */
  readonly timing?: Partial<HttpTiming>;
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
  /** The policy file has changed and has a fault: the admins are notified, once for each version of it. */
  policyRefused(refused: RefusedPolicy): Promise<void>;
  /** Something may be due: look now. For a clock that was moved. */
  wake(): void;
  /** What people will see next, and how much is due now. Undefined before the start. For a clock that is moved by hand. */
  agenda(): Promise<Agenda | undefined>;
  /** Whether nothing is under way: all that Slack sent is answered, and no job runs or is due. */
  isIdle(): boolean;
};

/** How long after a start old data is looked for, ms: what people wait for comes first. */
const RETENTION_AFTER_MS = 5 * 60_000;

/** Puts the parts together: the only place that knows all of them. */
export function createApp(config: Config, policy: () => Policy, outside: Outside): App {
  let store: Store | undefined;
  let quotas: OpenQuotas | undefined;
  let runner: Runner | undefined;
  let http: HttpServer | undefined;
  const slack = createSlack(config.slack, {
    now: outside.now,
    realNow: systemClock,
    log: outside.log,
    policy,
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
    // First nothing new is taken, then what was taken is finished: answers to people, jobs, and last the store under both.
    const closed = http?.stop();
    await slack.stop();
    await runner?.stop();
    await closed;
    await quotas?.close?.();
    await store?.close();
  }

  return {
    async start() {
      ({ store, quotas } = await openKept(config, outside).catch(because(storeCopy(config))));
      const rateLimiter = byClock(outside.quotas ?? quotas, outside.now, systemClock);
      const onStatus = createKeyWatch({ ...outside, store, wake: () => runner?.wake() });
      const providers = createProviders(config.providers, { ...outside, quotas: rateLimiter, onStatus });
      const auditSinks = createAuditSinks(config, { ...outside, quotas: rateLimiter });
      const knownHosts = createKnownHosts(outside.now);
      const guestAccess = rememberingHosts(providers.guestAccess?.guestAccess ?? noGuestAccess(), knownHosts);
      const context: Context = {
        store,
        guestAccess,
        knownHosts,
        shownNames: createShownNames(outside.now),
        credits: createCredits(guestAccess, outside.now),
        connections: providers.guestAccess?.connections,
        // Those of the system the guest is let into: its own members cost no credit there.
        members: providers.guestAccess?.members,
        providers: providers.list,
        auditSinks,
        policy,
        workspaceId: slack.workspaceId,
        notifier: slack.notifier(rateLimiter),
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
        if (context.connections !== undefined)
          await store.enqueueOnce({ kind: 'attendance', name: 'log', at: outside.now() + WATCH_MS });
        await store.enqueueOnce({ kind: 'inviters', name: 'hourly', at: outside.now() + WATCH_MS });
      }
      // Also one that failed for long: what put it right may be this restart.
      for (const { name } of auditSinks) await store.enqueue({ kind: 'audit_stream', name });
      await store.enqueueOnce({ kind: 'retention', name: 'hourly', at: outside.now() + RETENTION_AFTER_MS });
      runner = createRunner(context);
      slack.listen(context);
      http = await startHttpServer(config.http, { ready, slackEvents: slack.handleRequest }).catch(
        because(
          `PORT, HOST: ${config.http.host}:${config.http.port} cannot be listened on; perhaps another program does`,
        ),
      );
      // The runner does not wait for Slack: what Parsec still has to do (a guest to be kept out) is done while Slack is away.
      await runner.start();
      await slack.start();
      outside.log.info({ url: http.url }, 'Guestlist is running');
      return { url: http.url };
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
    async policyRefused({ id, faults: [first, ...others] }) {
      if (store === undefined || first === undefined) return;
      const { line = 0, column = 0, fault, remedy } = first;
      // What is wrong with the whole file has no place in it.
      const said = line === 0 ? `The file ${fault}` : fault;
      const facts = { line, column, fault: said, remedy: remedy.replace(/\.$/, ''), others: others.length };
      await notifyAdmins(
        { store, now: outside.now, wake: () => runner?.wake() },
        { name: 'policy_refused', id, facts },
      );
    },
    wake: () => runner?.wake(),
    agenda: async () => store?.agenda(outside.now()),
    isIdle: () => slack.isIdle() && (runner?.isIdle() ?? true),
  };
}

/** A start that failed, as a message for the operator; the error itself is the cause. */
function because(message: string): (error: unknown) => never {
  return (error) => {
    throw new Error(message, { cause: error });
  };
}

function storeCopy({ databaseUrl, dataDir }: Config): string {
  return databaseUrl === undefined
    ? `DATA_DIR: the store in ${dataDir} cannot be used. It must be a folder Guestlist may write in, and a guestlist.db in it Guestlist's own`
    : 'DATABASE_URL: PostgreSQL cannot be used. Does it run there, and are host, port, database, user and password right?';
}

type OpenQuotas = Quotas & { close?(): Promise<void> };
type Kept = { readonly store: Store; readonly quotas: OpenQuotas };

/** One process with its own file, or replicas that share a server; pg is loaded for the latter only. */
async function openKept(config: Config, outside: Outside): Promise<Kept> {
  const { databaseUrl, dataDir } = config;
  const open = outside.openStore ?? openStore;
  if (databaseUrl === undefined) {
    return { store: await open({ dataDir }), quotas: createMemoryQuotas() };
  }
  const { openPostgresQuotas } = await import('./store/postgres-quotas.ts');
  let store: Store | undefined;
  try {
    store = await open({ databaseUrl });
    return { store, quotas: await openPostgresQuotas({ databaseUrl, log: outside.log, realNow: systemClock }) };
  } catch (error) {
    await store?.close();
    throw new Error('The PostgreSQL that DATABASE_URL names could not be opened.', { cause: error });
  }
}
