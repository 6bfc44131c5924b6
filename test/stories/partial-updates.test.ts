import { afterEach, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { inputId, invited, passing, press, thread, topView, words } from '../support/gestures.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

// An update sends only what was changed, so that it undoes no change made in Parsec's dashboard.
let world: World;
afterEach(() => world.stop());

const update = 'Update Guest Access Invite';
const atParsec = () => world.parsec.invites[0];
const sent = () => world.parsec.requests.filter(({ operation }) => operation === update).map(({ body }) => body);

async function tick(card: Message, permissions: readonly string[]): Promise<void> {
  await press(world, world.people.mia, card, 'invite:update');
  const view = await topView(world, world.people.mia, 'update_form');
  const user = world.slack.as(world.people.mia);
  await user.fill(view.id, { blockId: inputId(view, 'permissions') }, permissions);
  expect(await user.submit(view.id)).toBe('closed');
}

it.each(overHttp)('an update sends the one permission that was changed, no others (%s)', async (transport) => {
  world = await startWorld({ transport });
  const card = await invited(world, world.people.mia);
  // The form shows what Guestlist knows; it learns within a minute that Parsec allows the gamepad.
  world.parsec.dashboard.changeInvite(atParsec()?.id ?? '', { gamepad: true });
  await tick(card, ['keyboard']);
  await expect.poll(sent).toEqual([{ mouse: false, send_email: true }]);
  await expect.poll(atParsec).toMatchObject({ keyboard: true, mouse: false, gamepad: true });
  await passing(world, 'the card shows both changes', () => words(card).includes('Keyboard and gamepad'), 15_000);
});

it('an update sends no permission with a new end, neither from the update form nor from the extend form', async () => {
  world = await startWorld();
  const card = await invited(world, world.people.mia);
  world.parsec.dashboard.changeInvite(atParsec()?.id ?? '', { mouse: false });
  await press(world, world.people.mia, card, 'invite:update');
  const view = await topView(world, world.people.mia, 'update_form');
  await world.slack.as(world.people.mia).fill(view.id, { blockId: 'end_time' }, '16:30');
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  await expect.poll(() => sent().length).toBe(1);
  await world.slack.until('it is confirmed', () => thread(world, card).length === 1);
  await press(world, world.people.mia, card, 'invite:extend');
  const extend = await topView(world, world.people.mia, 'extend_form');
  expect(await world.slack.as(world.people.mia).submit(extend.id)).toBe('closed');
  await expect.poll(sent).toEqual([
    { expires_at: '2026-11-23T15:30:00Z', send_email: true },
    { expires_at: '2026-11-23T16:00:00Z', send_email: true },
  ]);
  expect(atParsec()).toMatchObject({ mouse: false });
});

it('an update combines two permission changes when the first is still in flight', async () => {
  world = await startWorld();
  const card = await invited(world, world.people.mia);
  world.parsec.trouble({ operation: update, then: { status: 429, headers: { 'retry-after': '90' } } });
  await tick(card, ['mouse']);
  await world.slack.until('the card says what is asked for', () => words(card).includes('keyboard not allowed'));
  await tick(card, ['mouse', 'gamepad']);
  await world.slack.until('it says both', () => words(card).includes('gamepad allowed, keyboard not allowed'));
  world.parsec.dashboard.changeInvite(atParsec()?.id ?? '', { mouse: false });
  world.clock.advance(2 * 60_000);
  await expect.poll(atParsec).toMatchObject({ keyboard: false, mouse: false, gamepad: true });
  expect(sent().at(-1)).toEqual({ keyboard: false, gamepad: true, send_email: true });
});

it('an update sends a permission that is changed back when the earlier change may have gone through', async () => {
  world = await startWorld();
  const card = await invited(world, world.people.mia);
  world.parsec.trouble({ operation: update, then: { cut: 'after' } });
  world.parsec.trouble({ operation: 'Get Guest Access Invite', times: 2, then: { status: 503 } });
  await tick(card, ['keyboard']);
  await expect.poll(atParsec).toMatchObject({ mouse: false });
  await tick(card, ['keyboard', 'mouse']);
  for (let minute = 0; minute < 3; minute++) world.clock.advance(60_000);
  await expect.poll(atParsec).toMatchObject({ keyboard: true, mouse: true, gamepad: false });
  expect(sent().at(-1)).toEqual({ mouse: true, send_email: true });
});
