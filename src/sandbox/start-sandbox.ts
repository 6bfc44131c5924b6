import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type App, createApp, createDispatcher } from '../app.ts';
import { createMovableClock, type MovableClock } from '../clock.ts';
import { type Config, secretsOf } from '../config.ts';
import { createLog, type LogLevel } from '../log.ts';
import { newId } from '../new-id.ts';
import { type Policy, readPolicyText, writePolicyFaults } from '../policy-file.ts';
import { fillSandbox, STARTING_CREDITS } from './cast.ts';
import { startIntercodeEmulator } from './intercode/intercode-emulator.ts';
import type { IntercodeEmulator } from './intercode/intercode-emulator.types.ts';
import { startPageServer } from './page-server.ts';
import { startParsecEmulator } from './parsec/parsec-emulator.ts';
import type { ParsecEmulator } from './parsec/parsec-emulator.types.ts';
import { startSlackServer } from './slack/slack-server.ts';
import type { SlackServer } from './slack/slack-server.types.ts';
import { startSnykEmulator } from './snyk/snyk-emulator.ts';
import type { SnykEmulator } from './snyk/snyk-emulator.types.ts';
import { startTruveraEmulator } from './truvera/truvera-emulator.ts';
import type { TruveraEmulator } from './truvera/truvera-emulator.types.ts';

export type Sandbox = {
  /** The page, `http://127.0.0.1:PORT/`. */
  readonly url: string;
  readonly slack: SlackServer;
  readonly parsec: ParsecEmulator;
  readonly snyk: SnykEmulator;
  readonly truvera: TruveraEmulator;
  readonly intercode: IntercodeEmulator;
  readonly app: App;
  readonly clock: MovableClock;
  stop(): Promise<void>;
};

export type SandboxOptions = {
  /** Of the page; a free one unless told. */
  readonly port?: number;
  /** Where the bot keeps its store. Unless told, a fresh folder that goes with the sandbox. */
  readonly dataDir?: string;
  /** Starts at the real time unless given. */
  readonly clock?: MovableClock;
  /** Of the bot's log, on standard output; `warn` unless told. */
  readonly logLevel?: LogLevel;
};

/**
 * The sandbox's own policy; the one lying around where the sandbox is started is none of its business. It lets everyone invite members,
 * so that a newcomer can try `/member` as any person; what they may give is what it is without a policy file.
 */
const POLICY = `
members:
  invite: everyone
`;

/**
 * Starts all that Guestlist needs on this machine: Slack's servers, the systems people are invited to, the bot itself, people who use it, and the page that
 * shows it. Nothing to configure, nothing that leaves 127.0.0.1.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createMovableClock();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'guestlist-sandbox-'));
  // What was started is stopped in the other direction, also when the start fails half-way.
  const started: (() => Promise<void>)[] = [];
  if (options.dataDir === undefined) started.push(() => rm(dataDir, { recursive: true, force: true }));
  const stop = async () => {
    for (let stopLast = started.pop(); stopLast !== undefined; stopLast = started.pop()) await stopLast();
  };
  try {
    const slack = await startSlackServer({ now: clock.now, manifest: readManifest() });
    started.push(() => slack.stop());
    const parsec = await startParsecEmulator({ now: clock.now, credits: STARTING_CREDITS });
    started.push(() => parsec.stop());
    const snyk = await startSnykEmulator({ now: clock.now });
    started.push(() => snyk.stop());
    const truvera = await startTruveraEmulator({ now: clock.now });
    started.push(() => truvera.stop());
    const intercode = await startIntercodeEmulator({ now: clock.now });
    started.push(() => intercode.stop());
    const servers = { slack, parsec, snyk, truvera, intercode };
    fillSandbox(servers);
    const config = sandboxConfig(servers, dataDir, options.logLevel ?? 'warn');
    const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
    const app = createApp(config, sandboxPolicy(), { now: clock.now, newId, log, dispatcher: createDispatcher() });
    started.push(() => app.stop());
    await app.start();
    const stopWaking = clock.onMove(() => {
      for (const server of Object.values(servers)) server.catchUp();
      app.wake();
    });
    started.push(async () => stopWaking());
    const page = await startPageServer({ ...servers, clock }, options.port);
    started.push(() => page.stop());
    return { url: page.url, ...servers, app, clock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function sandboxPolicy(): Policy {
  const policy = readPolicyText(POLICY, "the sandbox's policy");
  if (Array.isArray(policy)) throw new Error(writePolicyFaults(policy));
  return policy;
}

/** The bot's own manifest: what is installed in a real workspace is installed here. */
function readManifest(): { readonly [key: string]: unknown } {
  const file = new URL('../../slack-manifest.yml', import.meta.url);
  return parse(readFileSync(file, 'utf8'));
}

function sandboxConfig(
  { slack, parsec, snyk, truvera, intercode }: Pick<Sandbox, 'slack' | 'parsec' | 'snyk' | 'truvera' | 'intercode'>,
  dataDir: string,
  logLevel: LogLevel,
): Config {
  return {
    slack: { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl },
    http: { host: '127.0.0.1', port: 0 },
    providers: {
      parsec: { apiKey: parsec.apiKey, teamId: parsec.teamId, apiUrl: parsec.url },
      snyk: {
        token: snyk.token,
        orgId: snyk.orgId,
        apiUrl: snyk.url,
        apiVersion: '2024-10-15',
        roles: snyk.roles,
      },
      truvera: { apiKey: truvera.apiKey, teamId: String(truvera.team.id), apiUrl: truvera.url },
      intercode: { token: intercode.token, teamId: intercode.team.id, apiUrl: intercode.url },
    },
    dataDir,
    logLevel,
  };
}
