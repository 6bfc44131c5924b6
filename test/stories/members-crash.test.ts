import { afterEach, expect, it } from 'vitest';
import { cards, words } from '../support/gestures.ts';
import { openMemberForm } from '../support/member-gestures.ts';
import { type Death, type MortalWorld, mortalWorld } from '../support/mortal-bots.ts';
import type { World } from '../support/world.ts';

// The bot is killed between any two of its statements and requests while people are being invited in several requests.
let mortal: MortalWorld;
let world: World;
afterEach(() => mortal.stop());

const systems = {
  snyk: { people: 3, mails: () => world.snyk().mails.map(({ to }) => to) },
  truvera: { people: 60, mails: () => world.truvera().mails.map(({ to }) => to) },
} as const;

type System = keyof typeof systems;

/** Mia invites through the form; the bot dies at that step, and another one is started each time. */
async function invite(system: System, life: number, death: Death): Promise<readonly string[]> {
  const addresses = Array.from({ length: systems[system].people }, (_, n) => `p${n}-${life}@example.com`);
  await mortal.start();
  const { mia } = world.people;
  const view = await openMemberForm(world, mia, system);
  const user = world.slack.as(mia);
  await user.fill(view.id, { blockId: 'addresses_1' }, addresses.join('\n'));
  if (system === 'snyk') await user.fill(view.id, { blockId: 'role:snyk' }, world.snyk().roles[0]?.id);
  await mortal.sendUntilTaken(death, () => user.submit(view.id));
  const isDone = () =>
    cards(world).length > life && cards(world).every((card) => / \d+ invited to |\*Invited to /.test(words(card)));
  await mortal.untilDone(isDone, () => cards(world).map(words).join('\n'));
  return addresses;
}

const everywhere: readonly Death[] = [
  [/after insertMemberBatch/, 1],
  [/before commit/, 1],
  [/after claimJob/, 1],
  [/after markMemberRowsSent/, 1],
  [/after saveMemberRow/, 1],
  [/before POST .*chat.postMessage/, 1],
  [/after POST .*chat.postMessage/, 1],
  [/after saveStandingCard/, 1],
];

it.each([
  ['snyk', [...everywhere, [/before POST .*invites$/, 2], [/after POST .*invites$/, 1], [/after POST .*invites$/, 3]]],
  ['truvera', [...everywhere, [/before POST .*invite$/, 1], [/after POST .*invite$/, 1], [/before saveMemberRow/, 55]]],
] as const satisfies readonly (readonly [System, readonly Death[]])[])(
  'invites each person to %s once, on one card, when the bot is killed',
  { timeout: 180_000 },
  async (system, where) => {
    mortal = await mortalWorld({ snyk: {}, truvera: {} });
    ({ world } = mortal);
    const all: string[] = [];
    for (const [life, death] of where.entries()) all.push(...(await invite(system, life, death)));
    expect(systems[system].mails().toSorted()).toEqual(all.toSorted());
    expect(cards(world)).toHaveLength(where.length);
    expect(mortal.broken).toEqual([]);
    expect(mortal.diedAt(where)).toBe(true);
  },
);
