import type { Invite } from './invite.ts';

/**
 * Jobs run in lanes, and each lane has slots of its own: what goes on in one never holds up another. So whatever waits for a slow
 * provider or for Slack, there is a slot for taking access away.
 *
 * revoke     cancel, kick and remove at the provider, and nothing else
 * expire     the window of an invite closes: the provider is read, and the end is recorded
 * invite     create and change at the provider
 * members    batches of member invites
 * reconcile  compare all invites with the provider's
 * post       messages that say how things are or what went wrong; one at a time in each channel
 * news       messages that can wait a few seconds; they share the rate of a channel with `post`
 * call       what is asked of Slack outside a channel's rate: edits and look-ups
 * home       Homes that are drawn; with few slots, since each asks Parsec, and however many there are, they are in nobody's way
 * plan       the store only: starts, warnings, cards to be written again
 */
export type Lane =
  | 'revoke'
  | 'expire'
  | 'invite'
  | 'members'
  | 'reconcile'
  | 'post'
  | 'news'
  | 'call'
  | 'home'
  | 'plan';

/**
 * Where a job waits: `target` is the channel or the provider whose rate it counts against, '' where there is only one.
 * `owner` is the person who caused it, '' when nobody did.
 */
export type Line = { readonly lane: Lane; readonly target: string; readonly owner: string };

type Room = { readonly slots: number; readonly ofTarget: number };

const rooms = {
  revoke: { slots: 16, ofTarget: 16 },
  expire: { slots: 10, ofTarget: 10 },
  invite: { slots: 8, ofTarget: 8 },
  // Four systems, each with its own: however slow one is, the others' batches go on.
  members: { slots: 8, ofTarget: 2 },
  reconcile: { slots: 1, ofTarget: 1 },
  posting: { slots: 12, ofTarget: 1 },
  call: { slots: 12, ofTarget: 12 },
  home: { slots: 4, ofTarget: 4 },
  plan: { slots: 4, ofTarget: 4 },
} as const satisfies Record<string, Room>;

/** Where the slots of a lane are counted, and how many there are. Lanes with one name share them. */
export function roomOf(lane: Lane): Room & { readonly name: keyof typeof rooms } {
  const name = lane === 'post' || lane === 'news' ? 'posting' : lane;
  return { name, ...rooms[name] };
}

/** In the order in which they are served. */
export const allLanes: readonly Lane[] = [
  'revoke',
  'expire',
  'post',
  'invite',
  'news',
  'call',
  'home',
  'plan',
  'members',
  'reconcile',
];

/** Lanes of jobs that are due at a time of their own, which is their order. */
export const timedLanes: readonly Lane[] = ['expire', 'plan'];

/** Said in a channel when there is time: nobody acts on the wrong state of things for not having read them. */
const routine: ReadonlySet<string> = new Set(['started', 'ends_soon', 'changed']);

/** The lane of a notice. `name` may carry what makes it one of its own (`changed:4`). */
export function noticeLane(name: string): 'post' | 'news' {
  return routine.has(name.split(':')[0] ?? '') ? 'news' : 'post';
}

/** What an invite wants from its provider now, and whose wish that is; undefined when it wants nothing. */
export function wantedAtProvider(
  invite: Pick<Invite, 'state' | 'inviterId' | 'change' | 'cancel' | 'kickRequestedBy' | 'stuckSince' | 'awaits'>,
): { readonly lane: 'revoke' | 'invite'; readonly owner: string } | undefined {
  const { inviterId, change, cancel, kickRequestedBy, stuckSince } = invite;
  switch (invite.state) {
    case 'requested':
      return invite.awaits !== undefined ? undefined : { lane: 'invite', owner: inviterId };
    case 'cancelling':
      return { lane: 'revoke', owner: cancel?.requestedBy ?? inviterId };
    case 'granted':
      // A kick that does not get through must not hold up a change that may.
      if (change !== undefined && (kickRequestedBy === undefined || stuckSince !== undefined))
        return { lane: 'invite', owner: change.requestedBy };
      return kickRequestedBy === undefined ? undefined : { lane: 'revoke', owner: kickRequestedBy };
    default:
      return undefined;
  }
}
