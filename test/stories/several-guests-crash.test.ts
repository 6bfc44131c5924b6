import { afterEach, expect, it } from 'vitest';
import { cards, words } from '../support/gestures.ts';
import { openSeveralForm } from '../support/group-gestures.ts';
import { type Death, type MortalWorld, mortalWorld } from '../support/mortal-bots.ts';
import type { World } from '../support/world.ts';

// The bot is killed between any two of its statements and requests while guests are invited together.
let mortal: MortalWorld;
let world: World;
afterEach(() => mortal.stop());

const where: readonly Death[] = [
  [/after insertGuestGroup/, 1],
  [/before POST .*chat.postMessage/, 1],
  [/after POST .*chat.postMessage/, 1],
  // The path of invites, as the harness shortens it.
  [/after POST \/…$/, 1],
];

/** Mia invites two guests for an hour; the bot dies at that step, and another one is started each time. */
async function invite(life: number, death: Death): Promise<readonly string[]> {
  const emails = [`ana${life}@example.com`, `bo${life}@example.com`];
  await mortal.start();
  const { mia } = world.people;
  const view = await openSeveralForm(world, mia, `several ${emails.join(' ')} 2026-11-24 ${8 + life}:00 for 1h`);
  await mortal.sendUntilTaken(death, () => world.slack.as(mia).submit(view.id));
  const isDone = () => cards(world).filter((card) => words(card).includes('all scheduled')).length > life;
  await mortal.untilDone(isDone, () => cards(world).map(words).join('\n'));
  return emails;
}

it('invites each guest once, on one card, wherever the bot is killed', { timeout: 120_000 }, async () => {
  mortal = await mortalWorld({ parsec: { credits: 50 } });
  ({ world } = mortal);
  const all: string[] = [];
  for (const [life, death] of where.entries()) all.push(...(await invite(life, death)));
  expect(world.parsec.invites.map(({ guest_email }) => guest_email).toSorted()).toEqual(all.toSorted());
  expect(cards(world)).toHaveLength(where.length);
  expect(mortal.broken).toEqual([]);
  expect(mortal.diedAt(where)).toBe(true);
});
