import { afterEach, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/domain/job.ts';
import type { ApiCall, Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { startedBot } from '../chaos/killable-bot.ts';
import { cardSaying, inviteGuest, passing, press, topView, words } from '../support/gestures.ts';
import { memberCardSaying, submitMembers } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, type World } from '../support/world.ts';

// An edit of a card whose response was lost is given up, and reaches Slack after a newer one.
let world: World;
afterEach(() => world.stop());

const moveTo = (hours: number) => world.clock.advance(Date.UTC(2026, 10, 23, hours) - world.clock.now());

/** Cuts the next edit off before Slack has it, after `meanwhile`; returns a function that lets it arrive after all. */
function holdUpNextEdit(meanwhile = () => {}): () => Promise<void> {
  const held: ApiCall['args'][] = [];
  const when = (args: ApiCall['args']) => {
    meanwhile();
    return held.push(args) > 0;
  };
  world.slack.trouble({ method: 'chat.update', when, then: { cutBefore: true } });
  return async () => {
    expect(held).toHaveLength(1);
    const response = await fetch(`${world.config.slack.apiUrl}chat.update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.slack.botToken}` },
      body: JSON.stringify(held[0]),
    });
    expect(await response.json()).toMatchObject({ ok: true });
  };
}

const says = (card: Message) => words(world.slack.messages.find(({ ts }) => ts === card.ts) ?? card);

it('does not leave an invite card in an old state after a late edit', async () => {
  world = await startWorld();
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled*');
  const arrive = holdUpNextEdit();
  moveTo(13);
  await passing(world, 'it is tried again', () => says(card).includes('*Active*'));
  await press(world, world.people.mia, card, 'invite:cancel');
  const form = await topView(world, world.people.mia, 'cancel_form');
  expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
  await cardSaying(world, '*Cancelled*');
  await arrive();
  expect(says(card)).toContain('*Active*');
  world.clock.advance(30_000);
  await cardSaying(world, '*Cancelled*');
});

it('does not leave an invite card in an old state after a late edit that a killed bot had sent', async () => {
  world = await startWorld({ noBot: true });
  let bot = await startedBot(world);
  world.clock.onMove(() => bot.wake());
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled*');
  const arrive = holdUpNextEdit(() => bot.kill());
  moveTo(13);
  await world.slack.until('the bot is dead', () => bot.isDead());
  await bot.gone();
  bot = await startedBot(world);
  world.clock.advance(LEASE_MS + 1_000);
  await cardSaying(world, '*Active*');
  await press(world, world.people.mia, card, 'invite:cancel');
  const form = await topView(world, world.people.mia, 'cancel_form');
  expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
  await cardSaying(world, '*Cancelled*');
  await arrive();
  expect(says(card)).toContain('*Active*');
  world.clock.advance(30_000);
  await cardSaying(world, '*Cancelled*');
  await bot.stop();
});

it('does not leave a member card at an old count after a late edit', async () => {
  world = await startWorld({ policy: openToAll() });
  const busy = (seconds: string) =>
    world.parsec.trouble({
      operation: 'Create Team Invites',
      then: { status: 429, headers: { 'retry-after': seconds } },
    });
  busy('10');
  await submitMembers(world, world.people.mia, { system: 'parsec', addresses: 'ana@example.com ben@example.com' });
  const card = await memberCardSaying(world, 'asked Guestlist to wait');
  busy('5');
  const arrive = holdUpNextEdit();
  await passing(world, 'all are invited', () => says(card).includes('All 2 invited'));
  await arrive();
  expect(says(card)).toContain('asked Guestlist to wait');
  world.clock.advance(30_000);
  await memberCardSaying(world, 'All 2 invited');
});
