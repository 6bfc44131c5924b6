import type { Approval } from '../../domain/approval.ts';
import type { Presence } from '../../domain/attendance.ts';
import type { CalendarStatus } from '../../domain/calendar/calendar-entry.ts';
import type { GuestGroup } from '../../domain/guest-group.ts';
import type { Home } from '../../domain/home.ts';
import type { HostOnline } from '../../domain/host-online.ts';
import type { Invite } from '../../domain/invite.ts';
import type { MemberBatch, MemberRow } from '../../domain/member-batch.ts';
import type { OtherAccess } from '../../domain/other-access.ts';
import type { PersonRequest } from '../../domain/person-request.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Removal } from '../../domain/removal.ts';
import type { Series } from '../../domain/series.ts';
import type { HourClock } from '../../domain/time/hour-clock.ts';
import type { WarningOutcome } from '../../domain/warning.ts';
import type { ShownHome } from './shown-home.ts';
import type { ShownApproval } from './shown-request.ts';

export type { ShownApproval } from './shown-request.ts';

/** Where a message stands. `ts` is Slack's key of a message within its channel. */
export type Place = { readonly channelId: string; readonly ts: string };

/** A notice in words is slack's business; a flow only names it and its facts. */
export type Notice = {
  readonly name: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** What else lets the guest in, where the notice says that this invite does not; none by default. */
  readonly access?: OtherAccess;
};

/**
 * Ends that people are warned of, as a message. `shownAt`: when it was posted, epoch ms; the time left is as of then.
 * `mentions`: whom it mentions; Slack notifies them when it is new, and not when it is edited.
 */
export type ShownWarning = {
  readonly ends: readonly {
    readonly invite: Invite;
    readonly endsAt: number;
    readonly outcome: WarningOutcome | undefined;
    /** What else lets the guest in then; none by default. */
    readonly access?: OtherAccess;
  }[];
  readonly shownAt: number;
  readonly mentions: string | undefined;
};

/**
 * How a message names people: whom it mentions, which notifies them, and who is called by name instead, by their id ('' where the name is
 * not known).
 */
export type Naming = { readonly mentions: string | undefined; readonly names: Readonly<Record<string, string>> };

/** A direct message to one person. Its copy is in slack/shared/direct-notice-copy.ts, one entry per name. */
export type DirectNotice = {
  readonly name:
    | 'key_refused'
    | 'policy_refused'
    | 'approval_reminder'
    | 'approval_bypassed'
    | 'approval_decided'
    | 'approval_unasked'
    | 'audit_stream_behind'
    | 'inviter_left'
    | 'cancel_refused'
    | 'cancelled'
    | 'kick_refused'
    | 'calendar_not_sent'
    | 'card_elsewhere'
    | 'card_moved'
    | 'series_trouble'
    | 'series_missed'
    | 'series_held'
    | 'removal_stuck'
    | 'removal_done'
    | 'removal_refused'
    | 'removal_withdrawn';
  readonly facts: Readonly<Record<string, string | number>>;
  /** The invite it is about, and what else lets its guest in, where that is said; none elsewhere. */
  readonly about?: { readonly invite: Invite; readonly access: OtherAccess };
};

/** What one person's day has, for their digest. Instants are epoch milliseconds. */
export type DailyDigest = {
  /** The day, `2026-11-24`, when it ends, and the zone (IANA) and clock of who reads it. */
  readonly date: string;
  readonly endsAt: number;
  readonly zone: string;
  readonly clock: HourClock;
  /** Their own invites of the day that are not over, earliest first. */
  readonly invites: readonly Invite[];
  /** How many requests for approval wait for them, and how many of their own wait for others. */
  readonly toDecide: number;
  readonly asked: number;
};

/** A message to a channel that is about no invite. Its copy is in slack/shared/direct-notice.ts, one entry per name. */
export type ChannelNotice = {
  readonly name: 'settings_changed' | 'approval_reminder';
  readonly facts: Readonly<Record<string, string | number>>;
};

/**
 * Whether a message is looked for before it is posted, since an earlier try may have got through: not at all, first, or only, and what is
 * not there is answered slack_post_in_doubt. Where looking is not possible, it is posted.
 */
export type Look = 'not' | 'first' | 'only';

/** What a card says that is not in its invite: what else lets its guest in when it does not any more, and whether its host is on. */
export type BesideInvite = {
  readonly access: OtherAccess;
  readonly online?: HostOnline;
  /** Whether the guest is connected, was, or has not come, where the provider's log says so. */
  readonly presence?: Presence;
  /** The guest's address is masked on it: who may see the whole one asks for it there. */
  readonly isMasked?: boolean;
  /** The request for approval that it, or a change of it, waits for, and how many approved so far. */
  readonly waits?: { readonly approval: Approval; readonly votes: number };
};

/** A guest of a group as its card shows them: `access`, `waits` and `presence` as in BesideInvite. */
export type GroupMember = { readonly invite: Invite } & Pick<BesideInvite, 'access' | 'waits' | 'presence'>;

/** A calendar file of an invite: what it says, its number, and its name. `hidesGuest`: no address is whole in it. */
export type CalendarToSend = {
  readonly status: CalendarStatus;
  readonly sequence: number;
  readonly name: string;
  readonly hidesGuest: boolean;
};

/** An invite that has ended, and what else lets its guest in. */
export type EndedInvite = { readonly invite: Invite; readonly access: OtherAccess };

/** A request about one person and several systems, with what came of it. */
export type ShownPersonRequest = {
  readonly request: PersonRequest;
  /** The batches of members that are its parts. */
  readonly invites: readonly { readonly batch: MemberBatch; readonly rows: readonly MemberRow[] }[];
  /** What is wanted removed. */
  readonly removals: readonly Removal[];
  /** The invites as a guest that are cancelled. */
  readonly guestInvites: readonly Invite[];
};

/** Where a message goes, and how it is found again. */
type Posting = {
  readonly channelId: string;
  readonly key: string;
  readonly look: Look;
  readonly heartbeat: () => Promise<boolean>;
};

/** Where a message goes that names people by their address. */
type OpenPosting = Posting & { readonly hidesGuest: boolean };

/**
 * How a flow notifies people. Implemented in slack/. `key` names the message for good: what carries it and is found counts as sent. The rate
 * limiter can take long: a caller that has lost the claim by then (`heartbeat`) posts nothing, and gets slack_busy. `hidesGuest`: no
 * address is whole in the message (hides-guest.ts).
 */
export type Notifier = {
  /** Posts the card, or edits it where it stands. Problems: slack_* . */
  showCard(
    invite: Invite,
    options: OpenPosting & { readonly place: Place | undefined; readonly beside: BesideInvite },
  ): Promise<Place | Problem>;
  /**
   * Posts a notice into the card's thread, or into the channel when there is no card. `isDirect`: to one person, who does not see the card
   * beside it.
   */
  sendNotice(
    invite: Invite,
    notice: Notice,
    options: OpenPosting & {
      readonly threadTs: string | undefined;
      readonly broadcast: boolean;
      readonly naming: Naming;
      readonly isDirect: boolean;
    },
  ): Promise<Place | Problem>;
  /** Posts a warning, or edits it where it stands or is found. `since`: an earlier try was not before that, epoch ms. Problems: slack_* . */
  showWarning(
    warning: ShownWarning,
    options: OpenPosting & {
      readonly place: Place | undefined;
      readonly threadTs: string | undefined;
      readonly since: number;
    },
  ): Promise<Place | Problem>;
  /**
   * Posts one message into a channel about the ends of several invites, each with what else lets its guest in. `since`: an earlier try was not
   * before that, epoch ms.
   */
  sendDigest(
    ended: readonly EndedInvite[],
    options: OpenPosting & { readonly since: number },
  ): Promise<Place | Problem>;
  /** Posts the card of a group of guests, or edits it where it stands. Problems: slack_* . */
  showGroupCard(
    group: GuestGroup,
    members: readonly GroupMember[],
    options: OpenPosting & { readonly place: Place | undefined },
  ): Promise<Place | Problem>;
  /** Posts the card of a batch of members, or edits it where it stands. Problems: slack_* . */
  showMemberCard(
    batch: MemberBatch,
    rows: readonly MemberRow[],
    options: OpenPosting & { readonly place: Place | undefined },
  ): Promise<Place | Problem>;
  /** Posts the card of a request about one person and several systems, or edits it where it stands. Problems: slack_* . */
  showPersonCard(
    shown: ShownPersonRequest,
    options: OpenPosting & { readonly place: Place | undefined },
  ): Promise<Place | Problem>;
  /** Posts the card of a series, or edits it where it stands. Problems: slack_* . */
  showSeriesCard(
    series: Series,
    invites: readonly Invite[],
    options: OpenPosting & { readonly place: Place | undefined },
  ): Promise<Place | Problem>;
  /** Posts a request for approval, or edits it where it stands. Problems: slack_* . */
  showApproval(
    shown: ShownApproval,
    options: OpenPosting & { readonly place: Place | undefined; readonly since: number },
  ): Promise<Place | Problem>;
  /**
   * Publishes the Home of a person; 'unchanged' where `shownHash` says that it stands there already. Slack refuses it (slack_refused,
   * hash_conflict) where something else stands there than `slackHash` names. `isAwaited`: the person waits for it, and what nobody waits for
   * leaves them slots. Problems: slack_* .
   */
  publishHome(
    personId: string,
    shown: ShownHome,
    options: Pick<Home, 'shownHash' | 'slackHash'> & {
      readonly isAwaited: boolean;
      readonly heartbeat: () => Promise<boolean>;
    },
  ): Promise<Pick<Home, 'shownHash' | 'slackHash'> | 'unchanged' | Problem>;
  /** Posts a direct message. `since`: an earlier try was not before that, epoch ms. Problems: slack_* . */
  sendDirect(notice: DirectNotice, options: Posting & { readonly since: number }): Promise<Place | Problem>;
  /** Posts the digest of a person's day. `since`: an earlier try was not before that, epoch ms. Problems: slack_* . */
  sendDailyDigest(digest: DailyDigest, options: Posting & { readonly since: number }): Promise<Place | Problem>;
  /** Shows one person a notice in a conversation, which nobody else sees and Slack does not keep. Problems: slack_* . */
  whisper(
    notice: DirectNotice,
    where: { readonly channelId: string; readonly personId: string },
  ): Promise<'sent' | Problem>;
  /** The address of a message. Problems: slack_* . */
  permalink(place: Place): Promise<string | Problem>;
  /** Posts a message into a channel. `since`: an earlier try was not before that, epoch ms. Problems: slack_* . */
  sendToChannel(notice: ChannelNotice, options: Posting & { readonly since: number }): Promise<Place | Problem>;
  /**
   * All messages of ours that carry the key, in a channel or in a thread; none where looking is not possible. Problems: slack_busy,
   * slack_unreachable.
   */
  findPosts(query: {
    readonly channelId: string;
    readonly threadTs?: string;
    readonly key: string;
    readonly since: number;
  }): Promise<readonly Place[] | Problem>;
  /** Deletes a message of ours. Problems: slack_*, slack_message_deleted when it is not there. */
  deletePost(place: Place): Promise<'deleted' | Problem>;
  /** Puts a sentence in the place of a message, which says that its personal data was erased. Problems: slack_* . */
  eraseMessage(place: Place): Promise<Place | Problem>;
  /** Uploads the calendar file of an invite, which nobody sees before it is shared. Problems: slack_*, files_not_allowed. */
  uploadCalendar(invite: Invite, file: CalendarToSend): Promise<{ readonly fileId: string } | Problem>;
  /** Shows an uploaded calendar file in a thread. Problems: slack_*, files_not_allowed. */
  shareCalendar(
    invite: Invite,
    file: CalendarToSend,
    where: {
      readonly fileId: string;
      readonly channelId: string;
      readonly threadTs: string;
      readonly heartbeat: () => Promise<boolean>;
    },
  ): Promise<'shared' | Problem>;
  /** Whether a thread shows a file of this name that was posted since then (epoch ms). Problems: slack_busy, slack_unreachable. */
  hasFile(query: {
    readonly channelId: string;
    readonly threadTs: string;
    readonly name: string;
    readonly since: number;
  }): Promise<'yes' | 'no' | 'cannot look' | Problem>;
  /** Deletes a file of ours, by Slack's id of it. Problems: slack_*; slack_refused with Slack's word when it can't be. */
  deleteFile(fileId: string): Promise<'deleted' | Problem>;
  /** From when on something can be posted in a channel, epoch ms, as far as is known; in the past when now. */
  freeAt(channelId: string): number;
  /** The ids of the workspace's own admins and owners, owners first. Problems: slack_* . */
  admins(): Promise<readonly string[] | Problem>;
  /** The channel id of a direct message with a person. */
  directChannel(personId: string): Promise<string | Problem>;
};
