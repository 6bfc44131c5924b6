import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { pressForged } from '../support/forged.ts';
import { cards, press, whisper, whispers, words } from '../support/gestures.ts';
import { leaks } from '../support/leaks.ts';
import { listSays, openList, openMemberForm } from '../support/member-gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

let world: World;
let mia: string;
let ben: string;
let ada: string;
let cara: string;
afterEach(() => world.stop());

describe.each(overSocket)('members invited in a private channel, over %s,', (transport) => {
  const pia = 'pia@nightjar.example';
  let channel: string;

  /** Thirty refused addresses: more than a card names. */
  async function batchOf(person: string): Promise<Message> {
    const refused = Array.from({ length: 30 }, (_, n) => `refused-${n}@nightjar.example`);
    world.truvera().trouble({ operation: 'Send invitations', times: 1_000, then: { status: 402 } });
    return inviteMembers(person, refused, (card) => words(card).includes('member:refused'));
  }

  async function inviteMembers(person: string, whom: readonly string[], done: (card: Message) => boolean) {
    const view = await openMemberForm(world, person, 'truvera');
    const user = world.slack.as(person);
    await user.fill(view.id, { blockId: 'addresses_1' }, whom.join(' '));
    await user.fill(view.id, { blockId: 'channel' }, channel);
    expect(await user.submit(view.id), JSON.stringify(view.errors)).toBe('closed');
    return world.slack.until('the card of these members', () => cards(world, channel).find(done));
  }

  beforeEach(async () => {
    const policy = { members: { invite: 'everyone', systems: {} } } as const;
    world = await startWorld({ transport, rateLimits: false, truvera: {}, policy });
    ({ mia, ben, ada } = world.people);
    cara = world.slack.addPerson({ name: 'cara' }).id;
    world.slack.channels.find(({ id }) => id === world.channel)?.members.push(cara);
    channel = world.slack.addChannel({ name: 'nightjar', kind: 'private', members: [mia, cara] }).id;
  });

  it('are in the pending list of the inviter, the channel and admins, and of nobody else', async () => {
    await inviteMembers(mia, [pia], (card) => words(card).includes('Invited to Truvera'));
    for (const person of [mia, cara, ada]) {
      await listSays(world, await openList(world, person, 'pending truvera'), pia);
    }
    const view = await openList(world, ben, 'pending truvera');
    await listSays(world, view, 'No pending invites that you can see.');
    const user = world.slack.as(ben);
    await user.fill(view.id, { blockId: 'search' }, 'nightjar');
    await user.submit(view.id);
    await listSays(world, view, 'No pending invites match.');
    expect(leaks(world, ben, [pia, `<@${mia}>`])).toEqual([]);
  });

  it("are not counted with anybody else's pending invites, and do not fill a page of theirs", async () => {
    await inviteMembers(
      mia,
      Array.from({ length: 9 }, (_, n) => `p${n}@nightjar.example`),
      (card) => words(card).includes('All 9 invited'),
    );
    channel = world.channel;
    const bens = Array.from({ length: 9 }, (_, n) => `bo${n}@example.com`);
    await inviteMembers(ben, bens, (card) => words(card).includes('All 9 invited'));
    const view = await openList(world, ben, 'pending truvera');
    await listSays(world, view, '1 to 8, and more');
    await world.slack.as(ben).act({ viewId: view.id }, { actionId: 'member:page:next' });
    await listSays(world, view, '9 to 9');
    expect(leaks(world, ben, ['nightjar'])).toEqual([]);
  });

  it('are named, when refused, to the inviter, channel and admins, and to nobody who forges the button', async () => {
    const card = await batchOf(mia);
    const [batchId = ''] = /mb_[\w-]+/.exec(words(card)) ?? [];
    for (const person of [mia, cara]) {
      await press(world, person, card, 'member:refused');
      await world.slack.until('the list', () =>
        whispers(world, person, channel).some((each) => words(each).includes('Refused, Truvera')),
      );
    }
    for (const name of ['member:refused', 'member:refused:next', 'member:links', 'member:retry']) {
      const { length } = whispers(world, ben);
      await pressForged(world, ben, name, name.endsWith('next') ? `${batchId}:1` : batchId);
      const said = await world.slack.until('he is refused', () => whispers(world, ben)[length + 1]);
      expect(words(said)).toMatch(/Only the inviter/);
    }
    expect(leaks(world, ben, ['nightjar'])).toEqual([]);
    await pressForged(world, ada, 'member:refused', batchId);
    await whisper(world, ada, 'refused-0@nightjar.example');
  });
});
