import { afterEach, expect, it } from 'vitest';
import { cards, passing, press, words } from '../support/gestures.ts';
import { invitedMembers, submitMembers } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, type World } from '../support/world.ts';

// A response was lost, and what the system shows afterwards can be read in more than one way.
let world: World;
afterEach(() => world.stop());

const ana = 'ana@example.com';
const typed = { system: 'intercode', role: 'Viewer' };
const newestCard = () => cards(world).map(words).at(-1) ?? '';
const isSettled = () => / 1 invited to |Invited to|Nobody was invited/.test(newestCard());

it.each([
  [
    'an invite from Guestlist',
    () => invitedMembers(world, world.people.mia, { ...typed, addresses: `Ana Adams <${ana}>` }, 'Invited to'),
  ],
  [
    'an external invite',
    () => world.intercode().dashboard.invite({ email: ana, firstName: 'Ana', lastName: 'Adams', role: 'Viewer' }),
  ],
])('does not mistake %s to a person of the same name for the lost one', async (_, invite) => {
  world = await startWorld({ policy: openToAll(), intercode: {} });
  await invite();
  const before = world.intercode().mails.length;
  const cardsBefore = cards(world).length;
  world.intercode().trouble({ operation: 'Create invitation', then: { cut: 'before' } });
  await submitMembers(world, world.people.mia, { ...typed, addresses: 'Ana Adams <ana@elsewhere.example>' });
  await passing(world, 'its card is settled', () => cards(world).length > cardsBefore && isSettled());
  expect(newestCard()).toContain('the answer was lost; check the system');
  expect(world.intercode().mails).toHaveLength(before);
});

it('does not mistake an invite that expired before for the lost one', async () => {
  world = await startWorld({ policy: openToAll() });
  const { mia } = world.people;
  const parsec = { system: 'parsec', addresses: ana };
  await invitedMembers(world, mia, parsec, 'Invited to');
  world.clock.advance(8 * 86_400_000);
  world.parsec.trouble({ operation: 'Create Team Invites', then: { cut: 'before' } });
  await submitMembers(world, mia, parsec);
  await passing(world, 'the second card is settled', () => cards(world).length === 2 && isSettled());
  expect(newestCard()).toContain('Invited to');
  expect(world.parsec.teamMails.map(({ to }) => to)).toEqual([ana, ana]);
});

it('does not send an invite over and over that a system accepted and does not show', async () => {
  world = await startWorld({ policy: openToAll(), truvera: {} });
  const operation = 'Send invitations';
  world.truvera().trouble({ operation, times: 50, then: { status: 200, body: {} } });
  await submitMembers(world, world.people.mia, { system: 'truvera', addresses: ana });
  await passing(world, 'its card is settled', isSettled, 5_000);
  expect(newestCard()).toContain('accepted it but shows no new invite');
  expect(world.truvera().requests.filter((request) => request.operation === operation)).toHaveLength(1);
  // The inviter has looked there, and wants it sent again.
  world.truvera().clearTrouble();
  const [card] = cards(world);
  if (card === undefined) throw new Error('no card');
  await press(world, world.people.mia, card, 'member:retry');
  await passing(world, 'she is invited', () => newestCard().includes('Invited to'));
});

it('does not invite a person again who may have accepted the invite whose response was lost', async () => {
  world = await startWorld({ policy: openToAll(), intercode: {} });
  const server = world.intercode();
  const operation = 'Create invitation';
  server.trouble({ operation, then: { cut: 'after' } });
  // Read before, and not again until she is in.
  server.trouble({ operation: 'Get team members', then: { delayMs: 0 } });
  server.trouble({ operation: 'Get team members', times: 3, then: { status: 503 } });
  const stop = server.onChange(() => {
    const invited = server.users.find(({ email }) => email === ana);
    if (invited === undefined) return;
    stop();
    queueMicrotask(() => server.accept(invited.id));
  });
  await submitMembers(world, world.people.mia, { ...typed, addresses: `Ana Adams <${ana}>` });
  await passing(world, 'its card is settled', isSettled);
  expect(newestCard()).toContain('the answer was lost; check the system');
  expect(server.requests.filter((request) => request.operation === operation)).toHaveLength(1);
});

const create = { parsec: 'Create Team Invites', snyk: 'Invite a user to an organization' } as const;
const list = { parsec: 'Get Team Invites', snyk: 'List pending user invitations' } as const;

it.each([
  ['parsec', 403, 'lacks the Parsec permission'],
  ['snyk', 401, "doesn't accept Guestlist's key"],
] as const)(
  'says why a lookup at %s fails and keeps trying, while other lists name the same people and invite the rest',
  async (system, status, why) => {
    world = await startWorld({ policy: openToAll(), snyk: {} });
    const { mia, ben } = world.people;
    const server = system === 'parsec' ? world.parsec : world.snyk();
    const mails = () => (system === 'parsec' ? world.parsec.teamMails : world.snyk().mails).map(({ to }) => to);
    const asks = { system, ...(system === 'snyk' && { role: world.snyk().roles[0]?.id ?? '' }) };
    server.trouble({ operation: create[system], then: { cut: 'after' } });
    const stop = server.onChange(() => {
      if (mails().length === 0) return;
      stop();
      server.trouble({ operation: list[system], times: 1000, then: { status, body: { message: 'No' } } });
    });
    await submitMembers(world, mia, { ...asks, addresses: ana });
    await passing(world, 'her card says why', () => newestCard().includes("Guestlist can't check"));
    expect(newestCard()).toContain(why);
    const looks = () => server.requests.filter(({ operation }) => operation === list[system]).length;
    const before = looks();
    await passing(world, 'it is looked for again', () => looks() > before, 10_000);

    await submitMembers(world, ben, { ...asks, addresses: `${ana} bo@example.com kim@example.com` });
    const waits = 'Another list is inviting the same people';
    await passing(world, 'who is free is invited, and the card says what it waits for', () =>
      newestCard().includes(waits),
    );
    expect(newestCard()).toContain('2 of 3 invited');
    server.clearTrouble();
    await passing(world, 'the answer is found', () => cards(world).some((card) => words(card).includes('Invited to')));
    await passing(world, 'the other goes on', () => !newestCard().includes(waits), 10_000);
    await passing(world, 'and ends', () => newestCard().includes('2 of 3 invited, 1 refused'));
    expect(newestCard()).toContain('already invited');
    expect(mails().toSorted()).toEqual([ana, 'bo@example.com', 'kim@example.com']);
  },
);
