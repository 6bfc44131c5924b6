import { afterEach, expect, it } from 'vitest';
import {
  anEvening,
  blockText,
  cardSaying,
  fillInviteForm,
  inviteGuest,
  openInviteForm,
  press,
  topView,
  words,
} from '../support/gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// The clocks go back in Paris in the night to Sunday, 25 October 2026. Five days are five days all the same.
let world: World;
afterEach(() => world.stop());

const FRIDAY = Date.UTC(2026, 9, 23, 9, 0);
const begin = async (enforceFiveDays: boolean) => {
  world = await startWorld({ startAt: FRIDAY, parsec: { enforceFiveDays } });
};
const over = { ...anEvening, start: ['2026-10-23', '14:00'] } as const;
const windows = () => world.parsec.invites.map((invite) => [invite.starts_at, invite.expires_at]);

it.each([
  ['five days', '5 days', '2026-10-28T13:00:00Z'],
  ['119 hours', '119h', '2026-10-28T11:00:00Z'],
  ['a day', '1 day', '2026-10-24T12:00:00Z'],
])('an invite lasts %s across a clock change', async (_, end, expires) => {
  await begin(false);
  await inviteGuest(world, world.people.mia, { ...over, end });
  await cardSaying(world, '*Scheduled*');
  expect(windows()).toEqual([['2026-10-23T12:00:00Z', expires]]);
});

it('reads days in a typed line as calendar days, and hours as hours', async () => {
  await begin(false);
  const days = await openInviteForm(world, world.people.mia, 'ana@example.com now for 2 days');
  expect(blockText(days, 'times')).toContain('2 days: Fri 23 Oct, 11:00 to Sun 25 Oct, 11:00');
  expect(blockText(days, 'times')).toContain('it lasts 49 hours');
  await world.slack.as(world.people.mia).close(days.id);
  const hours = await openInviteForm(world, world.people.mia, 'ana@example.com now for 48h');
  expect(blockText(hours, 'times')).toContain('to Sun 25 Oct, 10:00');
});

it('the longest window of five days can end at the same time of day', async () => {
  await begin(false);
  const view = await openInviteForm(world, world.people.mia);
  await fillInviteForm(world, world.people.mia, view, { ...over, end: ['2026-10-28', '14:00'] });
  await world.slack.until('the form says how long', () => blockText(view, 'times').includes('it lasts 121 hours'));
  await world.slack.as(world.people.mia).fill(view.id, { blockId: 'end_time' }, '14:01');
  await world.slack.until('that is too long', () => blockText(view, 'times').includes('at most 5 days'));
  await world.slack.as(world.people.mia).fill(view.id, { blockId: 'end_time' }, '14:00');
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  await cardSaying(world, '*Scheduled*');
  expect(windows()).toEqual([['2026-10-23T12:00:00Z', '2026-10-28T13:00:00Z']]);
});

it('reports that no invite was created, and why, when Parsec counts five days as 120 hours', async () => {
  await begin(true);
  await inviteGuest(world, world.people.mia, { ...over, end: '5 days' });
  const card = await cardSaying(world, "*The invite wasn't created.*");
  expect(words(card)).toContain('Parsec refused: an invite may last five days at most.');
  expect(windows()).toEqual([]);
});

it('an invite ends at the same time of day after an extension by a day', async () => {
  await begin(false);
  await inviteGuest(world, world.people.mia, { ...over, end: ['2026-10-24', '20:00'] });
  const card = await cardSaying(world, '*Scheduled*');
  await press(world, world.people.mia, card, 'invite:extend');
  const view = await topView(world, world.people.mia, 'extend_form');
  await world.slack.as(world.people.mia).fill(view.id, { blockId: 'extension' }, 'day');
  await world.slack.until('the form says when', () => blockText(view, 'times').includes('to Sun 25 Oct, 20:00'));
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  await expect.poll(() => windows()[0]?.[1]).toBe('2026-10-25T19:00:00Z');
});
