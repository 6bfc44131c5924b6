import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';
import type { FromBot } from '../support/bot-process.ts';
import { startPostgres } from '../support/postgres.ts';
import { startWorld } from '../support/world.ts';

// `npm run bench:storm [-- --invites 10000 --channels 200 --replicas 1]`: that many invites expire in the same minute. The bot, a
// process of its own (several on one PostgreSQL with replicas), is killed with SIGKILL in the middle and started again. Prints how long
// all notifications took, compared with the optimum of one message per second in the busiest channel, and how late each was. Exits 1 when
// an end was lost or notified twice.
const { values } = parseArgs({
  options: {
    invites: { type: 'string', default: '10000' },
    channels: { type: 'string', default: '200' },
    replicas: { type: 'string', default: '1' },
  },
});
const total = Number(values.invites);
const channels = Number(values.channels);
const replicas = Number(values.replicas);
const script = fileURLToPath(new URL('../support/bot-process.ts', import.meta.url));
const print = (text: string) => process.stdout.write(`${text}\n`);

const postgres = replicas > 1 ? await startPostgres() : undefined;
const databaseUrl = await postgres?.fresh();
const world = await startWorld({
  noBot: true,
  rateLimits: false,
  parsec: { credits: total + 1 },
  ...(databaseUrl === undefined ? {} : { databaseUrl }),
});
const startsAt = world.clock.now() + 60_000;
const endsAt = world.clock.now() + 3_600_000;

/** Posts a card as the bot does, and returns its ts. */
async function postCard(channel: string, text: string): Promise<string> {
  const response = await fetch(`${world.config.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${world.slack.botToken}` },
    body: JSON.stringify({ channel, text }),
  });
  return ((await response.json()) as { ts: string }).ts;
}

print(`preparing ${total} invites in ${channels} channels`);
const ids = Array.from(
  { length: channels },
  (_, n) => world.slack.addChannel({ name: `c${n}`, members: [world.people.mia], bot: true }).id,
);
const [host] = world.parsec.machines;
const store = await openStore(databaseUrl === undefined ? { dataDir: world.dataDir } : { databaseUrl });
const cardOf = new Map<string, string>();
for (let from = 0; from < total; from += 500) {
  const rows = await Promise.all(
    Array.from({ length: Math.min(500, total - from) }, async (_, index) => {
      const n = from + index;
      const channelId = ids[n % channels] ?? '';
      const guestEmail = `guest-${n}@example.com`;
      const held = world.parsec.dashboard.createInvite({
        host_peer_id: host?.peer_id ?? '',
        guest_email: guestEmail,
        starts_at: new Date(startsAt).toISOString(),
        expires_at: new Date(endsAt).toISOString(),
      });
      const ts = await postCard(channelId, `card of ${guestEmail}`);
      cardOf.set(`${channelId}:${ts}`, guestEmail);
      return anInvite({
        id: `inv_${n}`,
        requestKey: `key_${n}`,
        channelId,
        guestEmail,
        hostId: host?.peer_id ?? '',
        startsAt,
        endsAt,
        state: 'granted',
        providerInviteId: held.id,
        cardChannelId: channelId,
        cardTs: ts,
      });
    }),
  );
  await store.transaction(async (tx) => {
    for (const invite of rows) {
      await tx.insertInvite(invite);
      await tx.enqueue({ inviteId: invite.id, kind: 'end', at: endsAt });
    }
  });
}
await store.close();
const before = world.slack.messages.length;

async function startBot(): Promise<ChildProcess> {
  const start = JSON.stringify({ config: world.config, now: world.clock.now() });
  const bot = fork(script, [start], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    bot.on('message', (message: FromBot) => void ('ready' in message && resolve()));
    bot.once('exit', (code, signal) => reject(new Error(`the bot did not start: ${code ?? signal}`)));
  });
  bot.removeAllListeners('exit');
  return bot;
}

/** How often each guest was named in Slack, and when first, epoch ms. */
function notified(): Map<string, { times: number; at: number }> {
  const found = new Map<string, { times: number; at: number }>();
  for (const message of world.slack.messages.slice(before)) {
    for (const [guest] of JSON.stringify(message.blocks).matchAll(/guest-\d+@example\.com/g)) {
      const known = found.get(guest);
      found.set(guest, { times: (known?.times ?? 0) + 1, at: known?.at ?? Number(message.ts) * 1000 });
    }
  }
  return found;
}
const ended = () =>
  world.slack.messages.filter(
    (message) => message.text.includes('Ended') || JSON.stringify(message.blocks).includes('*Ended*'),
  ).length;

/** Seconds until other replicas have claimed every job the killed bot had claimed. */
async function watchTakeOver(url: string): Promise<number> {
  const killed = performance.now();
  const claims = async () =>
    (await postgres?.query(
      url,
      `select id || ':' || attempt as claim from job where state = 'claimed' and lease_until > 0`,
    )) ?? [];
  const held = new Set((await claims()).map((row) => String(row.claim)));
  while (held.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const still = new Set((await claims()).map((row) => String(row.claim)));
    for (const claim of held) if (!still.has(claim)) held.delete(claim);
  }
  return (performance.now() - killed) / 1000;
}

world.clock.advance(endsAt - 5_000 - world.clock.now());
const bots = await Promise.all(Array.from({ length: replicas }, startBot));
world.clock.advance(endsAt - world.clock.now());
for (const bot of bots) bot.send({ moveTo: world.clock.now() });
const began = performance.now();
const seconds = () => (performance.now() - began) / 1000;

// In the middle: half of the reads are done.
const reads = () => world.parsec.requests.length;
while (reads() < total / 2) await new Promise((resolve) => setTimeout(resolve, 20));
const [victim] = bots;
const killedAfter = seconds();
victim?.kill('SIGKILL');
if (victim) await once(victim, 'exit');
const lastRead = reads();
print(`killed one bot after ${killedAfter.toFixed(1)} s and ${lastRead} reads`);
if (replicas === 1) bots[0] = await startBot();
const takenOver = databaseUrl === undefined ? undefined : watchTakeOver(databaseUrl);

let all = notified();
let notifiedAfter: number | undefined;
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  all = notified();
  if (all.size === total && notifiedAfter === undefined) notifiedAfter = seconds();
  if (notifiedAfter !== undefined && ended() >= total) break;
  if (seconds() > 1_800) break;
}
const drained = seconds();
// Duplicates would come now.
await new Promise((resolve) => setTimeout(resolve, 16_000));
all = notified();

const late = [...all.values()].map(({ at }) => (at - endsAt) / 1000).toSorted((a, b) => a - b);
const quantile = (share: number) =>
  (late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? Number.NaN).toFixed(1);
const messages = world.slack.messages.slice(before);
const perChannel = new Map<string, number[]>();
for (const message of messages)
  perChannel.set(message.channel, [...(perChannel.get(message.channel) ?? []), Number(message.ts)]);
const busiest = Math.max(...[...perChannel.values()].map((times) => times.length));
const tooClose = [...perChannel.values()].flatMap((times) =>
  times.toSorted((a, b) => a - b).filter((ts, index, sorted) => index > 0 && ts - (sorted[index - 1] ?? 0) < 0.95),
).length;
const lost = total - all.size;
const twice = [...all.values()].filter(({ times }) => times > 1).length;
const optimum = Math.ceil(total / channels);
print(
  `notified ${all.size} ends in ${messages.length} messages; busiest channel ${busiest}, closer than a second ${tooClose}`,
);
print(
  `all notified after ${(notifiedAfter ?? Number.NaN).toFixed(1)} s; the optimum is ${optimum} s, at one message per second and channel: ratio ${((notifiedAfter ?? Number.NaN) / optimum).toFixed(2)}`,
);
print(`all cards updated after ${drained.toFixed(1)} s (${ended()} of ${total})`);
print(`lateness: p50 ${quantile(0.5)} s, p99 ${quantile(0.99)} s, worst ${(late.at(-1) ?? Number.NaN).toFixed(1)} s`);
if (takenOver) print(`the jobs of the killed bot were taken over after ${(await takenOver).toFixed(1)} s`);
print(`lost ${lost}, notified twice ${twice}`);
for (const bot of bots) bot.kill('SIGKILL');
await world.stop();
await postgres?.stop();
process.exit(lost === 0 && twice === 0 && ended() === total ? 0 : 1);
