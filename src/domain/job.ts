import type { Line } from './lanes.ts';

/**
 * What is still to be done, nearly always for an invite. A row says "look at invite X, about this, from then on"; it
 * holds no truth of its own, so looking once too often does no harm.
 *
 * provider  make Parsec be what the invite says (create, change, cancel, kick)
 * card      make the card in the channel say what the invite says
 * card_again  write a card or a warning once more: an edit whose answer was lost may come through after newer ones
 * inviter   the window opens soon, or now: look whether who invited can still answer for it
 * start     the window opens: the card changes
 * warn      the window closes soon: a warning is sent
 * warning   make a message that warns of ends say how things are; named by the warning, belongs to no invite
 * end       the window closes: read Parsec again, then say so once
 * calendar  send the calendar file of an invite into the thread of its card, where one is wanted or the one there is out of date
 * notice    one message in the card's thread, named by its key
 * inviter_notice  what a notice says, sent to the inviter directly; named as the notice
 * digest    one message in a channel about all its ends that are not posted yet; belongs to no invite
 * members   send what waits of a batch of members; belongs to no invite
 * member_card  make the card of a batch say how far it is; belongs to no invite
 * admin_notice  find out who the admins are, and enqueue a direct_notice for each; belongs to no invite
 * direct_notice  one direct message to one person; belongs to no invite
 * channel_notice  one message to a channel that is about no invite
 * inviters  look at everybody who has an open invite; belongs to no invite, and is never done, only due again
 * surplus   cancel at the provider what a write of ours made there too late; named by the provider's key
 * removal   take access away from a member of a system, as long as somebody wants it; named by the removal, belongs to no invite
 * late_post delete what stands twice in Slack, since the answer of a post was lost; named by the key of the message,
 * belongs to no invite
 * erasure   edit and delete in Slack what holds personal data that was erased from the store; belongs to no invite
 * retention erase what ended longer ago than the policy keeps it; belongs to no invite, and is never done, only due again
 * approval  a request for approval waits: approvers are reminded, others are asked as well, or it expires; named by the request, belongs to
 * no invite
 * approval_ask  find out who a group of approvers is, and enqueue a card for each place; named by the request, belongs to no invite
 * approval_card  make a message that asks for approval say how things are; named by the message, belongs to no invite
 * key_check  find out whether a provider still refuses our key; belongs to no invite
 * audit_stream  hand the audit log over to a sink; named by the sink, belongs to no invite, and is never done, only due again
 * series    create what of a series is due, and tell its inviter what can't be created; named by the series, belongs to no invite
 * series_card  make the card of a series say how things are; named by the series, belongs to no invite
 * home      draw the Home tab of one person, unless it says so already; named by the person, belongs to no invite
 * homes     something changed that may stand in anybody's Home: enqueue `home` for those who have it open; belongs to no invite
 * offboard  look for somebody at every system they are removed from, and want removed what is there; named by the request, belongs to no
 * invite
 * person_card make the card of a request about one person and several systems say how far it is; named by the request, belongs to no invite
 * attendance read in the provider's log who has connected; belongs to no invite, and is never done, only due again
 * reconcile compare all invites with the provider's; belongs to no invite, and is never done, only due again
 */
export type JobKind =
  | 'provider'
  | 'card'
  | 'card_again'
  | 'inviter'
  | 'start'
  | 'warn'
  | 'warning'
  | 'end'
  | 'calendar'
  | 'notice'
  | 'inviter_notice'
  | 'digest'
  | 'members'
  | 'member_card'
  | 'admin_notice'
  | 'direct_notice'
  | 'channel_notice'
  | 'inviters'
  | 'surplus'
  | 'removal'
  | 'late_post'
  | 'erasure'
  | 'retention'
  | 'approval'
  | 'approval_ask'
  | 'approval_card'
  | 'key_check'
  | 'audit_stream'
  | 'series'
  | 'series_card'
  | 'home'
  | 'homes'
  | 'attendance'
  | 'person_card'
  | 'offboard'
  | 'reconcile';

/** `lane`, `target` and `owner` say where it waits, and for which slot. */
export type Job = Line & {
  /** A fact, not a number: `inv_1:card`, `inv_1:notice:cancelled`. Enqueued twice, it is one job. */
  readonly id: string;
  /** Undefined for a job that belongs to no invite. */
  readonly inviteId: string | undefined;
  readonly kind: JobKind;
  /** For notices: which one. For digests: the channel. For members: the batch. For warnings: the warning. */
  readonly name: string;
  /** What the notice needs to know, or how far reconciling, a digest or a batch of members got, as JSON. */
  readonly facts: string;
  /** Grows each time the job is enqueued again. */
  readonly gen: number;
  /** `waiting`: a notice that a digest will report, alone or with others. */
  readonly state: 'queued' | 'claimed' | 'waiting' | 'done';
  /** Grows with every claim, never reset: the fence against a claim that came too late. */
  readonly attempt: number;
  /** Tries of this generation that ended in a Problem. */
  readonly tries: number;
  /** Epoch ms; 0 is "at once", whatever the clock says. */
  readonly nextAt: number;
  readonly leaseUntil: number;
};

/** Job that somebody has taken. `afterLost`: the claim before never ended, so what it had sent may still arrive. */
export type ClaimedJob = Job & { readonly afterLost: boolean };

const showing: ReadonlySet<JobKind> = new Set([
  'card',
  'member_card',
  'warning',
  'approval_card',
  'series_card',
  'home',
  'person_card',
]);

/** Job that makes a message or a Home in Slack say how things are now. Who does it late puts an old state over a newer one. */
export function showsState({ kind }: Pick<Job, 'kind'>): boolean {
  return showing.has(kind);
}

/** How often the provider is asked what became of our invites while any is open, ms. */
export const WATCH_MS = 60_000;

/** The one row of reconciling, whatever the number of processes. */
export const RECONCILE_ID = 'reconcile';

/** The one row of the digest of a channel. */
export function digestId(channelId: string): string {
  return `digest:${channelId}`;
}

/** The invite of a job that is always about one; without it the job is a bug. */
export function inviteIdOf({ id, inviteId }: Pick<Job, 'id' | 'inviteId'>): string {
  if (inviteId === undefined) throw new Error(`${id} belongs to no invite`);
  return inviteId;
}

/** The id of a job. One that belongs to no invite goes by its name alone. */
export function jobId(inviteId: string | undefined, kind: JobKind, name = ''): string {
  if (inviteId === undefined) return `${kind}:${name}`;
  return name === '' ? `${inviteId}:${kind}` : `${inviteId}:${kind}:${name}`;
}

/** How long a claim holds without a heartbeat, ms. A killed process is replaced after this and one look more: under 15 s. */
export const LEASE_MS = 12_000;

/**
 * What is put off, by a failure or a quota, comes again within this, ms. Later are only starts, warnings, ends and
 * looks at inviters: they have a time of their own.
 */
export const LONGEST_WAIT_MS = 3_600_000;

/**
 * How long after something was sent an empty search proves that it never arrived, ms. The other side may still be working on a request
 * whose answer we stopped waiting for; sent again before that, it would be there twice.
 */
export const SETTLE_MS = 30_000;

const BACKOFF_S = [1, 2, 5, 10, 20, 30, 60, 120, 300] as const;

/** After this many tries the waits grow no more. */
export const BACKOFF_STEPS = BACKOFF_S.length;

/** How long to wait after the nth failed try (from 1), ms: 1 s, then longer, five minutes at the most. */
export function backoffMs(tries: number): number {
  const index = Math.min(Math.max(tries, 1), BACKOFF_S.length) - 1;
  return (BACKOFF_S[index] ?? 300) * 1000;
}
