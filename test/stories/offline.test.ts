import { afterEach, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  choose,
  invited,
  inviteGuest,
  openInviteForm,
  postStarts,
  press,
  thread,
  topView,
  words,
} from '../support/gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// People learn before the invite, on its card and at its start that a computer is off, or may be off.
let world: World;
afterEach(() => world.stop());

const machine = (name: string) => {
  const found = world.parsec.machines.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const start = () => world.clock.advance(Date.UTC(2026, 10, 23, 13, 0, 1) - world.clock.now());
const threadSays = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () =>
    thread(world, card).find((message) => message.text.includes(text)),
  );
const wantsStarts = () => postStarts(world, world.people.mia);

it('the form says that the chosen computer is offline, and says nothing about one that is on', async () => {
  world = await startWorld();
  const view = await openInviteForm(world, world.people.mia);
  await choose(world, world.people.mia, view, 'host', 'Edit 2');
  await world.slack.until('it says so', () => blockText(view, 'online_line').includes('*Edit 2* is offline'));
  await choose(world, world.people.mia, view, 'host', 'Edit 1');
  await world.slack.until('it is gone', () => blockText(view, 'online_line') === '');
});

it('the form filled in by a typed line says that the computer is offline', async () => {
  world = await startWorld();
  const view = await openInviteForm(world, world.people.mia, 'ana@example.com Edit 2 tomorrow 14:00-16:00');
  await world.slack.until('it says so', () => blockText(view, 'online_line').includes('*Edit 2* is offline'));
});

it('the update form says that the computer is offline', async () => {
  world = await startWorld();
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled*');
  await press(world, world.people.mia, card, 'invite:update');
  const view = await topView(world, world.people.mia, 'update_form');
  await choose(world, world.people.mia, view, 'host', 'Edit 2');
  await world.slack.until('it says so', () => blockText(view, 'online_line').includes('*Edit 2* is offline'));
});

it('the card and the start thread say that the computer is offline, even where starts are not posted', async () => {
  world = await startWorld();
  await inviteGuest(world, world.people.mia, { ...anEvening, host: 'Edit 2' });
  const card = await cardSaying(world, '*Scheduled*');
  expect(words(card)).toMatch(/\*Edit 2\* was offline <!date\^17954\d+\^/);
  start();
  await cardSaying(world, '*Active*');
  const notice = await threadSays(card, 'But *Edit 2* is offline');
  // A thread reply reaches only the people who follow the thread.
  expect(notice.text).toContain(`<@${world.people.mia}>`);
  expect(notice.text).toContain('turn it on, or choose another computer with “Update”');
  await world.slack.until(
    'the card names the start',
    () =>
      words(card).includes(`was offline <!date^${Date.UTC(2026, 10, 23, 13) / 1000}`) ||
      words(card).includes('was offline <!date^1795438801'),
  );
});

it('a start notice the channel wants says that the computer is offline, unless it is on by then', async () => {
  world = await startWorld();
  await wantsStarts();
  const first = await invited(world, world.people.mia, { host: 'Edit 2' });
  const second = await invited(world, world.people.mia, { email: 'bea@example.com', event: 'Mix' });
  machine('Edit 2').is_online = true;
  machine('Edit 1').is_online = false;
  start();
  const [isOn, isOff] = [await threadSays(first, 'can now connect'), await threadSays(second, 'can now connect')];
  expect(isOn.text).not.toMatch(/offline|<@/);
  expect(isOff.text).toContain('But *Edit 1* is offline');
  expect(isOff.text).toContain(`<@${world.people.mia}>`);
  expect(thread(world, second)).toHaveLength(1);
  await world.slack.until('the card forgets it', () => !words(first).includes('offline'));
});

it('the form, the card and the start notice say that it is unknown whether the computer is on', async () => {
  world = await startWorld();
  await wantsStarts();
  Object.assign(machine('Edit 2'), { is_online: undefined });
  const view = await openInviteForm(world, world.people.mia);
  await choose(world, world.people.mia, view, 'host', 'Edit 2');
  await world.slack.until('the form', () =>
    blockText(view, 'online_line').includes("Parsec doesn't say whether *Edit 2* is on"),
  );
  await world.slack.as(world.people.mia).close(view.id);
  const card = await invited(world, world.people.mia, { host: 'Edit 2' });
  expect(words(card)).toContain("Parsec doesn't say whether *Edit 2* is on");
  start();
  expect((await threadSays(card, 'can now connect')).text).toContain("Parsec doesn't say whether *Edit 2* is on");
});

it('the start notice says so when Parsec cannot be asked about the computer', async () => {
  world = await startWorld();
  await wantsStarts();
  const card = await invited(world, world.people.mia);
  world.parsec.trouble({ operation: 'Get Team Machines', times: 20, then: { status: 503 } });
  start();
  expect((await threadSays(card, 'can now connect')).text).toContain("Parsec doesn't say whether *Edit 1* is on");
});
