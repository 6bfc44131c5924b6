import { describe, expect, test } from 'vitest';
import { nobody } from '../support/nobody.ts';
import { documented } from '../table/documented.ts';
import { benches } from './benches.ts';
import { teamConformance } from './team.ts';

const teams = benches.map(([name, bench]) => [name, bench.make(nobody).team ?? [], bench.team] as const);

test('exactly the providers with rows for /team have a bench for them', () => {
  const able = teams.filter(([, rows]) => rows.length > 0).map(([name]) => name);
  expect(able.length).toBeGreaterThan(0);
  expect(teams.filter(([, , bench]) => bench !== undefined).map(([name]) => name)).toEqual(able);
});

describe.each(teams.filter(([, rows]) => rows.length > 0))('%s', (name, rows) => {
  test('each row is for a documented operation, and has copy of its own', () => {
    const names: readonly string[] = Object.entries(documented).find(([system]) => system === name)?.[1] ?? [];
    expect(rows.map(({ operation }) => operation).filter((operation) => !names.includes(operation))).toEqual([]);
    for (const texts of [rows.map(({ operation }) => operation), rows.map(({ title }) => title)]) {
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test('no secret is asked for twice: the second question keeps typed values', () => {
    const kept = rows.filter(({ effect }) => effect === 'destroys').flatMap(({ fields }) => Object.values(fields));
    expect(kept.filter((field) => field.secret)).toEqual([]);
  });
});

for (const [name, rows, start] of teams) if (start !== undefined) teamConformance(name, rows, start);
