import { afterEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../src/domain/policy/policy.ts';
import type { ProviderServer } from '../../src/sandbox/provider-server.types.ts';
import { cards, passing, press, whisper, words } from '../support/gestures.ts';
import { memberCardSaying, openMemberForm } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { withStore } from '../support/team-gestures.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

// How member invites end when a system is busy, down, full, or silent at the wrong moment.
let world: World;
afterEach(() => world.stop());

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => `"Person ${'ABCDEFGHIJ'[n]}" <person-${n}@example.com>`).join('\n');

/** One row for each system: its operation and server, and whom it has invited. */
const systems = {
  parsec: {
    operation: 'Create Team Invites',
    server: () => world.parsec,
    invited: () => world.parsec.teamMails.map(({ to }) => to),
  },
  snyk: {
    operation: 'Invite a user to an organization',
    server: () => world.snyk(),
    invited: () => world.snyk().invitations.map(({ email }) => email),
  },
  truvera: {
    operation: 'Send invitations',
    server: () => world.truvera(),
    invited: () => world.truvera().invitations.map(({ email }) => email),
  },
  intercode: {
    operation: 'Create invitation',
    server: () => world.intercode(),
    invited: () => world.intercode().mails.map(({ to }) => to),
  },
} as const satisfies Record<string, { operation: string; server(): ProviderServer; invited(): readonly string[] }>;
type System = keyof typeof systems;
const names = Object.keys(systems) as System[];

async function begin(system: System, options: WorldOptions = {}): Promise<void> {
  world = await startWorld({ policy: openToAll(), ...(system === 'parsec' ? {} : { [system]: {} }), ...options });
}

/** Mia invites these people, or this many, with the first role if one is needed. `open` runs while the form is open. */
async function invite(system: System, whom: number | string, open?: () => void): Promise<void> {
  const { mia } = world.people;
  const view = await openMemberForm(world, mia, system);
  const roles = (view.view.blocks as { block_id?: string; element?: { options?: { value: string }[] } }[]).find(
    (block) => block.block_id?.startsWith('role:'),
  );
  const user = world.slack.as(mia);
  await user.fill(view.id, { blockId: 'addresses_1' }, typeof whom === 'number' ? people(whom) : whom);
  const role = roles?.element?.options?.[0]?.value;
  if (roles?.block_id !== undefined && role !== undefined) await user.fill(view.id, { blockId: roles.block_id }, role);
  open?.();
  expect(await user.submit(view.id), JSON.stringify(view.errors)).toBe('closed');
}

const card = () => cards(world).map(words).join('\n');
const sent = (system: System) =>
  systems[system].server().requests.filter((request) => request.operation === systems[system].operation);
const all = (count: number) =>
  passing(world, `all ${count} are invited`, () => card().includes(`All ${count} invited`));

function expectOnce(system: System, count: number): void {
  const emails = systems[system].invited();
  expect(emails.toSorted()).toEqual(Array.from({ length: count }, (_, n) => `person-${n}@example.com`));
  expect(cards(world)).toHaveLength(1);
}

it('asks the policy again before the rest is sent: who was blocked meanwhile is refused, and the others invited', async () => {
  const policy: { -readonly [Key in keyof Policy]?: Policy[Key] } = openToAll();
  await begin('snyk', { policy, livePolicy: true });
  world.snyk().trouble({ operation: systems.snyk.operation, then: { status: 429, headers: { 'retry-after': '60' } } });
  await invite('snyk', 'ana@kept.example, ben@eu.blocked.example');
  await memberCardSaying(world, 'asked Guestlist to wait');
  policy.domains = { blocked: ['blocked.example'] };
  world.clock.advance(61_000);
  await memberCardSaying(world, '1 of 2 invited, 1 refused');
  expect(card()).toContain('addresses at eu.blocked.example are blocked here');
  expect(systems.snyk.invited()).toEqual(['ana@kept.example']);
});

describe.each(names)('%s', (system) => {
  it('asks to wait: Guestlist sends nothing until then, says so on the card, and sends the rest later', async () => {
    await begin(system);
    const { operation, server } = systems[system];
    server().trouble({ operation, then: { status: 429, headers: { 'retry-after': '300' } } });
    await invite(system, 3);
    await memberCardSaying(world, 'asked Guestlist to wait');
    const before = sent(system).length;
    for (let second = 0; second < 29; second++) world.clock.advance(10_000);
    await memberCardSaying(world, 'asked Guestlist to wait');
    expect(sent(system)).toHaveLength(before);
    world.clock.advance(15_000);
    await all(3);
    expectOnce(system, 3);
  });

  it('succeeds and its response is lost: Guestlist looks it up, and invites nobody twice', async () => {
    await begin(system);
    const { operation, server } = systems[system];
    server().trouble({ operation, then: { cut: 'after' } });
    await invite(system, 3);
    await all(3);
    expectOnce(system, 3);
  });

  it('is cut off before the request runs: Guestlist sends it again when that is certain', async () => {
    await begin(system);
    const { operation, server } = systems[system];
    const times: number[] = [];
    server().onChange(() => {
      while (times.length < sent(system).length) times.push(world.clock.now());
    });
    server().trouble({ operation, then: { cut: 'before' } });
    await invite(system, 3);
    await all(3);
    expectOnce(system, 3);
    // Until then the system may still run the request that seems lost. While the first is on its way, the world's time can pass by a step.
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(30_000 - 1_000);
  });

  it('is cut off before the request runs, and the clock is set back: that is certain half a minute later', async () => {
    await begin(system);
    const { operation, server } = systems[system];
    server().trouble({ operation, then: { cut: 'before' } });
    await invite(system, 3);
    await passing(world, 'it was asked', () => sent(system).length > 0);
    world.clock.advance(-3 * 3_600_000);
    await all(3);
    expectOnce(system, 3);
  });

  it('is cut off, the card says so, and the clock is set back: the card is still updated', async () => {
    await begin(system);
    const { operation, server } = systems[system];
    server().trouble({ operation, then: { cut: 'before' } });
    await invite(system, 3);
    await memberCardSaying(world, 'answer was lost');
    // The card is written and has no job left; the next edit is enqueued by the clock of before.
    const dueJobs = () => withStore(world, (store) => store.dueJobs(world.clock.now() + 24 * 3_600_000));
    await expect.poll(async () => (await dueJobs()).filter(({ kind }) => kind === 'member_card')).toEqual([]);
    world.clock.advance(-3 * 3_600_000);
    await all(3);
    expectOnce(system, 3);
  });

  it('is down for minutes: Guestlist retries until it is back', async () => {
    await begin(system);
    const { server } = systems[system];
    await invite(system, 2, () => server().trouble({ operation: '*', times: 6, then: { status: 503 } }));
    await passing(world, 'they are invited', () => card().includes('All 2 invited'), 5_000);
    expectOnce(system, 2);
  });

  it('is asked by a bot that stops halfway: the next bot goes on, and nobody is invited twice', async () => {
    await begin(system);
    const { operation, server } = systems[system];
    server().trouble({ operation, then: { cut: 'after' } });
    await invite(system, 3);
    await passing(world, 'it was asked', () => sent(system).length > 0);
    await world.app().stop();
    await world.restart();
    await all(3);
    expectOnce(system, 3);
  });

  it('rejects the key: everybody is refused with the reason, and can be retried', async () => {
    await begin(system);
    const { server } = systems[system];
    const unauthorized = { status: 401, body: { message: 'Unauthorized' } };
    await invite(system, '"Late Person" <late@example.com>', () =>
      server().trouble({ operation: '*', times: 50, then: unauthorized }),
    );
    await memberCardSaying(world, 'Nobody was invited');
    expect(systems[system].invited()).toEqual([]);
    server().clearTrouble();
    const [refused] = cards(world);
    if (refused === undefined) throw new Error('no card');
    await press(world, world.people.mia, refused, 'member:retry');
    await memberCardSaying(world, 'Invited to');
    expect(systems[system].invited()).toEqual(['late@example.com']);
  });
});

it('refuses people who do not fit a full plan, and invites them when there is room', async () => {
  await begin('truvera');
  world.truvera().invitesLeft = 0;
  await invite('truvera', 2);
  await memberCardSaying(world, 'the plan is full');
  expect(world.truvera().invitations).toEqual([]);
  world.truvera().invitesLeft = undefined;
  const [refused] = cards(world);
  if (refused === undefined) throw new Error('no card');
  // Only the inviter can retry.
  await press(world, world.people.ben, refused, 'member:retry');
  await whisper(world, world.people.ben, 'Only');
  await press(world, world.people.mia, refused, 'member:retry');
  await all(2);
  expectOnce('truvera', 2);
});

it('refuses everybody after one request, in the words of Parsec, when Parsec does not know the team', async () => {
  await begin('parsec');
  const body = { message: 'No such team' };
  const list = { operation: 'Get Team Invites' };
  await invite('parsec', 5, () => world.parsec.trouble({ ...list, times: 50, then: { status: 404, body } }));
  await memberCardSaying(world, 'No such team');
  expect(card()).toContain('Nobody was invited');
  expect(world.parsec.requests.filter(({ operation }) => operation === list.operation)).toHaveLength(1);
  expect(systems.parsec.invited()).toEqual([]);
});

it('ends a batch at a rejected key instead of trying it for each person', async () => {
  await begin('snyk');
  const unauthorized = { status: 401, body: { message: 'Unauthorized' } };
  await invite('snyk', 5, () => world.snyk().trouble({ operation: '*', times: 50, then: unauthorized }));
  await memberCardSaying(world, 'Nobody was invited');
  expect(sent('snyk')).toHaveLength(1);
});

it('invites as many people as the plan has room for, and refuses the others', async () => {
  await begin('parsec', { parsec: { seats: 6 } });
  const room = 6 - world.parsec.members.length;
  expect(room).toBeGreaterThan(0);
  await invite('parsec', room + 2);
  await passing(world, 'the others are refused', () => card().includes(`${room} of ${room + 2} invited, 2 refused`));
  expect(card()).toContain('the plan is full');
  expect(systems.parsec.invited()).toHaveLength(room);
});

it('shows the join links of Parsec only to the inviter', async () => {
  await begin('parsec');
  await invite('parsec', 2);
  const [done] = [await memberCardSaying(world, 'All 2 invited')];
  const links = world.parsec.teamInvites.map(({ join_url }) => join_url);
  expect(links).toHaveLength(2);
  for (const link of links) {
    expect(JSON.stringify(world.slack.messages)).not.toContain(link);
    expect(world.logLines.join('\n')).not.toContain(link);
  }
  await press(world, world.people.ben, done, 'member:links');
  await whisper(world, world.people.ben, 'Only');
  await press(world, world.people.mia, done, 'member:links');
  await whisper(world, world.people.mia, String(links[0]));
  const seenBy = world.slack.messages.filter((message) => JSON.stringify(message).includes(String(links[0])));
  expect(seenBy.map(({ ephemeralFor }) => ephemeralFor)).toEqual([world.people.mia]);
});
