import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Field, RawInput, RawValue, TeamOperation } from '../../../src/providers/team-operation.ts';
import type { EmulatedTrouble } from '../../../src/sandbox/provider-server.types.ts';
import { problemIn, value } from './bench.ts';

/** A provider's rows for `/team`, before a fresh server on which each of them can succeed. */
export type TeamBench = {
  readonly team: readonly TeamOperation[];
  readonly samples: TeamSamples;
  readonly emulator: {
    readonly requests: readonly { readonly operation: string | undefined; readonly status: number | string }[];
    trouble(trouble: EmulatedTrouble): void;
  };
  stop(): Promise<void>;
};

/**
 * What a form holds, by operation and field, where it is not what anybody would put in: a text, the how manieth of what is offered,
 * or `nothing`.
 */
export type TeamSamples = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** What every row must do: its form is filled with what the system offers, and does what its documents name, once. */
export function teamConformance(
  provider: string,
  rows: readonly TeamOperation[],
  start: () => Promise<TeamBench>,
): void {
  describe.each(rows.map((row) => [row.operation, row.effect] as const))(
    `${provider} by /team: %s`,
    (operation, effect) => {
      let bench: TeamBench;
      let row: TeamOperation;
      beforeEach(async () => {
        bench = await start();
        row = rowOf(bench.team, operation);
      });
      afterEach(() => bench.stop());

      const requests = () => bench.emulator.requests.filter((request) => request.operation === operation);
      const ready = async (fields: 'needed' | 'all') => {
        const read = row.read(await filled(row, fields, bench.samples[operation] ?? {}));
        if ('faults' in read) throw new Error(JSON.stringify(read.faults));
        return read;
      };

      test.each(['needed', 'all'] as const)('is carried out with %s filled in', async (fields) => {
        const answer = value(await (await ready(fields)).run());
        expect(answer.copy).toMatch(/\w.*[.:]$/s);
        for (const cells of answer.table?.rows ?? []) expect(cells).toHaveLength(answer.table?.columns.length ?? 0);
        expect(requests().length).toBeGreaterThan(0);
        if (effect !== 'reads') expect(requests()).toHaveLength(1);
        expect(requests().map(({ status }) => String(status))).toContainEqual(expect.stringMatching(/^20[014]$/));
      });

      test('looks up chosen items by its own names, and knows no other id', async () => {
        for (const [name, field] of Object.entries(row.fields)) {
          expect([name, field.look !== undefined]).toEqual([name, field.find !== undefined]);
          if (field.look === undefined) continue;
          const offered = value((await field.find?.('')) ?? []);
          expect([name, offered.length > 0]).toEqual([name, true]);
          const ids = offered.map(({ id }) => id);
          const looked = value(await field.look([...ids, '987654321', 'no such id']));
          expect(looked.map(({ id }) => id)).toEqual(ids);
          for (const [nth, { name: shown }] of looked.entries()) expect(shown).toContain(offered[nth]?.name);
        }
      });

      test('reports each missing required field, and sends nothing', () => {
        const needed = Object.entries(row.fields).filter(([, field]) => !field.optional);
        const read = row.read({});
        expect('faults' in read || needed.length === 0).toBe(true);
        if ('faults' in read) {
          for (const [name] of needed) expect(read.faults).toHaveProperty(name);
          for (const name of Object.keys(read.faults)) expect(row.fields).toHaveProperty(name);
        }
        expect(bench.emulator.requests).toEqual([]);
      });

      test('reports an unreadable response as a Problem', async () => {
        const run = await ready('needed');
        bench.emulator.trouble({ operation, times: 9, then: { raw: '<html>', status: 200, contentType: 'text/html' } });
        expect(problemIn(await run.run()).code).toBe(
          effect === 'reads' ? 'provider_nonsense' : 'provider_outcome_unknown',
        );
      });
    },
  );
}

function rowOf(team: readonly TeamOperation[], operation: string): TeamOperation {
  const row = team.find((each) => each.operation === operation);
  if (row === undefined) throw new Error(`no row for ${operation}`);
  return row;
}

/** The form as somebody filled it in, who chose the first of all that is offered. */
async function filled(row: TeamOperation, fields: 'needed' | 'all', samples: TeamSamples[string]): Promise<RawInput> {
  const raw: Record<string, RawValue> = {};
  for (const [name, field] of Object.entries(row.fields)) {
    const sample = samples[name];
    if (sample === 'nothing' || (field.optional && fields === 'needed' && sample === undefined)) continue;
    raw[name] = await put(field, sample);
  }
  return raw;
}

async function put(field: Field, sample: string | number | undefined): Promise<RawValue> {
  if (typeof sample === 'string') return sample;
  const nth = sample ?? 0;
  switch (field.kind) {
    case 'text':
    case 'long_text':
      return 'Sample';
    case 'yes_no':
      return 'no';
    case 'instant':
      return String(Date.UTC(2026, 10, 23, 9) / 1000);
    case 'pick':
      return field.options?.[nth]?.id ?? '';
    case 'search':
    case 'searches': {
      const found = await field.find?.('');
      const id = found === undefined || isProblem(found) ? undefined : found[nth]?.id;
      if (id === undefined) throw new Error(`nothing to choose for ${field.label}: ${JSON.stringify(found)}`);
      return field.kind === 'search' ? id : [id];
    }
  }
}
