import { afterEach, expect, it } from 'vitest';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cards,
  choose,
  fillInviteForm,
  inputId,
  inviteGuest,
  openInviteForm,
  press,
  type Typed,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

// Others have the computer at that time: the form asks before anything is sent, and keeps what was typed.
let world: World;
afterEach(() => world.stop());

const bea: Typed = { ...anEvening, email: 'bea@example.com', event: 'Grading' };
const has = (view: OpenView, name: string) =>
  (view.view.blocks as { block_id?: string }[]).some(({ block_id }) => block_id?.startsWith(`${name}:`) === true);
const tick = async (person: string, view: OpenView) =>
  world.slack.as(person).fill(view.id, { blockId: inputId(view, 'clash_ok') }, ['anyway']);
const scheduled = (event: string, channel = world.channel) =>
  world.slack.until(`${event} is scheduled`, () =>
    cards(world, channel).find((card) => words(card).includes(event) && words(card).includes('*Scheduled*')),
  );
const invited = async (typed: Typed): Promise<Message> => {
  await inviteGuest(world, world.people.mia, typed);
  return scheduled(typed.event ?? '');
};

it.each(overSocket)(
  'asks next to the computer in the invite form, and invites nobody before the answer (%s)',
  async (transport) => {
    world = await startWorld({ transport });
    await invited(anEvening);
    const { mia } = world.people;
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, { ...bea, message: 'See you' });
    await world.slack.until('it asks', () => has(view, 'clash_ok'));
    expect(blockText(view, 'clash')).toContain('Also on this computer then: ana@example.com (Render review');
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    await tick(mia, view);
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await scheduled('Grading');
    expect(world.parsec.invites.map(({ message }) => message)).toContain('See you');
  },
);

it('asks at submission when the form could not ask before, and keeps what was typed', async () => {
  world = await startWorld();
  const { mia, ben } = world.people;
  const view = await openInviteForm(world, mia);
  await fillInviteForm(world, mia, view, bea);
  // Somebody else is quicker.
  await inviteGuest(world, ben, { ...anEvening, zone: 'Paris' });
  await world.slack.until('it is at Parsec', () => world.parsec.invites.length === 1);
  expect(has(view, 'clash_ok')).toBe(false);
  expect(await world.slack.as(mia).submit(view.id)).toBe('open');
  expect(blockText(view, 'clash')).toContain('*Not sent yet.* Check “Invite anyway”');
  expect(view.values.email?.value?.value).toBe('bea@example.com');
  expect(world.parsec.invites).toHaveLength(1);
  await tick(mia, view);
  expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
  await world.slack.until('both are there', () => world.parsec.invites.length === 2);
});

it('asks again for another computer, and shows a hidden invite only as another booking', async () => {
  world = await startWorld();
  const { mia, ada } = world.people;
  const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [ada], bot: true });
  await invited(anEvening);
  await inviteGuest(world, ada, { ...anEvening, zone: 'Paris', host: 'Edit 2', event: 'Hush', channel: secret.id });
  await scheduled('Hush', secret.id);
  const view = await openInviteForm(world, mia);
  await fillInviteForm(world, mia, view, bea);
  await world.slack.until('it asks', () => has(view, 'clash_ok'));
  await tick(mia, view);
  const asked = inputId(view, 'clash_ok');
  await choose(world, mia, view, 'host', 'Edit 2');
  await world.slack.until(
    'it asks about the other',
    () => has(view, 'clash_ok') && inputId(view, 'clash_ok') !== asked,
  );
  expect(blockText(view, 'clash')).toContain('Edit 2 has another booking from');
  expect(JSON.stringify(view.view)).not.toMatch(/Hush/);
  expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
});

it('asks about a new window in the update form, and not about overlaps that existed before', async () => {
  world = await startWorld();
  const { mia } = world.people;
  const card = await invited(anEvening);
  await invited({ ...bea, host: 'Edit 1', start: ['2026-11-23', '17:00'], end: ['2026-11-23', '18:00'] });
  await press(world, mia, card, 'invite:update');
  const view = await topView(world, mia, 'update_form');
  expect(has(view, 'clash_ok')).toBe(false);
  await world.slack.as(mia).fill(view.id, { blockId: 'end_time' }, '17:30');
  await world.slack.until('it asks', () => has(view, 'clash_ok'));
  expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
  await tick(mia, view);
  expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
  await expect.poll(() => world.parsec.invites[0]?.expires_at).toBe('2026-11-23T16:30:00Z');
  await world.slack.until('the card says so', () => words(card).includes('17:30'));
  // They overlap already, so another change asks nothing.
  await press(world, mia, card, 'invite:update');
  const again = await world.slack.until('a new form', () => {
    const top = world.slack.as(mia).views().at(-1);
    return top !== undefined && top.id !== view.id ? top : undefined;
  });
  await world.slack.as(mia).fill(again.id, { blockId: inputId(again, 'permissions') }, ['gamepad']);
  expect(blockText(again, 'clash')).toContain('bea@example.com');
  expect(has(again, 'clash_ok')).toBe(false);
  expect(await world.slack.as(mia).submit(again.id)).toBe('closed');
});

it('asks in the extend form, and names the overlap after a button that extends at once', async () => {
  world = await startWorld();
  const { mia } = world.people;
  const card = await invited(anEvening);
  await invited({ ...bea, start: ['2026-11-23', '16:15'], end: ['2026-11-23', '18:00'] });
  await press(world, mia, card, 'invite:extend');
  const view = await topView(world, mia, 'extend_form');
  expect(blockText(view, 'clash')).toContain('bea@example.com (Grading');
  expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
  await tick(mia, view);
  expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
  await expect.poll(() => world.parsec.invites[0]?.expires_at).toBe('2026-11-23T15:30:00Z');
  await invited({ ...bea, event: 'Mix', start: ['2026-11-23', '16:45'], end: ['2026-11-23', '18:00'], host: 'Edit 1' });
  world.clock.advance(Date.UTC(2026, 10, 23, 15, 16) - world.clock.now());
  const warning = await world.slack.until('the warning', () =>
    world.slack.messages.find(
      (message) => message.threadTs === card.ts && words(message).includes('invite_extend_by:30'),
    ),
  );
  await press(world, mia, warning, 'invite_extend_by:30');
  await whisper(world, mia, 'Mix');
  await expect.poll(() => world.parsec.invites[0]?.expires_at).toBe('2026-11-23T16:00:00Z');
});

it('mentions the same guest on this computer, with what the other invite allows, and on another computer', async () => {
  world = await startWorld();
  const { mia } = world.people;
  await invited(anEvening);
  const view = await openInviteForm(world, mia);
  await fillInviteForm(world, mia, view, { ...anEvening, event: 'Again', end: ['2026-11-23', '15:30'] });
  await world.slack.until('it says so', () => blockText(view, 'clash').includes('already has an invite'));
  expect(blockText(view, 'clash')).toContain('Render review (Mon 23 Nov, 14:00 to 16:00, keyboard and mouse only)');
  expect(blockText(view, 'clash')).not.toContain('can be connected at once');
  await choose(world, mia, view, 'host', 'Edit 2');
  await world.slack.until('it says where else', () => blockText(view, 'clash').includes('also invited to *Edit 1*'));
  expect(has(view, 'clash_ok')).toBe(false);
  expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
});

it('does not mention an invite that moves to another computer as one elsewhere', async () => {
  world = await startWorld();
  const { mia } = world.people;
  const card = await invited(anEvening);
  await press(world, mia, card, 'invite:update');
  const view = await topView(world, mia, 'update_form');
  await choose(world, mia, view, 'host', 'Edit 2');
  await world.slack.until('the computer is known', () => blockText(view, 'online_line') !== '');
  expect(blockText(view, 'clash')).toBe('');
});

it('says nothing about an invite of the guest in a channel that the inviter cannot see', async () => {
  world = await startWorld();
  const { mia, ada } = world.people;
  const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [ada], bot: true });
  await inviteGuest(world, ada, { ...anEvening, zone: 'Paris', channel: secret.id });
  await scheduled('Render review', secret.id);
  const view = await openInviteForm(world, mia);
  await fillInviteForm(world, mia, view, { ...anEvening, event: 'Again', host: 'Edit 2' });
  await world.slack.until('the computer is known', () => blockText(view, 'online_line') !== '');
  expect(blockText(view, 'clash')).toBe('');
});
