import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import type { Tables } from './schema.ts';

/** The file of the store in a data folder. */
export function sqliteFile(dataDir: string): string {
  return join(dataDir, 'guestlist.db');
}

/**
 * Opens `guestlist.db` in a data folder, made if it is not there. WAL with synchronous=FULL: a commit that was answered
 * survives a power cut (measured: 0 lost of 10). With `alone` it is nobody else's meanwhile: throws when a process has it open, and
 * keeps out those who come.
 */
export function openSqlite(dataDir: string, options: { readonly alone?: boolean } = {}): Kysely<Tables> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = sqliteFile(dataDir);
  const database = new Database(file);
  try {
    // Guests' email addresses and links are in it: for the owner's eyes only.
    chmodSync(file, 0o600);
    database.pragma('busy_timeout = 5000');
    // Before the file is looked at: SQLite then holds it until it is closed. A reader of a WAL file holds it shared, idle or not.
    if (options.alone === true) database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // SQLite's own knows A to Z only, and who looks for “übung” means the “Übung” too.
    database.function('lower', { deterministic: true }, (text) =>
      typeof text === 'string' ? text.toLowerCase() : text,
    );
  } catch (cause) {
    // Left open, it would hold its part of the lock.
    database.close();
    throw cause;
  }
  return new Kysely<Tables>({ dialect: new ImmediateDialect(database) });
}

/** Texts to remember: as many as there are statements, and some that differ by the number of their values. */
const MOST_STATEMENTS = 300;

/**
 * The database as kysely sees it, with statements that are prepared once: SQLite takes longer to read most of them than to run them.
 * Forgets all when a table is changed.
 */
function remembering(database: Database.Database): ConstructorParameters<typeof SqliteDialect>[0]['database'] {
  const prepared = new Map<string, Database.Statement>();
  return {
    close: () => void database.close(),
    prepare(text) {
      const known = prepared.get(text);
      if (known !== undefined) return known;
      if (prepared.size >= MOST_STATEMENTS || !isOrdinary.test(text)) prepared.clear();
      const statement = database.prepare(text);
      prepared.set(text, statement);
      return statement;
    },
  };
}

const isOrdinary = /^\s*(select|insert|update|delete|begin|commit|rollback)\b/i;

// Classes only because kysely is extended by them.
class ImmediateDialect extends SqliteDialect {
  readonly #database: Database.Database;
  constructor(database: Database.Database) {
    super({ database: remembering(database) });
    this.#database = database;
  }
  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database);
  }
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database;
  constructor(database: Database.Database) {
    super({ database: remembering(database) });
    this.#database = database;
  }

  // A plain `begin` takes the write lock at the first write; when two processes read first, one of them then fails at once
  // with SQLITE_BUSY instead of waiting.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  // On a full disk SQLite rolls back by itself, and its complaint about a second rollback would hide that the disk is full.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

class TransactionalAdapter extends SqliteAdapter {
  // SQLite does roll back DDL; kysely's default says otherwise, and a process killed in the middle of a migration would leave
  // half of its tables behind.
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
