import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HomeQuery } from '../../src/store/home-invites.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { sqliteFile } from '../../src/store/sqlite.ts';
import { aRemoval } from '../support/a-removal.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// SQLite uses a partial index only when the text of a query implies its condition: bound values do not. What such a slip costs shows
// only with a million rows (`npm run bench:claim`), so the plans themselves are looked at.

let store: Store;
let plans: Database.Database;
const asked: string[] = [];
// oxlint-disable-next-line typescript/unbound-method -- called with the database as `this` below
const prepare = Database.prototype.prepare;

beforeAll(async () => {
  const dataDir = temporaryFolder('plans');
  Database.prototype.prepare = function recorded(this: Database.Database, sql: string) {
    asked.push(sql);
    return prepare.call(this, sql);
  } as typeof prepare;
  store = await openStore({ dataDir });
  plans = new Database(sqliteFile(dataDir), { readonly: true });
});
afterAll(async () => {
  Database.prototype.prepare = prepare;
  plans.close();
  await store.close();
});

const window = { hostId: 'h', startsAt: 1, endsAt: 2 };
/** A part of somebody's Home, or with neither `who` nor `hostId` of everybody's. */
const home = (part: HomeQuery['part'], narrowed: Pick<HomeQuery, 'who' | 'hostId'> = {}) =>
  store.homeInvites({ part, ...narrowed, now: 1, since: 0, until: 2, offset: 0, limit: 9 });
const statements: readonly (readonly [name: string, index: string, run: () => Promise<unknown>])[] = [
  ['dueJobs', 'job_in_line', () => store.dueJobs(1)],
  ['dueInQueues', 'job_in_line', () => store.dueInQueues(1, [{ lane: 'call', target: '', owner: 'U1' }], 8)],
  ['overtakenJobs', 'sqlite_autoindex_job_1', () => store.overtakenJobs(['inv_1:provider'])],
  ['agenda', 'job_in_line', () => store.agenda(1)],
  ['recallJobs', 'job_in_line', () => store.recallJobs(1)],
  ['jobsOfInvite', 'job_by_invite', () => store.jobsOfInvite('inv_1')],
  ['waitingNotices', 'job_waiting', () => store.waitingNotices('C1', { limit: 5 })],
  ['hasEndsToRecord', 'invite_granted_by_channel', () => store.hasEndsToRecord('C1', 1)],
  ['openInvitesInChannel', 'invite_granted_by_channel', () => store.openInvitesInChannel('C1', 1)],
  ['pendingCreates', 'invite_pending', () => store.pendingCreates()],
  ['takenProviderIds', 'invite_provider', () => store.takenProviderIds(['p1'])],
  ['openByProviderIds', 'invite_provider', () => store.openByProviderIds(['p1'], 1)],
  ['invitesOnHost', 'invite_by_host', () => store.invitesOnHost(window)],
  ['invitesInSpan', 'invite_by_end', () => store.invitesInSpan({ from: 1, to: 2, limit: 9 })],
  ['recentInvites', 'invite_by_inviter', () => store.recentInvites({ inviterId: 'U1', endsAfter: 1, limit: 1 })],
  ['openInvitesBetween', 'invite_by_inviter', () => store.openInvitesBetween({ inviterId: 'U1', from: 1, to: 2 })],
  ['templatesOf', 'invite_template_by_owner', () => store.templatesOf({ workspaceId: 'T1', ownerIds: ['U1', ''] })],
  ['bookedOnHost', 'invite_by_host', () => store.bookedOnHost(window)],
  ['invitesNowAndNext', 'invite_by_host', () => store.invitesNowAndNext({ hostIds: ['h', 'i'], now: 1 })],
  ['homeInvites: now', 'invite_open_by_start', () => home('now')],
  ['homeInvites: now of a person', 'invite_open_by_inviter_start', () => home('now', { who: 'U1' })],
  ['homeInvites: now on a host', 'invite_open_by_host_start', () => home('now', { hostId: 'h' })],
  ['homeInvites: next', 'invite_open_by_start', () => home('next')],
  ['homeInvites: next of a person', 'invite_open_by_inviter_start', () => home('next', { who: 'U1' })],
  ['homeInvites: ended', 'invite_closed_by_end', () => home('ended')],
  ['homeInvites: ended of a person', 'invite_closed_by_inviter_end', () => home('ended', { who: 'U1' })],
  ['homeInvites: warned', 'warning_line_by_invite', () => home('warned')],
  ['homeInvites: troubled', 'invite_troubled_by_end', () => home('troubled')],
  ['homeInvites: troubled of a person', 'invite_troubled_by_inviter_end', () => home('troubled', { who: 'U1' })],
  [
    'homeInvites: troubled on a host, looking for what succeeded',
    'invite_by_guest',
    () => home('troubled', { hostId: 'h' }),
  ],
  ['homeInvites: held', 'invite_troubled_by_end', () => home('held')],
  ['bookingsOfHosts', 'invite_open_by_host_start', () => store.bookingsOfHosts({ hostIds: ['h', 'i'], now: 1 })],
  ['watchedHomes', 'home_watched', () => store.watchedHomes(9)],
  ['unwatchOldHomes', 'home_watched', () => store.unwatchOldHomes(1)],
  [
    'invitesOfGuest',
    'invite_by_guest',
    () => store.invitesOfGuest({ guestEmail: 'ana@example.com', startsAt: 1, endsAt: 2 }),
  ],
  ['bookedHosts', 'invite_by_end', () => store.bookedHosts({ startsAt: 1, endsAt: 2 })],
  ['invitesOfGroup', 'invite_by_group', () => store.invitesOfGroup('grp_1')],
  ['liveOnHost', 'invite_by_host', () => store.liveOnHost({ hostId: 'h', now: 1 })],
  [
    'closedOfGuest',
    'invite_by_guest',
    () => store.closedOfGuest({ guestEmail: 'ana@example.com', hostId: 'h', endsAfter: 1 }),
  ],
  [
    'openInviters',
    'invite_open_by_inviter',
    () => store.openInviters({ workspaceId: 'T1', after: '', now: 1, limit: 5 }),
  ],
  [
    'openInvitesOf',
    'invite_open_by_inviter',
    () => store.openInvitesOf('U1', { workspaceId: 'T1', isLeft: true, after: '', limit: 5 }),
  ],
  [
    'unseenInvites of ends nobody saw',
    'invite_end_unseen',
    () => store.unseenInvites({ run: 1, startedAt: 1, now: 1, limit: 5 }),
  ],
  ['hasOpenInvites', 'invite_by_end', () => store.hasOpenInvites(1)],
  ['readHistory, from the audit', 'audit_history', () => store.readHistory({ offset: 0, limit: 16 })],
  ['readHistory, from /team', 'team_action_by_time', () => store.readHistory({ actor: 'U1', offset: 0, limit: 16 })],
  [
    'readHistory by place and text',
    'audit_history',
    () => store.readHistory({ area: 'snyk', text: 'tom', offset: 0, limit: 16 }),
  ],
  ['auditOfSubjects', 'audit_by_subject', () => store.auditOfSubjects(['mb_1'], ['members_asked'])],
  ['readAudit', 'audit_by_time', () => store.readAudit({ workspaceId: 'T1', limit: 15 })],
  // By ids: in the order of the log it would look at every entry.
  [
    'readAudit of what concerns a person',
    'sqlite_autoindex_audit_1',
    () => store.readAudit({ workspaceId: 'T1', concerns: 'U1', limit: 15 }),
  ],
  ['batchesOfRequest', 'member_batch_by_part', () => store.batchesOfRequest('pr_1')],
  ['openInvitesOfGuest', 'invite_by_guest', () => store.openInvitesOfGuest('ana@example.com', 1)],
  ['earliestAttended', 'invite_by_end', () => store.earliestAttended({ now: 1, endedAfter: 1 })],
  [
    'attendedInvites',
    'invite_by_guest',
    () => store.attendedInvites({ guestKeys: ['ana@example.com'], providerInviteIds: [], from: 1, to: 2 }),
  ],
  ['unattendedInvites', 'invite_by_end', () => store.unattendedInvites({ from: 1, to: 2, foundWithin: 1, limit: 5 })],
  ['invitesForReport', 'invite_by_end', () => store.invitesForReport({ endsAfter: 1, limit: 250 })],
  ['auditOfInvites', 'audit_by_invite', () => store.auditOfInvites(['inv_1'])],
  ['memberTallies', 'member_row_by_batch', () => store.memberTallies(['mb_1'])],
  ['unansweredOf', 'unanswered_write_by_invite', () => store.unansweredOf('inv_1')],
  ['unansweredWrites', 'unanswered_write_open', () => store.unansweredWrites(1)],
  ['settleSurplus', 'unanswered_write_surplus', () => store.settleSurplus('p1')],
  ['lockWantedRemoval', 'removal_wanted', () => store.lockWantedRemoval(aRemoval())],
  ['stuckRemovals', 'removal_wanted', () => store.stuckRemovals({ kind: 'member', provider: 'snyk', limit: 5 })],
  ['teamActionRows', 'team_action_by_time', () => store.teamActionRows(100)],
  ['shareUses', 'share_use_by_person', () => store.shareUses('U1', 'guest_invites', 1)],
  ['countOpenInvites', 'invite_by_inviter', () => store.countOpenInvites('U1', 1)],
  ['countCreatesSince', 'invite_pending', () => store.countCreatesSince(1, 'inv_1')],
  ['acceptRequest', 'accepted_request_by_time', () => store.acceptRequest({ id: 'a', at: 1, signed: true }, 1)],
  ['forgetRequests', 'accepted_request_by_time', () => store.forgetRequests({ before: 1, signed: true, limit: 5 })],
  ['auditOfInvite', 'audit_by_invite', () => store.auditOfInvite('inv_1')],
  ['auditOfSubject', 'audit_by_subject', () => store.auditOfSubject('mb_1')],
  ['invitesOfSeries', 'invite_by_occurrence', () => store.invitesOfSeries('ser_1')],
  ['activeSeries', 'series_by_state', () => store.activeSeries({ workspaceId: 'T1', limit: 5 })],
  ['memberRows', 'member_row_by_batch', () => store.memberRows('mb_1')],
  ['openMemberRows', 'member_row_open', () => store.openMemberRows('mb_1', 50)],
  ['freeMemberRows', 'member_row_open', () => store.freeMemberRows({ id: 'mb_1', provider: 'parsec' }, 50)],
  [
    'invitedMemberRows by key',
    'member_row_by_invite',
    () => store.invitedMemberRows('parsec', { inviteIds: ['i1'], emails: [] }),
  ],
  [
    'invitedMemberRows by address',
    'member_row_by_email',
    () => store.invitedMemberRows('parsec', { inviteIds: [], emails: ['ana@example.com'] }),
  ],
];

it.each(statements)('%s is answered from %s', async (name, index, run) => {
  asked.length = 0;
  await run();
  const [sql] = asked;
  if (sql === undefined) throw new Error('nothing was asked');
  const values = [...sql.matchAll(/\?/g)].map(() => null);
  const steps = plans.prepare(`explain query plan ${sql}`).all(values) as { detail: string }[];
  const details = steps.map((step) => step.detail);
  expect(details.join('; ')).toContain(`INDEX ${index}`);
  // Recalling happens after a start and when the clock was set back, and looks at what is open. Batches are few: each has many rows.
  if (name !== 'recallJobs' && name !== 'readAudit of what concerns a person')
    expect(details.filter((detail) => /^SCAN (job|invite|member)\w*$/.test(detail))).toEqual([]);
});
