import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findEmails, readEmail } from '../../src/domain/email.ts';

it.each([
  ["'ana@x.co'", ['ana@x.co']],
  ['*ana@x.co* (ben@x.co)', ['ana@x.co', 'ben@x.co']],
  ['ana@x.co/ben@x.co,cy@x.co', ['ana@x.co', 'ben@x.co', 'cy@x.co']],
  ['ana@x.co ben@x.co Ana@X.co', ['ana@x.co', 'ben@x.co']],
  ['email=ana@x.co?', ['ana@x.co']],
  ['<mailto:a@b.co?subject=Hi|a@b.co>', ['a@b.co']],
  // Half an address would be somebody else's.
  ['éa@x.co', []],
  ['a&amp;b@x.co', []],
  ['a!b@x.co', []],
  ['ana..b@x.co', []],
  [`${'a'.repeat(70)}@x.co`, []],
])('in %s', (text, found) => expect(findEmails(text)).toEqual(found));

it('what is found is read as it is', () => {
  const pieces = fc.array(
    fc.constantFrom('ana', '@', 'x.co', '.', "'", ' ', '<mailto:', '>', '|', 'é', '&amp;', '_', '-'),
  );
  fc.assert(
    fc.property(pieces, (all) => findEmails(all.join('')).every((each) => readEmail(each) === each)),
    { numRuns: 1_000 },
  );
});

it('a link with a subject is an address', () => expect(readEmail('<mailto:a@b.co?subject=Hi|a@b.co>')).toBe('a@b.co'));
