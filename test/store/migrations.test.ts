import type { Kysely } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { rowOf } from '../../src/store/invite-rows.ts';
import { batchRowOf, rowOfMember } from '../../src/store/member-rows.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import type { Tables } from '../../src/store/schema.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { anInvite } from '../support/an-invite.ts';
import { insertOld, migrateUpTo } from '../support/old-store.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});

/** The store as it was before there were batches of members, with two audit rows in it. */
async function makeOld(db: Kysely<Tables>): Promise<void> {
  await migrateUpTo(db, '0004-work-without-invite');
  await insertOld(db, 'invite', rowOf(anInvite({ id: 'inv_old' })));
  const audit = (id: string, at: number) => ({
    id,
    invite_id: 'inv_old',
    at,
    actor: 'U1',
    action: id,
    facts: '{"n":1}',
  });
  await db
    .insertInto('audit')
    .values([audit('b', 2), audit('a', 1)] as never)
    .execute();
  await db.destroy();
}

/** The store as it was before there was a history, with what people had done by then. */
async function makeBeforeHistory(db: Kysely<Tables>): Promise<void> {
  await migrateUpTo(db, '0006-team-deeds');
  await insertOld(db, 'invite', rowOf(anInvite({ inviterId: 'U1' })));
  const batch = aMemberBatch({ provider: 'snyk' });
  await insertOld(db, 'member_batch', batchRowOf(batch));
  for (const row of memberRowsOf(batch, [{}])) await insertOld(db, 'member_row', rowOfMember(row));
  const row = (id: string, at: number, action: string, actor: string, subject: string, facts = {}) => ({
    id,
    invite_id: subject === 'inv_test' ? subject : null,
    subject,
    at,
    actor,
    action,
    facts: JSON.stringify(facts),
  });
  await db
    .insertInto('audit')
    .values([
      row('a', 1, 'member_remove_asked', 'U9', 'truvera/member/7', { name: 'Tom Ünal', email: 'Tom@x.example' }),
      row('b', 2, 'member_remove_done', 'U9', 'truvera/member/7'),
      row('c', 3, 'members_asked', 'U1', batch.id, { addresses: 1 }),
      row('d', 4, 'cancel_asked', 'U9', 'inv_test'),
      row('e', 5, 'cancel_asked', 'U1', 'inv_test'),
      row('f', 6, 'cancelled', 'U9', 'inv_test'),
    ] as never)
    .execute();
  await db
    .insertInto('team_deed' as 'team_action')
    .values({
      id: 'g',
      request_key: 'g',
      at: 7,
      actor: 'U9',
      provider: 'parsec',
      operation: 'Kick User',
      input: JSON.stringify({ raw: {}, shown: ['Computer: Édit 1'] }),
      outcome: 'done',
      settled_at: 8,
    } as never)
    .execute();
  await db.destroy();
}

it.each(['SQLite', 'PostgreSQL'])('turns the records of an older store on %s into a history', async (kind) => {
  const place = kind === 'SQLite' ? { dataDir: temporaryFolder('old') } : { databaseUrl: await postgres.fresh() };
  await makeBeforeHistory(
    'dataDir' in place ? openSqlite(place.dataDir) : openPostgres(place.databaseUrl, { patient: true }),
  );
  const store = await openStore(place);
  const read = async (text = '') =>
    (await store.readHistory({ text, offset: 0, limit: 9 })).map(({ id, area }) => `${id} ${area}`);
  expect(await read()).toEqual(['g parsec', 'd guests', 'c snyk', 'a truvera']);
  expect(await read('ünal tom@x')).toEqual(['a truvera']);
  expect(await read('édit')).toEqual(['g parsec']);
  expect(await read('ana@example.com')).toEqual(['d guests']);
  await store.close();
});

it.each(['SQLite', 'PostgreSQL'])('copies the audit of an older store on %s, row by row', async (kind) => {
  const place = kind === 'SQLite' ? { dataDir: temporaryFolder('old') } : { databaseUrl: await postgres.fresh() };
  await makeOld('dataDir' in place ? openSqlite(place.dataDir) : openPostgres(place.databaseUrl, { patient: true }));
  const store = await openStore(place);
  const row = (id: string, at: number) => ({ id, inviteId: 'inv_old', at, actor: 'U1', action: id, facts: { n: 1 } });
  expect(await store.getInvite('inv_old')).toEqual(anInvite({ id: 'inv_old', inviterZone: undefined }));
  expect(await store.auditOfInvite('inv_old')).toEqual([row('a', 1), row('b', 2)]);
  await store.insertAudit({ id: 'c', inviteId: 'inv_old', at: 3, actor: 'U1', action: 'c', facts: {} });
  expect(await store.auditOfInvite('inv_old')).toHaveLength(3);
  expect(await store.acceptRequest({ id: 'r', at: 1, signed: true }, 1)).toBe('accepted');
  // An audit row of an invite there is not is still refused.
  await expect(
    store.insertAudit({ id: 'd', inviteId: 'inv_none', at: 3, actor: 'U1', action: 'd', facts: {} }),
  ).rejects.toThrow();
  await store.close();
});

it.each(['SQLite', 'PostgreSQL'])(
  'sends the rest of an older batch on %s with the permission of its requester',
  async (kind) => {
    const place = kind === 'SQLite' ? { dataDir: temporaryFolder('old') } : { databaseUrl: await postgres.fresh() };
    const db = 'dataDir' in place ? openSqlite(place.dataDir) : openPostgres(place.databaseUrl, { patient: true });
    await migrateUpTo(db, '0006-team-deeds');
    const batch = aMemberBatch({ requesterId: 'U7', actorId: 'U7' });
    await insertOld(db, 'member_batch', batchRowOf(batch));
    await db.destroy();
    const store = await openStore(place);
    expect(await store.getMemberBatch(batch.id)).toEqual(batch);
    await store.close();
  },
);

const placeOf = async (kind: string) =>
  kind === 'SQLite' ? { dataDir: temporaryFolder('old') } : { databaseUrl: await postgres.fresh() };
const databaseOf = (place: Awaited<ReturnType<typeof placeOf>>) =>
  'dataDir' in place ? openSqlite(place.dataDir) : openPostgres(place.databaseUrl, { patient: true });

it.each(['SQLite', 'PostgreSQL'])(
  'gives every job of an older store on %s its place in its queue, like a new one',
  async (kind) => {
    const place = await placeOf(kind);
    const db = databaseOf(place);
    await migrateUpTo(db, '0006-team-deeds');
    const invites = [
      anInvite({ id: 'inv_new', requestKey: 'V1', inviterId: 'U1' }),
      anInvite({
        id: 'inv_out',
        requestKey: 'V2',
        inviterId: 'U2',
        state: 'cancelling',
        cardChannelId: 'C2',
        cardTs: '1.1',
      }),
      anInvite({ id: 'inv_kick', requestKey: 'V3', inviterId: 'U3', state: 'granted', kickRequestedBy: 'U9' }),
    ];
    for (const invite of invites) await insertOld(db, 'invite', rowOf(invite));
    const { cardShownAt: _, ...batch } = aMemberBatch({ requesterId: 'U4', provider: 'snyk' });
    await insertOld(db, 'member_batch', {
      id: batch.id,
      request_key: batch.requestKey,
      workspace_id: batch.workspaceId,
      asker_id: batch.requesterId,
      channel_id: batch.channelId,
      provider: batch.provider,
      terms: '{}',
      created_at: 1,
    });
    const job = (inviteId: string | null, jobKind: string, name = '', state = 'owed') =>
      insertOld(db, 'work', {
        id: [inviteId, jobKind, name].filter(Boolean).join(':'),
        invite_id: inviteId,
        kind: jobKind,
        name,
        facts: '{}',
        gen: 1,
        state,
        attempt: 0,
        tries: 0,
        next_at: 0,
        lease_until: 0,
      });
    for (const { id } of invites) {
      for (const each of ['provider', 'card', 'start', 'warn', 'end', 'card_again']) await job(id, each);
      for (const each of ['cancelled', 'started:5', 'ends_soon:5', 'changed:5']) await job(id, 'notice', each);
    }
    await job('inv_new', 'notice', 'failed', 'done');
    for (const each of ['members', 'member_card']) await job(null, each, batch.id);
    await job(null, 'digest', 'C1');
    await job(null, 'reconcile');
    await db.destroy();

    const store = await openStore(place);
    const lines = async () => {
      const all = new Map<string, string>();
      for (let due = await store.dueJobs(1); due.length > 0; due = await store.dueJobs(1)) {
        for (const seen of due) {
          const job = await store.claimJob(seen, 1);
          if (job === undefined) throw new Error(`${seen.id} was not claimed`);
          all.set(job.id, `${job.lane} ${job.target} ${job.owner}`);
          await store.finishJob(job);
        }
      }
      return all;
    };
    const migrated = await lines();
    expect(migrated.size).toBe(34);
    expect(migrated.get('inv_out:provider')).toBe('revoke  U2');
    expect(migrated.get('inv_kick:provider')).toBe('revoke  U3');
    expect(migrated.get('inv_out:card')).toBe('call  U2');
    expect(migrated.get(`members:${batch.id}`)).toBe('members snyk U4');
    // Enqueued again by this version, each stands where it stood.
    for (const { id } of invites) {
      for (const each of ['provider', 'card', 'start', 'warn', 'end', 'card_again'] as const) {
        await store.enqueue({ inviteId: id, kind: each, at: 0 });
      }
      for (const name of ['cancelled', 'started:5', 'ends_soon:5', 'changed:5']) {
        await store.enqueue({ inviteId: id, kind: 'notice', name, at: 0 });
      }
    }
    for (const each of ['members', 'member_card'] as const) {
      await store.enqueue({ kind: each, name: batch.id, at: 0 });
    }
    const fresh = await lines();
    expect(fresh.size).toBe(32);
    for (const [id, line] of fresh) expect(migrated.get(id), id).toBe(line);
    await store.close();
  },
);
