import { parseArgs } from 'node:util';
import { MOST_ADDRESSES } from '../../src/domain/member-batch.ts';
import type { ProviderServer } from '../../src/sandbox/provider-server.types.ts';
import { cards, topView, words } from '../support/gestures.ts';
import { member, viewCopy } from '../support/member-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// `npm run bench:members [-- --people 500]`: one coordinator invites that many people through the form, in the largest batches it takes: to
// Parsec (200 a request) and to Snyk (one by one, 1,620 a minute, which `--people 2000` reaches), and to both with a block of five minutes
// in the middle. Prints requests, time and the most requests in any minute. Exits 1 when somebody was invited twice or not at all, a quota
// was exceeded, or a request was sent during the block.
const { values } = parseArgs({ options: { people: { type: 'string', default: '500' } } });
const people = Number(values.people);
const BLOCK_MS = 300_000;
const print = (text: string) => process.stdout.write(`${text}\n`);
const faults: string[] = [];
const addresses = Array.from({ length: people }, (_, n) => `person-${n}@example.com`);
/** The addresses of each form. */
const forms = Array.from({ length: Math.ceil(people / MOST_ADDRESSES) }, (_, n) =>
  addresses.slice(n * MOST_ADDRESSES, (n + 1) * MOST_ADDRESSES),
);

/** Splits a form's addresses over inputs, which take 3000 characters each; the form adds inputs on request. */
function boxes(form: readonly string[]): readonly string[] {
  const all = [''];
  for (const each of form) {
    const last = all.at(-1) ?? '';
    if (last.length + each.length + 1 > 2_900) all.push(each);
    else all[all.length - 1] = last === '' ? each : `${last}\n${each}`;
  }
  return all;
}

async function inviteAll(world: World, server: ProviderServer, system: string, role?: string): Promise<void> {
  for (const [n, form] of forms.entries()) {
    await submit(world, form, system, role);
    await finished(world, server, n + 1);
  }
}

async function submit(world: World, form: readonly string[], system: string, role?: string): Promise<void> {
  const { ada } = world.people;
  const user = world.slack.as(ada);
  await member(world, ada, `invite ${system}`);
  const view = await topView(world, ada, 'member_form');
  await world.slack.until('all is loaded', () => !viewCopy(view).includes('Loading…'), 10_000);
  for (const [n, text] of boxes(form).entries()) {
    if (n > 0) {
      await user.act({ viewId: view.id }, { actionId: 'member:room' });
      await world.slack.until('there is more room', () => viewCopy(view).includes(`addresses_${n + 1}`), 10_000);
    }
    await user.fill(view.id, { blockId: `addresses_${n + 1}` }, text);
  }
  if (role !== undefined) await user.fill(view.id, { blockId: `role:${system}` }, role);
  const result = await user.submit(view.id);
  if (result !== 'closed') throw new Error(`the form was refused: ${result} ${JSON.stringify(view.errors)}`);
}

/** The time of each request by the clock of the world, in the order of `server.requests`. */
function watch(world: World, server: ProviderServer): readonly number[] {
  const times: number[] = [];
  server.onChange(() => {
    while (times.length < server.requests.length) times.push(world.clock.now());
  });
  return times;
}

/** The indexes in `server.requests` of this operation. */
function placesOf(server: ProviderServer, operation: string): readonly number[] {
  return server.requests.flatMap((request, nth) => (request.operation === operation ? [nth] : []));
}

/** Rate-limits the next request of this operation for five minutes, after `early` of them. */
function blockAfter(server: ProviderServer, operation: string, early: number): void {
  const forget = server.onChange(() => {
    if (placesOf(server, operation).length < early) return;
    forget();
    server.trouble({ operation, then: { status: 429, headers: { 'retry-after': String(BLOCK_MS / 1000) } } });
  });
}

/**
 * Checks the requests after the 429, also those of the same millisecond. `counted`: the operations that are blocked.
 */
function checkBlock(
  what: string,
  server: ProviderServer,
  times: readonly number[],
  counted: (operation: string | undefined) => boolean,
): void {
  const nth = server.requests.findIndex(({ status }) => status === 429);
  const after = server.requests.flatMap(({ operation }, place) => (place > nth && counted(operation) ? [place] : []));
  const waited = after.map((place) => (times[place] ?? 0) - (times[nth] ?? 0));
  const inside = waited.filter((ms) => ms < BLOCK_MS).length;
  const resumed = Math.round(Math.min(...waited.filter((ms) => ms >= BLOCK_MS)) / 1_000);
  print(
    `  rate-limited for 300 s at request ${nth + 1}: ${inside} requests during the block, resumed after ${resumed} s`,
  );
  if (inside > 0) faults.push(`${what}: ${inside} requests during the block`);
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

/**
 * Waits until that many cards say that all are invited. The clock advances only while no request comes, since requests before a move no
 * longer count for the bot's quota.
 */
async function finished(world: World, server: ProviderServer, count: number): Promise<void> {
  const isDone = () =>
    cards(world).filter((card) => /\*(All \d+ invited|Invited) to /.test(words(card))).length === count;
  for (let moves = 0; !isDone(); ) {
    if (moves > 300) throw new Error(`timed out; the card: ${cards(world).map(words).join('\n').slice(0, 500)}`);
    const before = server.requests.length;
    await world.slack.until('all are invited', isDone, 1_000).catch(() => undefined);
    if (isDone() || server.requests.length > before) continue;
    world.clock.advance(5_000);
    moves += 1;
  }
}

function checkInvited(what: string, mails: readonly string[]): void {
  const twice = mails.length - new Set(mails).size;
  const missing = addresses.filter((each) => !mails.includes(each)).length;
  if (twice > 0) faults.push(`${what}: ${twice} invited twice`);
  if (missing > 0) faults.push(`${what}: ${missing} not invited`);
}

async function toParsec(blocked: boolean): Promise<void> {
  const world = await startWorld();
  const operation = 'Create Team Invites';
  const times = watch(world, world.parsec);
  const what = blocked ? 'Parsec with a block' : 'Parsec';
  const from = performance.now();
  if (blocked) blockAfter(world.parsec, operation, 1);
  await inviteAll(world, world.parsec, 'parsec');
  const seconds = ((performance.now() - from) / 1_000).toFixed(1);
  const asked = placesOf(world.parsec, operation).length;
  const fewest = forms.reduce((sum, form) => sum + Math.ceil(form.length / 200), 0);
  print(`${what}: ${people} people, ${asked} requests to invite, ${world.parsec.requests.length} in all, ${seconds} s`);
  if (asked !== fewest + (blocked ? 1 : 0)) faults.push(`${what}: ${asked} requests`);
  // Parsec counts by route.
  if (blocked) checkBlock(what, world.parsec, times, (each) => each === operation);
  checkInvited(
    what,
    world.parsec.teamMails.map(({ to }) => to),
  );
  await world.stop();
}

async function toSnyk(blocked: boolean): Promise<void> {
  const world = await startWorld({ snyk: {} });
  const snyk = world.snyk();
  const operation = 'Invite a user to an organization';
  const times = watch(world, snyk);
  const what = blocked ? 'Snyk with a block' : 'Snyk';
  const from = performance.now();
  if (blocked) blockAfter(snyk, operation, Math.ceil(people / 2));
  await inviteAll(world, snyk, 'snyk', snyk.roles[0]?.id);
  const seconds = ((performance.now() - from) / 1_000).toFixed(1);
  const asked = placesOf(snyk, operation).length;
  const most = mostInAMinute(times);
  print(
    `${what}: ${people} people, ${asked} requests to invite, at most ${most} of any kind in any 60 s, ${seconds} s`,
  );
  if (most > 1_620) faults.push(`${what}: ${most} requests in a minute`);
  // Snyk counts by key: any request would do.
  if (blocked) checkBlock(what, snyk, times, () => true);
  checkInvited(
    what,
    snyk.invitations.map(({ email }) => email),
  );
  await world.stop();
}

await toParsec(false);
await toParsec(true);
await toSnyk(false);
await toSnyk(true);
for (const fault of faults) print(`FAULT ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
