import { expect, test } from 'vitest';
import { documented } from './documented.ts';
import { operationTable } from './operation-table.ts';
import { surfaces } from './surfaces.ts';

// What is a matter of the other two commands. Whether they offer it is for their own tests to say, not for this list.
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  parsec: [
    ...documented.parsec.filter((name) => /\bGuest Access\b/.test(name)),
    'Remove Team Member',
    'Get Team Invites',
    'Create Team Invites',
    'Update Team Invites',
    'Cancel Team Invites',
    'Resend Team Invites',
  ],
  snyk: documented.snyk,
  truvera: documented.truvera.filter((name) => name !== 'Accept member invite' && name !== 'Update team'),
  intercode: ['Get team members', 'Get team roles', 'Create invitation', 'Cancel invitation'],
};

const rows = (await operationTable()).map((row) => ({
  name: `${row.system}: ${row.name}`,
  isElsewhere: elsewhere[row.system]?.includes(row.name) === true,
  byTeam: surfaces[`${row.system}.${row.client}`] === '/team',
}));

test('every documented operation that /guest and /member do not use has a row for /team', () => {
  const ours = rows.filter(({ isElsewhere }) => !isElsewhere);
  expect(ours).toHaveLength(64 - Object.values(elsewhere).flat().length);
  expect(ours.filter(({ byTeam }) => !byTeam).map(({ name }) => name)).toEqual([]);
});

test('an operation that the others use has no row', () => {
  expect(rows.filter(({ isElsewhere, byTeam }) => isElsewhere && byTeam).map(({ name }) => name)).toEqual([]);
});
