import { afterEach, expect, it } from 'vitest';
import { anEvening, cardSaying, inviteGuest, passing, words } from '../support/gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

// "Now for 2 hours", and Parsec is away: the guest has two hours all the same, and the card says until when.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const create = 'Create Guest Access Invite';
const window = () => {
  const [invite] = world.parsec.invites;
  if (invite === undefined) throw new Error('no invite at Parsec');
  return [Date.parse(invite.starts_at), Date.parse(invite.expires_at)] as const;
};
const creates = () => world.parsec.requests.filter(({ operation }) => operation === create);
const windowsSent = () =>
  creates().map(({ body }) =>
    JSON.stringify(body)
      .match(/"(?:starts|expires)_at":"[^"]+"/g)
      ?.join(),
  );

it.each(overSocket)(
  'keeps the length and shows the new end when Parsec delays the create by 40 minutes (%s)',
  async (transport) => {
    world = await startWorld({ transport });
    world.parsec.trouble({ operation: create, then: { status: 429, headers: { 'retry-after': '2400' } } });
    await inviteGuest(world, world.people.mia, { ...anEvening, start: 'now', end: '2h' });
    const asked = world.clock.now();
    await expect.poll(() => creates().length).toBe(1);
    expect(words(await cardSaying(world, 'asked Guestlist to wait'))).toContain(
      'It lasts 2 hours from when Parsec creates it.',
    );
    world.clock.advance(40 * MINUTE + 5_000);
    const card = await cardSaying(world, '*Scheduled*');
    const [startsAt, endsAt] = window();
    expect(startsAt - asked).toBeGreaterThan(40 * MINUTE);
    expect(endsAt - startsAt).toBe(2 * HOUR);
    expect(words(card)).toContain(`<!date^${endsAt / 1000}^`);
    expect(words(card)).toMatch(/It starts (39|40) minutes late.*It lasts as long as asked, so it ends later\./);
    world.clock.advance(MINUTE);
    await cardSaying(world, `*Active* until <!date^${endsAt / 1000}^`);
  },
);

it.each([
  ['until a typed time', { start: 'now', end: ['2026-11-23', '12:00'] } as const, Date.UTC(2026, 10, 23, 11)],
  [
    'from a time that has passed for a length',
    { start: ['2026-11-23', '10:20'], end: '100m' } as const,
    Date.UTC(2026, 10, 23, 11),
  ],
])('ends as asked, and the card says that it is shorter: %s', async (_, typed, end) => {
  world = await startWorld();
  world.parsec.trouble({ operation: create, then: { status: 429, headers: { 'retry-after': '2400' } } });
  await inviteGuest(world, world.people.mia, { ...anEvening, ...typed });
  await expect.poll(() => creates().length).toBe(1);
  await cardSaying(world, 'asked Guestlist to wait');
  world.clock.advance(40 * MINUTE + 5_000);
  const card = await cardSaying(world, '*Scheduled*');
  expect(window()[1]).toBe(end);
  expect(words(card)).toMatch(
    /It starts (20|39|40) minutes late.*It ends when asked, so it's (20|39|40) minutes shorter\./,
  );
});

it('keeps the window that was sent when the create ran and its response was lost, whenever it is found', async () => {
  world = await startWorld();
  world.parsec.trouble({ operation: create, then: { cut: 'after' } });
  world.parsec.trouble({ operation: 'Get Guest Access Invites', times: 12, then: { status: 503 } });
  await inviteGuest(world, world.people.mia, { ...anEvening, start: 'now', end: '2h' });
  await expect.poll(() => world.parsec.invites.length).toBe(1);
  const made = window();
  await passing(
    world,
    'it is found',
    () => world.slack.messages.some((message) => words(message).includes('*Active*')),
    20_000,
  );
  const card = await cardSaying(world, `*Active* until <!date^${made[1] / 1000}^`);
  expect(words(card)).not.toContain('late');
  expect(creates()).toHaveLength(1);
  expect(window()).toEqual(made);
});

it('sends one window per create, both two hours long, when the first create never ran', async () => {
  world = await startWorld();
  world.parsec.trouble({ operation: create, then: { cut: 'before' } });
  await inviteGuest(world, world.people.mia, { ...anEvening, start: 'now', end: '2h' });
  await expect.poll(() => creates().length).toBe(1);
  await passing(world, 'it is sent again', () => creates().length === 2, 5_000);
  await cardSaying(world, '*Scheduled*');
  const [startsAt, endsAt] = window();
  expect(endsAt - startsAt).toBe(2 * HOUR);
  expect(new Set(windowsSent()).size).toBe(2);
  expect(world.parsec.invites).toHaveLength(1);
});
