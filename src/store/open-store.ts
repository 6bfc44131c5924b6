import { type Kysely, sql, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { appendAudit } from './append-audit.ts';
import type { AuditEntry } from './audit-rows.ts';
import type { Statements } from './bound-statements.ts';
import { firstMigration } from './migrations/0001-invites.ts';
import { channelSettingsMigration } from './migrations/0003-channel-settings.ts';
import { workWithoutInviteMigration } from './migrations/0004-work-without-invite.ts';
import { memberBatchesMigration } from './migrations/0005-member-batches.ts';
import { teamDeedsMigration } from './migrations/0006-team-deeds.ts';
import { acceptedRequestsMigration } from './migrations/0007-accepted-requests.ts';
import { lanesMigration } from './migrations/0008-lanes.ts';
import { sharesMigration } from './migrations/0010-shares.ts';
import { inviterLeftMigration } from './migrations/0012-inviter-left.ts';
import { historyMigration } from './migrations/0013-history.ts';
import { refusalsAndLateEffectsMigration } from './migrations/0014-refusals-and-late-effects.ts';
import { removalsMigration } from './migrations/0015-removals.ts';
import { inviterZoneMigration } from './migrations/0016-inviter-zone.ts';
import { warningsMigration } from './migrations/0017-warnings.ts';
import { guestKeyMigration } from './migrations/0018-guest-key.ts';
import { formDrawingsMigration } from './migrations/0019-form-drawings.ts';
import { standardNamesMigration } from './migrations/0020-standard-names.ts';
import { auditChainMigration } from './migrations/0021-audit-chain.ts';
import { personalDataMigration } from './migrations/0022-personal-data.ts';
import { approvalsMigration } from './migrations/0023-approvals.ts';
import { homeMigration } from './migrations/0024-home.ts';
import { seriesMigration } from './migrations/0029-series.ts';
import { calendarFilesMigration } from './migrations/0031-calendar-files.ts';
import { messageLanguageMigration } from './migrations/0032-message-language.ts';
import { attendanceMigration } from './migrations/0033-attendance.ts';
import { personRequestsMigration } from './migrations/0034-person-requests.ts';
import { noteChanges } from './note-changes.ts';
import type { Tables } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import * as statements from './statements.ts';
import { touchHomes } from './touch-homes.ts';

export type { Statements } from './bound-statements.ts';

export type Store = Statements & {
  /**
   * All or nothing. What `run` throws rolls back and is thrown on. Only `tx` may be used inside. The jobs that draw the Homes in which
   * people may see what changed, and its audit entries, are written last, just before the commit.
   */
  transaction<T>(run: (tx: Statements) => Promise<T>): Promise<T>;
  /** Throws when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** By name, and in the order of their names. */
export const migrations = {
  '0001-invites': firstMigration,
  // There was never a second.
  '0003-channel-settings': channelSettingsMigration,
  '0004-work-without-invite': workWithoutInviteMigration,
  '0005-member-batches': memberBatchesMigration,
  '0006-team-deeds': teamDeedsMigration,
  '0007-accepted-requests': acceptedRequestsMigration,
  '0010-shares': sharesMigration,
  '0012-inviter-left': inviterLeftMigration,
  '0013-history': historyMigration,
  '0014-refusals-and-late-effects': refusalsAndLateEffectsMigration,
  '0015-removals': removalsMigration,
  '0016-inviter-zone': inviterZoneMigration,
  '0017-warnings': warningsMigration,
  '0018-guest-key': guestKeyMigration,
  '0019-form-drawings': formDrawingsMigration,
  '0008-lanes': lanesMigration,
  '0020-standard-names': standardNamesMigration,
  '0021-audit-chain': auditChainMigration,
  '0022-personal-data': personalDataMigration,
  '0023-approvals': approvalsMigration,
  '0024-home': homeMigration,
  '0029-series': seriesMigration,
  '0031-calendar-files': calendarFilesMigration,
  '0032-message-language': messageLanguageMigration,
  '0033-attendance': attendanceMigration,
  '0034-person-requests': personRequestsMigration,
};

/** Where the store is: a folder (SQLite), or a PostgreSQL server that any number of replicas may share. */
type StorePlace =
  | {
      readonly dataDir: string;
      /** Nobody else may have it open. */
      readonly alone?: boolean;
    }
  | {
      readonly databaseUrl: string;
      /** A statement may take as long as it wants: for copies. */
      readonly patient?: boolean;
    };

/** Opens the store and brings it to this version; throws when that cannot be done. */
export async function openStore(place: StorePlace): Promise<Store> {
  const db = await openDatabase(place);
  return {
    ...bind(db),
    transaction: (run) => db.transaction().execute((tx) => inTransaction(tx, run)),
    ping: async () => {
      await db.selectFrom('job').select('id').limit(1).execute();
    },
    close: () => db.destroy(),
  };
}

async function inTransaction<T>(tx: Transaction<Tables>, run: (tx: Statements) => Promise<T>): Promise<T> {
  const entries: AuditEntry[] = [];
  const insertAudit = async (entry: AuditEntry) => void entries.push(entry);
  const { statements: noting, changes } = noteChanges(bind(tx));
  const result = await run({ ...noting, insertAudit });
  // In every transaction in this order: what many of them write is written last, and held as briefly as can be.
  await touchHomes(tx, changes);
  await appendAudit(tx, entries);
  return result;
}

/** The database under a store, at this version. */
export async function openDatabase(place: StorePlace): Promise<Kysely<Tables>> {
  if ('dataDir' in place) {
    const db = openSqlite(place.dataDir, place);
    try {
      // Migrating takes the write lock, even where nothing is to be done: a reader would wait for a writer.
      if (!(await isUpToDate(db))) await bringUpToDate(db);
    } catch (cause) {
      await db.destroy();
      throw new Error(`The store in ${place.dataDir} could not be brought to this version${reason(cause)}`, { cause });
    }
    return db;
  }
  // Not loaded for SQLite.
  const { openPostgres } = await import('./postgres.ts');
  const patient = openPostgres(place.databaseUrl, { patient: true });
  try {
    await bringUpToDate(patient);
  } catch (cause) {
    throw new Error(`The store in PostgreSQL could not be reached, or not be brought to this version${reason(cause)}`, {
      cause,
    });
  } finally {
    await patient.destroy();
  }
  return openPostgres(place.databaseUrl, { patient: place.patient === true });
}

function reason(cause: unknown): string {
  return cause instanceof Error ? `: ${cause.message}.` : '.';
}

async function bringUpToDate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const newer = await unknownMigrations(db).catch(() => []);
  throw newer.length === 0
    ? new Error('a migration failed', { cause: error })
    : new Error(`a newer Guestlist wrote it (${newer.join(', ')}): start that version, or one that is newer still`);
}

async function isUpToDate(db: Kysely<Tables>): Promise<boolean> {
  const done = await migrationsDone(db).catch(() => []);
  return done.length === Object.keys(migrations).length && done.every((name) => name in migrations);
}

/** What was done to the store that this version knows nothing of. Rejects where nothing was done yet. */
async function unknownMigrations(db: Kysely<Tables>): Promise<readonly string[]> {
  return (await migrationsDone(db)).filter((name) => !(name in migrations));
}

/** By their names. Rejects where nothing was done yet. */
async function migrationsDone(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

function bind(db: Kysely<Tables>): Statements {
  const entries = Object.entries(statements).map(([name, statement]) => [
    name,
    (statement as (db: Kysely<Tables>, ...args: unknown[]) => unknown).bind(undefined, db),
  ]);
  return Object.fromEntries(entries) as Statements;
}
