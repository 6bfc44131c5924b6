import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { cardSaying, inviteGuest, press, thread, whisper, whispers } from '../support/gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

// A click in a thread gets its response in the thread.
let world: World;
afterEach(() => world.stop());

/** An invite from 13:00 to 15:00 UTC, and the warning in its thread. */
async function warned(options: WorldOptions = {}): Promise<{ card: Message; warning: Message }> {
  world = await startWorld(options);
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled*');
  world.clock.advance(Date.UTC(2026, 10, 23, 14, 45) - world.clock.now());
  const warning = await world.slack.until('the warning', () => thread(world, card)[0]);
  await cardSaying(world, '*Active*');
  return { card, warning };
}

describe.each(overSocket)('over %s', (transport) => {
  it('a refused button in a thread gets its message there, and one on the card in the channel', async () => {
    const { card, warning } = await warned({ transport });
    const { ben } = world.people;
    await press(world, ben, warning, 'invite_extend_by:30');
    expect((await whisper(world, ben, 'Only the inviter')).threadTs).toBe(card.ts);
    await press(world, ben, warning, 'invite:cancel');
    await world.slack.until('the second', () => whispers(world, ben).length === 2);
    expect(whispers(world, ben).map(({ threadTs }) => threadTs)).toEqual([card.ts, card.ts]);
    await press(world, ben, card, 'invite:cancel');
    await world.slack.until('the third', () => whispers(world, ben).length === 3);
    expect(whispers(world, ben)[2]?.threadTs).toBeUndefined();
  });
});

describe('in a thread', () => {
  it('a person who may not use Guestlist gets the refusal there', async () => {
    const { card, warning } = await warned();
    await press(world, world.people.guest, warning, 'invite_extend_by:30');
    const refusal = await world.slack.until('the refusal', () => whispers(world, world.people.guest)[0]);
    expect(refusal.threadTs).toBe(card.ts);
  });

  it('an internal error is shown there', async () => {
    const { card, warning } = await warned();
    const { mia } = world.people;
    world.slack.trouble({ method: 'views.open', times: 10, then: { error: 'invalid_arguments' } });
    await press(world, mia, warning, 'invite:extend');
    expect((await whisper(world, mia, 'Something went wrong in Guestlist')).threadTs).toBe(card.ts);
    await press(world, mia, card, 'invite:extend');
    await world.slack.until('the second', () => whispers(world, mia).length === 2);
    expect(whispers(world, mia)[1]?.threadTs).toBeUndefined();
  });

  it('a shortcut on a message gets its response there', async () => {
    const { card } = await warned();
    const { guest } = world.people;
    const reply = world.slack.as(guest).say(world.channel, 'ana@example.com', card.ts);
    await world.slack.as(guest).messageShortcut('invite_this_guest', reply);
    const refusal = await world.slack.until('the refusal', () => whispers(world, guest)[0]);
    expect(refusal.threadTs).toBe(card.ts);
    expect(world.slack.as(guest).views()).toEqual([]);
  });
});
