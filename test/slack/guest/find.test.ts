import { expect, it, test } from 'vitest';
import { filtersOf, readFindText } from '../../../src/slack/guest/find/find-memory.ts';

const none = { page: 0, no: 0 };

test.each([
  ['', none],
  ['ana  Edit-3', { ...none, text: 'ana Edit-3' }],
  [
    '<@U024BE7LH|mia> 2026-05 render',
    { ...none, who: 'U024BE7LH', from: '2026-05-01', to: '2026-05-31', text: 'render' },
  ],
  ['2026-05-01', { ...none, from: '2026-05-01', to: '2026-05-01' }],
  ['2026-05-01 2026-05-09', { ...none, from: '2026-05-01', to: '2026-05-09' }],
  ['2026-02-30 2026-13', { ...none, text: '2026-02-30 2026-13' }],
])('reads “%s”', (text, memory) => {
  expect(readFindText(text)).toEqual(memory);
});

it('means whole days on the clock of the reader, whichever day is named first', () => {
  const day = { from: Date.UTC(2026, 2, 28, 23), to: Date.UTC(2026, 2, 29, 22) };
  expect(filtersOf({ ...none, from: '2026-03-29', to: '2026-03-29' }, 'Europe/Paris').span).toEqual(day);
  const both = { ...none, from: '2026-03-30', to: '2026-03-29' };
  expect(filtersOf(both, 'UTC').span).toEqual({ from: Date.UTC(2026, 2, 29), to: Date.UTC(2026, 2, 31) });
  expect(filtersOf({ ...none, from: '2026-03-29' }, 'UTC').span?.to).toBe(Number.MAX_SAFE_INTEGER);
  expect(filtersOf(none, 'UTC').span).toBeUndefined();
});
