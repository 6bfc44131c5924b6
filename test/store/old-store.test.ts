import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { sqliteFile } from '../../src/store/sqlite.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startWorld, type World } from '../support/world.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const MINUTE = 60_000;

/** The file of test/store/old, unpacked into a folder (see the README beside it). */
function unpackInto(dataDir: string): string {
  const file = sqliteFile(dataDir);
  writeFileSync(file, gunzipSync(readFileSync(new URL('./old/guestlist-0019.db.gz', import.meta.url))));
  return file;
}

function countRows(file: string, tables: readonly string[]): number[] {
  const database = new Database(file, { readonly: true });
  const counts = tables.map((table) => database.prepare(`select count(*) from ${table}`).pluck().get() as number);
  database.close();
  return counts;
}

describe('a store that Guestlist wrote before migration 0020', () => {
  it('opens with everything that was in it', async () => {
    const dataDir = temporaryFolder('old');
    const file = unpackInto(dataDir);
    const kept = [
      'invite',
      'audit',
      'member_batch',
      'member_row',
      'removal',
      'warning',
      'warning_line',
      'unanswered_write',
    ];
    const before = countRows(file, [...kept, 'work', 'team_deed', 'channel_settings', 'person_settings']);
    const store = await openStore({ dataDir });

    expect(countRows(file, [...kept, 'job', 'team_action', 'channel_settings', 'person_settings'])).toEqual(before);
    const ids = ['inv_asked', 'inv_active', 'inv_failed', 'inv_cancelling', 'inv_adopted'];
    const invites = await Promise.all(ids.map((id) => store.getInvite(id)));
    expect(invites.map((invite) => invite?.state)).toEqual(['requested', 'granted', 'failed', 'cancelling', 'granted']);
    expect(invites[2]?.problem).toEqual({ code: 'window_passed', facts: {} });
    expect(invites[3]).toMatchObject({
      cancel: { requestedBy: 'U1', sendEmail: true },
      change: { endsAt: NOW + 240 * MINUTE, requestedBy: 'U1', sentAt: NOW - 2 * MINUTE },
      kickRequestedBy: 'U1',
    });
    expect(await store.getInviteByRequestKey('imported:p_adopted')).toEqual(invites[4]);
    expect((await store.auditOfInvite('inv_adopted')).map(({ action }) => action)).toEqual(['imported']);
    expect((await store.auditOfInvite('inv_active')).map(({ action, facts }) => [action, facts.problem])).toEqual([
      ['extended_at_provider', undefined],
      ['change_refused', 'invite_ended'],
    ]);
    expect(await store.unansweredOf('inv_active')).toMatchObject([{ kind: 'change', sent: { requestedBy: 'U1' } }]);

    expect(await store.getMemberBatch('mb_test')).toMatchObject({ requesterId: 'U1', actorId: 'U1' });
    const rows = await store.memberRows('mb_test');
    expect(rows.map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['waiting', undefined],
      ['failed', 'not_allowed_external'],
    ]);
    expect(await store.getRemoval('rm_1')).toMatchObject({
      state: 'wanted',
      requesters: [{ by: 'U1', of: 'a5', isNotified: true }],
    });
    expect(await store.getTeamActionByRequestKey('V6')).toMatchObject({ operation: 'Kick User', outcome: 'done' });
    expect((await store.readHistory({ text: 'tom', offset: 0, limit: 9 })).map(({ id }) => id)).toEqual(['a5']);
    expect(await store.getSettings('C1')).toEqual({ starts: true, warnMinutes: 15, style: 'thread' });
    expect(await store.getReach('U1')).toBe('direct');
    expect(await store.getWarning('warn_1')).toMatchObject({ threadOf: 'inv_active', mentions: 'U1' });

    // What was due is due, and what a dead process held is free again.
    const due = await store.dueJobs(NOW);
    expect(due.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['inv_asked:provider', 'inv_cancelling:provider', 'members:mb_test']),
    );
    const [notice] = (await store.jobsOfInvite('inv_active')).filter(({ kind }) => kind === 'notice');
    expect(notice).toMatchObject({ state: 'queued', facts: '{"problem":"invite_ended"}' });
    await store.close();
  });

  let world: World;
  afterEach(() => world?.stop());

  it('resumes where it stopped', { timeout: 60_000 }, async () => {
    world = await startWorld({ noBot: true });
    const [edit1, edit2] = world.parsec.machines.map(({ peer_id }) => peer_id);
    const held = (guest_email: string, startsAt: number, endsAt: number) =>
      world.parsec.dashboard.createInvite({
        host_peer_id: edit2 ?? '',
        guest_email,
        starts_at: new Date(startsAt).toISOString(),
        expires_at: new Date(endsAt).toISOString(),
      });
    const atParsec = {
      p_active: held('ben@example.com', NOW - 60 * MINUTE, NOW + 30 * MINUTE),
      p_cancelling: held('cleo@example.com', NOW + 60 * MINUTE, NOW + 120 * MINUTE),
      p_adopted: held('dora@example.com', NOW + 60 * MINUTE, NOW + 180 * MINUTE),
    };
    // The people, the channel and the systems of this world have ids of their own.
    const database = new Database(unpackInto(world.dataDir));
    database.prepare('update invite set channel_id = ? where channel_id = ?').run(world.channel, 'C1');
    database.prepare('update invite set inviter_id = ? where inviter_id = ?').run(world.people.mia, 'U1');
    database.prepare('update invite set workspace_id = ?').run(world.slack.teamId);
    database.prepare('update member_batch set channel_id = ?, workspace_id = ?').run(world.channel, world.slack.teamId);
    database.prepare('update member_batch set asker_id = ?, actor_id = ?').run(world.people.ada, world.people.ada);
    for (const [id, host] of [
      ['host_1', edit1],
      ['host_2', edit2],
    ]) {
      database.prepare('update invite set host_id = ? where host_id = ?').run(host, id);
    }
    for (const [id, { id: real }] of Object.entries(atParsec)) {
      database.prepare('update invite set provider_invite_id = ? where provider_invite_id = ?').run(real, id);
    }
    database.close();
    await world.restart();

    await world.slack.until('Ana has her invite', () =>
      world.parsec.invites.some(({ guest_email }) => guest_email === 'ana@example.com'),
    );
    const ofCleo = () => world.parsec.invites.find(({ id }) => id === atParsec.p_cancelling.id);
    await world.slack.until('the invite of Cleo is cancelled', () => ofCleo()?.hidden.cancelled === true);
    await world.slack.until('the member is invited', () =>
      world.parsec.teamInvites.some(({ email }) => email === 'p1@example.com'),
    );
    expect(world.parsec.invites.filter(({ guest_email }) => guest_email === 'ana@example.com')).toHaveLength(1);
    const text = () => JSON.stringify(world.slack.messages.filter(({ channel }) => channel === world.channel));
    await world.slack.until('the cards are posted', () => text().includes('ana@example.com') && text().includes('p1@'));
    world.clock.advance(31 * MINUTE);
    const store = await openStore({ dataDir: world.dataDir });
    const stateOfActive = async () => (await store.getInvite('inv_active'))?.state;
    await expect.poll(stateOfActive, { timeout: 20_000 }).toBe('ended');
    await store.close();
  });
});
