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
  openFilledForm,
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
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

// What a form sends is a claim: Guestlist looks up every id in it, and takes the name from the owning system.
let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

/** Everything that was written: messages of the bot that others see, and requests to Parsec that change something. */
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
  await cardSaying(world, '*Scheduled*');
  world.clock.advance(60_000);
  return cardSaying(world, '*Active*');
}

type Form = readonly [person: string, callbackId: string, how: () => Promise<unknown>];

/** Every form that carries metadata for Guestlist, and how to open it. */
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

/** Values that an input could hold and Guestlist never offered. Other values are rejected on arrival. */
const nonsense = {
  value: 'constructor\n\u202e',
  ...option('constructor'),
  selected_options: [option('__proto__').selected_option],
  selected_date: '9999-99-99',
  selected_time: '99:99',
  selected_conversation: 'constructor',
};

/** Places where nobody may make Guestlist post, and the error for each. */
const places: readonly [string, (people: World['people']) => Promise<string> | string, string][] = [
  ["somebody else's direct message", ({ ben }) => directMessageOf(world, ben), "Choose a channel you're in."],
  [
    "an external member's direct message",
    ({ external }) => directMessageOf(world, external),
    "Choose a channel you're in.",
  ],
  ['a direct message of others', () => 'D0OTHERS01', "can't post in a direct message between other people"],
  [
    'a private channel the person is not in',
    ({ ben }) => channelNamed({ name: 'merger', kind: 'private', members: [ben] }).id,
    "Choose a channel you're in.",
  ],
  [
    'a private channel Guestlist is not in',
    ({ mia }) => channelNamed({ name: 'merger', kind: 'private', members: [mia], bot: false }).id,
    'Type “/invite @Guestlist” in this channel, or choose another one.',
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
  ['a channel that is none', () => 'C0NOWHERE1', "or choose another one. Guestlist isn't in it."],
  ["a channel's name", () => '#guests', "or choose another one. Guestlist isn't in it."],
  ['a person', ({ ben }) => ben, "or choose another one. Guestlist isn't in it."],
];

describe.each(overHttp)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ ...options, transport });
  });

  describe('the channel of a form', () => {
    it('is refused when the person is not in it or Guestlist cannot post in it', async () => {
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

      // The form is not lost: it is accepted with a channel the person is in.
      forge(view, 'channel', { selected_conversation: world.channel });
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await cardSaying(world, '*Scheduled*');
    });

    it('is refused in the member form for the same reasons', async () => {
      world = await begin();
      const { ada } = world.people;
      const view = await openMemberForm(world, ada, 'parsec');
      await world.slack.as(ada).fill(view.id, { blockId: 'addresses_1' }, 'rui@example.com');
      for (const [what, place, says] of places) {
        // Ada gets the same errors for her places as Mia for hers.
        forge(view, 'channel', { selected_conversation: await place({ ...world.people, mia: ada }) });
        expect([what, await world.slack.as(ada).submit(view.id)]).toEqual([what, 'errors']);
        expect([what, view.errors]).toEqual([what, { channel: expect.stringContaining(says) }]);
        expect(errorsOf(view)).not.toContain('merger');
      }
      expect(written()).toEqual([]);
    });

    it('is refused in the settings form when the person is not in it', async () => {
      world = await begin();
      const { mia, ben } = world.people;
      const user = world.slack.as(mia);
      const secret = channelNamed({ name: 'merger', kind: 'private', members: [ben] });
      await user.command(world.channel, '/guest settings');
      const view = await topView(world, mia, 'settings_form');
      await user.fill(view.id, { blockId: 'style' }, 'card');
      for (const [, place, says] of places) {
        forgeMetadata(view, { channelId: await place(world.people) });
        expect(await user.submit(view.id)).toBe('errors');
        expect(view.errors.style).toContain(says);
      }
      forgeMetadata(view, { channelId: secret.id });
      expect(await user.submit(view.id)).toBe('errors');
      expect(written()).toEqual([]);

      await world.slack.as(ben).command(secret.id, '/guest settings');
      const theirs = await topView(world, ben, 'settings_form');
      expect(JSON.stringify(theirs.values.style)).toContain('"value":"broadcast"');
      const outside = channelNamed({ name: 'elsewhere', members: [ben] });
      await user.command(outside.id, '/guest settings');
      await world.slack.until('Mia is notified', () =>
        user.messages(outside.id).some((one) => one.ephemeralFor === mia && one.text.includes("channel you're in")),
      );
    });

    it("can be the person's own direct message, or a public channel that Guestlist is not in", async () => {
      world = await begin();
      const { mia } = world.people;
      const direct = await directMessageOf(world, mia);
      const open = channelNamed({ name: 'open', members: [mia], bot: false }).id;
      for (const [n, channel] of [direct, open].entries()) {
        const view = await openFilledForm(world, mia, { ...anEvening, event: `Review ${n}` }, channel);
        expect(await submitAnyway(world, mia, view)).toBe('closed');
        await world.slack.until('the card is there', () => cards(world, channel).length === 1);
      }
    });

    it('is reported as unusable as soon as the form opens or another channel is chosen', async () => {
      world = await begin();
      const { mia, ben } = world.people;
      const user = world.slack.as(mia);
      const hidden = channelNamed({ name: 'hidden', kind: 'private', members: [mia], bot: false }).id;
      const foreign = channelNamed({ name: 'foreign', members: [ben] }).id;
      const says = (view: OpenView, text: string) =>
        world.slack.until(`the form says “${text}”`, () => JSON.stringify(view.view.blocks).includes(text));

      const view = await openInviteForm(world, mia, '', hidden);
      await says(view, "Type “/invite @Guestlist” in this channel, or choose another one. Guestlist isn't in it.");
      // A refused channel has to be chosen again, so it is not folded away.
      await user.fill(view.id, { blockId: 'channel' }, world.channel);
      await world.slack.until('nothing is said', () => !JSON.stringify(view.view.blocks).includes("isn't in it"));
      await user.fill(view.id, { blockId: 'channel' }, foreign);
      await says(view, "Choose a channel you're in.");

      const { ada } = world.people;
      const members = await openMemberForm(world, ada, 'parsec');
      await world.slack.as(ada).fill(members.id, { blockId: 'channel' }, foreign);
      await says(members, "Choose a channel you're in.");
    });

    it('is refused with the reason when the workspace does not let Guestlist see channels', async () => {
      world = await begin({ withoutScopes: ['channels:read', 'groups:read'] });
      const { mia } = world.people;
      const view = await filled();
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors.channel).toContain("Slack doesn't let Guestlist see this one");
      expect(written()).toEqual([]);
      expect(world.logLines.join()).toContain('lacks the permission channels:read');
    });

    it('is refused while Slack does not say who is in it, and the form is not lost', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await filled();
      world.clock.advance(61_000);
      world.slack.trouble({ method: 'conversations.info', times: 2, then: { status: 503 } });
      world.slack.trouble({ method: 'users.conversations', times: 2, then: { status: 503 } });
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors.channel).toContain('Slack took too long to say');
      expect(written()).toEqual([]);
      world.slack.clearTrouble();
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    });
  });

  describe('the computer of a form', () => {
    const machine = (name: string): string => world.parsec.machines.find((one) => one.name === name)?.peer_id ?? '';

    it('has the name that Parsec gives it on the card, in the form and at Parsec', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await filled();
      forge(view, 'host', option(machine('Edit 1'), 'The empty one'));
      await world.slack.as(mia).fill(view.id, { blockId: 'end_date' }, '2026-11-24');
      const hostShown = () => JSON.stringify(blockOf(view, inputId(view, 'host')));
      await world.slack.until('the form is drawn again', () => hostShown().includes('"Edit 1"'));
      expect(hostShown()).not.toContain('The empty one');
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      const card = await cardSaying(world, '*Scheduled*');
      expect(words(card)).toContain('Edit 1');
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
      expect(world.parsec.invites[0]?.host_peer_id).toBe(machine('Edit 1'));
    });

    it.each([
      ['closed to guests', 'Vault'],
      ['unknown', 'no such machine'],
      ['a placeholder', '(none)'],
    ])('is refused at its field when it is %s', async (_, name) => {
      world = await begin();
      const { mia } = world.people;
      const view = await filled();
      forge(view, 'host', option(machine(name) || name, 'Edit 1'));
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(Object.keys(view.errors)).toEqual([inputId(view, 'host')]);
      expect(written()).toEqual([]);
    });

    it('is also checked in a change', async () => {
      world = await begin();
      const { mia } = world.people;
      await inviteGuest(world, mia);
      const card = await cardSaying(world, '*Scheduled*');
      const before = written().length;
      await press(world, mia, card, 'invite:update');
      const view = await topView(world, mia, 'update_form');
      forge(view, 'host', option(machine('Vault'), 'Edit 2'));
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors[inputId(view, 'host')]).toContain("isn't open to guests");
      expect(written().length).toBe(before);

      forge(view, 'host', option(machine('Edit 2'), 'The empty one'));
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await world.slack.until('the card says so', () => words(cards(world)[0] ?? card).includes('on *Edit 2*'));
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
      expect(world.parsec.invites[0]?.host_peer_id).toBe(machine('Edit 2'));
    });

    /** A filled-in form, and a restarted bot that doesn't know its computer yet because Parsec is slow to answer. */
    async function filledBeforeRestart(host: string): Promise<OpenView> {
      const view = await filled();
      forge(view, 'host', option(host, 'The empty one'));
      await world.app().stop();
      await world.restart();
      world.parsec.trouble({ operation: 'Get Team Machines', then: { delayMs: 1_500 } });
      return view;
    }

    it('is named before anything is sent when Parsec was slow to answer, and the form is not lost', async () => {
      world = await begin();
      const view = await filledBeforeRestart(machine('Edit 1'));
      expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
      const card = await cardSaying(world, '*Scheduled*');
      expect(words(card)).toContain('on *Edit 1*');
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
    });

    it('is refused before anything is sent when Parsec was slow to answer', async () => {
      world = await begin();
      const view = await filledBeforeRestart(machine('Vault'));
      expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
      const card = await cardSaying(world, "*The invite wasn't created.*");
      expect(words(card)).toContain("isn't open to guests");
      expect(JSON.stringify(world.slack.messages)).not.toContain('The empty one');
      expect(world.parsec.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
      expect(world.parsec.credits).toBe(12);
    });
  });

  it('answers inputs with nonsense values, and changes nothing', async () => {
    world = await begin();
    const { mia, ada } = world.people;
    const card = await running();
    const before = written().length;
    // The cancel form asks only whether to email the guest.
    for (const [person, callbackId, how] of forms(card).filter(([, id]) => id !== 'cancel_form')) {
      const user = world.slack.as(person);
      await how();
      const view = await topView(world, person, callbackId);
      for (const blockId of Object.keys(view.values)) forge(view, blockId, nonsense);
      const result = await user.submit(view.id);
      // A list finds nobody for it, and the member form shows rows that are not addresses.
      const isShown = callbackId.startsWith('member_');
      expect([callbackId, result, view.failure]).toEqual([callbackId, isShown ? 'open' : 'errors', undefined]);
      await user.close(view.id, true);
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

  it('refuses an unknown choice at its field', async () => {
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

  it('extends by what the button of a warning offers, from an end the invite had', async () => {
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
    await whisper(world, mia, "Guestlist can't read that button.");
    expect(written().length).toBe(before);

    forgeButton(warning, 'invite_extend_by:30', { blockId: `soon:${end + 86_400_000}` });
    await press(world, mia, warning, 'invite_extend_by:30');
    await world.slack.until('it is extended', () => Date.parse(world.parsec.invites[0]?.expires_at ?? '') !== end);
    expect(Date.parse(world.parsec.invites[0]?.expires_at ?? '')).toBe(end + 30 * 60_000);
  });

  it('opens nothing through a button on a card that the person cannot see', async () => {
    world = await begin({ parsec: { credits: 0 } });
    const { mia, ben, ada } = world.people;
    const secret = channelNamed({ name: 'merger', kind: 'private', members: [mia, ada] }).id;
    const failed = async (person: string, email: string, channel: string) => {
      // Not in the line: what is opened here may name nobody.
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
      cards(world, secret).find((card) => card.text.startsWith('Member invites to')),
    );
    const [batchId = ''] = /mb_[\w-]+/.exec(words(batch)) ?? [];

    for (const value of [referenceOf(theirs), 'secret@example.com', 'secret', '', 'a\0b', 'x'.repeat(2_000)]) {
      forgeButton(own, 'invite:again', { value });
      await press(world, ben, own, 'invite:again');
      const view = await topView(world, ben, 'say');
      expect(JSON.stringify(view.view)).toMatch(
        /Guestlist can't find this invite|Only the inviter, admins and people in its channel/,
      );
      await world.slack.as(ben).close(view.id);
    }
    forgeButton(own, 'invite:again', { actionId: 'member:refused', value: batchId });
    await press(world, ben, own, 'member:refused');
    await whisper(world, ben, 'Only the inviter, admins and people in its channel can see this invite.');
    forgeButton(own, 'member:refused', { actionId: 'list:page:next', value: 'constructor:0' });
    await press(world, ben, own, 'list:page:next');
    await whisper(world, ben, "Guestlist can't read that button.");
    expect(world.slack.as(ben).views()).toEqual([]);
    const toBen = world.slack.messages.filter((one) => one.ephemeralFor === ben);
    const opened = world.slack.calls.filter(({ method }) => method.startsWith('views.')).slice(-12);
    expect(JSON.stringify([toBen, opened])).not.toMatch(/secret@|tom@/);
    expect(faults()).toEqual([]);
  });

  it('rejects modal metadata that Guestlist did not write', async () => {
    world = await begin();
    const card = await running();
    const before = written().length;
    for (const [person, callbackId, how] of forms(card)) {
      const user = world.slack.as(person);
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
        const result = await user.submit(view.id);
        expect([callbackId, each, result]).toEqual([callbackId, each, expect.stringMatching(/errors|open/)]);
        const said = `${errorsOf(view)}${JSON.stringify(view.view)}`;
        expect(said).toContain('Close this form and open it again');
        if (view.view.callback_id !== callbackId) break;
      }
      await user.close(view.id, true);
    }
    expect(written().length).toBe(before);
    expect(faults()).toEqual([]);
  });
});

/** Fills in the inputs that Slack's own app requires before it submits. */
async function fillRequired(person: string, view: OpenView): Promise<void> {
  const user = world.slack.as(person);
  if (view.view.callback_id === 'invite_form') await fillInviteForm(world, person, view, anEvening);
  if (view.view.callback_id === 'member_form') await user.fill(view.id, { blockId: 'addresses_1' }, 'rui@example.com');
}
