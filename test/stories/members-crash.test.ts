import { afterEach, expect, it } from 'vitest';
import { newId } from '../../src/new-id.ts';
import { type KillableBot, startBot } from '../chaos/killable-bot.ts';
import { cards, passing, words } from '../support/gestures.ts';
import { openMemberForm } from '../support/member-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// The bot is killed between any two of its statements and requests while people are being invited in several requests.
let world: World;
let bot: KillableBot | undefined;
const deaths: string[] = [];
const broken: string[] = [];
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
  await world.stop();
});

async function startAnother(): Promise<void> {
  await bot?.gone();
  bot = startBot(world, {
    newId,
    busy: { count: 0 },
    onKill: (step) => deaths.push(step),
    logLine: (line) => void (/"level":(50|60)/.test(line) && broken.push(line)),
  });
  await bot.started;
}

const systems = {
  snyk: { people: 3, mails: () => world.snyk().mails.map(({ to }) => to) },
  truvera: { people: 60, mails: () => world.truvera().mails.map(({ to }) => to) },
} as const;

type System = keyof typeof systems;

/** Mia invites through the form; the bot dies at that step, and another one is started each time. */
async function invite(system: System, life: number, [step, nth]: Death): Promise<readonly string[]> {
  const addresses = Array.from({ length: systems[system].people }, (_, n) => `p${n}-${life}@example.com`);
  if (bot === undefined || bot.isDead()) await startAnother();
  const { mia } = world.people;
  const view = await openMemberForm(world, mia, system);
  const user = world.slack.as(mia);
  await user.fill(view.id, { blockId: 'addresses_1' }, addresses.join('\n'));
  if (system === 'snyk') await user.fill(view.id, { blockId: 'role:snyk' }, world.snyk().roles[0]?.id);
  bot?.dieAt(step, nth);
  for (let tries = 0; (await user.submit(view.id)) === 'failed'; tries++) {
    if (tries > 3) throw new Error('the form was never taken');
    if (bot?.isDead() === true) await startAnother();
  }
  const isDone = () =>
    cards(world).length > life && cards(world).every((card) => / \d+ invited to |\*Invited to /.test(words(card)));
  for (let looks = 0; !isDone(); looks++) {
    if (looks > 10) throw new Error(`never done: ${cards(world).map(words).join('\n')}`);
    if (bot?.isDead() === true) await startAnother();
    await passing(world, 'all are invited, or the bot is dead', () => isDone() || bot?.isDead() === true, 2_000);
  }
  // The bot may finish before it reaches the step at which it dies, and must not die after the next start.
  await passing(world, 'the bot is dead', () => deaths.length > life, 2_000);
  return addresses;
}

/** Where the bot dies: at the nth step of that name. */
type Death = readonly [name: RegExp, nth: number];

const everywhere: readonly Death[] = [
  [/after insertMemberBatch/, 1],
  [/before commit/, 1],
  [/after claimJob/, 1],
  [/after markMemberRowsSent/, 1],
  [/after saveMemberRow/, 1],
  [/before POST .*chat.postMessage/, 1],
  [/after POST .*chat.postMessage/, 1],
  [/after saveMemberCard/, 1],
];

it.each([
  ['snyk', [...everywhere, [/before POST .*invites$/, 2], [/after POST .*invites$/, 1], [/after POST .*invites$/, 3]]],
  ['truvera', [...everywhere, [/before POST .*invite$/, 1], [/after POST .*invite$/, 1], [/before saveMemberRow/, 55]]],
] as const satisfies readonly (readonly [System, readonly Death[]])[])(
  'invites each person to %s once, on one card, when the bot is killed',
  { timeout: 180_000 },
  async (system, where) => {
    deaths.length = 0;
    broken.length = 0;
    world = await startWorld({
      noBot: true,
      snyk: {},
      truvera: {},
      rateLimits: false,
      ackWithinMs: 1_500,
    });
    world.clock.onMove(() => bot?.wake());
    const all: string[] = [];
    for (const [life, death] of where.entries()) all.push(...(await invite(system, life, death)));
    expect(systems[system].mails().toSorted()).toEqual(all.toSorted());
    expect(cards(world)).toHaveLength(where.length);
    expect(broken).toEqual([]);
    // Each bot died at its step.
    expect(deaths.map((step, nth) => where[nth]?.[0].test(step))).toEqual(where.map(() => true));
  },
);
