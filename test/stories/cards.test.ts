import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  cards,
  fillInviteForm,
  guest,
  inputId,
  inviteGuest,
  openInviteForm,
  press,
  referenceOf,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

let world: World;
let mia: string;
afterEach(() => world.stop());

const HOUR = 3_600_000;

/** What a card says block by block, with instants as Slack is asked to write them and without their fallbacks. */
function said(card: Message): string[] {
  return card.blocks.map((block) => {
    const { text, elements = [], accessory } = block as BlockParts;
    const texts = [text, ...elements, accessory].flatMap((part) => (part === undefined ? [] : textsOf(part)));
    return `${String(block.type)}: ${texts.join(' | ').replaceAll(/<!date\^\d+\^([^|]*)\|[^>]*>/g, '$1')}`;
  });
}

type BlockParts = { text?: Part; elements?: Part[]; accessory?: Part };
type Part = { text?: string | { text: string }; options?: { text: { text: string } }[] };

function textsOf({ text, options = [] }: Part): string[] {
  const own = typeof text === 'string' ? text : text?.text;
  return [...(own === undefined ? [] : [own]), ...options.map((option) => option.text.text)];
}

describe.each(overHttp)('an invite card over %s', (transport) => {
  beforeEach(async () => {
    world = await startWorld({ transport });
    ({ mia } = world.people);
  });

  it('shows who, where and when in three blocks, and keeps rare actions in its menu', async () => {
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    expect(said(card)).toEqual([
      'section: *ana@example.com* on *Edit 1* · Render review\n:calendar: *Scheduled* from {date_short_pretty} at {time} to {time}',
      `context: Keyboard and mouse · Invited by <@${mia}> · Parsec emails the guest · \`${referenceOf(card)}\``,
      'actions: Extend | Update | Show link | Calendar file | Cancel invite | Show details',
    ]);
    world.clock.advance(4 * HOUR + 60_000);
    await cardSaying(world, '*Active*');
    expect(said(card)[0]).toContain('*Active* until {date_short_pretty} at {time}. Started {ago}.');
    expect(said(card)[2]).toBe('actions: Extend | Update | Show link | Kick guest | Cancel invite | Show details');
  });

  it("names the time zone of the invite only when the inviter's clock shows another", async () => {
    const form = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, form, {
      ...anEvening,
      zone: 'Tokyo',
      start: ['2026-11-24', '14:00'],
      end: ['2026-11-24', '16:00'],
    });
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    const card = await cardSaying(world, '*Scheduled*');
    expect(said(card)[0]).toContain('to {time} _(Tue 24 Nov, 14:00 to 16:00 in Tokyo)_');
  });

  it.each([
    ['update', 'update_form'],
    ['kick', 'kick_form'],
    ['cancel', 'cancel_form'],
  ])('opens the %s form from its menu', async (action, form) => {
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    world.clock.advance(4 * HOUR + 60_000);
    await cardSaying(world, '*Active*');
    await menu(card, `${action}:${referenceOf(card)}`);
    expect(JSON.stringify((await topView(world, mia, form)).view)).toContain('ana@example.com');
  });

  it('shows the details from its menu, and reports a choice it cannot read', async () => {
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    await menu(card, `show:${referenceOf(card)}`);
    await whisper(world, mia, '*History*');
    const choice = JSON.stringify(card.blocks).replace('"show:inv_', '"erase:inv_');
    card.blocks = JSON.parse(choice) as Message['blocks'];
    await menu(card, `erase:${referenceOf(card)}`);
    await whisper(world, mia, 'read that choice');
    expect(world.slack.as(mia).views()).toEqual([]);
  });

  it('shrinks to three lines after it ends, and invites the same guest again for the same length', async () => {
    const form = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, form, { ...anEvening, start: 'now', end: '90m', message: 'Bring tea' });
    await world.slack.as(mia).fill(form.id, { blockId: inputId(form, 'permissions') }, ['gamepad']);
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    await cardSaying(world, '*Scheduled*');
    world.clock.advance(2 * HOUR);
    const card = await cardSaying(world, '*Ended*');
    expect(said(card)).toEqual([
      'section: *ana@example.com* on *Edit 1* · Render review\n:checkered_flag: *Ended* {ago}. The guest can no longer connect. | Invite again',
      `context: {date_short_pretty} at {time} to {time} · Invited by <@${mia}> · \`${referenceOf(card)}\``,
    ]);
    await press(world, mia, card, 'invite:again');
    const again = await topView(world, mia, 'invite_form');
    expect(again.values.email?.value).toMatchObject({ value: 'ana@example.com' });
    expect(again.values[inputId(again, 'permissions')]?.value?.selected_options).toMatchObject([{ value: 'gamepad' }]);
    expect(again.values.duration?.value).toMatchObject({ value: '1 hour 30 minutes' });
    await world.slack.until('it says how long', () => blockText(again, 'times').includes('1 hour 30 minutes'));
    expect(await world.slack.as(mia).submit(again.id)).toBe('closed');
    await expect.poll(() => world.parsec.invites).toHaveLength(2);
    const [first, second] = world.parsec.invites;
    expect(second).toMatchObject({
      guest_email: 'ana@example.com',
      host_peer_id: first?.host_peer_id,
      message: 'Bring tea',
    });
  });

  it('shrinks to three lines after a cancel, and invites again for the same times in the future', async () => {
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    await guest(world, mia, 'cancel ana@example.com');
    await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id);
    await cardSaying(world, '*Cancelled*');
    expect(said(card)).toEqual([
      `section: *ana@example.com* on *Edit 1* · Render review\n:no_entry_sign: *Cancelled* by <@${mia}>. The guest can no longer connect. | Invite again`,
      `context: {date_short_pretty} at {time} to {time} · Invited by <@${mia}> · \`${referenceOf(card)}\``,
    ]);
    await press(world, mia, card, 'invite:again');
    const again = await topView(world, mia, 'invite_form');
    expect(again.values.start_time?.value).toMatchObject({ selected_time: '14:00' });
    expect(again.values.end_time?.value).toMatchObject({ selected_time: '16:00' });
    expect(words(card)).not.toContain('invite_more');
    expect(cards(world)).toHaveLength(1);
  });

  function menu(card: Message, value: string): Promise<'ok' | 'failed'> {
    return world.slack.as(mia).act({ channel: card.channel, ts: card.ts }, { actionId: 'invite_more' }, value);
  }
});
