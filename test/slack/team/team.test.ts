import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/flows/shared/context.ts';
import type { ChosenNames, KnownOperation } from '../../../src/flows/team/team-operations.ts';
import { viewFaults, viewIsTooLarge } from '../../../src/sandbox/slack/blocks/check-view.ts';
import { memoryOf } from '../../../src/slack/blocks/metadata.ts';
import { TeamConfirmMemory, teamConfirm } from '../../../src/slack/team/operation/team-confirm.ts';
import {
  fieldOfBlock,
  readTeamForm,
  TeamMemory,
  teamBlock,
  teamLines,
  teamModal,
  teamOptions,
} from '../../../src/slack/team/operation/team-form.ts';
import { hiddenRows, teamResult } from '../../../src/slack/team/operation/team-result.ts';
import { renderView } from '../../support/render-view.ts';
import { readAsMarkup } from '../views/as-typed.ts';
import { known, nasty, teamResults } from './team-gallery.ts';

const snapshot = (name: string) => `./snapshots/modals/team-${name}.txt`;

function fits(view: ModalView | undefined): void {
  expect(viewFaults(view, 'modal', () => true)).toEqual([]);
  expect(viewIsTooLarge(view)).toBe(false);
  expect(readAsMarkup(view)).toEqual([]);
}

/** A field as Slack returns it, and what is to be read out of it. */
function filled(field: Field): { readonly value: object; readonly raw: string | readonly string[] } {
  const option = (nth: number) => ({ text: { type: 'plain_text', text: `Name ${nth}` }, value: `id-${nth}` });
  switch (field.kind) {
    case 'text':
    case 'long_text':
      return { value: { type: 'plain_text_input', value: nasty }, raw: nasty };
    case 'yes_no':
    case 'pick': {
      const [id = ''] = field.kind === 'pick' ? (field.options ?? []).map((each) => each.id) : ['yes'];
      const chosen = { text: { type: 'plain_text', text: 'Something else' }, value: id };
      return { value: { type: 'static_select', selected_option: chosen }, raw: id };
    }
    case 'search':
      return { value: { type: 'static_select', selected_option: option(1) }, raw: 'id-1' };
    case 'searches':
      return {
        value: { type: 'multi_external_select', selected_options: [option(1), option(2)] },
        raw: ['id-1', 'id-2'],
      };
    case 'instant':
      return { value: { type: 'datetimepicker', selected_date_time: 1_795_424_400 }, raw: '1795424400' };
  }
}

function stateOf(one: KnownOperation, full: boolean): Pick<ViewOutput, 'state'> {
  const values = Object.entries(one.row.fields).map(([name, field]) => [
    teamBlock(one, name),
    { value: full ? filled(field).value : { type: 'plain_text_input', value: null } },
  ]);
  return { state: { values: Object.fromEntries(values) } };
}

/** What the systems call what was chosen. */
function namesIn({ row }: KnownOperation): ChosenNames {
  const chosen = Object.entries(row.fields).filter(([, { look }]) => look !== undefined);
  return Object.fromEntries(chosen.map(([name, { kind }]) => [name, kind === 'searches' ? ['One', 'Two'] : ['One']]));
}

it('several systems have rows', () => {
  expect(known.length).toBeGreaterThan(30);
  expect(new Set(known.map(({ provider }) => provider)).size).toBeGreaterThan(2);
});

it('Slack accepts the form in which nothing is chosen yet', async () => {
  fits(teamModal(known, undefined));
  await expect(renderView(teamModal(known, undefined))).toMatchFileSnapshot(snapshot('choose'));
});

describe.each(known.map((one) => [one.id, one] as const))('%s', (_, one) => {
  it('has a form that Slack accepts and that names the operation', () => {
    const view = teamModal(known, one);
    fits(view);
    expect(memoryOf({ private_metadata: view.private_metadata ?? '' }, TeamMemory).operation).toBe(one.id);
    for (const name of Object.keys(one.row.fields)) expect(fieldOfBlock(teamBlock(one, name))).toBe(name);
  });

  it('reads back what its form holds, empty and full', () => {
    const entries = Object.entries(one.row.fields);
    const empty = readTeamForm(stateOf(one, false), one);
    expect(empty).toEqual(
      Object.fromEntries(entries.map(([name, field]) => [name, field.kind === 'searches' ? [] : ''])),
    );
    expect(teamLines(one, empty, {})).toEqual([]);
    const full = readTeamForm(stateOf(one, true), one);
    expect(full).toEqual(Object.fromEntries(entries.map(([name, field]) => [name, filled(field).raw])));
  });

  it('shows typed values in lines, and choices under the names of the system, never under those of the form', () => {
    const entries = Object.entries(one.row.fields);
    const lines = teamLines(one, readTeamForm(stateOf(one, true), one), namesIn(one));
    expect(lines).toHaveLength(entries.filter(([, field]) => field.secret !== true).length);
    for (const [, field] of entries) {
      expect(lines.some((line) => line.startsWith(field.label))).toBe(field.secret !== true);
    }
    expect(lines.join('')).not.toMatch(/Name \d|id-\d|Something else/);
  });

  it('keeps typed values in the second question, or has none', () => {
    const raw = readTeamForm(stateOf(one, true), one);
    const shown = teamLines(one, raw, namesIn(one));
    const confirm = teamConfirm(one, raw, shown);
    fits(confirm);
    const { private_metadata = '' } = confirm ?? {};
    expect(memoryOf({ private_metadata }, TeamConfirmMemory)).toEqual({ operation: one.id, raw });
    for (const line of shown) expect(JSON.stringify(confirm)).toContain(JSON.stringify(line).slice(1, -1).slice(0, 20));
    expect(teamConfirm(one, { ...raw, more: 'x'.repeat(3000) }, shown)).toBeUndefined();
  });
});

describe('the result of an operation', () => {
  const columns = ['Name', 'E-mail', 'Data'];
  const table = (rows: number, cell: string) => ({
    columns,
    rows: Array.from({ length: rows }, () => [cell, cell, cell]),
  });
  const result = (rows: number, cell: string) => ({
    title: 'List members',
    shown: ['In the group: Artists'],
    answer: { copy: `${rows} members. ${cell}`, table: table(rows, cell) },
  });

  it.each([
    ['nothing', 0, 'a'],
    ['few', 3, 'a'],
    ['many', 5_000, 'Tom'],
    ['long ones', 5_000, 'x'.repeat(3_000)],
    ['unkind ones', 5_000, nasty],
    ['ones of times', 5_000, '2026-11-23T13:35:02.730Z '.repeat(90)],
    ['ones of many bytes', 5_000, '🎬'.repeat(200)],
    ['ones of quotes', 5_000, '"'.repeat(200)],
    ['ones of control signs', 5_000, '\u0001'.repeat(200)],
    ['empty ones', 3, ''],
  ])('%s: is accepted by Slack, and what is not shown is counted', (_, rows, cell) => {
    const view = teamResult(result(rows, cell), { state: 'sending' });
    fits(view);
    // Of what nobody sees nothing is left, and a dash stands there.
    const each = /^\p{Cc}*$/u.test(cell) ? /\*—\*/g : / · E-mail: /g;
    const shown = JSON.stringify(view).match(each)?.length ?? 0;
    expect(shown + hiddenRows(table(rows, cell))).toBe(rows);
    if (rows > 3) expect(shown).toBeGreaterThan(50);
  });

  it('counts one row that does not fit as one', () => {
    const words = (rows: number) => JSON.stringify(teamResult(result(rows, 'x'.repeat(120))));
    const fitting = 5_000 - hiddenRows(table(5_000, 'x'.repeat(120)));
    expect(words(fitting)).not.toContain('fit here');
    expect(words(fitting + 1)).toContain("1 more row doesn't fit here.");
    expect(words(fitting + 2)).toContain("2 more rows don't fit here.");
  });

  it('is accepted by Slack for all tables', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 400 });
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 400 });
    fc.assert(
      fc.property(rows, cell, (cells, words) => {
        const answer = { copy: `.${words}`, table: { columns, rows: cells } };
        const view = teamResult({ title: 'List members', shown: [words], answer });
        expect(viewFaults(view, 'modal', () => true)).toEqual([]);
        expect(viewIsTooLarge(view)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('reads as before', async () => {
    for (const [name, view] of Object.entries(teamResults)) {
      fits(view);
      await expect(renderView(view)).toMatchFileSnapshot(snapshot(name));
    }
  });
});

it('Slack accepts names of a system as options, whatever they are', () => {
  const choices = [
    { id: 'a', name: nasty },
    { id: 'b', name: '' },
    { id: 'c', name: ' \n ' },
    { id: '', name: 'no id' },
    { id: 'x'.repeat(151), name: 'too long an id' },
    ...Array.from({ length: 300 }, (_, n) => ({ id: `n${n}`, name: `Name ${n}` })),
  ];
  const options = teamOptions(choices);
  expect(options.map(({ value }) => value).slice(0, 4)).toEqual(['a', 'b', 'c', 'n0']);
  expect(options).toHaveLength(100);
  const element = { type: 'static_select', action_id: 'a', options };
  const block = { type: 'input', label: { type: 'plain_text', text: 'x' }, element };
  const title = { type: 'plain_text', text: 'x' };
  expect(viewFaults({ type: 'modal', title, submit: title, blocks: [block] }, 'modal', () => true)).toEqual([]);
});

it('options that read the same show their ids, too, however long both are', () => {
  const long = 'A computer with a name '.repeat(9);
  const options = teamOptions([
    { id: 'a', name: 'Edit' },
    { id: 'b', name: ' Edit ' },
    { id: 'c', name: `${long}1` },
    { id: `d${'0'.repeat(140)}7`, name: `${long}2` },
    { id: 'e', name: 'Vault' },
  ]);
  const texts = options.map(({ text }) => text.text);
  expect(texts.filter((_, nth) => nth !== 2 && nth !== 3)).toEqual(['Edit (a)', 'Edit (b)', 'Vault']);
  expect(texts[2]).toMatch(/^A computer .*… \(c\)$/);
  expect(texts[3]).toMatch(/^A computer .*… \(…0+7\)$/);
  expect(Math.max(...texts.map(({ length }) => length))).toBe(75);
});
