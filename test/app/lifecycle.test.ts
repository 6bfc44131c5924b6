import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { freePort } from '../support/free-port.ts';
import {
  anEvening,
  cards,
  fillInviteForm,
  guest,
  openInviteForm,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { head, openRaw, postSigned } from '../support/raw-http.ts';
import { direct } from '../support/team-gestures.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWorld, type Transport, transports, type World } from '../support/world.ts';

// The product as `npm start` starts it: a process of its own, configured by its environment.
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

type Bot = { readonly process: ChildProcess; output(): string; exit(): Promise<number | null> };
const bots: Bot[] = [];
let world: World | undefined;
afterEach(async () => {
  for (const bot of bots.splice(0)) {
    bot.process.kill('SIGKILL');
    await bot.exit();
  }
  await world?.stop();
  world = undefined;
});

function start(env: Record<string, string>): Bot {
  const cwd = temporaryFolder('cwd');
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn(process.execPath, [main], { cwd, env: { PATH, NODE_COMPILE_CACHE, ...env } });
  const parts: string[] = [];
  child.stdout.on('data', (part) => parts.push(String(part)));
  child.stderr.on('data', (part) => parts.push(String(part)));
  const exited = once(child, 'exit');
  const bot: Bot = {
    process: child,
    output: () => parts.join(''),
    exit: async () => (await exited)[0] as number | null,
  };
  bots.push(bot);
  return bot;
}

function envOf(of: World, transport: Transport, port: number): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: of.slack.botToken,
    SLACK_API_URL: of.slack.apiUrl,
    ...(transport === 'socket'
      ? { SLACK_APP_TOKEN: of.slack.appToken }
      : { SLACK_SIGNING_SECRET: of.slack.signingSecret }),
    HOST: '127.0.0.1',
    PORT: String(port),
    PARSEC_API_KEY: of.parsec.apiKey,
    PARSEC_TEAM_ID: of.parsec.teamId,
    PARSEC_API_URL: of.parsec.url,
    DATA_DIR: of.dataDir,
  };
}

/** Asks until the answer is what was hoped for; the process needs its time, and says nothing while it starts. */
async function answers(url: string, status: number): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 400; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.status === status) return (await response.json()) as Record<string, unknown>;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} never answered ${status}`);
}

/** What Slack never sends, and connections that never end, a thousand at a time: people are answered meanwhile. */
async function disturb({ slack, people, channel }: World, transport: Transport, url: string): Promise<void> {
  const json = 'application/json';
  const post = async (body: string, contentType?: string) =>
    (await postSigned(`${url}/slack/events`, slack.signingSecret, body, { ...(contentType && { contentType }) }))
      .status;
  const null_ = { type: 'event_callback', event: null };
  if (transport === 'http') {
    expect(await post('null', json)).toBe(400);
    expect(await post('payload=null')).toBe(400);
    expect(await post(JSON.stringify(null_), json)).toBe(400);
  } else {
    for (const payload of [null, null_])
      for (const type of ['events_api', 'interactive', 'slash_commands'])
        slack.sendFrame(JSON.stringify({ envelope_id: 'e', type, payload }));
    for (const frame of ['null', '7', '[]', '{']) slack.sendFrame(frame);
  }
  const claims = { 'x-slack-request-timestamp': String(Math.floor(systemClock() / 1000)), 'content-length': 1_000 };
  const texts = [
    '',
    'POST /sl',
    head({ 'content-length': 1_000 }),
    `${head({ ...claims, 'x-slack-signature': `v0=${'0'.repeat(64)}` })}half`,
  ];
  const stalled = await Promise.all(Array.from({ length: 1_000 }, (_, n) => openRaw(url, texts[n % texts.length])));
  for (const person of [people.mia, people.ben]) {
    expect(await slack.as(person).command(channel, '/guest credits')).toBe('ok');
    await whisper(world as World, person, '11 guest access credits');
  }
  for (const { socket } of stalled) socket.destroy();
}

describe.each(transports)('over %s', (transport) => {
  it('is ready when all its parts are, exits 0 on SIGTERM with open requests finished, resumes, and survives what Slack never sends', async () => {
    world = await startWorld({ transport, noBot: true, startAt: systemClock() });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = envOf(world, transport, port);
    const bot = start(env);
    expect(await answers(`${url}/readyz`, 200)).toEqual({
      ok: true,
      store: true,
      slack: true,
      runner: true,
    });
    expect(await answers(`${url}/healthz`, 200)).toEqual({ ok: true });
    if (transport === 'http') world.slack.deliverTo(`${url}/slack/events`);

    const view = await openInviteForm(world, world.people.mia);
    // The bot lives by the real clock: a time of its own choosing, and soon.
    await fillInviteForm(world, world.people.mia, view, { ...anEvening, start: 'now', end: '2h' });
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { delayMs: 700 } });
    expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
    bot.process.kill('SIGTERM');
    expect(await bot.exit()).toBe(0);
    expect(world.parsec.invites).toHaveLength(1);

    const next = start(env);
    await answers(`${url}/readyz`, 200);
    await world.slack.until('the card is true', () =>
      cards(world as World).some((card) => /Scheduled|Active/.test(JSON.stringify(card.blocks))),
    );
    expect(cards(world)).toHaveLength(1);
    expect(world.parsec.invites).toHaveLength(1);

    await disturb(world, transport, url);
    expect(next.process.exitCode).toBe(null);
    next.process.kill('SIGTERM');
    expect(await next.exit()).toBe(0);
    expect(next.output()).not.toContain('unhandledRejection');
    for (const each of bots) {
      for (const secret of [
        world.slack.botToken,
        world.slack.appToken,
        world.slack.signingSecret,
        world.parsec.apiKey,
      ]) {
        expect(each.output()).not.toContain(secret);
      }
    }
  });
});

it('takes up a changed policy without a restart, and tells the admins of one with a mistake', async () => {
  world = await startWorld({ noBot: true, startAt: systemClock() });
  const { mia } = world.people;
  const policy = join(world.dataDir, 'policy.yaml');
  writeFileSync(policy, 'rules:\n  - name: as it was\n    maxWindow: 2d\n');
  const port = await freePort();
  start({ ...envOf(world, 'socket', port), POLICY_FILE: policy });
  await answers(`http://127.0.0.1:${port}/readyz`, 200);
  writeFileSync(policy, 'rules:\n  - name: too long\n    maxWindw: 9d\n');
  const mistake = 'rules[0].maxWindw is not a setting (line 3, column 5): did you mean';
  await world.slack.until('the admins know', () => direct(world as World).some(({ text }) => text.includes(mistake)));
  await guest(world, mia, 'policy');
  await whisper(world, mia, 'as it was');

  writeFileSync(policy, 'rules:\n  - name: as it is\n    maxWindow: 3d\n');
  // Nothing says that it was taken up but what it does.
  for (let tries = 0; !whispers(world, mia).some((said) => words(said).includes('as it is')); tries += 1) {
    if (tries > 100) throw new Error('the new policy was never taken up');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await guest(world, mia, 'policy');
  }
});

describe('the bot does not start', () => {
  it('without configuration: names every missing variable, and never starts the sandbox', async () => {
    const bot = start({});
    expect(await bot.exit()).toBe(1);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'PARSEC_API_KEY', 'PARSEC_TEAM_ID'])
      expect(bot.output()).toContain(name);
    expect(bot.output()).not.toContain('http://127.0.0.1');
  });

  it('with invalid routes: reports them with all other config errors, and opens no store', async () => {
    world = await startWorld({ noBot: true });
    const dataDir = join(world.dataDir, 'not-yet');
    const bot = start({ ...envOf(world, 'socket', 0), DATA_DIR: dataDir, PORT: 'x', PARSEC_ROUTES: '{"Make tea":{}}' });
    expect(await bot.exit()).toBe(1);
    expect(bot.output()).toMatch(/^Guestlist can't start. Fix 2 environment variables:/);
    expect(bot.output()).toContain('  PORT is not a port number');
    expect(bot.output()).toContain('  PARSEC_ROUTES is invalid: there is no operation "Make tea"');
    expect(existsSync(dataDir)).toBe(false);
  });

  it('with an invalid policy: says where the error is', async () => {
    world = await startWorld({ noBot: true });
    const policy = join(world.dataDir, 'policy.yaml');
    writeFileSync(policy, 'admin: [U1]\ninvites:\n  maxWindow: soon\n');
    const bot = start({ ...envOf(world, 'socket', 0), PORT: String(await freePort()), POLICY_FILE: policy });
    expect(await bot.exit()).toBe(1);
    expect(bot.output()).toContain(`${policy}:1:1`);
    expect(bot.output()).toContain(`${policy}:3:`);
  });

  // Five processes, one after the other.
  const five = { timeout: 180_000 };
  it('with a token unknown to Slack, a file that is no store, or a port in use: names the variable', five, async () => {
    world = await startWorld({ noBot: true });
    const env = { ...envOf(world, 'socket', 0), PORT: String(await freePort()) };
    const unknown = start({ ...env, DATA_DIR: temporaryFolder('data'), SLACK_BOT_TOKEN: 'xoxb-1-2-unknown' });
    expect(await unknown.exit()).toBe(1);
    expect(unknown.output()).toContain('SLACK_BOT_TOKEN: Slack does not take it (invalid_auth)');
    const unheard = start({ ...env, DATA_DIR: temporaryFolder('data'), SLACK_APP_TOKEN: 'xapp-1-unknown' });
    expect(await unheard.exit()).toBe(1);
    expect(unheard.output()).toContain('SLACK_APP_TOKEN: Slack does not take it (invalid_auth)');
    writeFileSync(
      join(world.dataDir, 'guestlist.db'),
      'this is no database, and long enough to be sure of it'.repeat(50),
    );
    const broken = start(env);
    expect(await broken.exit()).toBe(1);
    expect(broken.output()).toContain(`DATA_DIR: the store in ${world.dataDir} cannot be used`);
    expect(broken.output()).toContain('not a database');

    const away = start({ ...env, DATABASE_URL: 'postgres://bot:hush-hush@127.0.0.1:1/guestlist' });
    expect(await away.exit()).toBe(1);
    expect(away.output()).toContain('DATABASE_URL: PostgreSQL cannot be used');
    expect(away.output()).toMatch(/DATABASE_URL.*ECONNREFUSED/);
    expect(away.output()).not.toContain('hush');

    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const late = start({ ...env, DATA_DIR: temporaryFolder('data'), PORT: String(port) });
    expect(await late.exit()).toBe(1);
    expect(late.output()).toContain(`PORT, HOST: 127.0.0.1:${port} cannot be listened on`);
    expect(late.output()).toContain('EADDRINUSE');
    taken.close();
  });
});

describe('/readyz', () => {
  it('says that Slack is unreachable while it is, and the bot keeps trying', async () => {
    world = await startWorld({ noBot: true });
    const port = await freePort();
    world.slack.trouble({ method: 'auth.test', times: 3, then: { cutBefore: true } });
    world.slack.trouble({ method: 'apps.connections.open', times: 3, then: { cutBefore: true } });
    start(envOf(world, 'socket', port));
    expect(await answers(`http://127.0.0.1:${port}/readyz`, 503)).toMatchObject({ ok: false, slack: false });
    expect(await answers(`http://127.0.0.1:${port}/readyz`, 200)).toMatchObject({ ok: true });
    await cardless(world);
  });

  it('says so over HTTP, too: requests from Slack are refused meanwhile, and a waiting bot can be stopped', async () => {
    world = await startWorld({ noBot: true, transport: 'http' });
    const port = await freePort();
    world.slack.trouble({ method: 'auth.test', times: 1_000, then: { cutBefore: true } });
    const bot = start(envOf(world, 'http', port));
    expect(await answers(`http://127.0.0.1:${port}/readyz`, 503)).toMatchObject({ store: true, slack: false });
    expect((await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' })).status).toBe(503);
    await expect.poll(() => bot.output()).toContain('Slack does not answer; Guestlist keeps trying');
    bot.process.kill('SIGTERM');
    expect(await bot.exit()).toBe(0);
  });
});

async function cardless(of: World): Promise<void> {
  expect(cards(of)).toEqual([]);
  await of.slack.as(of.people.mia).command(of.channel, '/guest credits');
}
