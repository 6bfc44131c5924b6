import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { writeLength } from '../../../src/domain/time/durations.ts';
import { readLine } from '../../../src/domain/time/read-line.ts';
import { compare, readCorpus, written } from './corpus.ts';

const entries = readCorpus();
const read = entries.map(({ text, context, meaning }) => {
  const got = written(readLine(text, context), writeLength);
  return { zone: context.zone, text, got, meaning, is: compare(got, meaning) };
});

describe('lines as coordinators type them', () => {
  it('are read correctly, or asked about', () => {
    expect(entries.length).toBeGreaterThanOrEqual(300);
    expect(new Set(entries.map(({ context }) => context.zone)).size).toBeGreaterThanOrEqual(6);
    const count = (is: string) => read.filter((each) => each.is === is).length;
    const share = (is: string) => `${count(is)} ${is} (${Math.round((count(is) / read.length) * 100)} %)`;
    process.stdout.write(`corpus: ${read.length} lines, ${share('read')}, ${share('asked')}, ${share('wrong')}\n`);
    expect(read.filter(({ is }) => is === 'wrong')).toEqual([]);
    // What asks about everything is never wrong either.
    expect(count('read') / read.length).toBeGreaterThan(0.75);
  });

  it.each(['UTC', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Apia'])('mean the same in a process in %s', (TZ) => {
    const output = execFileSync(process.execPath, [new URL('read-corpus.ts', import.meta.url).pathname], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
    const { zone, lines } = JSON.parse(output) as { zone: string; lines: string[] };
    // Node calls it by its old name.
    expect(zone.replace('Calcutta', 'Kolkata')).toBe(TZ);
    expect(lines).toEqual(read.map(({ got }) => got));
  });
});
