import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditRow, hashOf } from '../../src/store/audit-hash.ts';
import { type AuditEntry, type ChainEnd, linked, rowOf } from '../../src/store/audit-rows.ts';
import { checkChain } from '../../src/store/check-chain.ts';

const text = fc.string({ maxLength: 12, unit: 'grapheme' });
const facts = fc.dictionary(
  fc.constantFrom('guest', 'host', 'by', 'n', 'name'),
  fc.oneof(text, fc.nat(), fc.boolean()),
);
const entry: fc.Arbitrary<Omit<AuditEntry, 'id'>> = fc.record(
  {
    subject: fc.constantFrom('truvera/member/7', 'mb_1'),
    at: fc.nat(),
    actor: fc.constantFrom('U1', 'guestlist'),
    action: fc.constantFrom('requested', 'changed'),
    facts,
    history: fc.record({ area: fc.constantFrom('guests', 'snyk'), about: text }),
    via: fc.constantFrom('form', 'job'),
    rule: text,
    approvedBy: fc.array(text, { maxLength: 3 }),
    reason: text,
    before: facts,
    after: facts,
  },
  { requiredKeys: ['subject', 'at', 'actor', 'action', 'facts'] },
);
const chain = (minLength: number) =>
  fc
    .array(entry, { minLength, maxLength: 12 })
    .map((entries) => chainOf(entries.map((each, n) => ({ ...each, id: `e${n}` }))));

function chainOf(entries: readonly AuditEntry[]): AuditRow[] {
  const rows: AuditRow[] = [];
  let end: ChainEnd = { seq: 0, hash: '' };
  for (const each of entries) {
    const row = rowAfter(end, 'T1', each);
    rows.push(row);
    end = row;
  }
  return rows;
}

const rowAfter = (end: ChainEnd, workspaceId: string, each: AuditEntry) => linked(end, rowOf(workspaceId, each));
const headOf = (rows: readonly AuditRow[]): ChainEnd => rows.at(-1) ?? { seq: 0, hash: '' };

/** What is found in these rows, each as kind and what it names. */
async function found(stored: readonly AuditRow[], head: ChainEnd | undefined): Promise<string[]> {
  const rows = stored.toSorted((a, b) => a.seq - b.seq);
  const check = checkChain('T1', async (hash) => rows.find((row) => row.hash === hash)?.seq);
  const faults: string[] = [];
  const end = head === undefined ? [] : [{ seq: head.seq + 1, prev_hash: head.hash }];
  const say = (all: Awaited<ReturnType<typeof check.next>>) => {
    for (const { kind, id, seq, until } of all)
      faults.push(`${kind} ${id ?? (until === undefined ? seq : `${seq}-${until}`)}`);
  };
  for (const [n, row] of rows.entries())
    say(await check.next(row, [...rows.slice(n + 1, n + 3), ...(n + 3 > rows.length ? end : [])]));
  say(check.end(head));
  return faults;
}

const with_ = (rows: readonly AuditRow[], at: number, row: AuditRow) => rows.toSpliced(at, 1, row);
const at = <T>(list: readonly T[], n: number): T => {
  const one = list[n];
  if (one === undefined) throw new Error(`there is no ${n}`);
  return one;
};
const somewhere = (minLength: number) =>
  chain(minLength).chain((rows) => fc.tuple(fc.constant(rows), fc.nat({ max: rows.length - 1 })));
const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, property), { numRuns: 40 });

describe('a chain of the audit log', () => {
  it('has no fault as it was written', () =>
    check(chain(0), async (rows) => {
      expect(await found(rows, headOf(rows))).toEqual([]);
    }));

  it('has no fault when what is personal was erased, of any rows', () =>
    check(fc.tuple(chain(1), fc.array(fc.boolean())), async ([rows, which]) => {
      const erased = rows.map((row, n) =>
        which[n] ? { ...row, personal: null, personal_salt: null, about: null } : row,
      );
      expect(await found(erased, headOf(rows))).toEqual([]);
    }));

  it('names rows that were deleted, where they were', () =>
    check(somewhere(2), async ([rows, n]) => {
      fc.pre(n < rows.length - 1);
      expect(await found(rows.toSpliced(n, 1), headOf(rows))).toEqual([`deleted ${n + 1}`]);
      fc.pre(n < rows.length - 2);
      expect(await found(rows.toSpliced(n, 2), headOf(rows))).toEqual([`deleted ${n + 1}-${n + 2}`]);
    }));

  it('names what is missing at its end', () =>
    check(somewhere(1), async ([rows, n]) => {
      const missing = n + 1 === rows.length ? `${n + 1}` : `${n + 1}-${rows.length}`;
      expect(await found(rows.slice(0, n), headOf(rows))).toEqual([`truncated ${missing}`]);
    }));

  it('says that its end is gone when the head is', () =>
    check(chain(1), async (rows) => {
      expect(await found(rows, undefined)).toEqual([`truncated ${rows.length + 1}`]);
    }));

  const columns = Object.keys(
    rowAfter({ seq: 0, hash: '' }, 'T1', { id: 'x', at: 1, actor: 'U1', action: 'a', facts: {} }),
  );
  const erasable = ['personal', 'personal_salt', 'about'];
  const edited = (value: AuditRow[keyof AuditRow]) => (typeof value === 'number' ? value + 1 : `${value ?? ''}x`);

  it.each(columns.filter((column) => ![...erasable, 'seq'].includes(column)))(
    'names the row of which %s was edited',
    (column) =>
      check(somewhere(1), async ([rows, n]) => {
        const row = at(rows, n);
        const faults = await found(
          with_(rows, n, { ...row, [column]: edited(row[column as keyof AuditRow]) }),
          headOf(rows),
        );
        expect(faults).toEqual([`edited ${column === 'id' ? `${row.id}x` : row.id}`]);
      }),
  );

  it('names the row that was edited and hashed again', () =>
    check(somewhere(1), async ([rows, n]) => {
      const row = { ...at(rows, n), actor: 'U9' };
      expect(await found(with_(rows, n, { ...row, hash: hashOf(row) }), headOf(rows))).toEqual([`edited ${row.id}`]);
    }));

  it.each(erasable)('names the row of which %s was edited', (column) =>
    check(somewhere(1), async ([rows, n]) => {
      const row = at(rows, n);
      const faults = await found(
        with_(rows, n, { ...row, [column]: edited(row[column as keyof AuditRow]) }),
        headOf(rows),
      );
      expect(faults).toEqual([`personal ${row.id}`]);
    }),
  );

  it('names the row of which a part of what is personal was taken away', () =>
    check(somewhere(1), async ([rows, n]) => {
      const row = at(rows, n);
      fc.pre(row.personal !== null && row.about !== null);
      expect(await found(with_(rows, n, { ...row, personal: null }), headOf(rows))).toEqual([`personal ${row.id}`]);
    }));

  it('names rows that were inserted and moved all others', () =>
    check(
      fc.tuple(somewhere(1), entry, fc.integer({ min: 1, max: 3 }), fc.boolean()),
      async ([[rows, n], each, count, movesHead]) => {
        const before = rows.slice(0, n);
        const inserted: AuditRow[] = [];
        for (let k = 0; k < count; k++) {
          inserted.push(rowAfter(inserted.at(-1) ?? headOf(before), 'T1', { ...each, id: `x${k}` }));
        }
        const moved = rows.slice(n).map((row) => ({ ...row, seq: row.seq + count }));
        const head = headOf(rows);
        const faults = await found([...before, ...inserted, ...moved], {
          ...head,
          seq: head.seq + (movesHead ? count : 0),
        });
        expect(faults).toEqual(inserted.map(({ id }) => `inserted ${id}`));
      },
    ));

  it('names a row that was put beside another', () =>
    check(fc.tuple(somewhere(1), entry, fc.boolean()), async ([[rows, n], each, isFirst]) => {
      const row = rowAfter(headOf(rows.slice(0, n)), 'T1', { ...each, id: 'x' });
      const at = isFirst ? n : n + 1;
      expect(await found(rows.toSpliced(at, 0, row), headOf(rows))).toEqual(['inserted x']);
    }));

  it('names rows that were put behind its end', () =>
    check(fc.tuple(chain(0), fc.array(entry, { minLength: 1, maxLength: 3 })), async ([rows, more]) => {
      const added: AuditRow[] = [];
      for (const [n, each] of more.entries())
        added.push(rowAfter(headOf([...rows, ...added]), 'T1', { ...each, id: `x${n}` }));
      const faults = await found([...rows, ...added], headOf(rows));
      const last = rows.length + added.length;
      expect(faults).toEqual([added.length === 1 ? 'inserted x0' : `inserted ${rows.length + 1}-${last}`]);
    }));

  it('names rows that changed places', () =>
    check(fc.tuple(somewhere(2), fc.nat()), async ([[rows, n], other]) => {
      const m = other % rows.length;
      fc.pre(m !== n);
      const [one, two] = [at(rows, n), at(rows, m)];
      const swapped = with_(with_(rows, n, { ...one, seq: two.seq }), m, { ...two, seq: one.seq });
      const faults = await found(swapped, headOf(rows));
      expect(faults.toSorted()).toEqual([`reordered ${one.id}`, `reordered ${two.id}`].toSorted());
    }));

  it('names a row that was moved behind the others', () =>
    check(somewhere(2), async ([rows, n]) => {
      const row = at(rows, n);
      const faults = await found(with_(rows, n, { ...row, seq: row.seq + 50 }), headOf(rows));
      expect(faults).toContain(`reordered ${row.id}`);
    }));
});
