import type { Generated } from 'kysely';
import type { Approval, ApprovalCard } from '../domain/approval.ts';
import type { Attendance } from '../domain/attendance.ts';
import type { Home } from '../domain/home.ts';
import type { Invite } from '../domain/invite.ts';
import type { Job } from '../domain/job.ts';
import type { MemberBatch, MemberRow } from '../domain/member-batch.ts';
import type { PersonRequest } from '../domain/person-request.ts';
import type { Removal } from '../domain/removal.ts';
import type { Series } from '../domain/series.ts';
import type { ShareKind, ShareUse } from '../domain/shares.ts';
import type { RowOf } from './rows.ts';

/**
 * The tables, as kysely sees them. Portable between SQLite and PostgreSQL: text ids, epoch-millisecond integers, JSON as
 * text, booleans as 0 and 1. What the domain knows as a record has a column for each of its keys.
 */
export type InviteTable = RowOf<Invite> & {
  /** The address as it is compared. */
  guest_key: string;
  /** The last reconcile that met it at the provider. No part of what the invite is: it does not move the version. */
  seen_in: Generated<number>;
};

export type JobTable = RowOf<Omit<Job, 'inviteId' | 'lane' | 'target'>> & {
  /** Null for what belongs to no invite: reconciling, digests. */
  invite_id: string | null;
  /** The invite or the batch that a notice to one person is about; null for other jobs. */
  about: string | null;
  /** The job that reports this one together with others; set while the state is 'waiting'. */
  waits_for: string | null;
  /** Which slots of the runner it takes (domain/lanes.ts). */
  lane: string;
  /** Who stands one behind the other in a lane: `target/owner`; '' in lanes whose jobs come in the order of their times. */
  queue: string;
  /** About when it was enqueued, epoch ms: what is due at once comes in the order in which it was asked for. */
  since: number;
  /** The message it sent last without knowing the answer, JSON. */
  sent_post: Generated<string | null>;
};

/** One row of the audit log: append-only, and chained by hashes per workspace (audit-hash.ts). */
export type AuditTable = {
  id: string;
  /** Whose chain it is in; '' for what was written before anybody knew the workspace. */
  workspace_id: string;
  /** Its place in the chain, from 1. */
  seq: number;
  at: number;
  /** A Slack person's id, or 'guestlist' for what the bot did itself. */
  actor: string;
  action: string;
  /** Null for what belongs to no invite of a guest. */
  invite_id: string | null;
  /** What it is about: an invite's id, a batch's id, or something at a provider (`truvera/member/7`). */
  subject: string;
  /** Set for what belongs to the history that admins read: where it was done, and whom or what it was about, as it is searched. */
  area: string | null;
  about: string | null;
  /** Through which surface (domain/via.ts); null in rows that are older than the chain. */
  via: string | null;
  /** The rule of the policy that allowed it. */
  rule: string | null;
  /** Slack persons who approved it, JSON. */
  approved_by: string | null;
  /** What changed, from what to what, and what else there is to say, JSON. Nothing personal. */
  before: string | null;
  after: string | null;
  facts: string;
  /** The personal parts of facts, before and after, and the reason, JSON. Erased together with salt and `about`. */
  personal: string | null;
  personal_salt: string | null;
  /** Stands for what can be erased, in the hash. */
  personal_digest: string | null;
  /** The hash of the row before it in the chain; '' in the first. */
  prev_hash: string;
  hash: string;
};

/** How far a sink has the audit log. */
export type AuditStreamTable = {
  sink: string;
  /** The last row of each chain that it took, JSON. */
  places: string;
  /** Epoch ms; null while it takes what it is given. */
  failing_since: number | null;
};

/** Where each chain ends: what its last row has. */
export type AuditHeadTable = { workspace_id: string; seq: number; prev_hash: string; hash: string };

export type ChannelSettingsTable = {
  channel_id: string;
  starts: number;
  warn_minutes: number;
  style: 'broadcast' | 'thread' | 'card';
  changed_by: string;
  changed_at: number;
};

export type MemberBatchTable = RowOf<Omit<MemberBatch, 'actorId'>> & {
  /** Null in batches that were asked for before it was kept: who asked. */
  actor_id: string | null;
};

export type MemberRowTable = RowOf<MemberRow> & {
  /** The address as it is compared. */
  email_key: string;
};

export type TeamActionTable = {
  id: string;
  /** What makes an action one action: the modal's id. */
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

export type ShareUseTable = RowOf<ShareUse> & { id: string; person_id: string; kind: ShareKind };

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
  /** 'create', 'change', or 'settled': its result was surplus, and is cancelled. */
  kind: string;
  /** What was sent, JSON. */
  sent: string;
  sent_at: number;
  /** After this it is of no interest. */
  expires_at: number;
  /** 1 when something else is so since: nobody wants it any more. */
  overtaken: Generated<number>;
  /** The provider's key of a result that nobody wants. */
  surplus_id: string | null;
};

/** What is to be taken away at a system, and whether it was. */
export type RemovalTable = RowOf<Removal> & {
  /** The first who asked: in whose queue the job waits. */
  requested_by: string;
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

/**
 * A message of ours in Slack, by its place, so that it can be edited when personal data is erased. One row for each invite it is
 * about. Cards and warnings are not here: they know their place themselves.
 */
export type SentMessageTable = {
  id: string;
  /** The job that posted it. */
  job_id: string;
  /** Null for one that is about no invite, or about nobody in particular. */
  invite_id: string | null;
  channel_id: string;
  ts: string;
  sent_at: number;
  erasure: ErasureState;
};

/** A file of ours in Slack. */
export type SentFileTable = {
  /** Slack's id. */
  id: string;
  /** Who got it. */
  person_id: string;
  sent_at: number;
  erasure: ErasureState;
};

/** The calendar file of an invite (domain/calendar/calendar-file.ts). */
export type CalendarFileTable = {
  invite_id: string;
  /** Null when none was sent. */
  sequence: number | null;
  sent_hash: string | null;
  wanted_by: string | null;
};

/** A request for approval. */
export type ApprovalTable = RowOf<Approval>;

/** One person's approval. */
export type ApprovalVoteTable = { id: string; approval_id: string; person_id: string; at: number };

/** A request that is about one person and several systems. */
export type PersonRequestTable = RowOf<PersonRequest>;

/** When a guest connected and left. */
export type AttendanceTable = RowOf<Attendance>;

/** A message that shows a request to approvers. */
export type ApprovalCardTable = RowOf<ApprovalCard>;

/** A series of invites. */
export type SeriesTable = RowOf<Series>;
/** The Home tab of a person. */
export type HomeTable = RowOf<Home>;

/** Null until it is to be erased; 'wanted' while the bot has to; 'done'; or Slack's word for why it can't be. */
type ErasureState = Generated<string | null>;

export type Tables = {
  invite: InviteTable;
  job: JobTable;
  audit: AuditTable;
  audit_head: AuditHeadTable;
  audit_stream: AuditStreamTable;
  channel_settings: ChannelSettingsTable;
  member_batch: MemberBatchTable;
  member_row: MemberRowTable;
  team_action: TeamActionTable;
  share_use: ShareUseTable;
  accepted_request: AcceptedRequestTable;
  form_drawing: FormDrawingTable;
  refused_key: RefusedKeyTable;
  unanswered_write: UnansweredWriteTable;
  removal: RemovalTable;
  warning: WarningTable;
  warning_line: WarningLineTable;
  person_settings: PersonSettingsTable;
  sent_message: SentMessageTable;
  sent_file: SentFileTable;
  calendar_file: CalendarFileTable;
  approval: ApprovalTable;
  approval_vote: ApprovalVoteTable;
  approval_card: ApprovalCardTable;
  series: SeriesTable;
  home: HomeTable;
  attendance: AttendanceTable;
  person_request: PersonRequestTable;
};
