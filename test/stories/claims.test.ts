import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { directMessageOf, forge, forgeButton, forgeMetadata, metadataOf, option } from '../support/forging.ts';
import {
  anEvening,
  cardSaying,
  cards,
  fillInviteForm,
  inputId,
  inviteGuest,
  openInviteForm,
  press,
  referenceOf,
  showMore,
  submitAnyway,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { openMemberForm } from '../support/member-gestures.ts';
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

// What a form sends is a claim: every id in it is looked up, and what it is called is what its owner calls it.
let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

/** Everything that was written anywhere: messages of the bot that others see, and what was asked of Parsec that changes something. */
function written(): readonly string[] {
  const posts = world.slack.messages.filter(
    (one) => one.user === world.slack.botUserId && one.ephemeralFor === undefined,
  );
  const changes = world.parsec.requests.filter(({ method }) => method !== 'GET');
  return [...posts.map((one) => `${one.channel}: ${words(one)}`), ...changes.map((one) => `${one.method} ${one.path}`)];
}

const blockOf = (view: OpenView, id: string) =>
  (view.view.blocks as { block_id?: string }[]).find((one) => one.block_id === id);
const errorsOf = (view: OpenView) => JSON.stringify(view.errors);
const faults = () => world.logLines.filter((line) => line.includes('"level":"error"'));
const channelNamed = (given: Parameters<World['slack']['addChannel']>[0]) => world.slack.addChannel(given);

async function filled(person = world.people.mia): Promise<OpenView> {
  const view = await openInviteForm(world, person);
  await showMore(world, person, view);
  await fillInviteForm(world, person, view, anEvening);
  return view;
}

/** An invite that runs, by its card. */
async function running(): Promise<Message> {
  await inviteGuest(world, world.people.mia, { ...anEvening, start: 'now', end: '2h' });
  await cardSaying(world, '*Scheduled.*');
  world.clock.advance(60_000);
  return cardSaying(world, '*Active*');
}

type Form = readonly [person: string, callbackId: string, how: () => Promise<unknown>];

/** Every form that carries something for Guestlist, and how one comes to it. */
function forms(card: Message): readonly Form[] {
  const { mia, ada } = world.people;
  const types = (person: string, text: string) => () => world.slack.as(person).command(world.channel, text);
  const presses = (actionId: string) => () => press(world, mia, card, actionId);
  return [
    [mia, 'invite_form', types(mia, '/guest invite')],
    [mia, 'update_form', presses('invite:update')],
    [mia, 'extend_form', presses('invite:extend')],
    [mia, 'cancel_form', presses('invite:cancel')],
    [mia, 'kick_form', presses('invite:kick')],
    [mia, 'settings_form', types(mia, '/guest settings')],
    [ada, 'member_form', () => openMemberForm(world, ada, 'parsec')],
    [ada, 'member_list', types(ada, '/member list')],
    [ada, 'member_pending', types(ada, '/member pending')],
  ];
}

/** What an input of Slack's could hold, and none of ours ever offered. What none could hold comes no further than the door. */
const nonsense = {
  value: 'constructor\n\u202e',
  ...option('constructor'),
  selected_options: [option('__proto__').selected_option],
  selected_date: '9999-99-99',
  selected_time: '99:99',
  selected_conversation: 'constructor',
};

/** The places nobody may send Guestlist to, and what is said instead. */
const places: readonly [string, (people: World['people']) => Promise<string> | string, string][] = [
  ['somebody else’s direct message', ({ ben }) => directMessageOf(world, ben), "Choose a channel you're in."],
  ['a stranger’s direct message', ({ stranger }) => directMessageOf(world, stranger), "Choose a channel you're in."],
  ['a direct message of others', () => 'D0OTHERS01', "can't post in a direct message between other people"],
  [
    'a private channel the person is not in',
    ({ ben }) => channelNamed({ name: 'merger', kind: 'private', members: [ben] }).id,
    "Choose a channel you're in.",
  ],
  [
    'a private channel Guestlist is not in',
    ({ mia }) => channelNamed({ name: 'merger', kind: 'private', members: [mia], bot: false }).id,
    "Guestlist isn't in this channel. Type “/invite @Guestlist” there",
  ],
  [
    'a public channel the person is not in',
    ({ ben }) => channelNamed({ name: 'merger', members: [ben] }).id,
    "Choose a channel you're in.",
  ],
  [
    'an archived channel',
    ({ mia }) => {
      const channel: Channel = channelNamed({ name: 'attic', members: [mia] });
      channel.archived = true;
      return channel.id;
    },
    'Choose another channel. #attic is archived.',
  ],
  ['a channel that is none', () => 'C0NOWHERE1', "Guestlist isn't in this channel."],
  ['a channel’s name', () => '#guests', "Guestlist isn't in this channel."],
  ['a person', ({ ben }) => ben, "Guestlist isn't in this channel."],
];

describe.each(transports)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ ...options, transport });
  });

  describe('the channel of a form', () => {
    it('is none that the person is not in, or Guestlist cannot post in', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await filled();
      for (const [what, place, says] of places) {
        forge(view, 'channel', { selected_conversation: await place(world.people) });
        expect([what, await world.slack.as(mia).submit(view.id)]).toEqual([what, 'errors']);
        expect([what, view.errors]).toEqual([what, { channel: expect.stringContaining(says) }]);
        expect(errorsOf(view)).not.toContain('merger');
      }
      expect(written()).toEqual([]);

      // The form is not lost: with a channel of one's own it is taken.
      forge(view, 'channel', { selected_conversation: world.channel });
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await cardSaying(world, '*Scheduled.*');
    });

    it('in which members are invited is none of those either', async () => {
      world = await begin();
      const { ada } = world.people;
      const view = await openMemberForm(world, ada, 'parsec');
      await world.slack.as(ada).fill(view.id, { blockId: 'addresses_1' }, 'rui@example.com');
      for (const [what, place, says] of places) {
        // What is said of Mia's places is said of Ada's.
        forge(view, 'channel', { selected_conversation: await place({ ...world.people, mia: ada }) });
        expect([what, await world.slack.as(ada).submit(view.id)]).toEqual([what, 'errors']);
        expect([what, view.errors]).toEqual([what, { channel: expect.stringContaining(says) }]);
        expect(errorsOf(view)).not.toContain('merger');
      }
      expect(written()).toEqual([]);
    });

    it('whose settings are changed is one the person is in', async () => {
      world = await begin();
      const { mia, ben } = world.people;
      const hands = world.slack.as(mia);
      const secret = channelNamed({ name: 'merger', kind: 'private', members: [ben] });
      await hands.command(world.channel, '/guest settings');
      const view = await topView(world, mia, 'settings_form');
      await hands.fill(view.id, { blockId: 'style' }, 'card');
      for (const [, place, says] of places) {
        forgeMetadata(view, { channelId: await place(world.people) });
        expect(await hands.submit(view.id)).toBe('errors');
        expect(view.errors.style).toContain(says);
      }
      forgeMetadata(view, { channelId: secret.id });
      expect(await hands.submit(view.id)).toBe('errors');
      expect(written()).toEqual([]);

      await world.slack.as(ben).command(secret.id, '/guest settings');
      const theirs = await topView(world, ben, 'settings_form');
      expect(JSON.stringify(theirs.values.style)).toContain('"value":"broadcast"');
      const outside = channelNamed({ name: 'elsewhere', members: [ben] });
      await hands.command(outside.id, '/guest settings');
      await world.slack.until('Mia is told', () =>
        hands.messages(outside.id).some((one) => one.ephemeralFor === mia && one.text.includes("channel you're in")),
      );
    });

    it('may be one’s own direct message, and a public channel Guestlist is not in', async () => {
      world = await begin();
      const { mia } = world.people;
      const direct = await directMessageOf(world, mia);
      const open = channelNamed({ name: 'open', members: [mia], bot: false }).id;
      for (const [n, channel] of [direct, open].entries()) {
        const view = await openInviteForm(world, mia, '', channel);
        await fillInviteForm(world, mia, view, { ...anEvening, event: `Review ${n}` });
        expect(await submitAnyway(world, mia, view)).toBe('closed');
        await world.slack.until('the card is there', () => cards(world, channel).length === 1);
      }
    });

    it('is said to be of no use as soon as the form is open, or another is chosen', async () => {
      world = await begin();
      const { mia, ben } = world.people;
      const hands = world.slack.as(mia);
      const hidden = channelNamed({ name: 'hidden', kind: 'private', members: [mia], bot: false }).id;
      const foreign = channelNamed({ name: 'foreign', members: [ben] }).id;
      const says = (view: OpenView, text: string) =>
        world.slack.until(`the form says “${text}”`, () => JSON.stringify(view.view.blocks).includes(text));

      const view = await openInviteForm(world, mia, '', hidden);
      await says(view, "Guestlist isn't in this channel. Type “/invite @Guestlist” there, or choose another channel.");
      // What is refused has to be chosen again: it is not folded away.
      await hands.fill(view.id, { blockId: 'channel' }, world.channel);
      await world.slack.until('nothing is said', () => !JSON.stringify(view.view.blocks).includes("isn't in this"));
      await hands.fill(view.id, { blockId: 'channel' }, foreign);
      await says(view, "Choose a channel you're in.");

      const { ada } = world.people;
      const members = await openMemberForm(world, ada, 'parsec');
      await world.slack.as(ada).fill(members.id, { blockId: 'channel' }, foreign);
      await says(members, "Choose a channel you're in.");
    });

    it('is none where the workspace does not let Guestlist see channels, and it says so', async () => {
      world = await begin({ withoutScopes: ['channels:read', 'groups:read'] });
      const { mia } = world.people;
      const view = await filled();
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors.channel).toContain("Slack doesn't let Guestlist look into this one");
      expect(written()).toEqual([]);
      expect(world.logLines.join()).toContain('lacks the permission channels:read');
    });

    it('is not taken while Slack does not say who is in it, and the form is not lost', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await filled();
      world.clock.advance(61_000);
      world.slack.trouble({ method: 'conversations.info', times: 2, then: { status: 503 } });
      world.slack.trouble({ method: 'users.conversations', times: 2, then: { status: 503 } });
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors.channel).toContain("Slack didn't say in time");
      expect(written()).toEqual([]);
      world.slack.clearTrouble();
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    });
  });

  describe('the computer of a form', () => {
    const machine = (name: string): string => world.parsec.machines.find((one) => one.name === name)?.peer_id ?? '';

    it('is called what Parsec calls it, on the card, in the form and at Parsec', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await filled();
      forge(view, 'host', option(machine('Edit 1'), 'The empty one'));
      await world.slack.as(mia).fill(view.id, { blockId: 'end_date' }, '2026-11-24');
      const hostShown = () => JSON.stringify(blockOf(view, inputId(view, 'host')));
      await world.slack.until('the form is drawn again', () => hostShown().includes('"Edit 1"'));
      expect(hostShown()).not.toContain('The empty one');
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      const card = await cardSaying(world, '*Scheduled.*');
      expect(words(card)).toContain('Edit 1');
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
      expect(world.parsec.invites[0]?.host_peer_id).toBe(machine('Edit 1'));
    });

    it.each([
      ['closed to guests', 'Vault'],
      ['nobody’s', 'no such machine'],
      ['only a hint', '(none)'],
    ])('is refused at its field when it is %s', async (_, name) => {
      world = await begin();
      const { mia } = world.people;
      const view = await filled();
      forge(view, 'host', option(machine(name) || name, 'Edit 1'));
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(Object.keys(view.errors)).toEqual([inputId(view, 'host')]);
      expect(written()).toEqual([]);
    });

    it('is looked up in a change, too', async () => {
      world = await begin();
      const { mia } = world.people;
      await inviteGuest(world, mia);
      const card = await cardSaying(world, '*Scheduled.*');
      const before = written().length;
      await press(world, mia, card, 'invite:update');
      const view = await topView(world, mia, 'update_form');
      forge(view, 'host', option(machine('Vault'), 'Edit 2'));
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors[inputId(view, 'host')]).toContain('not open to guests');
      expect(written().length).toBe(before);

      forge(view, 'host', option(machine('Edit 2'), 'The empty one'));
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await world.slack.until('the card says so', () => words(cards(world)[0] ?? card).includes('on *Edit 2*'));
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
      expect(world.parsec.invites[0]?.host_peer_id).toBe(machine('Edit 2'));
    });

    /** A form that is filled in, and a bot that has never heard of its computer from a Parsec that is slow to answer. */
    async function filledBeforeRestart(host: string): Promise<OpenView> {
      const view = await filled();
      forge(view, 'host', option(host, 'The empty one'));
      await world.app().stop();
      await world.restart();
      world.parsec.trouble({ operation: 'Get Team Machines', then: { delayMs: 1_500 } });
      return view;
    }

    it('is named before anything is sent where Parsec was slow to say, and the form is not lost', async () => {
      world = await begin();
      const view = await filledBeforeRestart(machine('Edit 1'));
      expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
      const card = await cardSaying(world, '*Scheduled.*');
      expect(words(card)).toContain('on *Edit 1*');
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
    });

    it('is refused before anything is sent where Parsec was slow to say so', async () => {
      world = await begin();
      const view = await filledBeforeRestart(machine('Vault'));
      expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
      const card = await cardSaying(world, '*No invite was made.*');
      expect(words(card)).toContain('not open to guests');
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
      expect(world.parsec.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
      expect(world.parsec.credits).toBe(12);
    });
  });

  it('inputs that hold nonsense are answered, and nothing comes of them', async () => {
    world = await begin();
    const { mia, ada } = world.people;
    const card = await running();
    const before = written().length;
    // A cancel asks for nothing but whether the guest is mailed.
    for (const [person, callbackId, how] of forms(card).filter(([, id]) => id !== 'cancel_form')) {
      const hands = world.slack.as(person);
      await how();
      const view = await topView(world, person, callbackId);
      for (const blockId of Object.keys(view.values)) forge(view, blockId, nonsense);
      const result = await hands.submit(view.id);
      // A list is searched for it and shows nobody, and rows that are no addresses are shown as such.
      const isShown = callbackId.startsWith('member_');
      expect([callbackId, result, view.failure]).toEqual([callbackId, isShown ? 'open' : 'errors', undefined]);
      await hands.close(view.id, true);
    }
    await press(world, ada, card, 'invite:update');
    const view = await topView(world, ada, 'update_form');
    for (const blockId of Object.keys(view.values)) {
      forge(view, blockId, nonsense);
      const [[actionId] = ['']] = Object.entries(view.values[blockId] ?? {});
      await world.slack
        .as(ada)
        .act({ viewId: view.id }, { blockId, actionId }, '')
        .catch(() => undefined);
    }
    await world.slack.as(mia).command(world.channel, '/guest list');
    await whisper(world, mia, 'Your invites');
    expect(written().length).toBe(before);
    expect(faults()).toEqual([]);
  });

  it('a choice that is none is refused at its field', async () => {
    world = await begin();
    const { mia } = world.people;
    const card = await running();
    const before = written().length;
    const choices: readonly [form: string, how: () => Promise<unknown>, fields: readonly string[]][] = [
      ['extend_form', () => press(world, mia, card, 'invite:extend'), ['extension']],
      ['kick_form', () => press(world, mia, card, 'invite:kick'), ['kick_choice']],
      ['settings_form', () => world.slack.as(mia).command(world.channel, '/guest settings'), ['style', 'warn']],
    ];
    for (const [form, how, fields] of choices) {
      await how();
      const view = await topView(world, mia, form);
      for (const field of fields) {
        const { [field]: chosen } = view.values;
        for (const value of ['', '7', '525600', '-60', 'constructor', '__proto__', 'toString']) {
          forge(view, field, option(value));
          expect([form, value, await world.slack.as(mia).submit(view.id)]).toEqual([form, value, 'errors']);
          expect(view.errors).toEqual({ [field]: 'Choose one of these.' });
        }
        view.values[field] = chosen ?? {};
      }
      await world.slack.as(mia).close(view.id, true);
    }
    expect(written().length).toBe(before);
  });

  it('a warning’s button extends by what it offers, from an end the invite had', async () => {
    world = await begin();
    const { mia } = world.people;
    const card = await running();
    const end = Date.parse(world.parsec.invites[0]?.expires_at ?? '');
    world.clock.advance(end - 14 * 60_000 - world.clock.now());
    const warning = await world.slack.until('the warning is there', () =>
      world.slack.messages.find((one) => one.threadTs === card.ts && one.text.includes('ends in')),
    );
    const before = written().length;
    forgeButton(warning, 'invite_extend_by:60', { actionId: 'invite_extend_by:525600' });
    await press(world, mia, warning, 'invite_extend_by:525600');
    await whisper(world, mia, 'That button is not understood.');
    expect(written().length).toBe(before);

    forgeButton(warning, 'invite_extend_by:30', { blockId: `soon:${end + 86_400_000}` });
    await press(world, mia, warning, 'invite_extend_by:30');
    await world.slack.until('it is extended', () => Date.parse(world.parsec.invites[0]?.expires_at ?? '') !== end);
    expect(Date.parse(world.parsec.invites[0]?.expires_at ?? '')).toBe(end + 30 * 60_000);
  });

  it('a button opens nothing of a card its person does not see', async () => {
    world = await begin({ parsec: { credits: 0 } });
    const { mia, ben, ada } = world.people;
    const secret = channelNamed({ name: 'merger', kind: 'private', members: [mia, ada] }).id;
    const failed = async (person: string, email: string, channel: string) => {
      const view = await openInviteForm(world, person, '', channel);
      await fillInviteForm(world, person, view, { ...anEvening, email });
      expect(await world.slack.as(person).submit(view.id)).toBe('closed');
      return world.slack.until('the card says failed', () =>
        cards(world, channel).find((card) => words(card).includes('Try again')),
      );
    };
    const theirs = await failed(mia, 'secret@example.com', secret);
    const own = await failed(ben, 'ben@example.com', world.channel);
    await world.slack.as(ada).command(secret, '/member invite parsec');
    const form = await topView(world, ada, 'member_form');
    await world.slack.until('all is loaded', () => !JSON.stringify(form.view).includes('Loading…'));
    await world.slack.as(ada).fill(form.id, { blockId: 'addresses_1' }, 'tom@studio.example');
    expect(await world.slack.as(ada).submit(form.id)).toBe('closed');
    const batch = await world.slack.until('the card is there', () =>
      cards(world, secret).find((card) => card.text.startsWith('Members for')),
    );
    const [batchId = ''] = /mb_[\w-]+/.exec(words(batch)) ?? [];

    for (const value of [referenceOf(theirs), 'secret@example.com', 'secret', '', 'a\0b', 'x'.repeat(2_000)]) {
      forgeButton(own, 'invite:again', { value });
      await press(world, ben, own, 'invite:again');
      const view = await topView(world, ben, 'say');
      expect(JSON.stringify(view.view)).toMatch(/There is no such invite|Only people in its channel/);
      await world.slack.as(ben).close(view.id);
    }
    forgeButton(own, 'invite:again', { actionId: 'member:refused', value: batchId });
    await press(world, ben, own, 'member:refused');
    await whisper(world, ben, 'Only people in its channel, admins and the person who invited can see that.');
    forgeButton(own, 'member:refused', { actionId: 'list:page:next', value: 'constructor:0' });
    await press(world, ben, own, 'list:page:next');
    await whisper(world, ben, 'That button is not understood.');
    expect(world.slack.as(ben).views()).toEqual([]);
    const toBen = world.slack.messages.filter((one) => one.ephemeralFor === ben);
    const opened = world.slack.calls.filter(({ method }) => method.startsWith('views.')).slice(-12);
    expect(JSON.stringify([toBen, opened])).not.toMatch(/secret@|tom@/);
    expect(faults()).toEqual([]);
  });

  it('what a modal carries for Guestlist is not believed when it is not what Guestlist wrote', async () => {
    world = await begin();
    const card = await running();
    const before = written().length;
    for (const [person, callbackId, how] of forms(card)) {
      const hands = world.slack.as(person);
      await how();
      const view = await topView(world, person, callbackId);
      const wrote = metadataOf(view);
      await fillRequired(person, view);
      const claims = [
        '',
        '[]',
        '{}',
        ...Object.keys(wrote).flatMap((key) => [
          { ...wrote, [key]: null },
          { ...wrote, [key]: [{}] },
          { ...wrote, [key]: -1e308 },
        ]),
        ...('boxes' in wrote ? [{ ...wrote, boxes: 1e9 }] : []),
        ...('endsAt' in wrote
          ? [
              { ...wrote, endsAt: 8.64e15 },
              { ...wrote, timeZone: 'Mars/Olympus' },
            ]
          : []),
        ...('page' in wrote ? [{ ...wrote, page: 1e12 }] : []),
      ];
      for (const each of claims) {
        forgeMetadata(view, each);
        const result = await hands.submit(view.id);
        expect([callbackId, each, result]).toEqual([callbackId, each, expect.stringMatching(/errors|open/)]);
        const said = `${errorsOf(view)}${JSON.stringify(view.view)}`;
        expect(said).toContain('Close this form and open it again');
        if (view.view.callback_id !== callbackId) break;
      }
      await hands.close(view.id, true);
    }
    expect(written().length).toBe(before);
    expect(faults()).toEqual([]);
  });
});

/** What Slack's own app wants filled in before it submits. */
async function fillRequired(person: string, view: OpenView): Promise<void> {
  const hands = world.slack.as(person);
  if (view.view.callback_id === 'invite_form') await fillInviteForm(world, person, view, anEvening);
  if (view.view.callback_id === 'member_form') await hands.fill(view.id, { blockId: 'addresses_1' }, 'rui@example.com');
}
