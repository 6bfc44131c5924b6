import type { ViewOutput } from '@slack/bolt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formValues } from '../../../src/slack/blocks/form-values.ts';

const held = (value: unknown) => formValues({ state: { values: { field: { value } } } } as unknown as ViewOutput);

/** All that a reader of a form ever asks of an input. */
function readAll(values: ReturnType<typeof formValues>) {
  const names = ['text', 'date', 'time', 'choice', 'option', 'ticked', 'instant', 'conversation', 'has'] as const;
  return Object.fromEntries(names.map((name) => [name, values[name]('field')]));
}

const nothing = {
  text: '',
  date: '',
  time: '',
  choice: '',
  option: undefined,
  ticked: [],
  instant: '',
  conversation: undefined,
};

describe('the value of an input', () => {
  it('is read by its kind', () => {
    const option = { value: 'a', text: { type: 'plain_text', text: 'Label' } };
    expect(held({ value: 'typed' }).text('field')).toBe('typed');
    expect(held({ selected_option: option }).option('field')).toEqual({ value: 'a', label: 'Label' });
    expect(held({ selected_options: [option, { value: 'b' }] }).ticked('field')).toEqual(['a', 'b']);
    expect(held({ selected_conversation: 'C1' }).conversation('field')).toBe('C1');
    expect(held({ selected_date_time: 1_795_424_400 }).instant('field')).toBe('1795424400');
  });

  it('is nothing when it has another form', () => {
    const junk = {
      value: { a: 1 },
      selected_option: ['a'],
      selected_options: { 0: 'a' },
      selected_date: 5,
      selected_time: [],
      selected_date_time: 'now',
      selected_conversation: { id: 'C1' },
    };
    expect(readAll(held(junk))).toEqual({ ...nothing, has: true });
    expect(held({ selected_date_time: 1e300 }).instant('field')).toBe('');
  });

  it('is nothing in a state that is not a form state', () => {
    for (const state of [undefined, null, [], 'x', {}, { values: null }, { values: [] }, { values: { field: [] } }]) {
      const values = formValues({ state } as unknown as ViewOutput);
      expect(readAll(values)).toMatchObject(nothing);
    }
    // Names every object has are no blocks.
    const empty = formValues({ state: { values: {} } } as unknown as ViewOutput);
    for (const name of ['constructor', 'toString', '__proto__']) expect(empty.has(name)).toBe(false);
  });

  it('never breaks its reader', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (state, block, value) => {
        readAll(formValues({ state } as unknown as ViewOutput));
        readAll(formValues({ state: { values: { field: block } } } as unknown as ViewOutput));
        readAll(held(value));
        readAll(held({ selected_option: value, selected_options: [value], value, selected_date_time: value }));
      }),
      { numRuns: 500 },
    );
  });
});
