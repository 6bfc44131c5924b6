import { afterEach, expect, it } from 'vitest';
import {
  anEvening,
  cardSaying,
  fillInviteForm,
  inputId,
  inviteGuest,
  moveTo,
  openInviteForm,
  press,
  topView,
} from '../support/gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const texts = {
  en: 'Hello {guest}, you are invited to {event}.',
  de: 'Du bist auf {computer} eingeladen: {start} ({zone}).',
};
const sentMessages = () => world.parsec.invites.map(({ message }) => message?.replaceAll(' ', ' '));

it('writes to the guest in the language that was chosen, from the texts of the policy', async () => {
  world = await startWorld({ policy: { messages: { default: 'en', texts } } });
  const { mia } = world.people;
  const form = await openInviteForm(world, mia);
  await fillInviteForm(world, mia, form, { ...anEvening, mail: true });
  expect(JSON.stringify(form.view.blocks)).toContain('Deutsch');
  await world.slack.as(mia).fill(form.id, { blockId: inputId(form, 'language') }, 'de');
  // Folded and unfolded, the choice stays.
  await world.slack.as(mia).act({ viewId: form.id }, { actionId: 'more' });
  await world.slack.until('it is folded', () => !JSON.stringify(form.view.blocks).includes('Deutsch'));
  expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
  const card = await cardSaying(world, '*Scheduled');
  expect(sentMessages()).toEqual([
    'Du bist auf Edit 1 eingeladen: Montag, 23. November 2026 um 14:00 (Mitteleuropäische Zeit).',
  ]);

  // Invited again, the guest is written of the new time, in the same language.
  moveTo(world, 15, 1);
  await world.slack.until('it has ended', () => card.text.includes('ended'));
  await press(world, mia, card, 'invite:again');
  const again = await topView(world, mia, 'invite_form');
  await fillInviteForm(world, mia, again, { event: 'Again' });
  expect(await world.slack.as(mia).submit(again.id)).toBe('closed');
  await world.slack.until('Parsec has it', () => world.parsec.invites.length === 2);
  expect(sentMessages()[1]).toContain('Dienstag, 24. November 2026 um 14:0');
});

it('asks for no language where there is one, and fills in what is typed', async () => {
  world = await startWorld({ policy: { messages: { default: 'de', texts: { de: texts.de } } } });
  const { mia } = world.people;
  const view = await inviteGuest(world, mia, { ...anEvening, message: 'Bring {computer} a {present}.' });
  expect(JSON.stringify(view.view.blocks)).not.toContain('Deutsch');
  await cardSaying(world, '*Scheduled');
  expect(sentMessages()).toEqual(['Bring Edit 1 a {present}.']);
});
