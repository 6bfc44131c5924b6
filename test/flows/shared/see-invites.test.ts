import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { problem } from '../../../src/domain/problem.ts';
import {
  clashingInvites,
  findInvite,
  inviteToRepeat,
  inviteWithHistory,
  listPage,
} from '../../../src/flows/guest/read-invites.ts';
import type { Channels, DescribedChannel } from '../../../src/flows/shared/channels.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
const ALL = 10_000;
const SIZE = 8;

const ben = aPerson({ id: 'UBEN', name: 'Ben', timeZone: 'America/New_York' });
const mia = { ...ben, id: 'UMIA' };
const ada = { ...ben, id: 'UADA', isAdmin: true };

/** Mia's channels in rotation: Ben is in C0 to C9; C10 to C19 are public, C20 to C24 public and shared, the others private. */
const CHANNELS = 60;
const nth = (channelId: string) => Number(channelId.slice(1));
const isRead = (channelId: string) => nth(channelId) < 20;
const kindOf = (channelId: string): Pick<DescribedChannel, 'kind' | 'isShared'> =>
  nth(channelId) < 25
    ? { kind: 'public', isShared: nth(channelId) >= 20 }
    : { kind: 'private', isShared: nth(channelId) % 2 === 0 };

/** One in ten holds a computer; of the others every second was cancelled. */
const states = [
  'granted',
  'ended',
  'cancelled',
  'ended',
  'cancelled',
  'ended',
  'cancelled',
  'ended',
  'failed',
  'ended',
];

let store: Store;
let context: Context;
let slackAnswers = true;
let asked = { members: 0, described: 0 };

const channels: Channels = {
  async memberOf(ids) {
    asked.members += 1;
    return new Set(slackAnswers ? ids.filter((id) => nth(id) < 10) : []);
  },
  isMember: async (id, personId) => (await channels.memberOf([id], personId)).has(id),
  async describe(id) {
    asked.described += 1;
    if (!slackAnswers) return problem('slack_unreachable');
    return { ...kindOf(id), name: id.toLowerCase(), isArchived: false, hasBot: true };
  },
};

beforeAll(async () => {
  store = await openStore({ dataDir: temporaryFolder('see-invites') });
  await store.transaction(async (tx) => {
    for (let n = 0; n < ALL; n++) {
      const state = states[Math.floor(n / CHANNELS) % states.length] as 'granted';
      const startsAt = state === 'granted' ? NOW - HOUR : NOW - 3 * HOUR;
      await tx.insertInvite(
        anInvite({
          id: `inv_${n}x`,
          requestKey: `V${n}`,
          inviterId: 'UMIA',
          channelId: `C${n % CHANNELS}`,
          cardChannelId: `C${n % CHANNELS}`,
          guestEmail: `guest-${n}@example.com`,
          eventName: `Event ${n}.`,
          hostId: `host_${n}`,
          state,
          startsAt,
          endsAt: startsAt + 2 * HOUR,
          createdAt: NOW - n * 1_000,
        }),
      );
    }
  });
  const parts: Partial<Context> = { store, channels, providers: [], policy: () => defaultPolicy, now: () => NOW };
  context = parts as Context;
});
afterAll(() => store.close());
beforeEach(() => {
  slackAnswers = true;
  asked = { members: 0, described: 0 };
});

const booking = { kind: 'booking', hostName: 'Edit 1', startsAt: NOW - HOUR, endsAt: NOW + HOUR };

describe.each(['active', 'all'] as const)('%s of ten thousand invites', (filter) => {
  const isHolding = (n: number) => Math.floor(n / CHANNELS) % states.length === 0;
  const numbers = Array.from({ length: ALL }, (_, n) => n);
  const readable = numbers.filter((n) => isRead(`C${n % CHANNELS}`) && (filter === 'all' || isHolding(n))).length;
  const hidden = numbers.filter((n) => !isRead(`C${n % CHANNELS}`) && isHolding(n)).length;

  it('are shown in full where a person reads their channel, else as bookings while they are open', async () => {
    const first = await listPage(context, ben, { filter, page: 0, size: SIZE });
    expect(first.total).toBe(readable + hidden);
    const last = Math.ceil(first.total / SIZE) - 1;
    const counts = { invite: 0, booking: 0 };
    const ids = new Set<string>();
    const step = filter === 'all' ? 25 : 1;
    for (let page = 0; page <= last; page += step) {
      asked = { members: 0, described: 0 };
      const list = await listPage(context, ben, { filter, page, size: SIZE });
      expect(list).toMatchObject({ page, total: first.total });
      expect(list.invites).toHaveLength(page === last ? first.total - last * SIZE : SIZE);
      // What one page asks of Slack does not grow with the number of invites, nor of channels.
      expect(asked.members).toBeLessThanOrEqual(2);
      expect(asked.described).toBeLessThanOrEqual(30 + SIZE);
      for (const each of list.invites) {
        counts[each.kind] += 1;
        if (each.kind === 'invite') {
          expect(isRead(each.invite.channelId)).toBe(true);
          ids.add(each.invite.id);
        } else expect(each).toEqual(booking);
      }
    }
    expect(ids.size).toBe(counts.invite);
    expect(counts.invite).toBeGreaterThan(50);
    expect(counts.booking).toBeGreaterThan(20);
    if (step === 1) expect(counts).toEqual({ invite: readable, booking: hidden });
  });

  it('are all shown to an admin without a request to Slack', async () => {
    const { invites, total } = await listPage(context, ada, { filter, page: 3, size: SIZE });
    expect(invites.map(({ kind }) => kind)).toEqual(Array.from({ length: SIZE }, () => 'invite'));
    expect(total).toBe(filter === 'all' ? ALL : numbers.filter(isHolding).length);
    expect(asked).toEqual({ members: 0, described: 0 });
  });

  it('are all shown as bookings while Slack does not answer', async () => {
    slackAnswers = false;
    const { invites, total } = await listPage(context, ben, { filter, page: 0, size: SIZE });
    expect(invites.map(({ kind }) => kind)).toEqual(Array.from({ length: SIZE }, () => 'booking'));
    expect(total).toBe(numbers.filter(isHolding).length);
  });
});

describe('a search', () => {
  const found = async (text: string, person = ben) => {
    const answer = await findInvite(context, text, person);
    return answer.kind === 'invite' ? answer.invite.id : answer;
  };
  const unknown = { kind: 'problem', code: 'invite_unknown', facts: {} };

  it('finds what the person may read, and no hidden invite by its guest, event, computer or id', async () => {
    expect(await found('guest-15@example.com')).toBe('inv_15x');
    expect(await found('Event 15.')).toBe('inv_15x');
    for (const text of ['guest-59@example.com', 'Event 59.', 'nv_59x']) {
      expect(await found(text)).toEqual(unknown);
      expect(await found(text, ada)).toBe('inv_59x');
    }
    // The newest of all is hidden, and no stone in the way of the newest that is not.
    expect(await found('Edit 1')).toBe('inv_0x');
    expect(await found('5@example.com')).toBe('inv_5x');
    expect(await found('29@example.com')).toBe('inv_129x');
  });

  it('finds no invites of others while Slack does not answer', async () => {
    slackAnswers = false;
    expect(await found('guest-15@example.com')).toEqual(unknown);
    expect(await found('guest-15@example.com', mia)).toBe('inv_15x');
  });
});

describe('the id of an invite', () => {
  it('shows a booking without history to people who may not see the invite', async () => {
    for (const reference of ['inv_59x', '59x'])
      expect(await inviteWithHistory(context, reference, ben)).toEqual(booking);
    expect(await inviteWithHistory(context, 'inv_59x', ada)).toMatchObject({ kind: 'invite', auditLines: [] });
  });

  it('repeats the invite only for people who may see it', async () => {
    expect(await inviteToRepeat(context, 'inv_59x', ben)).toMatchObject({ code: 'invite_hidden' });
    expect(await inviteToRepeat(context, 'inv_5x', ben)).toMatchObject({ id: 'inv_5x' });
    expect(await inviteToRepeat(context, 'inv_59x', mia)).toMatchObject({ id: 'inv_59x' });
    expect(await inviteToRepeat(context, 'inv_none', ben)).toMatchObject({ code: 'invite_unknown' });
  });

  it('names what else holds its computer as far as the person may see it', async () => {
    const about = (n: number) => ({ hostId: `host_${n}`, startsAt: NOW, endsAt: NOW + 1 });
    expect(await clashingInvites(context, ben, about(59))).toEqual([booking]);
    expect(await clashingInvites(context, ben, about(5))).toMatchObject([{ kind: 'invite', invite: { id: 'inv_5x' } }]);
    expect(await clashingInvites(context, ben, { ...about(59), except: 'inv_59x' })).toEqual([]);
  });
});
