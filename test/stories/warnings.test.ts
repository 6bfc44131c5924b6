import { afterEach, describe, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/domain/job.ts';
import type { ApiCall, Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { startedBot } from '../chaos/killable-bot.ts';
import { cardSaying, inviteGuest, passing, press, thread, topView, words } from '../support/gestures.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

// How a warning changes after something happened to its invite.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;

/** Moves the clock to a time of this Monday, UTC. */
const moveTo = (hours: number, minutes = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());
const threadSays = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () =>
    thread(world, card).find((message) => words(message).includes(text)),
  );
const says = ({ ts }: Message, text: string) =>
  world.slack.until(`the message says “${text}”`, () =>
    world.slack.messages.find((message) => message.ts === ts && words(message).includes(text)),
  );
/** The Slack date markup of an hour of this Monday, UTC. */
const hour = (hours: number, minutes = 0) => `<!date^${Date.UTC(2026, 10, 23, hours, minutes) / 1000}^{time}|`;
const hasButtons = (message: Message) => message.blocks.some(({ type }) => type === 'actions');

/** From 13:00 to 15:00 UTC; the warning of 14:45. */
async function warned(options: WorldOptions = {}): Promise<{ card: Message; warning: Message }> {
  world = await startWorld(options);
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled*');
  moveTo(14, 45);
  const warning = await threadSays(card, 'ends in 15 minutes');
  expect(hasButtons(warning)).toBe(true);
  return { card, warning };
}

async function cancel(person: string, card: Message): Promise<void> {
  await press(world, person, card, 'invite:cancel');
  const form = await topView(world, person, 'cancel_form');
  expect(await world.slack.as(person).submit(form.id)).toBe('closed');
}

describe.each(overHttp)('over %s, a warning', (transport) => {
  it('says that the end was moved and by whom, without buttons; the next warning is for the new end', async () => {
    const { card, warning } = await warned({ transport });
    await press(world, world.people.mia, warning, 'invite_extend_by:30');
    const edited = await says(warning, 'Extended to');
    expect(edited.text).toBe(
      `:white_check_mark: Extended to ${hour(15, 30)}Mon 23 Nov 2026, 16:30 in Paris> by <@${world.people.mia}>: ana@example.com on *Edit 1* (Render review).`,
    );
    expect(hasButtons(edited)).toBe(false);
    moveTo(15, 15);
    const next = await threadSays(card, 'ends in 15 minutes');
    expect([next.ts === warning.ts, hasButtons(next)]).toEqual([false, true]);
    moveTo(15, 30);
    const ended = await says(next, `Ended at ${hour(15, 30)}`);
    expect(hasButtons(ended)).toBe(false);
    // It shows the later change, which overtook the first.
    await says(warning, 'Extended to');
  });

  it('says who cancelled', async () => {
    const { card, warning } = await warned({ transport });
    await cancel(world.people.ada, card);
    const edited = await says(warning, `Cancelled by <@${world.people.ada}>`);
    expect(hasButtons(edited)).toBe(false);
  });
});

describe('a warning', () => {
  it("says that the invite was shortened or moved to another day in Parsec's dashboard", async () => {
    const { warning } = await warned();
    const change = (expires_at: string) => {
      world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at });
      world.clock.advance(MINUTE);
    };
    change('2026-11-23T14:55:00Z');
    await says(warning, `Shortened to ${hour(14, 55)}`);
    // It ends at the old time again, so the warning is back.
    change('2026-11-23T15:00:00Z');
    expect(hasButtons(await says(warning, 'ends in 15 minutes'))).toBe(true);
    change('2026-11-24T15:00:00Z');
    const edited = await says(warning, 'Extended to');
    expect(edited.text).toContain('{date_short_pretty} at {time}|Tue 24 Nov 2026, 16:00 in Paris> in Parsec:');
    expect(hasButtons(edited)).toBe(false);
  });

  it("says that the invite was cancelled in Parsec's dashboard", async () => {
    const { warning } = await warned();
    world.parsec.dashboard.cancelInvite(world.parsec.invites[0]?.id ?? '');
    moveTo(14, 50);
    await says(warning, 'Cancelled in Parsec');
  });

  it('is not posted again after somebody deleted it, and blocks nothing', async () => {
    const { card, warning } = await warned();
    const answer = await fetch(`${world.config.slack.apiUrl}chat.delete`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.slack.botToken}` },
      body: JSON.stringify({ channel: warning.channel, ts: warning.ts }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
    const edits = () =>
      world.slack.calls.filter(({ method, args }) => method === 'chat.update' && args.ts === warning.ts);
    await cancel(world.people.mia, card);
    await world.slack.until('the edit is refused', () => edits().length === 1);
    await threadSays(card, 'cancelled this invite');
    moveTo(16);
    expect([edits().length, thread(world, card).length]).toEqual([1, 1]);
    expect(world.logLines.filter((line) => line.includes('job failed'))).toEqual([]);
  });

  it('is correct after a restart between the change and the edit', async () => {
    const { card, warning } = await warned();
    world.slack.trouble({
      method: 'chat.update',
      when: ({ ts }) => ts === warning.ts,
      times: 3,
      then: { status: 503 },
    });
    await cancel(world.people.mia, card);
    await threadSays(card, 'cancelled this invite');
    await world.app().stop();
    expect(words(await says(warning, 'ends in'))).not.toContain('Cancelled');
    await world.restart();
    await passing(world, 'the warning is edited', () =>
      world.slack.messages.some(({ ts, text }) => ts === warning.ts && text.includes('Cancelled by')),
    );
  });

  it('does not go back to an old state that reaches Slack late', async () => {
    const { warning, card } = await warned();
    const held: ApiCall['args'][] = [];
    const when = (args: ApiCall['args']) => args.ts === warning.ts && held.push(args) > 0;
    world.slack.trouble({ method: 'chat.update', when, then: { cutBefore: true } });
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T14:58:00Z' });
    moveTo(14, 47);
    await passing(world, 'it is tried again', () =>
      world.slack.messages.some(({ ts, text }) => ts === warning.ts && text.includes('Shortened')),
    );
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T15:00:00Z' });
    world.clock.advance(MINUTE);
    await says(warning, 'ends in 15 minutes');
    await threadSays(card, 'This invite was changed in Parsec');
    const late = await fetch(`${world.config.slack.apiUrl}chat.update`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.slack.botToken}` },
      body: JSON.stringify(held[0]),
    });
    expect(await late.json()).toMatchObject({ ok: true });
    await says(warning, 'Shortened');
    await passing(world, 'it is put right', () =>
      world.slack.messages.some(({ ts, text }) => ts === warning.ts && text.includes('ends in 15 minutes')),
    );
  });

  it('is found and edited when a killed bot had posted it without recording it', async () => {
    world = await startWorld({ noBot: true });
    let bot = await startedBot(world);
    world.clock.onMove(() => bot.wake());
    await inviteGuest(world, world.people.mia);
    const card = await cardSaying(world, '*Scheduled*');
    let isKilled = false;
    const when = ({ thread_ts: threadTs }: ApiCall['args']) => {
      if (threadTs === undefined || isKilled) return false;
      isKilled = true;
      bot.kill();
      return true;
    };
    world.slack.trouble({ method: 'chat.postMessage', when, then: { cutAfter: true } });
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    await world.slack.until('the bot is dead', () => bot.isDead());
    await bot.gone();
    bot = await startedBot(world);
    await cancel(world.people.mia, card);
    world.clock.advance(LEASE_MS + 1_000);
    await threadSays(card, 'cancelled this invite');
    world.clock.advance(LEASE_MS + 1_000);
    await says(warning, 'Cancelled by');
    expect(thread(world, card)).toHaveLength(2);
    await bot.stop();
  });
});
