import { type AuditRow, hashOf, isErased } from './audit-hash.ts';
import { type Fault, type FaultKind, isPersonalIntact, sealedSeq } from './check-row.ts';

/** What comes behind a row: the next one, or the head of the chain. All that is looked at is what it says of the row before. */
export type Following = Pick<AuditRow, 'prev_hash'> & { readonly seq: number };

/** The row before, as the chain should have it. `isDoubted`: a fault was found in it, so that nothing follows from what does not fit it. */
type Last = { readonly seq: number; readonly hash: string; readonly row?: AuditRow; readonly isDoubted: boolean };

/** How many rows that fitted are remembered: so many inserted at once are told from moved ones. */
const REMEMBERED = 64;

export type ChainCheck = {
  /** Looks at the next row, with the two that come behind it. */
  next(row: AuditRow, following: readonly Following[]): Promise<readonly Fault[]>;
  /** Looks at the end, which the head must name. */
  end(head: { readonly seq: number; readonly hash: string } | undefined): readonly Fault[];
  readonly rows: () => number;
  readonly erased: () => number;
};

/**
 * Follows a chain from its first row and finds what was done to it. `placeOf` answers the number of the row with a hash; it is asked only
 * about rows that do not fit. One change gives one fault where that can be told: rows behind an inserted one are moved, and nothing more.
 */
export function checkChain(workspaceId: string, placeOf: (hash: string) => Promise<number | undefined>): ChainCheck {
  let last: Last = { seq: 0, hash: '', isDoubted: false };
  /** By how many rows the numbers are too high, since some were inserted. */
  let shift = 0;
  let rows = 0;
  let erased = 0;
  let recent: readonly Last[] = [last];
  /** Numbers of rows that were found in front of their place: they are not missing there. */
  let early: readonly number[] = [];

  const faultOf = (kind: FaultKind, { seq, id }: AuditRow): Fault => ({ kind, workspaceId, seq, id });
  const missing = (kind: FaultKind, seq: number, until: number): Fault => {
    return { kind, workspaceId, seq: seq + shift, ...(until > seq ? { until: until + shift } : {}) };
  };
  const accept = (row: AuditRow, seq: number, isDoubted = false) => {
    last = { seq, hash: row.hash, row, isDoubted };
    recent = [...recent.slice(1 - REMEMBERED), last];
  };

  /** Where the row before it in the chain is now says where the row itself was. */
  async function sealedAt(row: AuditRow, expected: number): Promise<number | undefined> {
    const near = sealedSeq(row, [row.seq - shift, expected, row.seq]);
    if (near !== undefined) return near;
    const before = row.prev_hash === '' ? 0 : await placeOf(row.prev_hash);
    return before === undefined ? undefined : sealedSeq(row, [before + 1 - shift, before + 1]);
  }

  /** A row that the one behind it passes over. It moves those behind it, unless it has the number of one of them. */
  function isForeign(row: AuditRow, [next, second]: readonly Following[]): boolean {
    if (next === undefined || next.prev_hash !== last.hash || next.prev_hash === row.hash) return false;
    // Two rows follow the same one: the one that goes on is right.
    return row.prev_hash !== last.hash || second?.prev_hash !== row.hash;
  }

  async function placed(row: AuditRow, following: readonly Following[]): Promise<readonly Fault[]> {
    const expected = last.seq + 1;
    const sealed = await sealedAt(row, expected);
    const isHere = sealed === row.seq - shift;
    if (isForeign(row, following)) {
      if (sealed !== undefined && !isHere) {
        early = [...early.slice(1 - REMEMBERED), sealed];
        return [faultOf('reordered', row)];
      }
      if (following[0]?.seq === expected + 1 + shift) shift += 1;
      return [faultOf('inserted', row)];
    }
    if (sealed === undefined) {
      const gap = row.seq - shift > expected ? [missing('deleted', expected, row.seq - shift - 1)] : [];
      // When only the hash was edited, the row behind still names the right one.
      const right = hashOf({ ...row, seq: row.seq - shift });
      accept(following[0]?.prev_hash === right ? { ...row, hash: right } : row, row.seq - shift, true);
      return [...gap, faultOf('edited', row)];
    }
    if (row.prev_hash === last.hash && sealed === expected) {
      accept(row, expected);
      return isHere ? [] : [faultOf('reordered', row)];
    }
    if (!isHere) {
      const inserted = insertedBefore(row, sealed, following);
      if (inserted.length > 0) return inserted;
      accept(row, expected, true);
      return [faultOf('reordered', row)];
    }
    if (sealed > expected) {
      const gap = early.includes(expected) ? [] : [missing('deleted', expected, sealed - 1)];
      accept(row, sealed);
      return gap;
    }
    return [brokenLink(row, following)].flatMap((fault) => fault ?? []);
  }

  /** Rows that fitted until one came that follows another further back, and is followed itself. */
  function insertedBefore(row: AuditRow, sealed: number, [next]: readonly Following[]): readonly Fault[] {
    const from = recent.findIndex(({ seq, hash }) => hash === row.prev_hash && seq + 1 === sealed);
    const between = from < 0 || next?.prev_hash !== row.hash ? [] : recent.slice(from + 1);
    if (between.length === 0) return [];
    shift += between.length;
    accept(row, sealed);
    return between.flatMap((each) => (each.row === undefined ? [] : [faultOf('inserted', each.row)]));
  }

  /** Each of two rows fits its own hash and not the other: the one was edited and hashed again that nothing else confirms. */
  function brokenLink(row: AuditRow, [next]: readonly Following[]): Fault | undefined {
    const { row: before, isDoubted } = last;
    const isConfirmed = next?.prev_hash === row.hash;
    accept(row, last.seq + 1, !isConfirmed);
    if (isDoubted) return undefined;
    return faultOf('edited', isConfirmed && before !== undefined ? before : row);
  }

  return {
    async next(row, following) {
      rows += 1;
      if (isErased(row)) erased += 1;
      const faults = await placed(row, following);
      return isPersonalIntact(row) || faults.some(({ id }) => id === row.id)
        ? faults
        : [...faults, faultOf('personal', row)];
    },
    end(head) {
      if (head === undefined) return last.row === undefined ? [] : [missing('truncated', last.seq + 1, last.seq + 1)];
      if (head.hash === last.hash || last.isDoubted) return [];
      const end = head.seq - shift;
      if (early.includes(last.seq + 1)) return [];
      if (end > last.seq) return [missing('truncated', last.seq + 1, end)];
      if (end < last.seq) return [missing('inserted', end + 1, last.seq)];
      return last.row === undefined ? [] : [faultOf('edited', last.row)];
    },
    rows: () => rows,
    erased: () => erased,
  };
}
