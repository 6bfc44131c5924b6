import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowOf } from '../../src/store/invite-rows.ts';
import { insertInvite } from '../../src/store/invites.ts';
import { insertMemberBatch } from '../../src/store/member-batches.ts';
import { batchRowOf } from '../../src/store/member-rows.ts';
import { firstMigration } from '../../src/store/migrations/0001-invites.ts';
import { channelSettingsMigration } from '../../src/store/migrations/0003-channel-settings.ts';
import { workWithoutInviteMigration } from '../../src/store/migrations/0004-work-without-invite.ts';
import { memberBatchesMigration } from '../../src/store/migrations/0005-member-batches.ts';
import { teamDeedsMigration } from '../../src/store/migrations/0006-team-deeds.ts';
import { acceptedRequestsMigration } from '../../src/store/migrations/0007-accepted-requests.ts';
import { refusalsAndLateEffectsMigration } from '../../src/store/migrations/0009-refusals-and-late-effects.ts';
import { sharesMigration } from '../../src/store/migrations/0010-shares.ts';
import { inviterLeftMigration } from '../../src/store/migrations/0012-inviter-left.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import type { Tables } from '../../src/store/schema.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { anInvite } from '../support/an-invite.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

/** The store as it was before there were batches of members, with two audit rows in it. */
async function makeOld(db: Kysely<Tables>): Promise<void> {
  const migrations = {
    '0001-invites': firstMigration,
    '0003-channel-settings': channelSettingsMigration,
    '0004-work-without-invite': workWithoutInviteMigration,
  };
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  expect(error).toBeUndefined();
  // As it was written then.
  const { inviter_left: _, stuck_since: __, ...row } = rowOf(anInvite({ id: 'inv_old' }));
  await db
    .insertInto('invite')
    .values(row as never)
    .execute();
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
  const migrations = {
    '0001-invites': firstMigration,
    '0003-channel-settings': channelSettingsMigration,
    '0004-work-without-invite': workWithoutInviteMigration,
    '0005-member-batches': memberBatchesMigration,
    '0006-team-deeds': teamDeedsMigration,
    '0007-accepted-requests': acceptedRequestsMigration,
    '0009-refusals-and-late-effects': refusalsAndLateEffectsMigration,
    '0010-shares': sharesMigration,
    '0012-inviter-left': inviterLeftMigration,
  };
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  expect(error).toBeUndefined();
  await insertInvite(db, anInvite({ inviterId: 'U1' }));
  const batch = aMemberBatch({ provider: 'snyk' });
  await insertMemberBatch(db, batch, memberRowsOf(batch, [{}]));
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
    .insertInto('team_deed')
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

it.each(['SQLite', 'PostgreSQL'])('makes a history of what an older store on %s holds', async (kind) => {
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

it.each(['SQLite', 'PostgreSQL'])('brings the audit of an older store on %s over, row for row', async (kind) => {
  const place = kind === 'SQLite' ? { dataDir: temporaryFolder('old') } : { databaseUrl: await postgres.fresh() };
  await makeOld('dataDir' in place ? openSqlite(place.dataDir) : openPostgres(place.databaseUrl, { patient: true }));
  const store = await openStore(place);
  const row = (id: string, at: number) => ({ id, inviteId: 'inv_old', at, actor: 'U1', action: id, facts: { n: 1 } });
  expect(await store.getInvite('inv_old')).toEqual(anInvite({ id: 'inv_old' }));
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
  'sends the rest of a batch on %s that is older on the right of who asked for it',
  async (kind) => {
    const place = kind === 'SQLite' ? { dataDir: temporaryFolder('old') } : { databaseUrl: await postgres.fresh() };
    const db = 'dataDir' in place ? openSqlite(place.dataDir) : openPostgres(place.databaseUrl, { patient: true });
    const migrations = {
      '0001-invites': firstMigration,
      '0003-channel-settings': channelSettingsMigration,
      '0004-work-without-invite': workWithoutInviteMigration,
      '0005-member-batches': memberBatchesMigration,
      '0006-team-deeds': teamDeedsMigration,
    };
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
    expect(error).toBeUndefined();
    const batch = aMemberBatch({ askerId: 'U7', actorId: 'U7' });
    const { actor_id: _, ...old } = batchRowOf(batch);
    await db
      .insertInto('member_batch')
      .values(old as never)
      .execute();
    await db.destroy();
    const store = await openStore(place);
    expect(await store.getMemberBatch(batch.id)).toEqual(batch);
    await store.close();
  },
);
