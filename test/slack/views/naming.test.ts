import { expect, it } from 'vitest';
import { named } from '../../../src/slack/views/naming.ts';

const nobody = { mentions: undefined, names: {} };

it.each([
  ['leaves a text as it is', ':door: <@U2> did it.', nobody, ':door: <@U2> did it.'],
  [
    'calls somebody behind the mark',
    ':door: <@U2> did it.',
    { ...nobody, mentions: 'U1' },
    ':door: <@U1> <@U2> did it.',
  ],
  ['calls somebody once', ':x: <@U1>: no.', { ...nobody, mentions: 'U1' }, ':x: <@U1>: no.'],
  ['names whom it does not call', ':door: <@U1> did it.', { ...nobody, names: { U1: 'Mia' } }, ':door: Mia did it.'],
  [
    'names them as they are called, escaped',
    'from <@U1> and <@U1>',
    { ...nobody, names: { U1: '<!channel> $& & co' } },
    'from &lt;!channel&gt; $&amp; &amp; co and &lt;!channel&gt; $&amp; &amp; co',
  ],
  [
    'has a name for who has none',
    ':x: <@U1> did it.',
    { ...nobody, names: { U1: '' } },
    ':x: The person who invited did it.',
  ],
  ['also within', 'taken from <@U1>.', { ...nobody, names: { U1: '' } }, 'taken from the person who invited.'],
  ['but only where they are named', 'nothing', { ...nobody, names: { U1: '' } }, 'nothing'],
])('%s', (_, text, naming, result) => {
  expect(named(text, naming)).toBe(result);
});
