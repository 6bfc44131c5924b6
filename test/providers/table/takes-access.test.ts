import { expect, test } from 'vitest';
import { benches } from '../conformance/benches.ts';
import { nobody } from '../support/nobody.ts';

/**
 * Every operation of `/team` that changes something, and whether it takes access away from people: then it stays wanted until the system
 * confirms it. A new one has to be decided here.
 */
const decided: Readonly<Record<string, boolean>> = {
  'parsec: Update Team Machine': false,
  'parsec: Delete Team Machine': true,
  // The person connected by then is not the one who was to be disconnected.
  'parsec: Kick User': false,
  'parsec: Set Team Machine Assignment': false,
  'parsec: Create Team Machine Assignment (Deprecated)': false,
  'parsec: Remove Team Machine Assignment': true,
  'parsec: Cancel Team Invites (Deprecated)': true,
  'parsec: Create Team Group': false,
  'parsec: Update Team Group': false,
  'parsec: Delete Team Group': true,
  'parsec: Assign Team Group Members': false,
  // It gives access, to another group: sent again later it would take people out of what they were put into since.
  'parsec: Add Team Group Members (Deprecated)': false,
  'parsec: Remove Team Group Members': true,
  'parsec: Add Permitted Team Groups': false,
  'parsec: Update permissions between groups': false,
  'parsec: Remove Permitted Team Groups': true,
  'parsec: Assign App Rule to Members and Machines': false,
  // A rule limits what people may do; without it they may do more.
  'parsec: Un-assign App Rule from Members and Machines': false,
  'truvera: Update team': false,
  'truvera: Accept member invite': false,
  'intercode: Create team': false,
  'intercode: Accept invitation': false,
  // Of the key itself.
  'intercode: Decline invitation': false,
  'intercode: Leave team': false,
  'intercode: Delete team': true,
};

const rows = benches.flatMap(([system, { make }]) =>
  (make(nobody).team ?? []).map((row) => ({ ...row, name: `${system}: ${row.operation}` })),
);

test('every operation that changes something states whether it ends access', () => {
  const changing = rows.filter(({ effect }) => effect !== 'reads');
  expect(Object.fromEntries(changing.map(({ name, revokesAccess }) => [name, revokesAccess]))).toEqual(decided);
});

test('an operation that only reads ends no access', () => {
  expect(rows.filter(({ effect, revokesAccess }) => effect === 'reads' && revokesAccess)).toEqual([]);
});

test('an operation that ends access can be sent again from its record, which has no secret', () => {
  const taking = rows.filter(({ revokesAccess }) => revokesAccess);
  expect(taking.length).toBeGreaterThan(5);
  const secrets = taking.filter(({ fields }) => Object.values(fields).some(({ secret }) => secret === true));
  expect(secrets.map(({ name }) => name)).toEqual([]);
});
