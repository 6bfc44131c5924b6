import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emailKey, findEmails, readEmail } from '../../../src/domain/text/email.ts';

it.each([
  ["'ana@x.co'", ['ana@x.co']],
  ['*ana@x.co* (ben@x.co)', ['ana@x.co', 'ben@x.co']],
  ['ana@x.co/ben@x.co,cy@x.co', ['ana@x.co', 'ben@x.co', 'cy@x.co']],
  ['ana@x.co ben@x.co Ana@X.co', ['ana@x.co', 'ben@x.co']],
  ['email=ana@x.co?', ['ana@x.co']],
  ['<mailto:a@b.co?subject=Hi|a@b.co>', ['a@b.co']],
  ['ask kim@münchen.de, not KIM@xn--mnchen-3ya.de', ['kim@xn--mnchen-3ya.de']],
  ['kim@例え.テスト', ['kim@xn--r8jz45g.xn--zckzah']],
  ['kim@x.vermögensberater', ['kim@x.xn--vermgensberater-ctb']],
  // Words follow without a blank.
  ['ana@x.coに送って', ['ana@x.co']],
  // Half an address would be somebody else's.
  ['éa@x.co', []],
  ['a&amp;b@x.co', []],
  ['a!b@x.co', []],
  ['ana..b@x.co', []],
  [`${'a'.repeat(70)}@x.co`, []],
])('in %s', (text, found) => expect(findEmails(text)).toEqual(found));

it('reads every address it finds', () => {
  const pieces = fc.array(
    fc.constantFrom('ana', '@', 'x.co', '.', "'", ' ', '<mailto:', '>', '|', 'é', 'ü.de', '&amp;', '_', '-'),
  );
  fc.assert(
    fc.property(pieces, (all) => findEmails(all.join('')).every((each) => readEmail(each) === each)),
    { numRuns: 1_000 },
  );
});

it('reads a link with a subject as an address', () =>
  expect(readEmail('<mailto:a@b.co?subject=Hi|a@b.co>')).toBe('a@b.co'));

it.each([
  ['kim@münchen.de', 'kim@xn--mnchen-3ya.de'],
  ['Kim Novak <kim@MÜNCHEN.de>', 'kim@xn--mnchen-3ya.de'],
  // As macOS writes it: a letter and its accent.
  ['kim@mu\u0308nchen.de', 'kim@xn--mnchen-3ya.de'],
  ['kim@straße.de', 'kim@xn--strae-oqa.de'],
  ['kim@почта.рф', 'kim@xn--80a1acny.xn--p1ai'],
  ['kim@例え。テスト', 'kim@xn--r8jz45g.xn--zckzah'],
])('writes the domain of %s in ASCII', (text, email) => expect(readEmail(text)).toBe(email));

it.each([
  ['kïm@münchen.de', 'kïm'],
  ['kïm@x.de', 'kïm'],
  ['kim@xn--ü.de', 'xn--ü.de'],
  [`kim@${'ü'.repeat(70)}.de`, `${'ü'.repeat(70)}.de`],
])('names the letters of %s that cannot be written in ASCII', (text, letters) =>
  expect(readEmail(text)).toMatchObject({ code: 'email_letters', facts: { text: letters } }),
);

it.each(['müller', 'kim@ü', '@ü.de', 'kim@ü..de', 'kim@x.de/ü', 'kim@ü.de:80', 'kim@１２７.0.0.1', '—kim@x.de'])(
  'refuses %s as an address, whatever its letters',
  (text) => expect(readEmail(text)).toMatchObject({ code: 'email_invalid' }),
);

it('reads two spellings of a domain as one address', () => {
  expect(emailKey(' Kim@MÜNCHEN.de')).toBe(emailKey('kim@xn--mnchen-3ya.DE'));
  expect(emailKey(' Ana@Example.COM ')).toBe('ana@example.com');
});
