import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createApp, createDispatcher } from '../app.ts';
import { createMovableClock, type MovableClock } from '../clock.ts';
import { type Config, secretsOf } from '../config.ts';
import { createLog } from '../log.ts';
import { newId } from '../new-id.ts';
import { type Policy, readPolicyText, writePolicyFaults } from '../policy-file.ts';
import type { PolicyWatch } from '../policy-watch.ts';
import { type BotControl, createBotControl } from './bot-control.ts';
import { HISTORY_MS, playHistory } from './history.ts';
import { startIntercodeEmulator } from './intercode/intercode-emulator.ts';
import type { ClockSteps } from './page-server/clock-steps.ts';
import type { Servers as PageServers } from './page-server/systems.ts';
import { startPageServer } from './page-server.ts';
import { startParsecEmulator } from './parsec/parsec-emulator.ts';
import { seedIntercode, seedParsec, seedSnyk, seedTruvera, seedWorkspace } from './seed-data.ts';
import { startSlackServer } from './slack/slack-server.ts';
import { startSnykEmulator } from './snyk/snyk-emulator.ts';
import { startTruveraEmulator } from './truvera/truvera-emulator.ts';

type Servers = Omit<Required<PageServers>, 'clock' | 'bot'>;

export type Sandbox = Servers & {
  /** The page, `http://127.0.0.1:PORT/`. */
  readonly url: string;
  readonly bot: BotControl;
  /** Resolves when the history has been played. */
  readonly ready: Promise<void>;
  readonly clock: MovableClock;
  stop(): Promise<void>;
};

export type SandboxOptions = {
  /** The port of the page, any free one by default. */
  readonly port?: number;
  /** Starts at the real time by default. */
  readonly clock?: MovableClock;
  /** The policy file to try, opened and not watched yet; the policy below by default. */
  readonly policy?: PolicyWatch;
  /** Whether the studio has worked for a day when the sandbox's time starts; false by default. */
  readonly history?: boolean;
};

/**
 * Lets everyone invite members, so that a newcomer can try `/member` as any person, has leads approve what is very long, and has a
 * profile to onboard with.
 */
const POLICY = `
approvals:
  groups:
    leads: { people: [S00000LEADS], channel: C0000STUDIO }
rules:
  - name: long visits
    approval: { by: [leads], reason: required, above: { window: 3d } }
members:
  invite: everyone
profiles:
  editor:
    parsec: { group: Artists }
    snyk: { role: Org Collaborator }
    truvera:
`;

/**
 * Starts everything Guestlist needs: Slack's server, the provider emulators with seed data, the bot, and the page. It needs no
 * configuration, and nothing leaves 127.0.0.1.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? createMovableClock();
  if (options.history === true) clock.advance(-HISTORY_MS);
  const { now } = clock;
  // Stopped in reverse order, also when the start fails halfway.
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let stopLast = started.pop(); stopLast !== undefined; stopLast = started.pop()) await stopLast();
  };
  const running = async <Server extends { stop(): Promise<void> }>(server: Promise<Server>): Promise<Server> => {
    const ready = await server;
    started.push(() => ready.stop());
    return ready;
  };
  try {
    const dataDir = mkdtempSync(join(tmpdir(), 'guestlist-sandbox-'));
    started.push(() => rm(dataDir, { recursive: true, force: true }));
    const servers: Servers = {
      slack: await running(startSlackServer({ now, manifest: readManifest() })),
      parsec: await running(startParsecEmulator({ now })),
      snyk: await running(startSnykEmulator({ now })),
      truvera: await running(startTruveraEmulator({ now })),
      intercode: await running(startIntercodeEmulator({ now })),
    };
    seedWorkspace(servers.slack);
    seedParsec(servers.parsec);
    seedSnyk(servers.snyk);
    seedTruvera(servers.truvera);
    seedIntercode(servers.intercode);
    const policy = options.policy?.policy ?? sandboxPolicy();
    const config = sandboxConfig(servers, dataDir);
    const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
    const bot = createBotControl(() => {
      const dispatcher = createDispatcher();
      return {
        app: createApp(config, policy, { now, newId, log, dispatcher }),
        async cutOff() {
          servers.slack.disconnectSockets('cut');
          await dispatcher.destroy();
        },
      };
    });
    started.push(() => bot.stop());
    await bot.start();
    started.push(async () => options.policy?.stop());
    options.policy?.start(async (refused) => bot.app()?.policyRefused(refused));
    const stopWaking = clock.onMove(() => {
      for (const server of Object.values(servers)) server.catchUp();
      bot.wake();
    });
    started.push(async () => stopWaking());
    const page = await running(startPageServer({ ...servers, bot, clock }, options.port));
    const ready =
      options.history === true ? page.play(historyOf(servers, clock, () => !bot.isRunning())) : Promise.resolve();
    return { url: page.url, ready, ...servers, bot, clock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The studio's day, played while the page is open already. */
function historyOf({ slack, parsec }: Servers, clock: MovableClock, isOver: () => boolean) {
  const refusal = { status: 400, body: { message: 'This guest is blocked by the team' } };
  const refuseNext = () => parsec.trouble({ operation: 'Create Guest Access Invite', then: refusal });
  return (steps: ClockSteps) => playHistory({ slack, clock, refuseNext, isOver, advance: steps.advance });
}

function sandboxPolicy(): () => Policy {
  const policy = readPolicyText(POLICY, "the sandbox's policy");
  if (Array.isArray(policy)) throw new Error(writePolicyFaults(policy));
  return () => policy;
}

/** The manifest that is installed in a real workspace. */
function readManifest(): { readonly [key: string]: unknown } {
  const file = new URL('../../slack-manifest.yml', import.meta.url);
  return parse(readFileSync(file, 'utf8'));
}

function sandboxConfig({ slack, parsec, snyk, truvera, intercode }: Servers, dataDir: string): Config {
  return {
    slack: { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl },
    http: { host: '127.0.0.1', port: 0 },
    providers: {
      parsec: { apiKey: parsec.apiKey, teamId: parsec.teamId, apiUrl: parsec.url },
      snyk: { token: snyk.token, orgId: snyk.orgId, apiUrl: snyk.url, apiVersion: '2024-10-15', roles: snyk.roles },
      truvera: { apiKey: truvera.apiKey, teamId: String(truvera.team.id), apiUrl: truvera.url },
      intercode: { token: intercode.token, teamId: intercode.team.id, apiUrl: intercode.url },
    },
    dataDir,
    logLevel: 'warn',
  };
}
