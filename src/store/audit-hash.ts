import { hash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AuditTable } from './schema.ts';

/** An audit row as it is stored. */
export type AuditRow = Selectable<AuditTable>;

/**
 * What a row says, in this order: all of it but its place in the chain and what can be erased (`personal`, `personal_salt`, `about`), for
 * which `personal_digest` stands. The order and the names are part of every hash there is: a new column comes into a list of its own,
 * for rows that have it.
 */
const said = [
  'workspace_id',
  'id',
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
] as const satisfies readonly (keyof AuditTable)[];

/** A row that has no place in a chain yet. */
export type UnlinkedRow = Omit<AuditRow, 'seq' | 'prev_hash' | 'hash'>;

/** The hash over what a row says. It is made over the texts as they are stored, never over something read from them. */
export function contentOf(row: UnlinkedRow): string {
  return sha256(JSON.stringify(said.map((column) => row[column])));
}

/**
 * The hash that a row must have, SHA-256 in hex: over the hash of the row before it, its number, and what it says. PostgreSQL makes the
 * same one in append-audit.ts.
 */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  return sha256(`${row.prev_hash}\n${row.seq}\n${contentOf(row)}`);
}

/** What stands for the erasable part of a row; null for a row that has none. The salt keeps an address from being guessed. */
export function digestOf({ personal, personal_salt, about }: Erasable): string | null {
  return hasPersonal({ personal, about }) ? sha256(JSON.stringify([personal_salt, personal, about])) : null;
}

type Erasable = Pick<AuditRow, 'personal' | 'personal_salt' | 'about'>;

export function hasPersonal({ personal, about }: Pick<AuditRow, 'personal' | 'about'>): boolean {
  return personal !== null || about !== null;
}

/** Whether a row had an erasable part, and has it no more. */
export function isErased(row: AuditRow): boolean {
  return row.personal_digest !== null && row.personal_salt === null && !hasPersonal(row);
}

function sha256(text: string): string {
  return hash('sha256', text);
}
