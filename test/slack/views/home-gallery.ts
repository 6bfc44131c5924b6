import type { HomeView } from '@slack/types';
import type { Invite } from '../../../src/domain/invite.ts';
import { type Problem, problem } from '../../../src/domain/problem.ts';
import { asSeen } from '../../../src/domain/visibility.ts';
import type { ShownHome, Some } from '../../../src/flows/shared/shown-home.ts';
import { homeView } from '../../../src/slack/home/home-view.ts';
import { anInvite } from '../../support/an-invite.ts';
import { members, nasty, shown } from './approval-gallery.ts';
import { nastyText } from './as-typed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;

type Whole = Extract<ShownHome, { readonly kind: 'home' }>;

const none = { items: [], more: false } as const;
const nothing: Whole = {
  kind: 'home',
  zone: 'Europe/Paris',
  isFirst: false,
  seesAll: false,
  filter: { scope: 'mine', part: 'overview', hostId: undefined, hostName: undefined, page: 0 },
  parsec: 'on',
  trouble: undefined,
  credits: { left: 12, isLow: false },
  approvals: none,
  needs: none,
  now: none,
  next: none,
  ended: none,
  computers: none,
  hosts: [],
};

const home = (parts: Partial<Whole>) => homeView({ ...nothing, ...parts }, NOW);
const filtered = (parts: Partial<Whole['filter']>) => ({ ...nothing.filter, ...parts });
const seen = (...invites: readonly Invite[]) => invites.map((invite) => asSeen(invite, 'all'));
const some = <Item>(items: readonly Item[], more = false): Some<Item> => ({ items, more });
const granted = (parts: Partial<Invite>) => anInvite({ state: 'granted', providerInviteId: 'p1', ...parts });

const running = granted({ startsAt: NOW - HOUR, endsAt: NOW + HOUR });
const warned = granted({
  id: 'inv_warned',
  guestEmail: 'zoe@example.com',
  startsAt: NOW - HOUR,
  endsAt: NOW + HOUR / 6,
});
const coming = granted({
  id: 'inv_next',
  guestEmail: 'ben@example.com',
  startsAt: NOW + 5 * HOUR,
  endsAt: NOW + 7 * HOUR,
});
const ended = granted({ id: 'inv_ended', state: 'ended', startsAt: NOW - 3 * HOUR, endsAt: NOW - HOUR });
const cancelled = granted({
  id: 'inv_cancelled',
  state: 'cancelled',
  cancel: { requestedBy: 'U2', sendEmail: true },
  startsAt: NOW + HOUR,
  endsAt: NOW + 2 * HOUR,
});
const unconfirmed = anInvite({ id: 'inv_doubt', inDoubt: true, createSentAt: NOW });
const failed = anInvite({
  id: 'inv_failed',
  state: 'failed',
  problem: problem('provider_credits_spent', { provider: 'parsec' }),
});
const held = anInvite({
  id: 'inv_held',
  inviterId: 'U9',
  inviterLeft: { since: NOW, why: 'deactivated', isHeld: true },
});
const stuck = granted({
  id: 'inv_stuck',
  state: 'cancelling',
  cancel: { requestedBy: 'U1', sendEmail: true },
  stuckSince: NOW,
  startsAt: NOW - HOUR,
  endsAt: NOW + HOUR,
  problem: problem('provider_unreachable', { provider: 'parsec' }),
});

const hosts = [
  { hostId: 'host_1', name: 'Edit 1' },
  { hostId: 'host_2', name: 'Edit 2' },
];
const computers = some([
  { hostId: 'host_1', name: 'Edit 1', now: seen(running), next: seen(coming), freeAt: running.endsAt },
  { hostId: 'host_2', name: 'Edit 2', now: [], next: [asSeen(coming, 'booking')], freeAt: undefined },
]);
const full = {
  now: some(seen(running)),
  next: some(seen(coming)),
  ended: some(seen(ended, cancelled)),
  computers,
  hosts,
};
const away: Problem = problem('provider_unreachable', { provider: 'parsec' });

/** The longest of everything a row can hold, which is not cut somewhere on its way here. */
const longest = granted({
  guestEmail: `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`,
  hostName: `${nastyText}${'x'.repeat(300)}`,
  eventName: `${nastyText}${'&'.repeat(300)}`,
  startsAt: NOW - HOUR,
  endsAt: NOW + 100 * HOUR,
  problem: problem('provider_rejected', { provider: 'parsec', message: `${nastyText}${'<'.repeat(1_000)}` }),
});
const many = <Item>(count: number, item: Item) =>
  some(
    Array.from({ length: count }, () => item),
    true,
  );
const asAll = asSeen(longest, 'all');
const crowded: Partial<Whole> = {
  isFirst: true,
  seesAll: true,
  filter: filtered({ scope: 'all', hostId: 'x'.repeat(150), hostName: nastyText }),
  trouble: away,
  credits: { left: 2, isLow: true },
  approvals: many(5, nasty),
  needs: many(6, asAll),
  now: many(6, asAll),
  next: many(5, asAll),
  ended: many(5, asAll),
  computers: many(8, { hostId: 'h', name: longest.hostName, now: [asAll, asAll, asAll], next: [asAll], freeAt: NOW }),
  hosts: Array.from({ length: 500 }, (_, nth) => ({
    hostId: `${'h'.repeat(145)}${nth}`,
    name: `${nth} ${'x'.repeat(200)}`,
  })),
};

/** The Home tab in every state, by the name of its snapshot. */
export const homes: Readonly<Record<string, HomeView>> = {
  'home-first': home({ isFirst: true }),
  'home-first-busy': home({ isFirst: true, ...full }),
  'home-empty': home({
    hosts,
    computers: some([{ hostId: 'host_1', name: 'Edit 1', now: [], next: [], freeAt: undefined }]),
  }),
  'home-busy': home({
    ...full,
    approvals: some([shown(), members, shown({ state: 'bypassed', review: 'open' })]),
    needs: some(seen(warned, unconfirmed, failed, stuck)),
  }),
  'home-admin': home({ ...full, seesAll: true, filter: filtered({ scope: 'all' }), needs: some(seen(held)) }),
  'home-page': home({
    filter: filtered({ part: 'next', page: 2, hostId: 'host_1', hostName: 'Edit 1' }),
    next: some(seen(coming), true),
    needs: some(seen(failed)),
    hosts,
  }),
  'home-page-past-the-end': home({ filter: filtered({ part: 'ended', page: 3 }), hosts }),
  'home-page-of-needs': home({
    filter: filtered({ part: 'needs' }),
    approvals: some([shown()], true),
    needs: some(seen(stuck)),
    hosts,
  }),
  'home-without-parsec': home({ parsec: 'off', credits: undefined, ended: some(seen(ended)) }),
  'home-first-without-parsec': home({ isFirst: true, parsec: 'off', credits: undefined }),
  'home-parsec-away': home({ ...full, trouble: away, credits: undefined, computers: none, hosts: [] }),
  'home-credits-low': home({ credits: { left: 3, isLow: true } }),
  'home-credits-spent': home({ credits: { left: 0, isLow: true } }),
  'home-refused-guest': homeView({ kind: 'refused', why: problem('not_allowed_guest') }, NOW),
  'home-refused-external': homeView({ kind: 'refused', why: problem('not_allowed_external') }, NOW),
  'home-nasty': home(crowded),
  'home-nasty-needs': home({
    ...crowded,
    filter: filtered({ part: 'needs' }),
    approvals: many(12, nasty),
    needs: many(15, asAll),
  }),
  'home-nasty-now': home({ ...crowded, filter: filtered({ part: 'now' }), now: many(15, asAll) }),
};
