import { expect, it } from 'vitest';
import { readHistoryText } from '../../../src/slack/team/history/history-text.ts';

it.each([
  ['', {}],
  ['snyk', { area: 'snyk' }],
  ['Remove Snyk', { area: 'snyk', kind: 'remove' }],
  ['<@U024BE7LH|mia>', { who: 'U024BE7LH' }],
  ['<@U1> week removed tom', { who: 'U1', when: 'week', kind: 'remove', text: 'tom' }],
  ['guests today cancelled', { area: 'guests', when: 'day', kind: 'cancel' }],
  ['settings', { kind: 'settings' }],
  ['<mailto:tom@x.example|tom@x.example>', { text: 'tom@x.example' }],
  ['snyk parsec', { area: 'snyk', text: 'parsec' }],
  ['Tom  Ünal', { text: 'Tom Ünal' }],
])('reads “%s” after /team history', (text, filters) => {
  expect(readHistoryText(text)).toEqual(filters);
});
