import { expect, it } from 'vitest';
import { splitFacts } from '../../src/domain/audit-facts.ts';

it.each(['guestEmail', 'guest', 'email', 'name', 'event', 'message', 'text', 'who', 'shown', 'phone', 'somethingNew'])(
  'keeps %s where it can be erased',
  (key) => {
    expect(splitFacts({ [key]: 'ana@example.com' })).toEqual({ plain: {}, personal: { [key]: 'ana@example.com' } });
  },
);

it('keeps for good what names nobody', () => {
  const facts = { host: 'Edit 1', problem: 'invite_ended', by: 'U1', endsAt: 5, sendEmail: true, something: 7 };
  expect(splitFacts(facts)).toEqual({ plain: facts, personal: {} });
});
