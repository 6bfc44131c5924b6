import { expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { problemIn, value } from '../conformance/bench.ts';
import { ana, terms, withAna } from './with-ana.ts';

// What else is Intercode's own, client and emulator together.

const { begin, bench, invites, outcome, membership } = withAna();

test.each(['kit', 'framework'] as const)('a full team is plan_full, in the words of the %s', async (faults) => {
  await begin({ usersLimit: 2, faults });
  expect(await outcome(ana)).toBe('invited');
  expect(await outcome({ ...ana, email: 'ben@example.com' })).toBe('plan_full');
  expect(bench().emulator.memberships).toHaveLength(2);
});

test('roles are those of the deployment, and a manager cannot make an owner', async () => {
  await begin({ roles: ['Member', 'Owner'] });
  expect(await invites().roles?.()).toEqual([
    { id: 'Member', name: 'Member' },
    { id: 'Owner', name: 'Owner' },
  ]);
  expect(await outcome(ana, 'Member')).toBe('invited');
  expect(await outcome({ ...ana, email: 'ben@example.com' }, 'Viewer')).toBe('provider_rejected');
  expect(await outcome(ana, '')).toBe('provider_rejected');
  bench().emulator.addMember({ email: 'mia@example.com', role: 'Manager' });
  const mia = bench().client(bench().emulator.addToken('mia@example.com')).memberInvites;
  const cleo = [{ email: 'cleo@example.com', firstName: 'Cleo' }];
  const permission = 'team Owner, or Manager for a Viewer or Manager';
  expect(value(await mia.invite(cleo, { ...terms, roleId: 'Owner' }))).toMatchObject([
    { outcome: { code: 'provider_forbidden', facts: { permission } } },
  ]);
  expect(value(await mia.invite(cleo, { ...terms, roleId: 'Member' }))).toMatchObject([{ outcome: 'invited' }]);
});

test('an invitation can be accepted or declined by team, as the owner of the token', async () => {
  await begin();
  const { emulator } = bench();
  emulator.dashboard.invite(ana);
  const asAna = bench().apiOf(emulator.addToken(ana.email));
  expect(await bench().api.acceptInvitation('team_1')).toMatchObject({ code: 'provider_not_found' });
  expect(membership(ana.email)?.invitationAccepted).toBe(false);
  expect(await asAna.acceptInvitation('team_1')).toBe('done');
  expect(membership(ana.email)?.invitationAccepted).toBe(true);
  expect(await asAna.declineInvitation('team_1')).toMatchObject({ code: 'provider_not_found' });
  const guild = emulator.addTeam('Guild');
  emulator.join(guild.id, ana, 'invited');
  expect(await asAna.declineInvitation(guild.id)).toBe('done');
  expect(emulator.memberships.filter(({ teamId }) => teamId === guild.id)).toEqual([]);
});

test('teams can be created, listed, left to another owner and deleted', async () => {
  await begin();
  const { api, emulator } = bench();
  expect(await api.getOwnTeam()).toEqual({ name: 'Studio', usersLimit: 25, count: 1 });
  expect(await api.checkTeamLimit()).toBe(true);
  const annex = value(await api.createTeam({ teamName: 'Annex' }));
  expect(annex).toEqual({ id: expect.any(String), name: 'Annex', usersLimit: 25 });
  const found = value(await api.getAllTeams({ globalSearch: 'ann', offset: 0, limit: 1 }));
  expect(found).toMatchObject([{ id: annex.id, membersCount: 1, owner: { id: '1', email: 'omar@studio.example' } }]);
  const { userId } = emulator.join(annex.id, ana, 'member');
  expect(problemIn(await api.leaveTeam(annex.id)).code).toBe('provider_rejected');
  expect(await api.leaveTeam(annex.id, { newOwnerId: String(userId) })).toBe('done');
  expect(emulator.mails).toEqual([{ to: ana.email, about: 'new owner', teamId: annex.id }]);
  expect(await api.deleteTeam(annex.id)).toMatchObject({
    code: 'provider_forbidden',
    facts: { permission: 'team Owner' },
  });
  expect(await bench().apiOf(emulator.addToken(ana.email)).deleteTeam(annex.id)).toBe('done');
  expect(await api.deleteTeam(annex.id)).toMatchObject({ code: 'provider_not_found' });
  expect(isProblem(await api.getOwnTeam())).toBe(false);
});
