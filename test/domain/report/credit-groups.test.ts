import fc from 'fast-check';
import { expect, it } from 'vitest';
import { creditsOf, groupCredits } from '../../../src/domain/report/credit-groups.ts';
import { creditUses } from '../../../src/domain/report/credit-uses.ts';
import { anInvite } from '../../support/an-invite.ts';

const row = fc.record({
  channel: fc.constantFrom('a', 'b'),
  person: fc.constantFrom('U1', 'U2', 'U3'),
  confirmed: fc.nat(9),
  members: fc.nat(9),
  returned: fc.nat(9),
});
const total = (rows: readonly Parameters<typeof creditsOf>[0][]) =>
  rows.reduce((sum, each) => sum + creditsOf(each), 0);

it('counts every credit once, however rows are put together', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      const byChannel = groupCredits(rows, ({ channel }) => channel);
      const byPerson = groupCredits(rows, ({ person }) => person);
      expect(byChannel.length).toBe(new Set(rows.map(({ channel }) => channel)).size);
      expect([total(byChannel), total(byPerson)]).toEqual([total(rows), total(rows)]);
    }),
  );
});

it('counts a credit for the computer the invite was for when Parsec confirmed it', () => {
  const moved = { at: 5, actor: 'U1', action: 'changed', facts: { hostBefore: 'Edit 9' } };
  const granted = { at: 2, actor: 'guestlist', action: 'granted', facts: {} };
  expect(
    creditUses(anInvite({ startsAt: 100, endsAt: 200 }), [granted, moved]).map(({ hostName }) => hostName),
  ).toEqual(['Edit 9']);
});
