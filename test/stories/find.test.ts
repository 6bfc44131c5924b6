import { afterEach, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { cards, guest, invited, inviteGuest, topView, words } from '../support/gestures.ts';
import { viewText } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const find = async (person: string, text: string) => {
  await guest(world, person, `find ${text}`);
  return topView(world, person, 'find_form');
};

it('finds invites by guest, computer, event, person, and day, and nothing that is hidden', async () => {
  world = await startWorld();
  const { mia, ben, ada } = world.people;
  const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [mia], bot: true }).id;
  await invited(world, mia);
  await invited(world, ben, { email: 'zoe@client.example', event: 'Grading', host: 'Edit 2' });
  await inviteGuest(world, mia, {
    email: 'kim@client.example',
    host: 'Edit 2',
    event: 'Merger',
    start: ['2026-11-24', '10:00'],
    end: ['2026-11-24', '12:00'],
    channel: secret,
  });
  await world.slack.until('the third stands', () =>
    cards(world, secret).some((card) => words(card).includes('*Sched')),
  );

  // Every word counts, each of them anywhere.
  const both = await find(mia, 'client edit-2');
  expect(viewText(both)).toContain('No invite you can see matches');
  await world.slack.as(mia).fill(both.id, { blockId: 'search' }, 'client edit 2');
  await world.slack.as(mia).submit(both.id);
  await world.slack.until('both are found', () => viewText(both).includes('1 to 2 of 2'));
  expect(viewText(both)).toContain('zoe@client.example');

  // A day leaves one, and the person another.
  await world.slack.as(mia).act({ viewId: both.id }, { actionId: 'find:from' }, '2026-11-24');
  await world.slack.until('a day was picked', () => viewText(both).includes('1 to 1 of 1'));
  expect(viewText(both)).toContain('kim@client.example');
  await world.slack.as(mia).act({ viewId: both.id }, { actionId: 'find:details' });
  const details = await topView(world, mia, 'find_shown');
  expect(viewText(details)).toContain('Merger');
  expect(viewText(details)).not.toContain('invite:extend');
  await world.slack.as(mia).close(details.id);
  await world.slack.as(mia).act({ viewId: both.id }, { actionId: 'find:clear' });
  await world.slack.until('all are shown', () => viewText(both).includes('1 to 3 of 3'));
  await world.slack.as(mia).close(both.id);

  // Ben does not read the private channel: neither its guest nor its number.
  const hidden = await find(ben, 'client');
  expect(viewText(hidden)).toContain('1 to 1 of 1');
  expect(viewText(hidden)).not.toContain('kim@client.example');
  await world.slack.as(ben).close(hidden.id);
  const byPerson = await find(ada, `<@${ben}> 2026-11`);
  expect(viewText(byPerson)).toContain('1 to 1 of 1');
  expect(viewText(byPerson)).toContain('Grading');
});

it('does not find a masked address by its hidden part', async () => {
  const masking = { everywhere: true, masked: [], unmasked: [] };
  world = await startWorld({
    policy: { invites: { ...defaultPolicy.invites, showsGuestInSharedChannels: true, masking } },
  });
  const { mia, ben } = world.people;
  await invited(world, mia);
  const none = await find(ben, 'ana@example');
  expect(viewText(none)).toContain('No invite you can see matches');
  await world.slack.as(ben).close(none.id);
  const one = await find(ben, 'render');
  expect(viewText(one)).toContain('a…@example.com');
  expect(viewText(one)).not.toContain('ana@example.com');
});
