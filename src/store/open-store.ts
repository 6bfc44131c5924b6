import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { auditOfInvite, insertAudit } from './audit.ts';
import { getSettings, saveSettings } from './channel-settings.ts';
import {
  getInvite,
  getInviteByRequestKey,
  insertInvite,
  invitesOnHost,
  listInvites,
  openInvitesInChannel,
  saveInvite,
  takenProviderIds,
} from './invites.ts';
import { firstMigration } from './migrations/0001-invites.ts';
import { reconcileMigration } from './migrations/0002-reconcile.ts';
import { channelSettingsMigration } from './migrations/0003-channel-settings.ts';
import {
  grantedByProviderIds,
  hasOpenInvites,
  hastenReconcile,
  markSeen,
  pendingCreates,
  saveReconcileProgress,
  startReconciling,
  unseenInvites,
} from './reconcile.ts';
import type { Tables } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import {
  claimWork,
  dropWork,
  dueWork,
  finishWork,
  giveUpWork,
  nextDueAt,
  oweWork,
  oweWorkOnce,
  postponeWork,
  renewLease,
  workOfInvite,
} from './works.ts';

const statements = {
  insertInvite,
  saveInvite,
  getInvite,
  getInviteByRequestKey,
  takenProviderIds,
  invitesOnHost,
  listInvites,
  oweWork,
  oweWorkOnce,
  dropWork,
  dueWork,
  nextDueAt,
  claimWork,
  renewLease,
  finishWork,
  postponeWork,
  giveUpWork,
  workOfInvite,
  insertAudit,
  auditOfInvite,
  getSettings,
  saveSettings,
  openInvitesInChannel,
  startReconciling,
  hastenReconcile,
  saveReconcileProgress,
  grantedByProviderIds,
  markSeen,
  unseenInvites,
  pendingCreates,
  hasOpenInvites,
};

type Bound<F> = F extends (db: Kysely<Tables>, ...args: infer A) => infer R ? (...args: A) => R : never;

/** Every statement there is, on one connection or inside one transaction. */
export type Statements = { readonly [K in keyof typeof statements]: Bound<(typeof statements)[K]> };

export type Store = Statements & {
  /** All or nothing. What `run` throws rolls back and is thrown on. Only `tx` may be used inside. */
  transaction<T>(run: (tx: Statements) => Promise<T>): Promise<T>;
  /** Throws when the store does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

const migrations = {
  '0001-invites': firstMigration,
  '0002-reconcile': reconcileMigration,
  '0003-channel-settings': channelSettingsMigration,
};

/** Opens the store in `dataDir` and brings it to this version; throws when that cannot be done. */
export async function openStore(options: { readonly dataDir: string }): Promise<Store> {
  const db = openSqlite(options.dataDir);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw new Error(`The store in ${options.dataDir} could not be brought to this version.`, { cause: error });
  }
  return {
    ...bind(db),
    transaction: (run) => db.transaction().execute((tx) => run(bind(tx))),
    ping: async () => {
      await db.selectFrom('work').select('id').limit(1).execute();
    },
    close: () => db.destroy(),
  };
}

function bind(db: Kysely<Tables>): Statements {
  const bound = Object.entries(statements).map(([name, statement]) => [
    name,
    (statement as (db: Kysely<Tables>, ...args: unknown[]) => unknown).bind(undefined, db),
  ]);
  return Object.fromEntries(bound) as Statements;
}
