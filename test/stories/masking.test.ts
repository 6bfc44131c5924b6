import { afterEach, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { pressForged } from '../support/forged.ts';
import {
  anEvening,
  cardSaying,
  guest,
  invited,
  inviteGuest,
  moveTo,
  passing,
  press,
  referenceOf,
  thread,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

// A company's own channels are shown no guest's address where the policy says so; who may know it asks for it, and that is written down.
let world: World;
afterEach(() => world.stop());

const masking = { everywhere: true, masked: [], unmasked: [] };
const withMasking = (given: Partial<Policy['invites']['masking']>): Partial<Policy> => ({
  invites: { ...defaultPolicy.invites, showsGuestInSharedChannels: true, masking: { ...masking, ...given } },
});
const begin = async (options: WorldOptions = {}) => {
  world = await startWorld({ policy: withMasking({}), ...options });
};
/** Everything posted or edited in the channel for all to read, as it went over the wire. */
const posted = () =>
  JSON.stringify(
    world.slack.calls
      .filter(({ method, args }) => /^chat\.(post|update)/.test(method) && args.channel === world.channel)
      .filter(({ method }) => method !== 'chat.postEphemeral')
      .map(({ args }) => args),
  );
const revealed = (card: { text: string } & Parameters<typeof referenceOf>[0]) =>
  withStore(world, async (store) =>
    (await store.auditOfInvite(referenceOf(card))).filter(({ action }) => action === 'revealed'),
  );

describe.each(overHttp)('over %s, a channel that is shown no address', (transport) => {
  it('sees none from the card to the end; who may know it asks for it, which is audited', async () => {
    await begin({ transport });
    const { mia, ben, ada } = world.people;
    await inviteGuest(world, mia, { ...anEvening, email: 'zoe@client.example', event: 'With zoe@client.example' });
    const card = await cardSaying(world, '*Scheduled');
    expect(words(card)).toContain('z…@client.example');
    await press(world, mia, card, 'invite_show_email');
    const shown = await whisper(world, mia, 'zoe@client.example');
    expect(shown.ephemeralFor).toBe(mia);
    expect(await revealed(card)).toMatchObject([{ actor: mia, facts: { channel: world.channel } }]);

    // Somebody who only reads the channel: not by the button, not by the lists, and not by inviting again.
    await press(world, ben, card, 'invite_show_email');
    await whisper(world, ben, "Only the inviter, coordinators and admins can see the guest's email.");
    await guest(world, ben, `show ${referenceOf(card)}`);
    await whisper(world, ben, 'z…@client.example');
    await guest(world, ben, 'list all');
    await pressForged(world, ben, 'invite:again', referenceOf(card));
    await topView(world, ben, 'invite_form');
    expect(JSON.stringify(world.slack.as(ben).views())).not.toContain('zoe@client.example');
    expect(whispers(world, ben).map(words).join()).not.toContain('zoe@client.example');
    expect(await revealed(card)).toHaveLength(1);

    await press(world, ada, card, 'invite:extend');
    expect(await world.slack.as(ada).submit((await topView(world, ada, 'extend_form')).id)).toBe('closed');
    await passing(world, 'the change is said', () => thread(world, card).some(({ text }) => text.includes('changed')));
    moveTo(world, 15, 20);
    await passing(world, 'it warns', () => thread(world, card).some(({ text }) => text.includes('ends in')));
    moveTo(world, 15, 31);
    await passing(world, 'the card says it ended', () => words(card).includes('*Ended*'));
    expect(posted()).toContain('z…@client.example');
    expect(posted()).not.toContain('zoe@');

    // The click decides: afterwards, too, and for an admin.
    await press(world, ada, card, 'invite_show_email');
    await whisper(world, ada, 'zoe@client.example');
    expect((await revealed(card)).map(({ actor }) => actor)).toEqual([mia, ada]);
  });
});

type Given = Partial<Policy['invites']['masking']>;
it.each<[string, Given, string]>([
  ['a channel that the policy unmasks', { unmasked: ['HERE'] }, 'ana@example.com'],
  ['a channel that the policy masks alone', { everywhere: false, masked: ['HERE'] }, 'a…@example.com'],
  ['any other channel', { everywhere: false, masked: ['C0OTHER'] }, 'ana@example.com'],
])('%s goes by its name', async (_what, given, shows) => {
  const policy = withMasking({});
  await begin({ policy, livePolicy: true });
  const here = (ids: readonly string[] = []) => ids.map((id) => (id === 'HERE' ? world.channel : id));
  Object.assign(policy, withMasking({ ...given, masked: here(given.masked), unmasked: here(given.unmasked) }));
  const card = await invited(world, world.people.mia);
  expect(words(card)).toContain(shows);
  expect(words(card).includes('invite_show_email')).toBe(shows.startsWith('a…'));
});

it('a channel is masked from the next edit on when the policy changes', async () => {
  const policy = withMasking({ everywhere: false });
  await begin({ policy, livePolicy: true });
  const { mia } = world.people;
  const card = await invited(world, mia);
  expect(words(card)).toContain('ana@example.com');
  Object.assign(policy, withMasking({ everywhere: true }));
  await press(world, mia, card, 'invite:extend');
  expect(await world.slack.as(mia).submit((await topView(world, mia, 'extend_form')).id)).toBe('closed');
  await passing(world, 'the card hides it', () => !words(card).includes('ana@example.com'));
});
