import { afterEach, expect, it } from 'vitest';
import { newId } from '../../src/new-id.ts';
import { type KillableBot, startBot } from '../chaos/killable-bot.ts';
import { cards, passing, topView, words } from '../support/gestures.ts';
import { member } from '../support/member-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// The bot is killed between its statements and requests while somebody is removed from every system.
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

/** Where the bot dies: at the nth step of that name. */
const where: readonly (readonly [name: RegExp, nth: number])[] = [
  [/after insertPersonRequest/, 1],
  [/after claimJob/, 2],
  [/after insertRemoval/, 1],
  [/after savePersonParts/, 1],
  [/after DELETE .*members/, 1],
  [/after POST .*chat.postMessage/, 1],
];

/** Ada removes somebody who is a member of two systems and invited to a third; the bot dies at that step, and another one is started. */
async function offboard(life: number): Promise<void> {
  const [step, nth] = where[life] ?? [/nothing/, 1];
  const email = `p${life}@example.com`;
  world.parsec.addMember({ name: `P${life}`, email });
  world.truvera().addMember({ name: `P${life}`, email });
  world.snyk().dashboard.invite(email);
  if (bot === undefined || bot.isDead()) await startAnother();
  const { ada } = world.people;
  await member(world, ada, `offboard ${email}`);
  const view = await topView(world, ada, 'person_offboard');
  const user = world.slack.as(ada);
  bot?.dieAt(step, nth);
  for (let tries = 0; (await user.submit(view.id)) === 'failed'; tries++) {
    if (tries > 3) throw new Error('the form was never taken');
    if (bot?.isDead() === true) await startAnother();
  }
  const mine = () => cards(world).filter(({ text }) => text.startsWith(`Offboarding ${email}`));
  const isDone = () =>
    mine().some((card) => card.text.includes('done') && !/Looking|Removing|Cancelling/.test(words(card)));
  for (let looks = 0; !isDone(); looks++) {
    if (looks > 10) throw new Error(`never done: ${mine().map(words).join('\n')}`);
    if (bot?.isDead() === true) await startAnother();
    await passing(world, 'it is done, or the bot is dead', () => isDone() || bot?.isDead() === true, 2_000);
  }
  await passing(world, 'the bot is dead', () => deaths.length > life, 2_000);
  expect(mine()).toHaveLength(1);
}

it('removes a person everywhere, on one card, when the bot is killed', { timeout: 120_000 }, async () => {
  world = await startWorld({ noBot: true, snyk: {}, truvera: {}, rateLimits: false, ackWithinMs: 1_500 });
  world.clock.onMove(() => bot?.wake());
  for (const life of where.keys()) await offboard(life);
  const gone = where.map((_, life) => `p${life}@example.com`);
  expect(world.parsec.members.filter(({ email }) => gone.includes(email))).toEqual([]);
  expect(world.truvera().members.filter(({ email }) => gone.includes(email ?? ''))).toEqual([]);
  expect(world.snyk().invitations.filter(({ email, is_active }) => is_active && gone.includes(email))).toEqual([]);
  expect(broken).toEqual([]);
  // Each bot died at its step.
  expect(deaths.map((step, nth) => where[nth]?.[0].test(step))).toEqual(where.map(() => true));
});
