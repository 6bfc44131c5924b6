import { expect, it, test } from 'vitest';
import { fillMessage, messageIn, typedMessage, unknownPlaceholders } from '../../src/domain/guest-message.ts';
import { defaultPolicy, readPolicy } from '../../src/domain/policy/policy.ts';
import { languageName } from '../../src/domain/time/localized-time.ts';
import { anInvite } from '../support/an-invite.ts';

const invite = anInvite({
  message: '{guest} · {computer} · {event} · {start} – {end} · {zone}',
  startsAt: Date.UTC(2026, 10, 23, 13, 0),
  endsAt: Date.UTC(2026, 10, 23, 15, 0),
});

test.each([
  ['en', 'ana@example.com · Edit 1 · Render review · Monday, November 23, 2026 at 2:00 PM'],
  ['de', 'ana@example.com · Edit 1 · Render review · Montag, 23. November 2026 um 14:00'],
  ['fr', 'ana@example.com · Edit 1 · Render review · lundi 23 novembre 2026 à 14:00'],
])('fills in a message in %s', (messageLanguage, begins) => {
  expect(fillMessage({ ...invite, messageLanguage }).replaceAll(' ', ' ')).toContain(begins);
});

it('names the zone in the language, and writes dates in English where nobody chose one', () => {
  expect(fillMessage({ ...invite, messageLanguage: 'de' })).toContain('Mitteleuropäische Zeit');
  expect(fillMessage({ ...invite, message: '{start}' })).toContain('Monday');
});

it('fills in once, and leaves other braces as they are', () => {
  const odd = { ...invite, eventName: '{guest} {x}', message: '{event} {Start} {} {{end' };
  expect(fillMessage(odd)).toBe('{guest} {x} {Start} {} {{end');
  expect(fillMessage({ ...odd, message: '{event}'.repeat(200) }).length).toBeLessThanOrEqual(1_000);
});

test.each([
  ['You are invited: {computer}, {start} to {end} ({zone}).', []],
  ['{computr}', [{ written: '{computr}', near: '{computer}' }]],
  [
    '{ Start } {nobody}',
    [
      { written: '{ Start }', near: '{start}' },
      { written: '{nobody}', near: undefined },
    ],
  ],
])('finds what stands for nothing in “%s”', (text, unknown) => {
  expect(unknownPlaceholders(text)).toEqual(unknown);
});

const messages = { default: 'en', texts: { en: 'Hello {guest}', de: 'Hallo {guest}' } };

it('takes the chosen language, else the default one, and tells a typed message from the policy’s', () => {
  expect(messageIn(messages, 'de')).toEqual({ language: 'de', text: 'Hallo {guest}' });
  expect(messageIn(messages, 'constructor')).toEqual({ language: 'en', text: 'Hello {guest}' });
  expect(messageIn({ default: 'en', texts: {} }, 'de')).toBeUndefined();
  expect(typedMessage({ message: 'Hallo {guest}', messageLanguage: 'de' }, messages)).toBe('');
  expect(typedMessage({ message: 'Hallo {guest}', messageLanguage: 'en' }, messages)).toBe('Hallo {guest}');
  expect(languageName('de')).toBe('Deutsch');
});

it('is read from the policy, with its first language as the default', () => {
  expect(readPolicy({ messages: { texts: { de: ' Hallo {guest} ', 'pt-BR': 'Olá' } } })).toEqual({
    ...defaultPolicy,
    messages: { default: 'de', texts: { de: 'Hallo {guest}', 'pt-BR': 'Olá' } },
  });
});

test.each([
  [
    { texts: { de: 'Hallo {gust}' } },
    ['texts', 'de'],
    'has `{gust}`, which stands for nothing',
    'did you mean `{guest}`?',
  ],
  [
    { texts: { klingonish: 'x' } },
    ['texts', 'klingonish'],
    'is not the tag of a language',
    'write the tag of a language',
  ],
  [{ texts: { de: ' ' } }, ['texts', 'de'], 'is empty', 'a text of at most 800 characters'],
  [{ texts: { de: 'x'.repeat(801) } }, ['texts', 'de'], 'is longer than 800 characters', 'a text of at most'],
  [{ texts: { de: 7 } }, ['texts', 'de'], 'is not text', 'write the tag'],
  [{ texts: ['x'] }, ['texts'], 'is not a list of languages with their texts', 'write languages with their texts'],
  [{ default: 'dee', texts: { de: 'x' } }, ['default'], 'is not a language that has a text', 'did you mean `de`?'],
  [{ default: 'de' }, ['default'], 'is not a language that has a text', 'write one of the languages'],
  [{ text: { de: 'x' } }, ['text'], 'is not a setting', 'did you mean `texts`?'],
])('a fault in %j is named', (written, path, fault, remedy) => {
  const faults = readPolicy({ messages: written });
  expect(faults).toMatchObject([{ path: ['messages', ...path], fault }]);
  expect(JSON.stringify(faults)).toContain(remedy);
});
