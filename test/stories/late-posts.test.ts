import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/sandbox/slack/slack-server.types.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import {
  anEvening,
  cardSaying,
  cards,
  invited,
  inviteGuest,
  openFilledForm,
  passing,
  press,
  submitAnyway,
  thread,
  topView,
  words,
} from '../support/gestures.ts';
import { chooseHosts, openSeveralForm } from '../support/group-gestures.ts';
import { member, submitMembers } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { openSeriesForm } from '../support/series-gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

// Slack runs a post after Guestlist stopped waiting for its response.
let world: World;
afterEach(() => world.stop());

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const moveTo = (hours: number, minutes: number, seconds = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes, seconds) - world.clock.now());
const posts = () => world.slack.calls.filter(({ method }) => method === 'chat.postMessage');
const ofTheBot = () => world.slack.messages.filter(({ user }) => user === world.slack.botUserId);

/** The keys of the bot's messages that were posted more than once. */
function twice(): string[] {
  const keys = ofTheBot().flatMap(({ metadata }) => (metadata === undefined ? [] : JSON.stringify(metadata)));
  return keys.filter((key, nth) => keys.indexOf(key) !== nth);
}

const late = (afterMs: number, how: 'cut' | 'hang' = 'cut', when?: (args: Json) => boolean) =>
  world.slack.trouble({
    method: 'chat.postMessage',
    ...(when === undefined ? {} : { when }),
    then: { late: how, afterMs },
  });

function minutesPass(minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * MINUTE;
  return passing(world, `${minutes} minutes have passed`, () => world.clock.now() >= end, 15 * SECOND);
}

const cardSays = (text: string) => cards(world).some((card) => words(card).includes(text));

describe.each(overSocket)('over %s', (transport) => {
  it('a card that is posted ten seconds late appears once, and is correct', async () => {
    world = await startWorld({ transport });
    late(10 * SECOND);
    await inviteGuest(world, world.people.mia);
    await world.slack.until('it is made at Parsec meanwhile', () => world.parsec.invites.length === 1);
    await passing(world, 'the card says so', () => cardSays('*Scheduled*'));
    expect(cards(world)).toHaveLength(1);
    expect(posts()).toHaveLength(1);
    await minutesPass(3);
    expect(cards(world)).toHaveLength(1);
  });
});

describe('a late post', () => {
  it('is found at once when only the response was lost', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
    await inviteGuest(world, world.people.mia);
    const before = world.clock.now();
    await passing(world, 'the card says so', () => cardSays('*Scheduled*'));
    expect(world.clock.now() - before).toBeLessThan(5 * SECOND);
    expect(posts()).toHaveLength(1);
  });

  it('delays nothing else: another card is posted meanwhile', async () => {
    world = await startWorld();
    const other = world.slack.addChannel({ name: 'other', members: [world.people.mia], bot: true }).id;
    late(10 * SECOND, 'cut', ({ channel }) => channel === world.channel);
    await inviteGuest(world, world.people.mia);
    const view = await openFilledForm(world, world.people.mia, { ...anEvening, event: 'Another' }, other);
    expect(await submitAnyway(world, world.people.mia, view)).toBe('closed');
    await world.slack.until('the other card', () => cards(world, other).some((card) => words(card).includes('*Sched')));
    expect(cards(world)).toEqual([]);
  });

  it('is deleted when it was sent again, and the known card stays and is edited', async () => {
    world = await startWorld();
    late(90 * SECOND);
    await inviteGuest(world, world.people.mia);
    await passing(world, 'the card says so', () => cardSays('*Scheduled*'), 5 * SECOND);
    expect(posts()).toHaveLength(2);
    const [known] = cards(world);
    await passing(world, 'the first one comes', () => cards(world).length === 2, 5 * SECOND);
    await passing(world, 'it is deleted', () => cards(world).length === 1, 10 * SECOND);
    expect(cards(world)[0]?.ts).toBe(known?.ts);
    moveTo(13, 0, 5);
    await cardSaying(world, '*Active*');
  });

  it('is deleted even minutes later', async () => {
    world = await startWorld();
    late(4 * MINUTE);
    await inviteGuest(world, world.people.mia);
    await passing(world, 'the first one comes', () => cards(world).length === 2, 10 * SECOND);
    await passing(world, 'it is deleted', () => cards(world).length === 1, 10 * SECOND);
  });

  it('is deleted even when the clock was set back several times before it arrived', async () => {
    world = await startWorld();
    late(7 * MINUTE);
    await inviteGuest(world, world.people.mia);
    await passing(world, 'the card says so', () => cardSays('*Scheduled*'), 5 * SECOND);
    // Each time, postponed jobs become due.
    for (let times = 0; times < 4; times++) {
      world.clock.advance(-10 * SECOND);
      await minutesPass(0.5);
    }
    expect(cards(world)).toHaveLength(1);
    await passing(world, 'the first one comes', () => cards(world).length === 2, 10 * SECOND);
    await passing(world, 'it is deleted', () => cards(world).length === 1, 30 * SECOND);
  });

  it('is deleted after a restart, and when Slack is slow to delete it', async () => {
    world = await startWorld();
    late(90 * SECOND);
    await inviteGuest(world, world.people.mia);
    await passing(world, 'the card says so', () => cardSays('*Scheduled*'), 5 * SECOND);
    await world.app().stop();
    await world.restart();
    await passing(world, 'the first one comes', () => cards(world).length === 2, 5 * SECOND);
    world.slack.trouble({ method: 'chat.delete', then: { cutAfter: true } });
    await passing(world, 'it is deleted', () => cards(world).length === 1, 10 * SECOND);
    await minutesPass(4);
    expect(cards(world)).toHaveLength(1);
  });

  it('is awaited by the next bot when the one that posted it was killed right afterwards', async () => {
    world = await startWorld({ noBot: true });
    late(10 * SECOND, 'hang');
    const bot = await world.restart();
    await inviteGuest(world, world.people.mia);
    await world.slack.until('it is sent', () => posts().length === 1);
    void bot.stop();
    await world.restart();
    await passing(world, 'the card says so', () => cardSays('*Scheduled*'));
    await minutesPass(3);
    expect(cards(world)).toHaveLength(1);
  });
});

describe('a late notification', () => {
  const inThread = ({ thread_ts }: Json) => thread_ts !== undefined;

  it.each([10, 90])('appears once when it is %i seconds late', async (seconds) => {
    world = await startWorld();
    const card = await invited(world, world.people.mia);
    late(seconds * SECOND, 'cut', inThread);
    moveTo(14, 45, 5);
    const warnings = () => thread(world, card).filter(({ text }) => text.includes('ends in'));
    await passing(world, 'the warning is posted', () => warnings().length > 0, 2 * SECOND);
    await minutesPass(4);
    expect(warnings()).toHaveLength(1);
    expect(twice()).toEqual([]);
  });

  it('about several ends appears once', async () => {
    world = await startWorld();
    for (const n of [1, 2, 3])
      await invited(world, world.people.mia, { event: `Event ${n}`, email: `g${n}@example.com` });
    const isDigest = ({ metadata }: Json) => JSON.stringify(metadata).includes('digest:');
    late(90 * SECOND, 'cut', isDigest);
    moveTo(15, 0, 1);
    const digests = () => ofTheBot().filter(({ text }) => text.includes('Access ended for'));
    await passing(world, 'the digest is posted', () => digests().length > 0, 2 * SECOND);
    await minutesPass(6);
    expect(digests()).toHaveLength(1);
    expect(twice()).toEqual([]);
  });
});

it('a member card that is posted 90 seconds late appears once, and is correct', async () => {
  world = await startWorld({ policy: openToAll() });
  late(90 * SECOND);
  await submitMembers(world, world.people.mia, { system: 'parsec', addresses: 'ana@example.com ben@example.com' });
  await passing(world, 'the card says so', () => cardSays('All 2 invited'), 5 * SECOND);
  await passing(world, 'the first one comes', () => cards(world).length === 2, 5 * SECOND);
  await passing(world, 'it is deleted', () => cards(world).length === 1, 10 * SECOND);
  expect(cardSays('All 2 invited')).toBe(true);
});

describe('of a card that was sent twice, the one that is known stays and goes on being edited:', () => {
  const at = (day: string) => ({ start: [day, '14:00'], end: [day, '16:00'] }) as const;

  it.each<[string, string, () => Promise<string>]>([
    [
      'that of a series',
      'invites to come',
      async () => {
        const typed = { email: 'ana@example.com', host: 'Edit 1', event: 'Shifts', ...at('2026-11-30') };
        const view = await openSeriesForm(world, world.people.mia, typed, { on: 'weekdays', until: '2026-12-04' });
        return submitAnyway(world, world.people.mia, view);
      },
    ],
    [
      'that of several guests',
      '2 guests: all scheduled',
      async () => {
        const view = await openSeveralForm(world, world.people.mia, 'several ana@example.com ben@example.com');
        await chooseHosts(world, world.people.mia, view, ['Edit 1', 'Edit 2']);
        return submitAnyway(world, world.people.mia, view);
      },
    ],
    [
      'that of an onboarding',
      '*Snyk*',
      async () => {
        const { ada } = world.people;
        await member(world, ada, 'onboard ana@example.com');
        const view = await topView(world, ada, 'person_onboard');
        await world.slack.as(ada).fill(view.id, { blockId: 'profile' }, 'visitor');
        return world.slack.as(ada).submit(view.id);
      },
    ],
  ])('%s', async (_, text, act) => {
    const policy = { ...openToAll(), ...aPolicy({ profiles: { visitor: { snyk: null } } }) };
    world = await startWorld({ policy, snyk: {} });
    late(90 * SECOND);
    expect(await act()).toBe('closed');
    await passing(world, 'the card stands', () => cardSays(text), 5 * SECOND);
    const [known] = cards(world).filter((card) => words(card).includes(text));
    await passing(world, 'the first one comes', () => twice().length === 1, 5 * SECOND);
    await passing(world, 'it is deleted', () => twice().length === 0, 10 * SECOND);
    expect(cards(world).map(({ ts }) => ts)).toContain(known?.ts);
  });
});

describe('a late edit', () => {
  it.each([10, 100])('does not leave the card in an old state when it is %i seconds late', async (seconds) => {
    world = await startWorld();
    const card = await invited(world, world.people.mia);
    world.slack.trouble({ method: 'chat.update', then: { late: 'cut', afterMs: seconds * SECOND } });
    moveTo(13, 0, 5);
    await passing(world, 'it is tried again', () => cardSays('*Active*'));
    await press(world, world.people.mia, card, 'invite:cancel');
    const form = await topView(world, world.people.mia, 'cancel_form');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    await passing(world, 'it is cancelled', () => cardSays('*Cancelled*'));
    await minutesPass(4);
    await cardSaying(world, '*Cancelled*');
  });
});

describe('without the permission to read channels', () => {
  const blind: WorldOptions = { withoutScopes: ['channels:history', 'groups:history'] };

  it('a post whose response is lost is sent again at once: rather twice than not at all', async () => {
    world = await startWorld(blind);
    world.slack.trouble({ method: 'chat.postMessage', then: { cutBefore: true } });
    await inviteGuest(world, world.people.mia);
    const before = world.clock.now();
    await passing(world, 'the card says so', () => cardSays('*Scheduled*'));
    expect(world.clock.now() - before).toBeLessThan(10 * SECOND);
    await minutesPass(3);
    expect(cards(world)).toHaveLength(1);
  });
});
