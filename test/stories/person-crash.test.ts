import { afterEach, expect, it } from 'vitest';
import { cards, topView, words } from '../support/gestures.ts';
import { member } from '../support/member-gestures.ts';
import { type Death, type MortalWorld, mortalWorld } from '../support/mortal-bots.ts';
import type { World } from '../support/world.ts';

// The bot is killed between its statements and requests while somebody is removed from every system.
let mortal: MortalWorld;
let world: World;
afterEach(() => mortal.stop());

const where: readonly Death[] = [
  [/after insertPersonRequest/, 1],
  [/after claimJob/, 2],
  [/after insertRemoval/, 1],
  [/after savePersonParts/, 1],
  [/after DELETE .*members/, 1],
  [/after POST .*chat.postMessage/, 1],
];

/** Ada removes somebody who is a member of two systems and invited to a third; the bot dies at that step, and another one is started. */
async function offboard(life: number, death: Death): Promise<void> {
  const email = `p${life}@example.com`;
  world.parsec.addMember({ name: `P${life}`, email });
  world.truvera().addMember({ name: `P${life}`, email });
  world.snyk().dashboard.invite(email);
  await mortal.start();
  const { ada } = world.people;
  await member(world, ada, `offboard ${email}`);
  const view = await topView(world, ada, 'person_offboard');
  await mortal.sendUntilTaken(death, () => world.slack.as(ada).submit(view.id));
  const mine = () => cards(world).filter(({ text }) => text.startsWith(`Offboarding ${email}`));
  const isDone = () =>
    mine().some((card) => card.text.includes('done') && !/Looking|Removing|Cancelling/.test(words(card)));
  await mortal.untilDone(isDone, () => mine().map(words).join('\n'));
  expect(mine()).toHaveLength(1);
}

it('removes a person everywhere, on one card, when the bot is killed', { timeout: 120_000 }, async () => {
  mortal = await mortalWorld({ snyk: {}, truvera: {} });
  ({ world } = mortal);
  for (const [life, death] of where.entries()) await offboard(life, death);
  const gone = where.map((_, life) => `p${life}@example.com`);
  expect(world.parsec.members.filter(({ email }) => gone.includes(email))).toEqual([]);
  expect(world.truvera().members.filter(({ email }) => gone.includes(email ?? ''))).toEqual([]);
  expect(world.snyk().invitations.filter(({ email, is_active }) => is_active && gone.includes(email))).toEqual([]);
  expect(mortal.broken).toEqual([]);
  expect(mortal.diedAt(where)).toBe(true);
});
