import { ERASED } from '../domain/erased.ts';
import { erasedFacts, withoutAddresses } from '../domain/erasure.ts';
import type { Tables } from './schema.ts';

/** A column that identifies nobody who is invited, and why. */
type Kept = { readonly keeps: string };
/** A column with personal data of a guest or of somebody invited as a member, and what becomes of it. */
type Personal = { readonly holds: string; readonly becomes: keyof typeof erasedAs };
export type ColumnData = Kept | Personal;

/** What stands in a column when its personal data is erased. Nothing stays nothing. */
const erasedAs = {
  mark: () => ERASED,
  null: () => null,
  /** An id that can be an address, as that of a member invite at Parsec is. */
  address: withoutAddresses,
  /** JSON with texts that name people under known keys, and possibly addresses in others. Ids stay. */
  facts: (text: string) => JSON.stringify(erasedFacts(JSON.parse(text))),
} satisfies Record<string, (text: string) => string | null>;

const id: Kept = { keeps: 'an id of ours or of a system' };
const time: Kept = { keeps: 'an instant or a number' };
const ours: Kept = {
  keeps: 'somebody of the workspace who uses Guestlist, by their Slack id: needed to say who let whom in',
};
const place: Kept = { keeps: 'where a message stands in Slack' };
const state: Kept = { keeps: 'a word of ours' };
const problem: Personal = { holds: 'what was typed, or what a system said about it', becomes: 'facts' };

/**
 * Where personal data of guests and of people invited as members lies, column by column; the one place that decides what is erased.
 * `tsc` names a column that is missing here, and test/store/personal-data.test.ts one that is only in a migration.
 */
export const personalData = {
  invite: {
    id,
    request_key: id,
    workspace_id: id,
    inviter_id: ours,
    inviter_zone: { keeps: "the inviter's time zone" },
    channel_id: place,
    guest_email: { holds: "the guest's address", becomes: 'mark' },
    guest_key: { holds: "the guest's address, as it is compared", becomes: 'mark' },
    host_id: id,
    host_name: { keeps: "the computer's name" },
    event_name: { holds: 'what the inviter wrote, which may name the guest', becomes: 'mark' },
    message: { holds: 'what the inviter wrote to the guest', becomes: 'mark' },
    message_language: { keeps: 'a language' },
    permissions: state,
    time_zone: { keeps: 'the zone in which the times were typed' },
    starts_at: time,
    ends_at: time,
    typed_start: time,
    typed_end: time,
    send_email: state,
    state,
    provider_invite_id: { keeps: 'the id at the provider: by it the invite is known there, and not imported again' },
    link: { holds: "the guest's own link", becomes: 'null' },
    create_sent_at: time,
    in_doubt: state,
    change: { keeps: 'times, computer and permissions' },
    cancel: ours,
    kick_requested_by: ours,
    inviter_left: state,
    stuck_since: time,
    problem,
    card_channel_id: place,
    card_ts: place,
    erased_at: time,
    created_at: time,
    updated_at: time,
    version: time,
    seen_in: time,
    awaits: id,
    series_id: id,
    occurrence: { keeps: 'a day and a number' },
  },
  job: {
    id,
    invite_id: id,
    kind: state,
    name: { keeps: 'which notice it is, by ids' },
    facts: { holds: 'what a notice says: guest, event, name', becomes: 'facts' },
    gen: time,
    state,
    attempt: time,
    tries: time,
    next_at: time,
    lease_until: time,
    about: id,
    waits_for: id,
    lane: state,
    queue: place,
    owner: ours,
    since: time,
    sent_post: place,
  },
  audit: {
    id,
    workspace_id: id,
    seq: time,
    at: time,
    actor: ours,
    action: state,
    invite_id: id,
    subject: { keeps: 'an id, in which an address is a hash (subject-key.ts)' },
    area: state,
    about: { holds: 'whom it was about, as it is searched', becomes: 'null' },
    via: state,
    rule: state,
    approved_by: ours,
    before: { keeps: 'what changed, without what is in `personal`' },
    after: { keeps: 'what changed, without what is in `personal`' },
    facts: { keeps: 'what else there is to say, without what is in `personal`' },
    personal: { holds: 'whom it was about, what was typed, and why', becomes: 'null' },
    personal_salt: {
      holds: 'what keeps the digest from being guessed: worth nothing without the rest',
      becomes: 'null',
    },
    personal_digest: {
      keeps: 'stands for what is erased, in the hash of the chain; nobody guesses from it without the salt',
    },
    prev_hash: { keeps: 'the chain' },
    hash: { keeps: 'the chain' },
  },
  approval: {
    id,
    workspace_id: id,
    kind: state,
    subject_id: id,
    requester_id: ours,
    state,
    rule: state,
    by: state,
    needed: time,
    causes: state,
    reason: { holds: 'why it is wanted, which may name the guest', becomes: 'mark' },
    terms: { keeps: 'times, computer and permissions' },
    change: { keeps: 'times, computer and permissions' },
    revision: time,
    asked: time,
    reminders: time,
    decided_by: ours,
    decided_at: time,
    note: { holds: 'why it was denied, which may name the guest', becomes: 'mark' },
    review: state,
    reviewed_by: ours,
    reviewed_at: time,
    review_note: { holds: 'what the review came to, which may name the guest', becomes: 'mark' },
    created_at: time,
    expires_at: time,
    version: time,
  },
  audit_stream: { sink: state, places: { keeps: 'how far a stream got in each chain' }, failing_since: time },
  audit_head: { workspace_id: id, seq: time, prev_hash: { keeps: 'the chain' }, hash: { keeps: 'the chain' } },
  channel_settings: {
    channel_id: place,
    starts: state,
    warn_minutes: time,
    style: state,
    changed_by: ours,
    changed_at: time,
  },
  member_batch: {
    id,
    request_key: id,
    workspace_id: id,
    requester_id: ours,
    actor_id: ours,
    channel_id: place,
    provider: state,
    terms: { keeps: 'role, group and app rule, by name' },
    pause: problem,
    card_channel_id: place,
    card_ts: place,
    card_shown_at: time,
    created_at: time,
    awaits: id,
    part_of: id,
  },
  member_row: {
    id,
    batch_id: id,
    position: time,
    email: { holds: 'the address, or what stood in its place', becomes: 'mark' },
    email_key: { holds: 'the address, as it is compared', becomes: 'mark' },
    first_name: { holds: 'the first name', becomes: 'null' },
    last_name: { holds: 'the last name', becomes: 'null' },
    phone: { holds: 'the phone number', becomes: 'null' },
    state,
    problem,
    invite_id: { holds: "the system's id of the invite, which is the address at Parsec", becomes: 'address' },
    join_url: { holds: 'the personal link to join', becomes: 'null' },
    sent_at: time,
  },
  team_action: {
    id,
    request_key: id,
    at: time,
    actor: ours,
    provider: state,
    operation: state,
    input: { holds: 'what an admin put into a form of /team', becomes: 'facts' },
    outcome: state,
    settled_at: time,
    about: { holds: 'the same, as it is searched', becomes: 'null' },
  },
  share_use: { id, person_id: ours, kind: state, amount: time, at: time },
  accepted_request: { id: { keeps: 'a hash' }, signed: state, at: time },
  calendar_file: {
    invite_id: id,
    sequence: time,
    sent_hash: { keeps: 'a hash of times, computer and event, by which nobody finds them again' },
    wanted_by: ours,
  },
  form_drawing: { view_id: id, acted_at: time },
  refused_key: { provider: state, since: time },
  unanswered_write: {
    id,
    invite_id: id,
    kind: state,
    sent: { holds: 'what was sent to the provider: guest and event', becomes: 'facts' },
    sent_at: time,
    expires_at: time,
    overtaken: state,
    surplus_id: id,
  },
  removal: {
    id,
    provider: state,
    target_key: { holds: "the system's id, which is the address at Parsec", becomes: 'address' },
    who: { holds: 'whom it is about, as the system shows them', becomes: 'mark' },
    requesters: ours,
    requested_by: ours,
    state,
    problem,
    stuck_since: time,
    sent_at: time,
    asked_at: time,
    kind: state,
    target: { holds: "a pending invite's address, or what was put into a form", becomes: 'facts' },
  },
  warning: {
    id,
    thread_of: id,
    person_id: ours,
    mentions: ours,
    created_at: time,
    channel_id: place,
    ts: place,
    shown_at: time,
  },
  warning_line: { id, warning_id: id, invite_id: id, ends_at: time, outcome: state },
  person_settings: { person_id: ours, reach: state, changed_at: time },
  sent_message: { id, job_id: id, invite_id: id, channel_id: place, ts: place, sent_at: time, erasure: state },
  sent_file: { id, person_id: ours, sent_at: time, erasure: state },
  approval_vote: { id, approval_id: id, person_id: ours, at: time },
  series: {
    id,
    request_key: id,
    workspace_id: id,
    inviter_id: ours,
    inviter_zone: { keeps: "the inviter's time zone" },
    channel_id: place,
    guest_email: { holds: "the guest's address", becomes: 'mark' },
    host_id: id,
    host_name: { keeps: "the computer's name" },
    event_name: { holds: 'what the inviter wrote, which may name the guest', becomes: 'mark' },
    message: { holds: 'what the inviter wrote to the guest', becomes: 'mark' },
    message_language: { keeps: 'a language' },
    permissions: state,
    send_email: state,
    reason: { holds: 'why approval is wanted, which may name the guest', becomes: 'mark' },
    clash_answered: { keeps: 'a hash' },
    time_zone: { keeps: 'the zone in which the times were typed' },
    start_time: time,
    end_time: time,
    end_days: time,
    fold: state,
    weekdays: time,
    first_date: time,
    until_date: time,
    marks: { holds: 'which occurrences are otherwise, and what a system said of them', becomes: 'facts' },
    state,
    ended_by: ours,
    inviter_left: state,
    card_channel_id: place,
    card_ts: place,
    created_at: time,
    updated_at: time,
  },
  approval_card: { id, approval_id: id, place, channel_id: place, ts: place, created_at: time },
  home: {
    person_id: ours,
    opened_at: time,
    visits: time,
    is_watched: state,
    scope: state,
    part: state,
    host_id: id,
    host_name: { keeps: "the computer's name" },
    page: time,
    shown_at: time,
    shown_hash: { keeps: 'a hash of what stands in Slack, by which it is not published twice' },
    slack_hash: { keeps: "Slack's own name of what stands there" },
  },
  person_request: {
    id,
    request_key: id,
    workspace_id: id,
    requester_id: ours,
    channel_id: place,
    kind: state,
    profile: state,
    email: { holds: 'whom a request removes everywhere', becomes: 'mark' },
    parts: { holds: 'how far each system is, and what it said', becomes: 'facts' },
    card_channel_id: place,
    card_ts: place,
    card_shown_at: time,
    created_at: time,
  },
  // Whose times these are, the invite says as long as it names its guest.
  attendance: {
    invite_id: id,
    first_at: time,
    connected_at: time,
    left_at: time,
    unclear_at: time,
    absent_at: time,
  },
} as const satisfies { readonly [T in keyof Tables]: { readonly [C in keyof Tables[T]]-?: ColumnData } };

export type Row = Readonly<Record<string, string | number | null>>;

/** The tables that have a personal column. */
export const personalTables = (Object.keys(personalData) as (keyof Tables)[]).filter(
  (table) => personalColumns(table).length > 0,
);

/** The columns of a table that hold personal data. */
export function personalColumns(table: keyof Tables): readonly string[] {
  return Object.entries<ColumnData>(personalData[table]).flatMap(([column, data]) =>
    'becomes' in data ? [column] : [],
  );
}

/** What an update writes so that nothing personal is left in a row; empty where nothing is. */
export function erasedColumns(table: keyof Tables, row: Row): Record<string, string | null> {
  const changed: Record<string, string | null> = {};
  for (const [column, data] of Object.entries<ColumnData>(personalData[table])) {
    const value = row[column];
    if (!('becomes' in data) || typeof value !== 'string') continue;
    // Also what is empty: the parts of an audit row are erased together.
    const erased = value === '' && data.becomes !== 'null' ? value : erasedAs[data.becomes](value);
    if (erased !== value) changed[column] = erased;
  }
  return changed;
}
