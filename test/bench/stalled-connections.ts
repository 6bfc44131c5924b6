import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../../src/clock.ts';
import { head } from '../support/raw-http.ts';
import { startWorld } from '../support/world.ts';

// `npm run bench:stalled [-- --connections 1000 --seconds 6 --reopen 0]`: the bot in HTTP mode, a process of its own, while a client without
// the signing secret holds that many connections open, in each possible way; with `--reopen`, each is reopened that many ms after it was
// closed. Runs twice, since Node allocates its working memory the first time. Prints the memory of the process before, at its peak and
// afterwards, and how long a person's commands took meanwhile. Linux only (/proc). Exits 1 when a command was not acknowledged, or when the
// bot grew by more than 200 MB the first time or by more than 50 MB the second.
const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '6' },
    reopen: { type: 'string', default: '0' },
  },
});
const connections = Number(values.connections);
const seconds = Number(values.seconds);
const reopenMs = Number(values.reopen);
const allowedMb = [200, 50] as const;
const print = (text: string) => process.stdout.write(`${text}\n`);

const world = await startWorld({ transport: 'http', noBot: true, rateLimits: false });
const { slack, parsec } = world;
const bot = spawn(process.execPath, [fileURLToPath(new URL('../../src/main.ts', import.meta.url))], {
  cwd: world.dataDir,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    HOST: '127.0.0.1',
    PORT: '0',
    PARSEC_API_KEY: parsec.apiKey,
    PARSEC_TEAM_ID: parsec.teamId,
    PARSEC_API_URL: parsec.url,
    DATA_DIR: world.dataDir,
  },
});
const url = await new Promise<URL>((resolve) => {
  bot.stdout.on('data', (part) => {
    const [running] = /http:\/\/127\.0\.0\.1:\d+/.exec(/.*Guestlist is running.*/.exec(String(part))?.[0] ?? '') ?? [];
    if (running !== undefined) resolve(new URL(running));
  });
});
slack.deliverTo(`${url.href}slack/events`);

/** The memory of the process, MB. */
function rss(): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${bot.pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
}

const MB = 1_048_576;
const falseClaim = () => ({
  'content-length': MB,
  'x-slack-request-timestamp': Math.floor(systemClock() / 1000),
  'x-slack-signature': `v0=${'0'.repeat(64)}`,
});
/** Each way to stall: the text that is sent, and the bytes of a body after it. */
const kinds: Readonly<Record<string, () => { readonly text: string; readonly bytes: number }>> = {
  'that say nothing': () => ({ text: '', bytes: 0 }),
  'unsigned, in the middle of the headers': () => ({ text: 'POST /slack/events HTTP/1.1\r\nx: ', bytes: 0 }),
  'unsigned, in the middle of 1 MB': () => ({ text: head({ 'content-length': MB }), bytes: MB - 1 }),
  'with a false signature, before 1 MB': () => ({ text: head(falseClaim()), bytes: 0 }),
  'with a false signature, in the middle of 1 MB': () => ({ text: head(falseClaim()), bytes: MB - 1 }),
};

type Held = { readonly opened: number; readonly open: number };

/** Keeps the connections open from a separate thread until it is stopped. */
function holdOpen(what: { readonly text: string; readonly bytes: number }): {
  readonly held: () => Held;
  readonly stop: () => Promise<unknown>;
} {
  const worker = new Worker(new URL('./stalling.ts', import.meta.url), {
    workerData: { port: Number(url.port), connections, reopenMs, ...what },
  });
  let held: Held = { opened: 0, open: 0 };
  worker.on('message', (message: Held) => {
    held = message;
  });
  return { held: () => held, stop: () => worker.terminate() };
}

const user = slack.as(world.people.mia);
let failed = 0;
/** Sends commands for a while. Returns how long each ack took, ms, quickest first. */
async function sendCommands(): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const began = performance.now();
    if ((await user.command(world.channel, '/guest credits')) === 'ok') took.push(performance.now() - began);
    else failed += 1;
    peak = Math.max(peak, rss());
    await wait(50);
  }
  return took.toSorted((one, other) => one - other);
}

let peak = rss();
const report = (what: string, before: number, took: readonly number[], rest = '') => {
  const at = (share: number) => (took[Math.floor((took.length - 1) * share)] ?? Number.NaN).toFixed(0);
  print(
    `${what}: RSS ${before.toFixed(0)} MB before, ${peak.toFixed(0)} at worst, ${rss().toFixed(0)} after; ${took.length} commands, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms${rest}`,
  );
};

report('alone', peak, await sendCommands());
let flat = true;
for (const [round, allowed] of allowedMb.entries()) {
  const base = rss();
  let worst = base;
  for (const [kind, send] of Object.entries(kinds)) {
    const before = rss();
    peak = before;
    const holding = holdOpen(send());
    const took = await sendCommands();
    const { opened, open } = holding.held();
    await holding.stop();
    await wait(500);
    report(`${connections} ${kind}`, before, took, `; opened ${opened}, open at the end ${open}`);
    worst = Math.max(worst, peak);
  }
  flat &&= worst - base <= allowed;
  print(`round ${round + 1}: grew by ${(worst - base).toFixed(0)} MB at worst (allowed: ${allowed})`);
}
print(`commands that failed: ${failed}`);
bot.kill('SIGTERM');
const [code] = (await once(bot, 'exit')) as [number | null];
await world.stop();
process.exit(code === 0 && failed === 0 && flat ? 0 : 1);
