import { expect, it } from 'vitest';
import { named } from '../../../src/slack/guest/notices/naming.ts';

const nobody = { mentions: undefined, names: {} };

it.each([
  ['leaves a text as it is', ':door: <@U2> did it.', nobody, ':door: <@U2> did it.'],
  [
    'mentions people after the mark',
    ':door: <@U2> did it.',
    { ...nobody, mentions: 'U1' },
    ':door: <@U1>: <@U2> did it.',
  ],
  ['calls somebody once', ':x: <@U1>: no.', { ...nobody, mentions: 'U1' }, ':x: <@U1>: no.'],
  ['names people without a mention', ':door: <@U1> did it.', { ...nobody, names: { U1: 'Mia' } }, ':door: Mia did it.'],
  [
    'names them by their names, escaped',
    'from <@U1> and <@U1>',
    { ...nobody, names: { U1: '<!channel> $& & co' } },
    'from &lt;!channel&gt; $&amp; &amp; co and &lt;!channel&gt; $&amp; &amp; co',
  ],
  ['has a name for who has none', ':x: <@U1> did it.', { ...nobody, names: { U1: '' } }, ':x: The inviter did it.'],
  ['also within', 'taken from <@U1>.', { ...nobody, names: { U1: '' } }, 'taken from the inviter.'],
  ['but only where they are named', 'nothing', { ...nobody, names: { U1: '' } }, 'nothing'],
])('%s', (_, text, naming, result) => {
  expect(named(text, naming)).toBe(result);
});
