import { parseArgs } from 'node:util';
import type { ProviderServer } from '../../src/sandbox/provider-server.types.ts';
import { cards, topView, words } from '../support/gestures.ts';
import { member, viewWords } from '../support/member-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// `npm run bench:members [-- --people 500]`: one coordinator invites that many people through the form: to Parsec (200 a request), to
// Snyk (one by one, 1,620 a minute), and to Snyk with a block of five minutes in the middle. Prints requests, time and the most requests
// of any minute; exits 1 when somebody was invited twice or not at all, a quota was broken, or a request was sent into the block.
const { values } = parseArgs({ options: { people: { type: 'string', default: '500' } } });
const people = Number(values.people);
const BLOCK_MS = 300_000;
const print = (text: string) => process.stdout.write(`${text}\n`);
const faults: string[] = [];
const addresses = Array.from({ length: people }, (_, n) => `person-${n}@example.com`);

/** Slack: at most 3000 characters in one input; the form adds inputs on request. */
function boxes(): readonly string[] {
  const all = [''];
  for (const each of addresses) {
    const last = all.at(-1) ?? '';
    if (last.length + each.length + 1 > 2_900) all.push(each);
    else all[all.length - 1] = last === '' ? each : `${last}\n${each}`;
  }
  return all;
}

async function submitAll(world: World, system: string, role?: string): Promise<void> {
  const { mia } = world.people;
  const hands = world.slack.as(mia);
  await member(world, mia, `invite ${system}`);
  const view = await topView(world, mia, 'member_form');
  await world.slack.until('all is loaded', () => !viewWords(view).includes('Loading…'), 10_000);
  for (const [n, text] of boxes().entries()) {
    if (n > 0) {
      await hands.act({ viewId: view.id }, { actionId: 'member:room' });
      await world.slack.until('there is more room', () => viewWords(view).includes(`addresses_${n + 1}`), 10_000);
    }
    await hands.fill(view.id, { blockId: `addresses_${n + 1}` }, text);
  }
  if (role !== undefined) await hands.fill(view.id, { blockId: `role:${system}` }, role);
  const result = await hands.submit(view.id);
  if (result !== 'closed') throw new Error(`the form was not taken: ${result} ${JSON.stringify(view.errors)}`);
}

/** When each request of an operation came, by the clock of the world. */
function watch(world: World, server: ProviderServer, operation: string): readonly number[] {
  const times: number[] = [];
  server.onChange(() => {
    const sent = server.requests.filter((request) => request.operation === operation).length;
    while (times.length < sent) times.push(world.clock.now());
  });
  return times;
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

async function finished(world: World): Promise<void> {
  const isDone = () => cards(world).some((card) => words(card).includes(`All ${people} invited`));
  for (let second = 0; !isDone(); second++) {
    if (second > 3_000)
      throw new Error(`waited in vain; the card: ${cards(world).map(words).join('\n').slice(0, 500)}`);
    await world.slack.until('all are invited', isDone, 200).catch(() => world.clock.advance(1_000));
  }
}

function judge(what: string, mails: readonly string[]): void {
  const twice = mails.length - new Set(mails).size;
  const missing = addresses.filter((each) => !mails.includes(each)).length;
  if (twice > 0) faults.push(`${what}: ${twice} invited twice`);
  if (missing > 0) faults.push(`${what}: ${missing} not invited`);
}

async function toParsec(): Promise<void> {
  const world = await startWorld();
  const times = watch(world, world.parsec, 'Create Team Invites');
  const from = performance.now();
  await submitAll(world, 'parsec');
  await finished(world);
  const seconds = ((performance.now() - from) / 1_000).toFixed(1);
  print(
    `Parsec: ${people} people, ${times.length} requests to invite, ${world.parsec.requests.length} in all, ${seconds} s`,
  );
  if (times.length !== Math.ceil(people / 200)) faults.push(`Parsec: ${times.length} requests`);
  judge(
    'Parsec',
    world.parsec.teamMails.map(({ to }) => to),
  );
  await world.stop();
}

async function toSnyk(blocked: boolean): Promise<void> {
  const world = await startWorld({ snyk: {} });
  const snyk = world.snyk();
  const operation = 'Invite a user to an organization';
  const times = watch(world, snyk, operation);
  const what = blocked ? 'Snyk with a block' : 'Snyk';
  const from = performance.now();
  await submitAll(world, 'snyk', snyk.roles[0]?.id);
  if (blocked) {
    await world.slack.until('half of them are invited', () => times.length >= people / 2, 60_000);
    snyk.trouble({ operation, then: { status: 429, headers: { 'retry-after': String(BLOCK_MS / 1000) } } });
    await world.slack.until('it is told to wait', () => snyk.requests.some(({ status }) => status === 429), 60_000);
  }
  await finished(world);
  const seconds = ((performance.now() - from) / 1_000).toFixed(1);
  const most = mostInAMinute(times);
  print(`${what}: ${people} people, ${times.length} requests to invite, at most ${most} in a minute, ${seconds} s`);
  if (most > 1_620) faults.push(`${what}: ${most} requests in a minute`);
  if (blocked) {
    const nth = snyk.requests
      .filter((request) => request.operation === operation)
      .findIndex(({ status }) => status === 429);
    const blockedAt = times[nth] ?? 0;
    const inside = times.filter((at) => at > blockedAt && at < blockedAt + BLOCK_MS).length;
    const resumed = Math.min(...times.filter((at) => at >= blockedAt + BLOCK_MS)) - blockedAt;
    print(
      `  told to wait 300 s after ${nth} requests: ${inside} requests inside, resumed after ${Math.round(resumed / 1_000)} s`,
    );
    if (inside > 0) faults.push(`${what}: ${inside} requests inside the block`);
  }
  judge(
    what,
    snyk.invitations.map(({ email }) => email),
  );
  await world.stop();
}

await toParsec();
await toSnyk(false);
await toSnyk(true);
for (const fault of faults) print(`FAULT ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
