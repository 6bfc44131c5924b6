import type { Generated } from 'kysely';
import type { Removal } from '../domain/removal.ts';

/**
 * The tables, as kysely sees them. Portable between SQLite and PostgreSQL: text ids, epoch-millisecond integers, JSON as
 * text, booleans as 0 and 1.
 */
export type InviteTable = {
  id: string;
  request_key: string;
  workspace_id: string;
  inviter_id: string;
  inviter_zone: string | null;
  channel_id: string;
  guest_email: string;
  /** The address as it is compared. */
  guest_key: string;
  host_id: string;
  host_name: string;
  event_name: string;
  message: string;
  permissions: string;
  time_zone: string;
  starts_at: number;
  ends_at: number;
  typed_start: string;
  typed_end: string;
  send_email: number;
  state: string;
  provider_invite_id: string | null;
  link: string | null;
  create_sent_at: number | null;
  in_doubt: number;
  change: string | null;
  cancel: string | null;
  kick_asked_by: string | null;
  inviter_left: string | null;
  stuck_since: number | null;
  problem: string | null;
  card_channel_id: string | null;
  card_ts: string | null;
  created_at: number;
  updated_at: number;
  version: number;
  /** The last reconcile that met it at the provider. No part of what the invite is: it does not move the version. */
  seen_in: Generated<number>;
};

export type WorkTable = {
  id: string;
  /** Null for what belongs to no invite: reconciling, digests. */
  invite_id: string | null;
  kind: string;
  name: string;
  facts: string;
  gen: number;
  state: string;
  attempt: number;
  tries: number;
  next_at: number;
  lease_until: number;
  /** The work that tells of this one together with others; set while the state is 'waiting'. */
  waits_for: string | null;
  /** Which slots of the runner it takes (domain/lanes.ts). */
  lane: string;
  /** Who stands one behind the other in a lane: `target/owner`; '' in lanes whose jobs come in the order of their times. */
  queue: string;
  /** The person who caused it; '' when nobody did. */
  owner: string;
  /** About when it was owed, epoch ms: what is due at once comes in the order in which it was asked for. */
  since: number;
  /** The message it sent last without knowing the answer, JSON. */
  sent_post: Generated<string | null>;
};

export type AuditTable = {
  id: string;
  /** Null for what belongs to no invite of a guest. */
  invite_id: string | null;
  /** What it is about: an invite's id, a batch's id, or something at a provider (`truvera/member/7`). */
  subject: string;
  at: number;
  /** A Slack person's id, or 'guestlist' for what the bot did itself. */
  actor: string;
  action: string;
  facts: string;
  /** Set for what belongs to the history that admins read: where it was done, and whom or what it was about, as it is searched. */
  area: string | null;
  about: string | null;
};

export type ChannelSettingsTable = {
  channel_id: string;
  starts: number;
  warn_minutes: number;
  style: 'broadcast' | 'thread' | 'card';
  changed_by: string;
  changed_at: number;
};

export type MemberBatchTable = {
  id: string;
  request_key: string;
  workspace_id: string;
  asker_id: string;
  channel_id: string;
  provider: string;
  terms: string;
  pause: string | null;
  card_channel_id: string | null;
  card_ts: string | null;
  card_shown_at: number | null;
  created_at: number;
  /** Null in batches that were asked for before it was kept: who asked. */
  actor_id: string | null;
};

export type MemberRowTable = {
  id: string;
  batch_id: string;
  position: number;
  email: string;
  /** The address as it is compared. */
  email_key: string;
  first_name: string | null;
  last_name: string | null;
  phone: string | null;
  state: string;
  problem: string | null;
  invite_id: string | null;
  join_url: string | null;
  sent_at: number | null;
};

export type TeamDeedTable = {
  id: string;
  /** What makes a deed one deed: the modal's id. */
  request_key: string;
  at: number;
  /** A Slack person's id. */
  actor: string;
  provider: string;
  operation: string;
  /** What was put into the form, without what is secret, JSON. */
  input: string;
  /** 'asked' while nobody knows, then 'done' or the code of the Problem. */
  outcome: string;
  settled_at: number | null;
  /** What was put in, as it is searched. */
  about: string | null;
};

export type ShareUseTable = {
  id: string;
  person_id: string;
  kind: string;
  amount: number;
  at: number;
};

export type AcceptedRequestTable = {
  /** A hash of what makes the request itself. */
  id: string;
  /** 1: `at` is the time Slack signed; 0: our own. */
  signed: number;
  at: number;
};

/** For which of the things done in an open form it was drawn last. */
export type FormDrawingTable = {
  view_id: string;
  /** By Slack's clock, microseconds. */
  acted_at: number;
};

/** A provider that refuses our key. */
export type RefusedKeyTable = {
  provider: string;
  since: number;
};

/** What was sent to the provider and has no answer (yet). */
export type UnansweredWriteTable = {
  id: string;
  invite_id: string;
  /** 'create', 'change', or 'settled': what came of it was surplus, and is gone. */
  kind: string;
  /** What was sent, JSON. */
  sent: string;
  sent_at: number;
  /** After this it is of no interest. */
  over_at: number;
  /** 1 when something else is so since: nobody wants it any more. */
  overtaken: Generated<number>;
  /** The provider's key of what came of it and nobody wants. */
  surplus_id: string | null;
};

/** What is to be taken away at a system, and whether it was. */
export type RemovalTable = {
  id: string;
  kind: Removal['kind'];
  provider: string;
  target_key: string;
  /** What is needed to take it away, JSON. No secrets. */
  target: string;
  who: string;
  /** The first who asked: in whose queue the job waits. */
  asked_by: string;
  /** All who asked, JSON. */
  askers: string;
  state: Removal['state'];
  problem: string | null;
  stuck_since: number | null;
  sent_at: number | null;
  asked_at: number;
};

/** A message that warns of ends. */
export type WarningTable = {
  id: string;
  /** The invite in whose card's thread it goes; null for one in a channel or a direct message. */
  thread_of: string | null;
  /** Whose direct message it is; null for one in a channel. */
  person_id: string | null;
  /** Whom it mentions; null for nobody. */
  mentions: string | null;
  created_at: number;
  /** Where it stands, and since when, once it does. */
  channel_id: string | null;
  ts: string | null;
  shown_at: number | null;
};

/** One end that a message warns of. */
export type WarningLineTable = {
  id: string;
  warning_id: string;
  invite_id: string;
  ends_at: number;
  /** What became of it, JSON. */
  outcome: string | null;
};

/** How a person wants to hear of their invites; without a row as by default. */
export type PersonSettingsTable = {
  person_id: string;
  reach: 'mention' | 'direct';
  changed_at: number;
};

export type Tables = {
  invite: InviteTable;
  work: WorkTable;
  audit: AuditTable;
  channel_settings: ChannelSettingsTable;
  member_batch: MemberBatchTable;
  member_row: MemberRowTable;
  team_deed: TeamDeedTable;
  share_use: ShareUseTable;
  accepted_request: AcceptedRequestTable;
  form_drawing: FormDrawingTable;
  refused_key: RefusedKeyTable;
  unanswered_write: UnansweredWriteTable;
  removal: RemovalTable;
  warning: WarningTable;
  warning_line: WarningLineTable;
  person_settings: PersonSettingsTable;
};
