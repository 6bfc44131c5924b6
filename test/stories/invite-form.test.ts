import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { forge, forgeMetadata, metadataOf, option } from '../support/forging.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  cards,
  choose,
  fillInviteForm,
  inputId,
  inviteGuest,
  openInviteForm,
  press,
  showMore,
  thread,
  topView,
  words,
} from '../support/gestures.ts';
import { startWorld, transports, type World } from '../support/world.ts';

const DAY = 86_400_000;

let world: World;
let mia: string;
afterEach(() => world.stop());

type Block = { block_id?: string; type: string; elements?: { style?: string; text?: { text: string } }[] };
const blocksOf = (view: OpenView) => view.view.blocks as Block[];

/** The inputs of a form in their order, without the lines between them. */
const inputsOf = (view: OpenView) =>
  blocksOf(view).flatMap(({ type, block_id = '' }) => (type === 'input' ? [block_id.split(':')[0]] : []));

/** The buttons of a row that stand out. */
const chosenIn = (view: OpenView, row: string) =>
  blocksOf(view)
    .find((block) => block.block_id === row)
    ?.elements?.flatMap(({ style, text }) => (style === 'primary' ? [text?.text] : []));

const always = [
  'email',
  'host',
  'start_choice',
  'start_date',
  'start_time',
  'end_choice',
  'duration',
  'permissions',
  'event_name',
];
const rarely = ['repeat', 'zone', 'message', 'mail', 'channel'];

const held = (view: OpenView, name: string) => Object.values(view.values[inputId(view, name)] ?? {})[0];
const sent = () => world.parsec.requests.filter(({ method }) => method !== 'GET');
const putIn = (view: OpenView, name: string, value: unknown) =>
  world.slack.as(mia).fill(view.id, { blockId: inputId(view, name) }, value);
const fold = (view: OpenView) => world.slack.as(mia).act({ viewId: view.id }, { actionId: 'more' });
const folded = (view: OpenView) => world.slack.until('it is folded', () => !inputsOf(view).includes('message'));

describe.each(transports)('the invite form over %s', (transport) => {
  beforeEach(async () => {
    // A week is longer than the policy allows unless it says otherwise.
    const invites = { ...defaultPolicy.invites, maxWindowMs: 14 * DAY, showsGuestInSharedChannels: true };
    world = await startWorld({ transport, policy: { invites } });
    ({ mia } = world.people);
  });

  it('asks who, where, when and with what, in that order, and the rest under “More options”', async () => {
    const view = await openInviteForm(world, mia);
    expect(inputsOf(view)).toEqual(always);
    await showMore(world, mia, view);
    expect(inputsOf(view)).toEqual([...always, ...rarely]);
    expect(JSON.stringify(view.view.blocks)).toContain('Fewer options');
  });

  it('asks for the channel at once when it opens without one', async () => {
    await world.slack.as(mia).shortcut('invite_guest');
    expect(inputsOf(await topView(world, mia, 'invite_form'))).toEqual([...always, ...rarely]);
  });

  it('needs nothing else after one typed line', async () => {
    const view = await openInviteForm(world, mia, 'ana@example.com Edit-1 tomorrow 14-16');
    await world.slack.until('the computer is found', () => JSON.stringify(view.values).includes('"Edit 1"'));
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await cardSaying(world, 'on *Edit 1* · Guest session');
    await cardSaying(world, '*Scheduled*');
    expect(world.parsec.invites).toMatchObject([
      { guest_email: 'ana@example.com', event_name: 'Guest session', starts_at: '2026-11-24T13:00:00Z' },
    ]);
  });

  it('keeps the folded options, and sends them', async () => {
    const other = world.slack.addChannel({ name: 'other', members: [mia], bot: true }).id;
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, {
      ...anEvening,
      start: ['2026-11-24', '14:00'],
      end: '2h',
      zone: 'Tokyo',
      message: 'Bring “tea”\nand milk',
      mail: false,
      channel: other,
    });
    await fold(view);
    await folded(view);
    expect(blockText(view, 'times')).toContain('in Tokyo');
    await showMore(world, mia, view);
    expect(held(view, 'message')).toMatchObject({ value: 'Bring “tea”\nand milk' });
    expect(held(view, 'zone')).toMatchObject({ selected_option: { value: 'Asia/Tokyo' } });
    expect(held(view, 'mail')).toMatchObject({ selected_options: [] });
    expect(held(view, 'channel')).toMatchObject({ selected_conversation: other });
    await fold(view);
    await folded(view);
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await expect.poll(() => cards(world, other)).toHaveLength(1);
    const create = sent().find(({ operation }) => operation === 'Create Guest Access Invite');
    expect(create?.body).toMatchObject({
      message: 'Bring “tea”\nand milk',
      send_email: false,
      time_zone: 'Asia/Tokyo',
      starts_at: '2026-11-24T05:00:00Z',
    });
  });

  it('checks folded options like every other input, and unfolds them to show an error', async () => {
    const { ben } = world.people;
    const secret = world.slack.addChannel({ name: 'merger', kind: 'private', members: [ben], bot: true }).id;
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, anEvening);
    const wrote = metadataOf(view);
    const foldedPart = wrote.folded as object;
    forgeMetadata(view, { ...wrote, folded: { ...foldedPart, channelId: secret } });
    expect(await world.slack.as(mia).submit(view.id)).toBe('open');
    expect(blockText(view, 'channel_line')).toContain("Choose a channel you're in.");
    expect(blockText(view, 'channel_line')).toContain('*Not sent yet.*');
    expect(inputsOf(view)).toContain('channel');
    expect(sent()).toEqual([]);
    forgeMetadata(view, { ...wrote, folded: { ...foldedPart, zone: 'Mars/Olympus' } });
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(Object.values(view.errors).join()).toContain('Close this form and open it again');
    expect(cards(world, secret)).toEqual([]);
  });

  it('stays open when Slack does not describe the folded channel in time', async () => {
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, anEvening);
    world.clock.advance(61_000);
    world.slack.trouble({ method: 'conversations.info', times: 2, then: { status: 503 } });
    world.slack.trouble({ method: 'users.conversations', times: 2, then: { status: 503 } });
    expect(await world.slack.as(mia).submit(view.id)).toBe('open');
    expect(blockText(view, 'channel_line')).toContain('Slack took too long to say');
    expect(held(view, 'email')).toMatchObject({ value: 'ana@example.com' });
    world.slack.clearTrouble();
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await cardSaying(world, '*Scheduled*');
  });

  it('marks the matching preset, whether it was pressed, checked or typed', async () => {
    const view = await openInviteForm(world, mia);
    const user = world.slack.as(mia);
    expect([chosenIn(view, 'length'), chosenIn(view, 'preset')]).toEqual([['2 hours'], ['Keyboard and mouse']]);
    await user.act({ viewId: view.id }, { actionId: 'preset:full' });
    await world.slack.until('full control', () => chosenIn(view, 'preset')?.join() === 'Full control');
    await putIn(view, 'permissions', []);
    await world.slack.until('view only', () => chosenIn(view, 'preset')?.join() === 'View only');
    await user.act({ viewId: view.id }, { actionId: 'length:240' });
    await world.slack.until('four hours', () => chosenIn(view, 'length')?.join() === '4 hours');
    expect(held(view, 'duration')).toMatchObject({ value: '4 hours' });
    await putIn(view, 'duration', 'an hour');
    await world.slack.until('an hour', () => chosenIn(view, 'length')?.join() === '1 hour');
    await putIn(view, 'duration', '70m');
    await world.slack.until('none of them', () => chosenIn(view, 'length')?.join() === '');
  });

  it.each([
    ['90', '1 hour 30 minutes: '],
    ['1 week', '7 days: '],
    ['two hours', '2 hours: '],
    ['half an hour', '30 minutes: '],
  ])('reads “%s” as a length', async (typed, meaning) => {
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, { ...anEvening, end: typed });
    await world.slack.until('it says what that means', () =>
      blockText(view, 'times').startsWith(`:clock3: ${meaning}`),
    );
  });

  it('shows no error before any input, even when the start moves past the end', async () => {
    const view = await openInviteForm(world, mia);
    expect(JSON.stringify(view.view.blocks)).not.toContain(':warning:');
    expect(view.errors).toEqual({});
    await putIn(view, 'start_date', '2026-12-04');
    await world.slack.until('the new day', () => blockText(view, 'times').includes('Fri 4 Dec'));
    await putIn(view, 'end_choice', 'at');
    await world.slack.until('the end goes with it', () => inputsOf(view).includes('end_date'));
    expect(held(view, 'end_date')).toMatchObject({ selected_date: '2026-12-04' });
    expect(JSON.stringify(view.view.blocks)).not.toContain(':warning:');
  });

  it('keeps what was typed when another choice is made', async () => {
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, {
      email: 'ana@example.com',
      event: 'Review',
      start: ['2026-11-24', '09:00'],
    });
    await putIn(view, 'duration', '90m');
    await putIn(view, 'end_choice', 'at');
    await world.slack.until('the end is shown', () => inputsOf(view).includes('end_time'));
    expect(held(view, 'end_time')).toMatchObject({ selected_time: '10:30' });
    await putIn(view, 'end_time', '12:15');
    await putIn(view, 'end_choice', 'for');
    await world.slack.until('the length is shown', () => inputsOf(view).includes('duration'));
    expect(held(view, 'duration')).toMatchObject({ value: '90m' });
    await putIn(view, 'start_choice', 'now');
    await world.slack.until('the start is hidden', () => !inputsOf(view).includes('start_date'));
    await putIn(view, 'start_choice', 'at');
    await world.slack.until('the start is shown', () => inputsOf(view).includes('start_time'));
    expect(held(view, 'start_time')).toMatchObject({ selected_time: '09:00' });
    await putIn(view, 'end_choice', 'at');
    await world.slack.until('the end is shown', () => inputsOf(view).includes('end_time'));
    expect(held(view, 'end_time')).toMatchObject({ selected_time: '12:15' });
    await choose(world, mia, view, 'host', 'Edit 2');
    await choose(world, mia, view, 'host', 'Edit 1');
    await world.slack.until('the host is read', () => JSON.stringify(blocksOf(view)).includes('"Edit 1"'));
    expect(held(view, 'email')).toMatchObject({ value: 'ana@example.com' });
    expect(held(view, 'event_name')).toMatchObject({ value: 'Review' });
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await expect.poll(() => world.parsec.invites).toMatchObject([{ expires_at: '2026-11-24T11:15:00Z' }]);
  });

  it('applies a choice made just before submission as the form would have shown it', async () => {
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, { ...anEvening, start: ['2026-11-24', '09:00'], end: '90m' });
    // Slack sends the values in the form; the bot has not redrawn it yet.
    forge(view, 'end_choice', option('at'));
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await expect.poll(() => world.parsec.invites).toMatchObject([{ expires_at: '2026-11-24T09:30:00Z' }]);
    const other = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, other, {
      ...anEvening,
      host: 'Edit 2',
      start: ['2026-11-24', '09:00'],
      end: 'soon',
    });
    forge(other, 'end_choice', option('at'));
    expect(await world.slack.as(mia).submit(other.id)).toBe('errors');
    expect(Object.keys(other.errors)).toEqual(['end_choice']);
  });

  it('is redrawn with the latest choice after Slack rate-limits it', async () => {
    const view = await openInviteForm(world, mia);
    world.slack.trouble({ method: 'views.update', then: { rateLimited: { retryAfterSeconds: 1 } } });
    await world.slack.as(mia).fill(view.id, { blockId: 'end_choice' }, 'at');
    await world.slack.until('the end can be picked', () => JSON.stringify(blocksOf(view)).includes('end_date'));
    expect(world.slack.calls.filter(({ method, status }) => method === 'views.update' && status === 429)).toHaveLength(
      1,
    );
  });

  it('closes an update without changes, and notifies nobody', async () => {
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    const before = sent().length;
    await press(world, mia, card, 'invite:update');
    const view = await topView(world, mia, 'update_form');
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    // The next request is the next thing that reaches Parsec and the thread.
    await press(world, mia, card, 'invite:extend');
    expect(await world.slack.as(mia).submit((await topView(world, mia, 'extend_form')).id)).toBe('closed');
    await world.slack.until('the thread says so', () => thread(world, card).some((one) => words(one).includes('ends')));
    expect(sent().length).toBe(before + 1);
    expect(thread(world, card)).toHaveLength(1);
  });
});
