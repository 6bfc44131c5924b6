import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Invite } from '../domain/invite.ts';
import { type Job, type JobKind, jobId } from '../domain/job.ts';
import { type Lane, type Line, noticeLane, wantedAtProvider } from '../domain/lanes.ts';
import type { JobTable, Tables } from './schema.ts';

/** A column's value: known here, or read by the statement from the invite or batch the job is for. */
type Value = string | RawBuilder<string>;

/** Where a job waits, as columns. */
export type LineColumns = { readonly lane: Value; readonly queue: Value; readonly owner: Value };

/** And since when: its invite or its batch was written last just before, or was it just now. */
export type PlaceColumns = LineColumns & { readonly since: number | RawBuilder<number> };

type JobKey = Pick<Job, 'kind'> & Partial<Pick<Job, 'inviteId'>> & { readonly name?: string | undefined };

/**
 * Where a job waits: read from its invite or its batch, in the statement that writes the job, so that nobody who enqueues one has to
 * say. A `provider` job follows its invite from then on (followInvite).
 */
export function placeColumns(job: JobKey): PlaceColumns {
  return { ...lines[job.kind](job), since: sinceColumn(job) };
}

function sinceColumn({ inviteId, kind, name }: JobKey): number | RawBuilder<number> {
  if (inviteId !== undefined)
    return sql<number>`coalesce((select updated_at from invite where invite.id = ${inviteId}), 0)`;
  if (kind !== 'members' && kind !== 'member_card') return 0;
  return sql<number>`coalesce((select created_at from member_batch where member_batch.id = ${name ?? ''}), 0)`;
}

const inviter = ({ inviteId }: JobKey) => ofInvite(inviteId, sql`inviter_id`);
const requester = ({ name }: JobKey) => ofBatch(name, sql`requester_id`);
const timed = (lane: Lane) => (job: JobKey) => ({ lane, queue: '', owner: inviter(job) });
const nobodys = (lane: Lane, target = '') => ({ lane, queue: queueOf({ target, owner: '' }), owner: '' });
const nowhere = queueOf({ target: '', owner: '' });

const lines: Readonly<Record<JobKind, (job: JobKey) => LineColumns>> = {
  provider: (job) => ({
    lane: ofInvite(
      job.inviteId,
      sql`case when state = 'cancelling' or (state = 'granted' and kick_requested_by is not null and (stuck_since is null or change is null)) then 'revoke' else 'invite' end`,
      'invite',
    ),
    queue: ofInvite(job.inviteId, sql`'/' || inviter_id`, nowhere),
    owner: inviter(job),
  }),
  card: (job) => ({
    ...cardLine((...value) => ofInvite(job.inviteId, ...value), sql`inviter_id`),
    owner: inviter(job),
  }),
  member_card: (job) => ({
    ...cardLine((...value) => ofBatch(job.name, ...value), sql`requester_id`),
    owner: requester(job),
  }),
  // As a notice that can wait.
  calendar: (job) => ({
    lane: 'news',
    queue: ofInvite(job.inviteId, sql`coalesce(card_channel_id, channel_id) || '/' || inviter_id`, nowhere),
    owner: inviter(job),
  }),
  // It only looks, and may wait long for each system: what is to be taken away then is a removal of its own.
  offboard: ({ name = '' }) => nobodys('call', `offboard_${name}`),
  person_card: (job) => ({
    ...cardLine((...value) => ofPerson(job.name, ...value), sql`requester_id`),
    owner: ofPerson(job.name, sql`requester_id`),
  }),
  notice: (job) => ({
    lane: noticeLane(job.name ?? ''),
    queue: ofInvite(job.inviteId, sql`coalesce(card_channel_id, channel_id) || '/' || inviter_id`, nowhere),
    owner: inviter(job),
  }),
  // As a direct notice.
  inviter_notice: (job) => ({
    lane: noticeLane(job.name ?? ''),
    queue: ofInvite(job.inviteId, sql`inviter_id || '/' || inviter_id`, nowhere),
    owner: inviter(job),
  }),
  start: timed('plan'),
  warn: timed('plan'),
  warning: (job) => ({
    ...warningLine((...value) => ofWarning(job.name, ...value)),
    owner: ofWarning(job.name, sql`invite.inviter_id`),
  }),
  card_again: timed('plan'),
  end: timed('expire'),
  digest: ({ name }) => nobodys('post', name),
  // One person's direct messages come one after the other; which channel that is, only Slack knows.
  direct_notice: ({ name = '' }) => nobodys('post', name.slice(name.lastIndexOf(':') + 1)),
  admin_notice: () => nobodys('call'),
  channel_notice: ({ name = '' }) => nobodys('post', name.slice(name.lastIndexOf(':') + 1)),
  inviter: (job) => ({
    lane: 'call',
    queue: ofInvite(job.inviteId, sql`'/' || inviter_id`, nowhere),
    owner: inviter(job),
  }),
  // In a queue of its own: each person is looked at once an hour, whatever admins are notified of.
  inviters: () => nobodys('call', 'inviters'),
  members: (job) => ({
    lane: 'members',
    queue: ofBatch(job.name, sql`provider || '/' || requester_id`, nowhere),
    owner: requester(job),
  }),
  surplus: (job) => ({
    lane: 'revoke',
    queue: ofInvite(job.inviteId, sql`'/' || inviter_id`, nowhere),
    owner: inviter(job),
  }),
  removal: ({ name = '' }) => ({
    lane: 'revoke',
    queue: ofRemoval(name, sql`'/' || requested_by`, nowhere),
    owner: ofRemoval(name, sql`requested_by`),
  }),
  late_post: () => nobodys('call'),
  // In queues of their own: however much there is to edit, nobody waits behind it.
  erasure: () => nobodys('call', 'erasure'),
  approval: () => ({ lane: 'plan', queue: '', owner: '' }),
  approval_ask: () => nobodys('call', 'approvals'),
  approval_card: (job) => ({
    lane: ofApprovalCard(job.name, sql`case when ts is null then 'post' else 'call' end`, 'call'),
    queue: ofApprovalCard(job.name, sql`case when ts is null then place || '/' else '/approvals' end`, nowhere),
    owner: '',
  }),
  retention: () => ({ lane: 'plan', queue: '', owner: '' }),
  key_check: () => nobodys('call'),
  // One person's series come one after the other: what they create goes to the provider by jobs of its own.
  series: ({ name }) => ({
    lane: 'call',
    queue: ofSeries(name, sql`'/' || inviter_id`, nowhere),
    owner: ofSeries(name, sql`inviter_id`),
  }),
  series_card: ({ name }) => ({
    ...cardLine((...value) => ofSeries(name, ...value), sql`inviter_id`),
    owner: ofSeries(name, sql`inviter_id`),
  }),
  // In a queue of its own: it waits for nobody, and nobody for it.
  audit_stream: ({ name = '' }) => nobodys('call', `audit_${name}`),
  home: () => nobodys('home'),
  homes: () => ({ lane: 'plan', queue: '', owner: '' }),
  // In a queue of its own: nobody waits while the log is read.
  attendance: () => nobodys('call', 'attendance'),
  reconcile: () => nobodys('reconcile'),
};

/** As a card's. A direct message waits behind other news for its person. */
function warningLine(
  of: (value: RawBuilder<unknown>, without?: string) => RawBuilder<string>,
): Pick<LineColumns, 'lane' | 'queue'> {
  const channel = sql`coalesce(warning.person_id, invite.card_channel_id, invite.channel_id)`;
  return {
    lane: of(sql`case when warning.ts is null then 'news' else 'call' end`, 'call'),
    queue: of(
      sql`case when warning.ts is null then ${channel} || '/' || invite.inviter_id else '/' || invite.inviter_id end`,
      nowhere,
    ),
  };
}

/** A card that stands is edited; one that does not needs the rate limiter of its channel. */
function cardLine(
  of: (value: RawBuilder<unknown>, without?: string) => RawBuilder<string>,
  owner: RawBuilder<unknown>,
): Pick<LineColumns, 'lane' | 'queue'> {
  return {
    lane: of(sql`case when card_ts is null then 'post' else 'call' end`, 'call'),
    queue: of(sql`case when card_ts is null then channel_id || '/' || ${owner} else '/' || ${owner} end`, nowhere),
  };
}

const ofInvite = ofRow('invite');
const ofBatch = ofRow('member_batch');
const ofPerson = ofRow('person_request');
const ofRemoval = ofRow('removal');
const ofApprovalCard = ofRow('approval_card');
const ofSeries = ofRow('series');

/** Reads a value from a row of this table; `without`: what it is where there is no such row. */
function ofRow(table: 'invite' | 'member_batch' | 'person_request' | 'removal' | 'approval_card' | 'series') {
  const [rows, id] = [sql.table(table), sql.ref(`${table}.id`)];
  return (rowId = '', value: RawBuilder<unknown>, without = '') =>
    sql<string>`coalesce((select ${value} from ${rows} where ${id} = ${rowId}), ${sql.lit(without)})`;
}

/** Of a warning, or of the first invite it warns about. */
function ofWarning(id = '', value: RawBuilder<unknown>, without = ''): RawBuilder<string> {
  return sql<string>`coalesce((
    select ${value} from warning
    join warning_line on warning_line.warning_id = warning.id join invite on invite.id = warning_line.invite_id
    where warning.id = ${id} order by warning_line.ends_at, warning_line.invite_id limit 1
  ), ${sql.lit(without)})`;
}

/** Those whose message may stand, and elsewhere, when they run. */
const moving: ReadonlySet<JobKind> = new Set([
  'card',
  'member_card',
  'person_card',
  'series_card',
  'approval_card',
  'warning',
  'notice',
  'calendar',
]);

/** What moves while a job waits or runs: whether its message stands, and in which channel. */
export function movedColumns(job: JobKey): Partial<Pick<LineColumns, 'lane' | 'queue'>> {
  if (!moving.has(job.kind)) return {};
  const { lane, queue } = lines[job.kind](job);
  return { lane, queue };
}

/** The `provider` job of an invite waits where what the invite wants now is done; run whenever an invite is written. */
export async function followInvite(db: Kysely<Tables>, invite: Invite): Promise<void> {
  const wanted = wantedAtProvider(invite);
  if (wanted === undefined) return;
  const { lane, owner } = wanted;
  const queue = queueOf({ target: '', owner });
  await db
    .updateTable('job')
    .set({ lane, queue, owner })
    .where('id', '=', jobId(invite.id, 'provider'))
    .where((eb) => eb.or([eb('lane', '<>', lane), eb('queue', '<>', queue)]))
    .execute();
}

/** A row's line in our words. */
export function lineOf(row: Pick<JobTable, 'lane' | 'queue' | 'owner'>): Line {
  const [target = ''] = row.queue.split('/');
  return { lane: row.lane as Lane, target, owner: row.owner };
}

/** What one person has in a lane at one target: no queue of a lane that is not timed is ''. */
export function queueOf({ target, owner }: Pick<Line, 'target' | 'owner'>): string {
  return `${target}/${owner}`;
}
