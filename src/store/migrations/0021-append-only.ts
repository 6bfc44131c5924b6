import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../is-postgres.ts';
import type { Tables } from '../schema.ts';

/** What never changes in a row of the audit log; all others can only become null, together. */
const fixed = [
  'id',
  'workspace_id',
  'seq',
  'at',
  'actor',
  'action',
  'invite_id',
  'subject',
  'area',
  'via',
  'rule',
  'approved_by',
  'before',
  'after',
  'facts',
  'personal_digest',
  'prev_hash',
  'hash',
];

/**
 * The database itself refuses to delete or change a row of the audit log; only what is personal can be erased. It keeps out mistakes of
 * ours, not somebody who owns the database: that is what the hashes are for.
 */
export async function keepAppendOnly(db: Kysely<Tables>): Promise<void> {
  return isPostgres(db) ? onPostgres(db) : onSqlite(db);
}

const refusal = 'the audit log is append-only';

async function onSqlite(db: Kysely<Tables>): Promise<void> {
  const same = fixed.map((column) => `new."${column}" is old."${column}"`).join(' and ');
  const erases = 'new.personal is null and new.personal_salt is null and new.about is null';
  const refuse = `begin select raise(abort, '${refusal}'); end`;
  await sql.raw(`create trigger audit_no_delete before delete on audit ${refuse}`).execute(db);
  await sql
    .raw(`create trigger audit_no_update before update on audit when not (${same} and ${erases}) ${refuse}`)
    .execute(db);
}

async function onPostgres(db: Kysely<Tables>): Promise<void> {
  const same = fixed.map((column) => `new."${column}" is not distinct from old."${column}"`).join(' and ');
  const erases = 'new.personal is null and new.personal_salt is null and new.about is null';
  await sql
    .raw(`create function audit_append_only() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' then
          if ${same} and ${erases} then return new; end if;
        end if;
        raise exception '${refusal}';
      end $$`)
    .execute(db);
  const run = 'execute function audit_append_only()';
  await sql.raw(`create trigger audit_append_only before update or delete on audit for each row ${run}`).execute(db);
  await sql.raw(`create trigger audit_no_truncate before truncate on audit for each statement ${run}`).execute(db);
}
