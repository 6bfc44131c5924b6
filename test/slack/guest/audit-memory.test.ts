import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AuditMemory,
  AuditMetadata,
  filtersOf,
  nextPage,
  previousPage,
  readPlace,
  writePlace,
} from '../../../src/slack/guest/audit/audit-memory.ts';
import { readAuditText, readExportText } from '../../../src/slack/guest/audit/audit-text.ts';

const first: AuditMemory = { scope: 'all', page: 0, before: [], no: 0 };
const place = (nth: number) => writePlace({ at: Date.UTC(2026, 10, 23) - nth, seq: 1_000_000 - nth });

it('a place in the log is read back as it was written', () => {
  const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(number, number, (at, seq) => {
      expect(readPlace(writePlace({ at, seq }))).toEqual({ at, seq });
    }),
  );
  for (const text of [undefined, '', '1', '1.', '.1', 'A.1', '1.1.1', '-1.1', '1.1 ', 'zzzzzzzzzzzz.1'])
    expect(readPlace(text)).toBeUndefined();
});

it('pages turned forward are turned back one by one, and from far behind to the first', () => {
  const third = nextPage(nextPage(first, place(1)), place(2));
  expect(previousPage(third)).toEqual(nextPage(first, place(1)));
  expect(previousPage(previousPage(third))).toEqual(first);
  let deep = first;
  for (let nth = 0; nth < 100; nth++) deep = nextPage(deep, place(nth));
  for (let nth = 0; nth < 59; nth++) deep = previousPage(deep);
  expect(deep).toMatchObject({ page: 41 });
  expect(previousPage(deep)).toEqual(first);
});

it('a place that is none turns no page', () => expect(nextPage(first, 'nonsense')).toEqual(first));

it('what the modal carries fits into it, also far behind with long filters', () => {
  const longest = {
    who: 'U'.repeat(20),
    kind: 'records',
    via: 'dashboard',
    from: '2026-11-01',
    to: '2026-11-30',
  } as const;
  let deep: AuditMemory = { ...first, ...longest, text: '"'.repeat(200), no: 1_000_000 };
  for (let nth = 0; nth < 500; nth++) deep = nextPage(deep, place(nth));
  expect(JSON.stringify(deep).length).toBeLessThan(3_000);
  expect(AuditMetadata.parse(JSON.parse(JSON.stringify(deep)))).toEqual(deep);
});

it('days are whole days in the zone of the person', () => {
  const { since, until } = filtersOf({ ...first, from: '2026-10-25', to: '2026-10-25' }, 'Europe/Paris');
  expect([since, until]).toEqual([Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 23) - 1]);
});

it.each([
  ['', {}],
  ['<@U123|mia> cancels', { who: 'U123', kind: 'cancel' }],
  ['2026-05', { from: '2026-05-01', to: '2026-05-31' }],
  ['2026-05-03', { from: '2026-05-03', to: '2026-05-03' }],
  ['2026-05-03 2026-05-09 ana', { from: '2026-05-03', to: '2026-05-09', text: 'ana' }],
  ['2026-05-09 2026-05-03', { from: '2026-05-09', to: '2026-05-09', text: '2026-05-03' }],
  ['Edit 1', { text: 'Edit 1' }],
  ['constructor', { text: 'constructor' }],
])('“/guest audit %s” opens with its filters', (text, filters) => expect(readAuditText(text)).toEqual(filters));

it.each([
  ['ana export', undefined],
  ['export', { formats: ['csv', 'jsonl'], filters: {} }],
  ['Export CSV ana', { formats: ['csv'], filters: { text: 'ana' } }],
  ['export jsonl 2026-05', { formats: ['jsonl'], filters: { from: '2026-05-01', to: '2026-05-31' } }],
])('“/guest audit %s” is read as an export, or is none', (text, read) => expect(readExportText(text)).toEqual(read));
