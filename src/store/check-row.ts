import { type AuditRow, digestOf, hashOf, hasPersonal, isErased } from './audit-hash.ts';

/** What can be wrong with a chain. */
export type FaultKind = 'deleted' | 'edited' | 'inserted' | 'reordered' | 'truncated' | 'personal';

export type Fault = {
  readonly kind: FaultKind;
  readonly workspaceId: string;
  /** Of the row, or of the first that is missing. */
  readonly seq: number;
  /** Of the last that is missing, when there are several. */
  readonly until?: number;
  /** Of the row; undefined for one that is missing. */
  readonly id?: string;
};

/** How far from its place a row is looked for at once. */
const NEAR = 8;

/**
 * The number under which a row was put into the chain: it is part of its hash. Tried are those given first, then those near where the
 * row is. Undefined when the hash fits none: something else of the row was edited.
 */
export function sealedSeq(row: AuditRow, likely: readonly number[]): number | undefined {
  const fits = (seq: number) => hashOf({ ...row, seq }) === row.hash;
  const first = likely.find(fits);
  if (first !== undefined) return first;
  for (let away = 1; away <= NEAR; away++) {
    if (fits(row.seq - away)) return row.seq - away;
    if (fits(row.seq + away)) return row.seq + away;
  }
  return undefined;
}

/** Whether the erasable part of a row is as it was written, or erased as a whole. */
export function isPersonalIntact(row: AuditRow): boolean {
  if (row.personal_digest === null) return row.personal_salt === null && !hasPersonal(row);
  return isErased(row) || digestOf(row) === row.personal_digest;
}
