import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Json, Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { cards, invited, passing, thread, topView, words } from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

// Invites of one inviter that end at about the same time share one warning.
let world: World;
let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});
afterEach(() => world.stop());

/** Moves the clock to a time of this Monday, UTC. */
const moveTo = (hours: number, minutes = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());

/** An invite of somebody's from 14:00 in Paris (13:00 UTC) until so many minutes past 16:00. */
function until(minutes: number, name: string, person = world.people.mia, channel = world.channel): Promise<Message> {
  const zone = person === world.people.mia ? {} : { zone: 'Paris' };
  const end = ['2026-11-23', `16:${String(minutes).padStart(2, '0')}`] as const;
  return invited(world, person, { ...zone, email: `${name}@example.com`, event: `Cut of ${name}`, end, channel });
}

/** Warnings of several ends, in a channel or a direct message. */
const together = (): Message[] =>
  world.slack.messages.filter(
    ({ text, user }) => user === world.slack.botUserId && text.includes('*Access ending for'),
  );
const oneTogether = () => world.slack.until('a warning of several', () => together()[0]);
/** The blocks that begin with a guest's row, and its buttons when it has any. */
function row(message: Message, name: string): readonly Json[] {
  const at = message.blocks.findIndex((block) => JSON.stringify(block).includes(`${name}@example.com`));
  const [text, buttons] = message.blocks.slice(at, at + 2);
  return buttons?.type === 'actions' ? [text ?? {}, buttons] : [text ?? {}];
}
const press = (person: string, message: Message, name: string, actionId: string) => {
  const blockId = String(row(message, name)[1]?.block_id);
  return world.slack.as(person).act({ channel: message.channel, ts: message.ts }, { blockId, actionId });
};
const rowSays = (ts: string, name: string, text: string) =>
  world.slack.until(`the row of ${name} says “${text}”`, () => {
    const message = world.slack.messages.find((each) => each.ts === ts);
    return message !== undefined && JSON.stringify(row(message, name)).includes(text) ? message : undefined;
  });
const mentions = (message: Message) => JSON.stringify(message.blocks).split(`<@${world.people.mia}>`).length - 1;

async function three(options: WorldOptions = {}): Promise<Message> {
  world = await startWorld(options);
  await until(2, 'bo');
  const first = await until(0, 'ana');
  await until(5, 'cleo');
  return first;
}

describe.each(overHttp)('over %s, warnings of three invites that end within five minutes', (transport) => {
  it('share one message, with one mention and one row of buttons each; a change updates only its row', async () => {
    await three({ transport });
    moveTo(14, 45);
    const warning = await oneTogether();
    expect(warning.threadTs).toBeUndefined();
    expect(mentions(warning)).toBe(1);
    expect(warning.text).toContain('Access ending for 3 guests, from');
    for (const [name, left] of [
      ['ana', '15 minutes'],
      ['bo', '17 minutes'],
      ['cleo', '20 minutes'],
    ] as const) {
      const [text, buttons] = row(warning, name);
      expect(JSON.stringify(text)).toContain(`${name}@example.com on *Edit 1* (Cut of ${name}): ends in ${left}`);
      expect(JSON.stringify(buttons)).toMatch(/Extend 30 min.*Extend 1 hour.*Extend….*End now/);
    }
    const before = structuredClone(warning.blocks);
    await press(world.people.mia, warning, 'bo', 'invite_extend_by:30');
    const extended = structuredClone(await rowSays(warning.ts, 'bo', 'Extended to'));
    expect(row(extended, 'bo')).toHaveLength(1);
    // Slack gives blocks without an id a new one with each edit.
    const shown = (blocks: readonly Json[]) =>
      blocks.map(({ block_id: id, ...block }) => (block.type === 'actions' ? { id, ...block } : block));
    expect(shown([...extended.blocks.slice(0, 3), ...extended.blocks.slice(4)])).toEqual(
      shown([...before.slice(0, 3), ...before.slice(5)]),
    );
    await press(world.people.ada, extended, 'ana', 'invite:cancel');
    const form = await topView(world, world.people.ada, 'cancel_form');
    expect(await world.slack.as(world.people.ada).submit(form.id)).toBe('closed');
    await rowSays(warning.ts, 'ana', `Cancelled by <@${world.people.ada}>`);
    expect(row(await rowSays(warning.ts, 'cleo', 'ends in 20 minutes'), 'cleo')).toHaveLength(2);
    moveTo(15, 5);
    await rowSays(warning.ts, 'cleo', 'Ended at');
    await rowSays(warning.ts, 'bo', 'Extended to');
    expect(together()).toHaveLength(1);
    // The extended invite has its own warning, in its own thread.
    moveTo(15, 17);
    const card = cards(world).find((each) => words(each).includes('Cut of bo'));
    await world.slack.until('the next warning', () =>
      thread(world, card as Message).some(({ text }) => text.includes('ends in 15 minutes')),
    );
    expect(together()).toHaveLength(1);
  });
});

describe('a warning stays separate', () => {
  it("for an invite that ends later, is somebody else's, is posted elsewhere, or has not started", async () => {
    world = await startWorld();
    const other = world.slack.addChannel({ name: 'other', members: [world.people.mia], bot: true }).id;
    const all = [
      await until(0, 'ana'),
      await until(6, 'bo'),
      await until(1, 'cleo', world.people.ben),
      await until(2, 'dan', world.people.mia, other),
      await invited(world, world.people.mia, {
        email: 'eve@example.com',
        event: 'Cut of eve',
        start: ['2026-11-23', '15:50'],
        end: ['2026-11-23', '16:03'],
      }),
    ];
    moveTo(14, 52);
    const warned = () => all.map((card) => thread(world, card).filter(({ text }) => text.includes('ends in')).length);
    await passing(world, 'four are warned of', () => warned().join() === '1,1,1,1,0');
    expect(together()).toEqual([]);
  });
});

it('warnings that do not fit in one message are split into two', { timeout: 60_000 }, async () => {
  // The test fills in forms faster than a person.
  world = await startWorld({ parsec: { credits: 50 }, rateLimits: false });
  for (let n = 0; n < 23; n++) await until(n % 4, `guest-${n}`);
  moveTo(14, 45);
  await passing(world, 'both are there', () => together().length === 2);
  const rows = together().map(({ blocks }) => blocks.filter(({ type }) => type === 'actions').length);
  expect(rows).toEqual([20, 3]);
  for (const { blocks } of together()) expect(blocks.length).toBeLessThanOrEqual(50);
});

it('shared warnings go to the first thread or by direct message where the channel or person chose that', async () => {
  const first = await three();
  const user = world.slack.as(world.people.mia);
  await user.command(world.channel, '/guest settings');
  const form = await topView(world, world.people.mia, 'settings_form');
  await user.fill(form.id, { blockId: 'style' }, 'thread');
  await user.fill(form.id, { blockId: 'reach' }, 'direct');
  expect(await user.submit(form.id)).toBe('closed');
  moveTo(14, 45);
  await world.slack.until('both are there', () => together().length === 2);
  const [inThread, directly] = together().toSorted((a) => (a.channel === world.channel ? -1 : 1));
  expect([inThread?.threadTs, directly?.threadTs]).toEqual([first.ts, undefined]);
  expect(together().map(mentions)).toEqual([0, 0]);
  await press(world.people.mia, directly as Message, 'cleo', 'invite_extend_by:60');
  for (const message of together()) await rowSays(message.ts, 'cleo', 'Extended to');
});

it('shared warnings are one message, whichever of three replicas posts it', { timeout: 60_000 }, async () => {
  world = await startWorld({ databaseUrl: await postgres.freshStore(), rateLimits: false });
  await world.addReplica();
  await world.addReplica();
  for (let n = 0; n < 10; n++) await until(n % 5, `guest-${n}`);
  moveTo(14, 50);
  await oneTogether();
  moveTo(15, 5);
  for (let n = 0; n < 10; n++) await rowSays(together()[0]?.ts ?? '', `guest-${n}`, 'Ended at');
  expect(together()).toHaveLength(1);
  expect(world.logLines.filter((line) => line.includes('job failed'))).toEqual([]);
  const single = cards(world)
    .flatMap((card) => thread(world, card))
    .filter(({ text }) => text.includes('ends in'));
  expect(single).toEqual([]);
});
