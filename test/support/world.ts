import { httpManifest, manifest } from '../../manifest/manifest.ts';
import { type App, createApp, type Outside } from '../../src/app.ts';
import { createMovableClock, type MovableClock } from '../../src/clock.ts';
import type { Config } from '../../src/config.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { createLog } from '../../src/log.ts';
import { newId } from '../../src/new-id.ts';
import { createDispatcher } from '../../src/providers/http.ts';
import { startIntercodeEmulator } from '../../src/sandbox/intercode/intercode-emulator.ts';
import type {
  IntercodeEmulator,
  IntercodeEmulatorOptions,
} from '../../src/sandbox/intercode/intercode-emulator.types.ts';
import { startParsecEmulator } from '../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulator, ParsecEmulatorOptions } from '../../src/sandbox/parsec/parsec-emulator.types.ts';
import { startSlackServer } from '../../src/sandbox/slack/slack-server.ts';
import type { SlackServer } from '../../src/sandbox/slack/slack-server.types.ts';
import { startSnykEmulator } from '../../src/sandbox/snyk/snyk-emulator.ts';
import type { SnykEmulator, SnykEmulatorOptions } from '../../src/sandbox/snyk/snyk-emulator.types.ts';
import { startTruveraEmulator } from '../../src/sandbox/truvera/truvera-emulator.ts';
import type { TruveraEmulator, TruveraEmulatorOptions } from '../../src/sandbox/truvera/truvera-emulator.types.ts';
import { folderWithStore } from './migrated-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Monday, in the morning, in most of the world. */
const START = Date.UTC(2026, 10, 23, 9, 0);

export type Transport = 'socket' | 'http';
export const transports: readonly Transport[] = ['socket', 'http'];
/**
 * For a story about what follows a request, told over one transport: how a request arrives and is answered makes no difference to it. That
 * every command, button, form, and search works over both is shown where `transports` is used (surfaces.test.ts names any it misses).
 */
export const overSocket: readonly Transport[] = ['socket'];
export const overHttp: readonly Transport[] = ['http'];

/** The product in the sandbox's servers, with a clock in hand. People and machines are few and known by name. */
export type World = {
  readonly clock: MovableClock;
  readonly slack: SlackServer;
  readonly parsec: ParsecEmulator;
  /** Those that were asked for; others are not connected to the bot. */
  snyk(): SnykEmulator;
  intercode(): IntercodeEmulator;
  truvera(): TruveraEmulator;
  readonly dataDir: string;
  readonly config: Config;
  /** Slack ids by name. */
  readonly people: {
    readonly mia: string;
    readonly ben: string;
    readonly ada: string;
    readonly guest: string;
    readonly external: string;
  };
  readonly channel: string;
  /** Lines of the bot's log, as written. */
  readonly logLines: string[];
  app(): App;
  /** HTTP mode: where the bot takes what Slack sends. */
  eventsUrl(): string;
  /** Starts another bot on the same store, after the last one was stopped or lost. */
  restart(parts?: Partial<Outside>): Promise<App>;
  /** Whether no bot has anything to do before the clock moves; undefined where none runs in this process. */
  isIdle(): boolean | undefined;
  /** Whether more than one bot was started. */
  isReplicated(): boolean;
  /** Starts one more bot beside those that run. */
  addReplica(parts?: Partial<Outside>): Promise<App>;
  stop(): Promise<void>;
};

export type WorldOptions = {
  readonly transport?: Transport;
  readonly parsec?: Partial<ParsecEmulatorOptions>;
  /** The emulator runs, and the bot has no key for it. */
  readonly withoutParsec?: boolean;
  readonly snyk?: Partial<SnykEmulatorOptions>;
  readonly intercode?: Partial<IntercodeEmulatorOptions>;
  readonly truvera?: Partial<TruveraEmulatorOptions>;
  /** With `livePolicy` the bot keeps this very object, complete: what the test writes into it holds from then on. */
  readonly policy?: Partial<Policy>;
  readonly livePolicy?: boolean;
  /** Guests' addresses are hidden in shared channels, as the policy has it by default. */
  readonly hidesGuests?: boolean;
  readonly withoutScopes?: readonly string[];
  readonly rateLimits?: boolean;
  readonly ackWithinMs?: number;
  /** Do not start a bot: the test starts its own. */
  readonly noBot?: boolean;
  /** Keep the store in this PostgreSQL. */
  readonly databaseUrl?: string;
  /** Where the audit log is streamed to. */
  readonly auditFile?: string;
  /** Where the clock starts, epoch ms; START by default. */
  readonly startAt?: number;
};

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const transport = options.transport ?? 'socket';
  const clock = createMovableClock(options.startAt ?? START);
  const installed = transport === 'socket' ? manifest() : httpManifest('https://guestlist.example');
  const slack = await startSlackServer({
    now: clock.now,
    manifest: installed,
    ...(options.withoutScopes === undefined ? {} : { withoutScopes: options.withoutScopes }),
    ...(options.rateLimits === undefined ? {} : { rateLimits: options.rateLimits }),
    ...(options.ackWithinMs === undefined ? {} : { ackWithinMs: options.ackWithinMs }),
  });
  const parsec = await startParsecEmulator({ now: clock.now, credits: 12, ...options.parsec });
  const intercode = options.intercode && (await startIntercodeEmulator({ now: clock.now, ...options.intercode }));
  const snyk = options.snyk && (await startSnykEmulator({ now: clock.now, ...options.snyk }));
  const truvera = options.truvera && (await startTruveraEmulator({ now: clock.now, ...options.truvera }));
  const mia = slack.addPerson({ name: 'mia', realName: 'Mia', tz: 'Europe/Paris' });
  const ben = slack.addPerson({ name: 'ben', realName: 'Ben', tz: 'America/New_York', locale: 'en-US' });
  const ada = slack.addPerson({ name: 'ada', realName: 'Ada', kind: 'admin', tz: 'Europe/London' });
  const guest = slack.addPerson({ name: 'gus', realName: 'Gus', kind: 'guest' });
  const external = slack.addPerson({ name: 'sol', realName: 'Sol', kind: 'external' });
  const everybody = [mia, ben, ada, guest, external].map((person) => person.id);
  const channel = slack.addChannel({ name: 'guests', members: everybody, bot: true });
  parsec.addMachine({ name: 'Edit 1' });
  parsec.addMachine({ name: 'Edit 2', online: false });
  parsec.addMachine({ name: 'Vault', guestAccess: false });
  parsec.addMember({ name: 'Tom', email: 'tom@studio.example' });

  const dataDir = options.databaseUrl === undefined ? await folderWithStore('world') : temporaryFolder('world');
  const config: Config = {
    slack: {
      botToken: slack.botToken,
      apiUrl: slack.apiUrl,
      ...(transport === 'socket' ? { appToken: slack.appToken } : { signingSecret: slack.signingSecret }),
    },
    http: { host: '127.0.0.1', port: 0 },
    providers: {
      ...(options.withoutParsec !== true && {
        parsec: { apiKey: parsec.apiKey, teamId: parsec.teamId, apiUrl: parsec.url },
      }),
      ...(intercode && {
        intercode: { token: intercode.token, teamId: intercode.team.id, apiUrl: intercode.url },
      }),
      ...(snyk && {
        snyk: {
          token: snyk.token,
          orgId: snyk.orgId,
          apiUrl: snyk.url,
          apiVersion: '2024-10-15',
          roles: snyk.roles,
        },
      }),
      ...(truvera && {
        truvera: { apiKey: truvera.apiKey, teamId: String(truvera.team.id), apiUrl: truvera.url },
      }),
    },
    dataDir,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    ...(options.auditFile === undefined ? {} : { auditFile: options.auditFile }),
    logLevel: 'debug',
  };
  // The channel has an external member, from whom nothing is hidden here; what is hidden unless the policy says so has stories of
  // its own (shared-channels.test.ts).
  const invites = { ...defaultPolicy.invites, showsGuestInSharedChannels: options.hidesGuests !== true };
  const complete: Policy = { ...defaultPolicy, invites, ...options.policy };
  const policy = options.livePolicy === true ? Object.assign(options.policy ?? {}, complete) : complete;
  const logLines: string[] = [];
  const log = createLog({ level: 'debug', secrets: [], destination: { write: (line) => void logLines.push(line) } });
  let app: App | undefined;
  const replicas: App[] = [];
  let botUrl = '';

  async function start(parts: Partial<Outside>): Promise<App> {
    const next = createApp(config, () => policy, {
      now: clock.now,
      newId,
      log,
      dispatcher: createDispatcher(),
      // Between the tries of one read: real time, in which no clock of ours moves.
      timing: { backoffMs: 10 },
      ...parts,
    });
    const { url } = await next.start();
    botUrl = url;
    if (transport === 'http') slack.deliverTo(`${url}/slack/events`);
    return next;
  }
  async function restart(parts: Partial<Outside> = {}): Promise<App> {
    app = await start(parts);
    return app;
  }
  clock.onMove(() => {
    for (const server of [slack, parsec, snyk, truvera, intercode]) server?.catchUp();
    for (const each of [app, ...replicas]) each?.wake();
  });
  if (options.noBot !== true) await restart();

  return {
    clock,
    slack,
    parsec,
    snyk: () => started(snyk),
    intercode: () => started(intercode),
    truvera: () => started(truvera),
    dataDir,
    config,
    people: { mia: mia.id, ben: ben.id, ada: ada.id, guest: guest.id, external: external.id },
    channel: channel.id,
    logLines,
    app() {
      if (app === undefined) throw new Error('no bot was started');
      return app;
    },
    eventsUrl: () => `${botUrl}/slack/events`,
    restart,
    isIdle: () => app && [app, ...replicas].every((each) => each.isIdle()),
    isReplicated: () => replicas.length > 0,
    async addReplica(parts = {}) {
      const next = await start(parts);
      replicas.push(next);
      return next;
    },
    async stop() {
      await Promise.all([app, ...replicas].map(async (each) => each?.stop()));
      await Promise.all([slack.stop(), parsec.stop(), snyk?.stop(), truvera?.stop(), intercode?.stop()]);
    },
  };
}

function started<Emulator>(emulator: Emulator | undefined): Emulator {
  if (emulator === undefined) throw new Error('this system was not asked for');
  return emulator;
}
