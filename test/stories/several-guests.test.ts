import { afterEach, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { eraseInvite } from '../../src/flows/shared/erase-invite.ts';
import { newId } from '../../src/new-id.ts';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import { cards, guest, inputId, passing, press, thread, topView, whisper, words } from '../support/gestures.ts';
import { chooseHosts, chooseOf, openSeveralForm, viewSays } from '../support/group-gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

// Several guests with one form: an invite for each at Parsec, and one card in the channel.
let world: World;
afterEach(() => world.stop());

const names = ['ana', 'bo', 'cleo', 'dan', 'eva', 'fay', 'gil', 'hal'];
const emails = (count: number) => names.slice(0, count).map((name) => `${name}@example.com`);
const evening = '2026-11-23 14:00 to 2026-11-23 16:00';

async function aStudio(options: WorldOptions = {}): Promise<void> {
  world = await startWorld(options);
  for (const nth of [3, 4, 5, 6, 7, 8]) world.parsec.addMachine({ name: `Edit ${nth}` });
}

const hostOf = (peerId: string) => world.parsec.machines.find(({ peer_id }) => peer_id === peerId)?.name;
/** Who has an open invite to which computer at Parsec. */
const atParsec = () =>
  Object.fromEntries(
    world.parsec.invites
      .filter(({ hidden }) => !hidden.cancelled)
      .map((invite) => [invite.guest_email, hostOf(invite.host_peer_id)]),
  );
const groupCard = (text: string): Promise<Message> =>
  world.slack.until(`the card says “${text}”`, () => {
    const [card, ...others] = cards(world);
    return card !== undefined && others.length === 0 && words(card).includes(text) ? card : undefined;
  });
const cardIn = async (text: string): Promise<Message> => {
  await passing(world, `the card says “${text}”`, () => cards(world).some((card) => words(card).includes(text)));
  return groupCard(text);
};
const submit = (person: string, view: OpenView) => world.slack.as(person).submit(view.id);

describe.each(overSocket)('over %s', (transport) => {
  it('eight guests on eight computers: one form, eight invites at Parsec, one card, and actions for all or one', async () => {
    // The clock jumps over hours: what the bot and Slack count in seconds is not compared.
    await aStudio({ transport, rateLimits: false });
    const { mia, ben } = world.people;
    const view = await openSeveralForm(world, mia, `invite ${emails(8).join(' ')} ${evening}`);
    // Who gets which computer is said before anything is sent.
    for (const nth of [1, 3, 4, 5, 6, 7, 8]) expect(viewSays(view, `on *Edit ${nth}* _(free then)_`)).toBe(true);
    expect(viewSays(view, 'Uses up to 8 credits, 12 are left for you')).toBe(true);
    expect(await submit(mia, view)).toBe('closed');
    const card = await cardIn('8 guests: all scheduled');
    expect(Object.keys(atParsec()).toSorted()).toEqual(emails(8));
    expect(new Set(Object.values(atParsec())).size).toBe(8);
    expect(world.parsec.credits).toBe(4);
    expect(world.parsec.mails.map(({ to }) => to).toSorted()).toEqual(emails(8));
    for (const email of emails(8)) expect(words(card)).toContain(`*${email}* on *Edit`);
    // However many change at once, the card is edited a few times.
    const edits = () => world.slack.calls.filter(({ method }) => method === 'chat.update').length;
    expect(edits()).toBeLessThanOrEqual(4);

    // Others see it, and change nothing.
    await press(world, ben, card, 'group:end');
    await whisper(world, ben, 'Only the inviter, coordinators and admins');

    await chooseOf(world, mia, card, 'cleo@example.com', 'cancel');
    expect(await submit(mia, await topView(world, mia, 'cancel_form'))).toBe('closed');
    const seven = await cardIn('8 guests: 7 scheduled, 1 cancelled');
    expect(atParsec()).not.toHaveProperty('cleo@example.com');
    expect(thread(world, seven).map(({ text }) => text)).toEqual([expect.stringContaining('cleo@example.com')]);

    await press(world, mia, seven, 'group:extend');
    const extend = await topView(world, mia, 'group_extend_form');
    await world.slack.as(mia).fill(extend.id, { blockId: 'extension' }, '60');
    expect(await submit(mia, extend)).toBe('closed');
    const isExtended = () =>
      world.parsec.invites.filter(({ expires_at, hidden }) => !hidden.cancelled && expires_at.includes('T16:00'))
        .length;
    await passing(world, 'all end an hour later', () => isExtended() === 7);

    // One of them is extended further; the warning of all ends stands in the thread of the card.
    world.clock.advance(Date.UTC(2026, 10, 23, 13, 30) - world.clock.now());
    const active = await cardIn('7 active, 1 cancelled');
    world.clock.advance(Date.UTC(2026, 10, 23, 15, 46) - world.clock.now());
    await passing(world, 'the ends are warned of', () =>
      thread(world, active).some(({ text }) => text.includes('Access ending for 7 guests')),
    );
    await press(world, mia, active, 'group:end');
    expect(await submit(mia, await topView(world, mia, 'group_end_form'))).toBe('closed');
    await cardIn('all cancelled');
    expect(atParsec()).toEqual({});
    expect(cards(world)).toHaveLength(1);
  });
});

it("keeps the calendar file of one guest up to date in the thread of the group's card", async () => {
  await aStudio();
  const { mia } = world.people;
  const view = await openSeveralForm(world, mia, `invite ${emails(2).join(' ')} ${evening}`);
  expect(await submit(mia, view)).toBe('closed');
  const card = await cardIn('2 guests: all scheduled');
  await chooseOf(world, mia, card, 'ana@example.com', 'show');
  await press(world, mia, await whisper(world, mia, 'ana@example.com'), 'invite:calendar');
  const files = (): number =>
    thread(world, card).filter(({ files: sent }) => sent !== undefined && sent.length > 0).length;
  await passing(world, 'the file is there', () => files() === 1);
  await press(world, mia, card, 'group:extend');
  expect(await submit(mia, await topView(world, mia, 'group_extend_form'))).toBe('closed');
  await passing(world, 'a new file follows the change', () => files() === 2);
});

it("says on the group's card which of its guests connected", async () => {
  await aStudio();
  const { mia } = world.people;
  const view = await openSeveralForm(world, mia, `invite ${emails(2).join(' ')} ${evening}`);
  expect(await submit(mia, view)).toBe('closed');
  await cardIn('2 guests: all scheduled');
  world.clock.advance(Date.UTC(2026, 10, 23, 13, 3) - world.clock.now());
  await cardIn('all active');
  world.parsec.guestConnects(
    world.parsec.invites.find(({ guest_email }) => guest_email === 'ana@example.com')?.id ?? '',
  );
  const connected = () => words(cards(world)[0] as Message).split('Connected <!date').length - 1;
  await passing(world, 'the card says who connected', () => connected() === 1, 30_000);
});

it('checks everything before anything is stored, and takes what is submitted twice once', async () => {
  await aStudio({ transport: 'http', parsec: { credits: 2 } });
  const proxy = await startDoublingProxy(world.eventsUrl());
  world.slack.deliverTo(proxy.url);
  const { mia } = world.people;
  const user = world.slack.as(mia);
  const view = await openSeveralForm(world, mia, `several ${emails(2).join(' ')} ${evening}`);
  await user.fill(view.id, { blockId: 'guests' }, 'Ana <ana@example.com>\nbo@example.com; nobody@\nANA@example.com');
  expect(await submit(mia, view)).toBe('open');
  expect(viewSays(view, 'Correct 2 guests.* Nothing was sent.')).toBe(true);
  expect(viewSays(view, 'Line 2, nobody@')).toBe(true);
  expect(viewSays(view, 'Line 3, ANA@example.com: Take one out.')).toBe(true);

  // As many computers as guests, or free ones.
  await user.fill(view.id, { blockId: 'guests' }, emails(3).join('\n'));
  await user.fill(view.id, { blockId: 'assign' }, 'row');
  await chooseHosts(world, mia, view, ['Edit 3', 'Edit 1']);
  expect(await submit(mia, view)).toBe('errors');
  expect(JSON.stringify(view.errors)).toContain('Choose 3 computers, one for each guest');

  // The credits are counted for all of them; members of the team are free.
  await user.fill(view.id, { blockId: 'assign' }, 'free');
  expect(await submit(mia, view)).toBe('errors');
  expect(JSON.stringify(view.errors)).toContain('3 guests need a credit each, and Parsec has 2 left for you');
  await user.fill(view.id, { blockId: 'guests' }, 'ana@example.com, bo@example.com, tom@studio.example');
  expect(await submit(mia, view)).toBe('open');
  expect(viewSays(view, '*Not sent yet.* Check who gets which computer')).toBe(true);
  expect(world.parsec.invites).toEqual([]);
  expect(cards(world)).toEqual([]);

  expect(await submit(mia, view)).toBe('closed');
  await cardIn('3 guests: all scheduled');
  expect(atParsec()).toEqual({
    'ana@example.com': 'Edit 3',
    'bo@example.com': 'Edit 1',
    'tom@studio.example': expect.stringContaining('Edit'),
  });
  expect(world.parsec.credits).toBe(0);

  // Whoever is on a computer already is named, and it is asked whether to go on.
  world.parsec.credits = 5;
  const second = await openSeveralForm(world, mia, `several dan@example.com eva@example.com ${evening}`);
  await chooseHosts(world, mia, second, ['Edit 1', 'Edit 2']);
  expect(viewSays(second, '*Edit 1* :busts_in_silhouette: Also on this computer then: bo@example.com')).toBe(true);
  expect(await submit(mia, second)).toBe('errors');
  await user.fill(second.id, { blockId: inputId(second, 'clash_ok') }, ['anyway']);
  expect(await submit(mia, second)).toBe('closed');
  await passing(world, 'the second card says so', () =>
    cards(world).some((card) => words(card).includes('2 guests: all scheduled')),
  );
  expect(cards(world)).toHaveLength(2);
  expect(world.parsec.invites).toHaveLength(5);
  expect(proxy.doubled()).toBeGreaterThan(4);
  await proxy.stop();
});

it('a guest of a group has what a guest alone has: the calendar file follows, and the card says who came and what waits', async () => {
  const live: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
  await aStudio({ transport: overSocket[0] ?? 'socket', rateLimits: false, policy: live, livePolicy: true });
  const { mia, ben } = world.people;
  const [machine] = world.parsec.machines;
  const [tom] = world.parsec.members;
  if (machine !== undefined && tom !== undefined) world.parsec.memberConnects(machine.id, tom.user_id);
  const view = await openSeveralForm(world, mia, `several ${emails(2).join(' ')} ${evening}`);
  await chooseHosts(world, mia, view, ['Edit 3', 'Edit 1']);
  expect(await submit(mia, view)).toBe('closed');
  const card = await cardIn('2 guests: all scheduled');

  await guest(world, mia, 'show ana@example.com');
  await press(world, mia, await whisper(world, mia, 'Invite for ana@example.com'), 'invite:calendar');
  const files = () =>
    world.slack.files.map(({ bytes }) => String(bytes)).filter((text) => text.includes('BEGIN:VCALENDAR'));
  await passing(world, 'the calendar file is there', () => files().length === 1);
  await chooseOf(world, mia, card, 'ana@example.com', 'extend');
  expect(await submit(mia, await topView(world, mia, 'extend_form'))).toBe('closed');
  await passing(world, 'the file follows the change', () => files().length === 2);
  expect(files()[1]).toContain('DTEND:20261123T153000Z');

  const { approvals, rules } = aPolicy({
    approvals: { groups: { leads: { people: [ben] } } },
    rules: [{ name: 'third', when: { hosts: ['Edit 3'] }, approval: { by: ['leads'] } }, { name: 'others' }],
  });
  Object.assign(live, { approvals, rules });
  await chooseOf(world, mia, card, 'ana@example.com', 'extend');
  const form = await topView(world, mia, 'extend_form');
  await world.slack.until('it asks why', () => viewSays(form, 'needs approval'));
  await world.slack.as(mia).fill(form.id, { blockId: inputId(form, 'reason') }, 'It takes longer');
  expect(await submit(mia, form)).toBe('open');
  await topView(world, mia, 'say');
  await cardIn('waiting for approval by');

  // All are extended: what needs approval is asked for, and said to be.
  await press(world, mia, card, 'group:extend');
  expect(await submit(mia, await topView(world, mia, 'group_extend_form'))).toBe('open');
  const said = JSON.stringify((await topView(world, mia, 'say')).view);
  expect(said).toContain('Extended 1 of 2 guests.');
  expect(said).toContain('Guestlist asked for approval for 1 guest.');

  world.clock.advance(Date.UTC(2026, 10, 23, 13, 3) - world.clock.now());
  const bo = world.parsec.invites.find(({ guest_email }) => guest_email === 'bo@example.com');
  world.parsec.guestConnects(bo?.id ?? '');
  await passing(
    world,
    'the card says who came',
    () => words(cards(world)[0] ?? card).includes('Connected <!date'),
    30_000,
  );
});

it('names who failed, and tries only those again', async () => {
  await aStudio();
  const { mia } = world.people;
  const view = await openSeveralForm(world, mia, `several ${emails(3).join(' ')} ${evening}`);
  world.parsec.trouble({
    operation: 'Create Guest Access Invite',
    then: { status: 400, body: { error: 'no such host' } },
  });
  expect(await submit(mia, view)).toBe('closed');
  const card = await cardIn('2 scheduled, 1 failed');
  expect(Object.keys(atParsec())).toHaveLength(2);
  await Promise.all([press(world, mia, card, 'group:retry'), press(world, mia, card, 'group:retry')]);
  await whisper(world, mia, 'Trying again for 1 guest.');
  await whisper(world, mia, 'None of the refused invites can be sent again.');
  await cardIn('3 guests: all scheduled');
  expect(Object.keys(atParsec()).toSorted()).toEqual(emails(3));
  expect(world.parsec.credits).toBe(9);

  // Somebody deletes the card: the next state stands on a new one, and what is said goes into its thread.
  await fetch(`${world.slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: world.channel, ts: card.ts }),
  });
  const cancel = async (email: string) => {
    await guest(world, mia, `cancel ${email}`);
    expect(await submit(mia, await topView(world, mia, 'cancel_form'))).toBe('closed');
  };
  await cancel('bo@example.com');
  const again = await cardIn('2 scheduled, 1 cancelled');
  expect(again.ts).not.toBe(card.ts);
  await cancel('cleo@example.com');
  await passing(world, 'the thread says so', () => thread(world, again).some(({ text }) => text.includes('cleo@')));
});

it('asks for approval guest by guest, masks addresses, is held and taken over like single invites, and is erased', async () => {
  const live: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
  await aStudio({ policy: live, livePolicy: true });
  const { mia, ben, ada } = world.people;
  const { approvals, rules } = aPolicy({
    approvals: { groups: { leads: { people: [ben] } } },
    rules: [{ name: 'third', when: { hosts: ['Edit 3'] }, approval: { by: ['leads'] } }, { name: 'others' }],
  });
  const invites = { ...defaultPolicy.invites, masking: { everywhere: true, masked: [], unmasked: [] } };
  Object.assign(live, { approvals, rules, invites });

  // People of the workspace are invited at their address; a computer for which somebody has to approve is chosen.
  Object.assign(world.slack.people.find(({ id }) => id === ben) ?? {}, { email: 'ben@studio.example' });
  const view = await openSeveralForm(world, mia, `several ana@example.com ${evening}`);
  const user = world.slack.as(mia);
  await user.fill(view.id, { blockId: 'people' }, [ben]);
  await chooseHosts(world, mia, view, ['Edit 3', 'Edit 1']);
  await world.slack.until('it asks why', () => viewSays(view, 'Some of these invites need approval by leads'));
  await user.fill(view.id, { blockId: inputId(view, 'reason') }, 'The client is in town');
  expect(await submit(mia, view)).toBe('closed');
  const card = await cardIn('1 scheduled, 1 waiting for approval');
  expect(Object.keys(atParsec())).toEqual(['ben@studio.example']);
  expect(words(card)).toContain('1 guest waits for approval. This guest has a request');
  expect(words(card)).not.toMatch(/ana@example|ben@studio/);
  await press(world, mia, card, 'group:emails');
  expect(words(await whisper(world, mia, 'The audit log records'))).toContain('ana@example.com');

  const request = await world.slack.until('Ben is asked', () =>
    world.slack.messages.find((message) => words(message).includes('approval:approve')),
  );
  await press(world, ben, request, 'approval:approve');
  await cardIn('2 guests: all scheduled');
  expect(Object.keys(atParsec()).toSorted()).toEqual(['ana@example.com', 'ben@studio.example']);

  // Members of a group are in lists like any other.
  await guest(world, mia, 'list');
  await whisper(world, mia, 'ben@studio.example');
  await guest(world, mia, 'show ana@example.com');
  await whisper(world, mia, 'Invite for ana@example.com');

  // Their inviter leaves before the start: they are held, and an admin takes them over from the one card.
  Object.assign(world.slack.people.find(({ id }) => id === mia) ?? {}, { kind: 'deactivated' });
  world.clock.advance(Date.UTC(2026, 10, 23, 12, 58) - world.clock.now());
  const heldCard = await cardIn('2 guests: all on hold');
  expect(atParsec()).toEqual({});
  await press(world, ben, heldCard, 'group:take_over');
  expect(words(await whisper(world, ben, 'Only workspace admins'))).not.toMatch(/@/);
  await press(world, ada, heldCard, 'group:take_over');
  await whisper(world, ada, 'Took over 2 guests.');
  await cardIn('2 guests: all scheduled');
  expect(Object.keys(atParsec())).toHaveLength(2);

  // Erasing one guest redraws the card; the other stays as they are.
  await chooseOf(world, ada, heldCard, 'a…@example.com', 'cancel');
  expect(await submit(ada, await topView(world, ada, 'cancel_form'))).toBe('closed');
  await cardIn('1 scheduled, 1 cancelled');
  await withStore(world, async (store) => {
    const erasing = { store, now: world.clock.now, newId, workspaceId: () => world.slack.teamId };
    const { invites: all } = await store.listInvites({
      which: 'all',
      text: 'ana@example.com',
      now: 0,
      offset: 0,
      limit: 9,
    });
    for (const { id } of all) await eraseInvite(erasing, id, 'request');
  });
  const erased = await cardIn('(erased)');
  expect(words(erased)).not.toContain('a…@example.com');
  expect(words(erased)).toContain('b…@studio.example');
  expect(cards(world)).toHaveLength(1);
});

it('moves to a direct message with all its guests when nothing can be posted in the channel', async () => {
  await aStudio();
  const { mia } = world.people;
  const view = await openSeveralForm(world, mia, `several ${emails(2).join(' ')} ${evening}`);
  world.slack.trouble({ method: 'chat.postMessage', then: { error: 'is_archived' } });
  expect(await submit(mia, view)).toBe('closed');
  const inDirect = () =>
    world.slack.messages.filter(
      ({ channel, blocks }) => channel.startsWith('D') && JSON.stringify(blocks).includes('all scheduled'),
    );
  await passing(world, 'the card is in the direct messages', () => inDirect().length === 1);
  expect(cards(world)).toEqual([]);
  await whisper(world, mia, 'is archived, so the card of your invites to Parsec is in your direct messages');
});
