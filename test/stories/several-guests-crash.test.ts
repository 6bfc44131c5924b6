import { afterEach, expect, it } from 'vitest';
import { newId } from '../../src/new-id.ts';
import { type KillableBot, startBot } from '../chaos/killable-bot.ts';
import { cards, passing, words } from '../support/gestures.ts';
import { openSeveralForm } from '../support/group-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// The bot is killed between any two of its statements and requests while guests are invited together.
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
const where = [
  [/after insertGuestGroup/, 1],
  [/before POST .*chat.postMessage/, 1],
  [/after POST .*chat.postMessage/, 1],
  // The path of invites, as the harness shortens it.
  [/after POST \/…$/, 1],
] as const;

/** Mia invites two guests for an hour; the bot dies at that step, and another one is started each time. */
async function invite(life: number, [step, nth]: (typeof where)[number]): Promise<readonly string[]> {
  const emails = [`ana${life}@example.com`, `bo${life}@example.com`];
  if (bot === undefined || bot.isDead()) await startAnother();
  const { mia } = world.people;
  const view = await openSeveralForm(world, mia, `several ${emails.join(' ')} 2026-11-24 ${8 + life}:00 for 1h`);
  bot?.dieAt(step, nth);
  for (let tries = 0; (await world.slack.as(mia).submit(view.id)) === 'failed'; tries++) {
    if (tries > 3) throw new Error('the form was never taken');
    if (bot?.isDead() === true) await startAnother();
  }
  const isDone = () => cards(world).filter((card) => words(card).includes('all scheduled')).length > life;
  for (let looks = 0; !isDone(); looks++) {
    if (looks > 10) throw new Error(`never done: ${cards(world).map(words).join('\n')}`);
    if (bot?.isDead() === true) await startAnother();
    await passing(world, 'all are invited, or the bot is dead', () => isDone() || bot?.isDead() === true, 2_000);
  }
  await passing(world, 'the bot is dead', () => deaths.length > life, 2_000);
  return emails;
}

it('invites each guest once, on one card, wherever the bot is killed', { timeout: 120_000 }, async () => {
  world = await startWorld({ noBot: true, rateLimits: false, ackWithinMs: 1_500, parsec: { credits: 50 } });
  world.clock.onMove(() => bot?.wake());
  const all: string[] = [];
  for (const [life, death] of where.entries()) all.push(...(await invite(life, death)));
  expect(world.parsec.invites.map(({ guest_email }) => guest_email).toSorted()).toEqual(all.toSorted());
  expect(cards(world)).toHaveLength(where.length);
  expect(broken).toEqual([]);
  // Each bot died at its step.
  expect(deaths.map((step, nth) => where[nth]?.[0].test(step))).toEqual(where.map(() => true));
});
