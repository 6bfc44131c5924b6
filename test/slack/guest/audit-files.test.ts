import { expect, it } from 'vitest';
import type { ShownEntry } from '../../../src/flows/guest/audit/audit-subjects.ts';
import { auditFiles } from '../../../src/slack/guest/audit/audit-files.ts';
import type { FileText } from '../../../src/slack/posting/file-steps.ts';
import { csvRows } from '../../support/report-gestures.ts';
import { anEntry } from '../views/record-gallery.ts';

async function* pages(count: number, size = 500): AsyncGenerator<readonly ShownEntry[]> {
  for (let from = 0; from < count; from += size) {
    yield Array.from({ length: Math.min(size, count - from) }, (_, nth) => anEntry({ seq: count - from - nth }));
  }
}

async function filesOf(count: number, formats: readonly ('csv' | 'jsonl')[]): Promise<readonly FileText[]> {
  return Array.fromAsync(auditFiles(pages(count), formats, { name: 'log', zone: 'Europe/Paris', perFile: 1_000 }));
}

it('a short export is one file of each format, with the same entries', async () => {
  const files = await filesOf(3, ['csv', 'jsonl']);
  expect(files.map(({ name }) => name)).toEqual(['log.csv', 'log.jsonl']);
  const [csv, jsonl] = files.map(({ text }) => text);
  expect(csvRows(csv ?? '').map(({ Entry }) => Entry)).toEqual(['3', '2', '1']);
  const lines = (jsonl ?? '').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([3, 2, 1]);
});

it('times are instants that people can read, also within a cell', async () => {
  const entry = anEntry({ after: { state: 'requested', endsAt: Date.UTC(2026, 10, 23, 9) } });
  const log = auditFiles(
    (async function* () {
      yield [entry];
    })(),
    ['csv'],
    { name: 'log', zone: 'Europe/Paris' },
  );
  const [csv] = await Array.fromAsync(log);
  expect(csvRows(csv?.text ?? '')).toMatchObject([{ After: 'state: requested; endsAt: 2026-11-23T09:00:00.000Z' }]);
});

it('an export without entries has no file', async () => {
  expect(await filesOf(0, ['csv', 'jsonl'])).toEqual([]);
});

it('a long export has numbered files, each with its columns, and each entry once', async () => {
  const count = 2_001;
  const files = await filesOf(count, ['csv']);
  expect(files.map(({ name }) => name)).toEqual(['log-1.csv', 'log-2.csv', 'log-3.csv']);
  const entries = files.flatMap(({ text }) => csvRows(text).map(({ Entry }) => Number(Entry)));
  expect(entries).toEqual(Array.from({ length: count }, (_, nth) => count - nth));
  for (const { text } of files) expect(text.startsWith('\uFEFFEntry,')).toBe(true);
});

it('what a spreadsheet would run is text, in every cell', async () => {
  const evil = anEntry({ actor: '=1', reason: '+2', rule: '@3', facts: { guest: '-4', host: '=5', event: '\t=6' } });
  async function* one() {
    yield [evil];
  }
  const [file] = await Array.fromAsync(auditFiles(one(), ['csv'], { name: 'log', zone: 'UTC' }));
  const [row] = csvRows(file?.text ?? '');
  expect(row).toMatchObject({ Person: "'=1", Reason: "'+2", 'Allowed by': "'@3", Guest: "'-4", Computer: "'=5" });
  expect(Object.values(row ?? {}).filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
});
