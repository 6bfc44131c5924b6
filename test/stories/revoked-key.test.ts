import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { guest, invited, passing } from '../support/gestures.ts';
import { member } from '../support/member-gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

// Somebody disables the key at a provider, and enables it again ten minutes later.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;

/** The direct messages to admins about a refused key. */
const refusals = () => world.slack.messages.filter(({ text }) => text.includes("refuses Guestlist's key"));
const errorLines = () => world.logLines.filter((line) => line.includes('the provider refuses the key'));

async function readyz(eventsUrl = world.eventsUrl()): Promise<Record<string, unknown>> {
  const response = await fetch(eventsUrl.replace('/slack/events', '/readyz'));
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

/** Lets minutes pass, with all that the bot does in them. */
function minutesPass(minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * MINUTE;
  return passing(world, `${minutes} minutes have passed`, () => world.clock.now() >= end, 15_000);
}

async function untilReady(providers: unknown): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if (JSON.stringify((await readyz()).providers) === JSON.stringify(providers)) return;
    await minutesPass(0.25);
  }
  expect((await readyz()).providers).toEqual(providers);
}

describe.each(overHttp)('over %s', (transport) => {
  it('a refused key notifies the admins once, is logged once, and shows at /readyz as long as it lasts', async () => {
    world = await startWorld({ transport });
    await invited(world, world.people.mia);
    expect(await readyz()).not.toHaveProperty('providers');
    world.parsec.refuseKeys(true);
    await passing(world, 'the admin is notified', () => refusals().length > 0, 10_000);
    const since = new Date(world.clock.now()).toISOString().slice(0, 15);
    expect((await readyz()).providers).toEqual({ parsec: expect.stringContaining(`key refused since ${since}`) });
    await minutesPass(10);
    expect(refusals()).toHaveLength(1);
    expect(refusals()[0]?.text).toContain('PARSEC_API_KEY');
    expect(errorLines()).toHaveLength(1);

    world.parsec.refuseKeys(false);
    await untilReady(undefined);
    expect(refusals()).toHaveLength(1);
    world.parsec.refuseKeys(true);
    await passing(world, 'the admin is notified again', () => refusals().length > 1, 10_000);
    expect(errorLines()).toHaveLength(2);
  });
});

it('a refused key is not reported again when the bot restarts meanwhile', async () => {
  world = await startWorld();
  await invited(world, world.people.mia);
  world.parsec.refuseKeys(true);
  await passing(world, 'the admin is notified', () => refusals().length > 0, 10_000);
  await world.app().stop();
  await world.restart();
  await minutesPass(5);
  expect((await readyz()).providers).toHaveProperty('parsec');
  expect(refusals()).toHaveLength(1);
});

it.each([
  ['snyk', 'SNYK_TOKEN'],
  ['truvera', 'TRUVERA_API_KEY'],
  ['intercode', 'INTERCODE_TOKEN'],
] as const)('a refused key is noticed at %s too, with the first list somebody opens', async (system, variable) => {
  world = await startWorld({ [system]: {} });
  world[system]().refuseKeys(true);
  await member(world, world.people.ada, `pending ${system}`);
  await passing(world, 'the admin is notified', () => refusals().length > 0);
  expect(refusals()[0]?.text).toContain(variable);
  expect(Object.keys((await readyz()).providers as object)).toEqual([system]);
  world[system]().refuseKeys(false);
  await untilReady(undefined);
});

it.each([401, 403] as const)(
  'a permission the key lacks does not count as a refused key, with a %s',
  async (status) => {
    world = await startWorld({ noBot: true, parsec: { missingPermissionStatus: status } });
    const key = world.parsec.addKey(['View Guest Access Links', 'View Team Computers']);
    Object.assign(world.config.providers.parsec ?? {}, { apiKey: key });
    await world.restart();
    await guest(world, world.people.mia, 'credits');
    const checks = () => world.parsec.requests.filter(({ operation }) => operation === 'Get Guest Access Invites');
    await passing(world, 'the key is checked', () => checks().length > 0);
    await minutesPass(5);
    expect(refusals()).toEqual([]);
    expect(await readyz()).not.toHaveProperty('providers');
  },
);

describe('a refused key with two replicas', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
  });

  it('is reported once, and each replica shows it at /readyz', async () => {
    world = await startWorld({ databaseUrl: await postgres.freshStore(), rateLimits: false });
    const first = world.eventsUrl();
    await world.addReplica();
    await invited(world, world.people.mia);
    world.parsec.refuseKeys(true);
    await Promise.all([guest(world, world.people.mia, 'credits'), guest(world, world.people.ben, 'hosts')]);
    await passing(world, 'the admin is notified', () => refusals().length > 0, 10_000);
    await minutesPass(3);
    expect(refusals()).toHaveLength(1);
    expect(errorLines()).toHaveLength(1);
    expect(world.eventsUrl()).not.toBe(first);
    for (const url of [first, world.eventsUrl()]) expect((await readyz(url)).providers).toHaveProperty('parsec');
  });
});
