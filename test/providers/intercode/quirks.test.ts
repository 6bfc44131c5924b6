import { afterEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { createIntercode } from '../../../src/providers/intercode/index.ts';
import type { WantedMember } from '../../../src/providers/provider.ts';
import type { IntercodeEmulatorOptions } from '../../../src/sandbox/intercode/intercode-emulator.types.ts';
import { problemIn, value } from '../conformance/bench.ts';
import { collect } from '../support/collect.ts';
import { startIntercode } from './start-intercode.ts';

// What is Intercode's own, client and emulator together.

const terms = { roleId: 'Viewer', sendEmail: true };
const ana = { email: 'ana@example.com', firstName: 'Ana', lastName: 'Lima', phone: '+351 210 000 000' };

let bench: Awaited<ReturnType<typeof startIntercode>>;
afterEach(() => bench.stop());

async function begin(options: Partial<IntercodeEmulatorOptions> = {}): Promise<void> {
  bench = await startIntercode(options);
}

const invites = () => bench.intercode.memberInvites;
const sentTo = (operation: string) => bench.emulator.requests.filter((request) => request.operation === operation);

async function invite(person: WantedMember, roleId = 'Viewer') {
  const [result] = value(await invites().invite([person], { ...terms, roleId }));
  return result;
}

/** The outcome's word: `invited`, or the code of the Problem. */
async function outcome(person: WantedMember, roleId?: string) {
  const result = await invite(person, roleId);
  return result?.outcome === 'invited' ? 'invited' : result?.outcome.code;
}

const idOf = (email: string) => String(bench.emulator.users.find((user) => user.email === email)?.id);
const membership = (email: string) =>
  bench.emulator.memberships.find(({ userId, teamId }) => String(userId) === idOf(email) && teamId === 'team_1');

describe('inviting answers no id and shows no e-mail address', () => {
  test('all keys go out, null where there is nothing to say; the id is found by the names', async () => {
    await begin();
    bench.emulator.dashboard.invite({ ...ana, email: 'other@example.com', lastName: 'Reis' });
    expect(await invite(ana)).toEqual({
      email: ana.email,
      outcome: 'invited',
      inviteId: idOf(ana.email),
      joinUrl: undefined,
    });
    expect(await invite({ email: ' ben@example.com ', firstName: ' Ben ', lastName: '' })).toMatchObject({
      outcome: 'invited',
      inviteId: idOf('ben@example.com'),
    });
    expect(await invite({ email: 'kim@example.com', firstName: ' ', lastName: 'Kim', phone: '' })).toMatchObject({
      inviteId: idOf('kim@example.com'),
    });
    expect(sentTo('Create invitation').map(({ body }) => body)).toEqual([
      { ...ana, role: 'Viewer', teamId: 'team_1' },
      { email: 'ben@example.com', firstName: 'Ben', lastName: null, phone: null, role: 'Viewer', teamId: 'team_1' },
      { email: 'kim@example.com', firstName: null, lastName: 'Kim', phone: null, role: 'Viewer', teamId: 'team_1' },
    ]);
  });

  test('a namesake who was there before is not taken for the new one', async () => {
    await begin();
    bench.emulator.dashboard.invite({ ...ana, email: 'ana@elsewhere.example' });
    bench.emulator.addMember({ ...ana, email: 'ana@studio.example' });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: idOf(ana.email) });
  });

  /** Somebody invites on the deployment's own pages before the team is read again. */
  function meanwhile(...people: Parameters<typeof bench.emulator.dashboard.invite>[0][]): void {
    const stop = bench.emulator.onChange(() => {
      if (sentTo('Create invitation').length === 0) return;
      stop();
      for (const person of people) bench.emulator.dashboard.invite(person);
    });
  }

  test('two who are new fit: neither is guessed', async () => {
    await begin();
    meanwhile({ ...ana, email: 'ana@elsewhere.example' });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
    expect(bench.emulator.memberships).toHaveLength(3);
  });

  test('two who are new have one name and two phones: the phone tells', async () => {
    await begin();
    meanwhile({ ...ana, email: 'ana@elsewhere.example', phone: '1' });
    expect(await invite({ ...ana, phone: '+351-210-000-000' })).toMatchObject({ inviteId: idOf(ana.email) });
  });

  test('the answer is lost, and two who are new fit: nobody can say', async () => {
    await begin();
    bench.emulator.trouble({ operation: 'Create invitation', then: { cut: 'after' } });
    meanwhile({ ...ana, email: 'ana@elsewhere.example' });
    expect(await outcome(ana)).toBe('provider_outcome_unknown');
  });

  test('the answer is lost, and only another is new: nobody can say', async () => {
    await begin();
    bench.emulator.trouble({ operation: 'Create invitation', then: { cut: 'before' } });
    meanwhile({ ...ana, email: 'ben@example.com', firstName: 'Ben' });
    expect(await outcome(ana)).toBe('provider_outcome_unknown');
  });

  test('no name sent: nobody is taken for the one', async () => {
    await begin();
    meanwhile({ email: 'ben@example.com' });
    expect(await invite({ email: 'ana@example.com' })).toMatchObject({ outcome: 'invited', inviteId: undefined });
  });

  test('whoever has an account is shown with the name in it: invited, without an id', async () => {
    await begin();
    bench.emulator.join(bench.emulator.addTeam('Guild').id, { ...ana, firstName: 'Anna' }, 'member');
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
    expect(membership(ana.email)).toMatchObject({ invitationAccepted: false });
  });

  test('the success counts, without an id, when the team cannot be read again', async () => {
    await begin();
    const list = { operation: 'Get team members' };
    bench.emulator.trouble({ ...list, then: { status: 200, body: [] } });
    bench.emulator.trouble({ ...list, times: 3, then: { cut: 'before' } });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
  });

  test('the team cannot be read before: nothing is sent', async () => {
    await begin();
    bench.emulator.trouble({ operation: 'Get team members', times: 3, then: { status: 503 } });
    expect(await outcome(ana)).toBe('provider_unreachable');
    expect(sentTo('Create invitation')).toEqual([]);
  });

  test('the team of the token is another than the one invited to: nobody can say', async () => {
    await begin();
    const annex = bench.emulator.addTeam('Annex');
    bench.emulator.join(annex.id, { email: 'omar@studio.example', role: 'Owner' }, 'member');
    const other = createIntercode({ ...bench.config(bench.emulator.token), teamId: annex.id }, bench.deps);
    const [result] = value(await other.memberInvites.invite([ana], terms));
    expect(result).toMatchObject({ outcome: { code: 'provider_outcome_unknown' } });
  });
});

describe('somebody who is known already', () => {
  test.each(['refuse', 'pass over'] as const)('%s: told, and invited once', async (duplicates) => {
    await begin({ duplicates });
    expect(await outcome(ana)).toBe('invited');
    expect(await outcome(ana)).toBe('already_invited');
    bench.emulator.accept(Number(idOf(ana.email)));
    expect(await outcome(ana)).toBe('already_member');
    expect(bench.emulator.mails).toHaveLength(1);
  });

  test('passed over, and there are a member and an invited one of this name: nobody can say which', async () => {
    await begin({ duplicates: 'pass over' });
    bench.emulator.dashboard.invite(ana);
    bench.emulator.addMember({ ...ana, email: 'ana@studio.example' });
    expect(await outcome(ana)).toBe('provider_outcome_unknown');
  });

  test('passed over, and no name was sent: nobody can say', async () => {
    await begin({ duplicates: 'pass over' });
    bench.emulator.dashboard.invite({ email: ana.email });
    expect(await outcome({ email: ana.email })).toBe('provider_outcome_unknown');
  });
});

test.each(['kit', 'framework'] as const)('the team is full, in the words of the %s: plan_full', async (faults) => {
  await begin({ usersLimit: 2, faults });
  expect(await outcome(ana)).toBe('invited');
  expect(await outcome({ ...ana, email: 'ben@example.com' })).toBe('plan_full');
  expect(bench.emulator.memberships).toHaveLength(2);
});

test('roles: what the deployment offers; a manager makes no owner', async () => {
  await begin({ roles: ['Member', 'Owner'] });
  expect(await invites().roles?.()).toEqual([
    { id: 'Member', name: 'Member' },
    { id: 'Owner', name: 'Owner' },
  ]);
  expect(await outcome(ana, 'Member')).toBe('invited');
  expect(await outcome({ ...ana, email: 'ben@example.com' }, 'Viewer')).toBe('provider_rejected');
  expect(await outcome(ana, '')).toBe('provider_rejected');
  bench.emulator.addMember({ email: 'mia@example.com', role: 'Manager' });
  const mia = bench.client(bench.emulator.addToken('mia@example.com')).memberInvites;
  const cleo = [{ email: 'cleo@example.com', firstName: 'Cleo' }];
  const permission = 'team Owner, or Manager for a Viewer or Manager';
  expect(value(await mia.invite(cleo, { ...terms, roleId: 'Owner' }))).toMatchObject([
    { outcome: { code: 'provider_forbidden', facts: { permission } } },
  ]);
  expect(value(await mia.invite(cleo, { ...terms, roleId: 'Member' }))).toMatchObject([{ outcome: 'invited' }]);
});

describe('cancelling goes by user id', () => {
  test('with a JSON body; the waiting are listed by name, the members apart', async () => {
    await begin();
    bench.emulator.dashboard.invite(ana);
    bench.emulator.addMember({ email: 'mia@example.com', firstName: 'Mia' });
    const [pending = []] = await collect(invites().pending());
    expect(pending).toEqual([
      {
        inviteId: idOf(ana.email),
        email: undefined,
        name: 'Ana Lima',
        role: 'Viewer',
        invitedAt: undefined,
        expiresAt: undefined,
      },
    ]);
    const [members = []] = await collect(bench.intercode.members.list());
    expect(value(members).map(({ name, role }) => [name, role])).toEqual([
      ['Omar', 'Owner'],
      ['Mia', 'Viewer'],
    ]);
    expect(await invites().cancel({ inviteId: idOf(ana.email), email: undefined })).toBe('cancelled');
    expect(sentTo('Cancel invitation')).toMatchObject([{ path: `/teams/invitation/${idOf(ana.email)}`, body: {} }]);
  });

  test('a member is never put out by it', async () => {
    await begin({ cancelOfMember: 'removes' });
    bench.emulator.addMember({ email: 'mia@example.com', firstName: 'Mia' });
    const cancelled = await invites().cancel({ inviteId: idOf('mia@example.com'), email: undefined });
    expect(cancelled).toMatchObject({ code: 'provider_not_found' });
    expect(membership('mia@example.com')).toBeDefined();
    expect(sentTo('Cancel invitation')).toEqual([]);
  });

  const target = () => ({ inviteId: idOf(ana.email), email: undefined });
  const cancel = { operation: 'Cancel invitation' };

  test.each<[string, { readonly status: number; readonly body: object }, string]>([
    ['a success', { status: 200, body: { message: 'Invitation cancelled successfully' } }, 'provider_outcome_unknown'],
    ['"not found"', { status: 404, body: { message: 'User not found' } }, 'provider_rejected'],
    ['"not found" with 400', { status: 400, body: { message: 'User not found' } }, 'provider_rejected'],
    ['a refusal', { status: 400, body: { message: 'Not on a Monday' } }, 'provider_rejected'],
  ])('still waiting after %s: not said to be gone', async (_, then, code) => {
    await begin();
    bench.emulator.dashboard.invite(ana);
    bench.emulator.trouble({ ...cancel, then });
    expect(await invites().cancel(target())).toMatchObject({ code });
    expect(membership(ana.email)).toBeDefined();
  });

  test('gone after a refusal: somebody else was faster', async () => {
    await begin();
    const { userId } = bench.emulator.dashboard.invite(ana);
    bench.emulator.trouble({ ...cancel, then: { status: 400, body: { message: 'Application error' } } });
    const stop = bench.emulator.onChange(() => {
      if (sentTo('Cancel invitation').length === 0) return;
      stop();
      bench.emulator.dashboard.cancel(userId);
    });
    expect(await invites().cancel(target())).toMatchObject({ code: 'provider_not_found' });
  });

  test('the success counts when the team cannot be read again', async () => {
    await begin();
    bench.emulator.dashboard.invite(ana);
    const stop = bench.emulator.onChange(() => {
      if (sentTo('Cancel invitation').length === 0) return;
      stop();
      bench.emulator.trouble({ operation: 'Get team members', times: 3, then: { cut: 'before' } });
    });
    expect(await invites().cancel(target())).toBe('cancelled');
  });

  test('a membership can be named', async () => {
    await begin();
    const { userId, id } = bench.emulator.dashboard.invite(ana);
    const wrong = bench.api.cancelInvitation(String(userId), { membershipId: String(id + 1) });
    expect(await wrong).toMatchObject({ code: 'provider_not_found' });
    expect(await bench.api.cancelInvitation(String(userId), { membershipId: String(id) })).toBe('done');
  });
});

describe('no list that is not found makes anybody look gone', () => {
  test.each<[string, object, string]>([
    ['a wrong URL', { statusCode: 404, message: 'Cannot GET /teams/members', error: 'Not Found' }, 'provider_nonsense'],
    ['a team that is gone', { message: 'Team not found' }, 'provider_rejected'],
  ])('%s', async (_, body, code) => {
    await begin();
    bench.emulator.dashboard.invite(ana);
    bench.emulator.trouble({ operation: 'Get team members', times: 3, then: { status: 404, body } });
    expect(await invites().cancel({ inviteId: idOf(ana.email), email: undefined })).toMatchObject({ code });
    expect(await bench.intercode.members.get('1')).toMatchObject({ code });
    expect(await collect(invites().pending())).toMatchObject([{ code }]);
  });

  test('a URL without its prefix', async () => {
    await begin();
    bench.emulator.dashboard.invite(ana);
    const config = { ...bench.config(bench.emulator.token), apiUrl: `${bench.emulator.url}/api` };
    const lost = createIntercode(config, bench.deps);
    expect(await collect(lost.memberInvites.pending())).toMatchObject([{ code: 'provider_nonsense' }]);
    expect(await lost.memberInvites.cancel({ inviteId: idOf(ana.email), email: undefined })).toMatchObject({
      code: 'provider_nonsense',
    });
  });
});

test('an invitation is accepted and declined by team, as the owner of the token', async () => {
  await begin();
  const { emulator } = bench;
  emulator.dashboard.invite(ana);
  const asAna = bench.apiOf(emulator.addToken(ana.email));
  expect(await bench.api.acceptInvitation('team_1')).toMatchObject({ code: 'provider_not_found' });
  expect(membership(ana.email)?.invitationAccepted).toBe(false);
  expect(await asAna.acceptInvitation('team_1')).toBe('done');
  expect(membership(ana.email)?.invitationAccepted).toBe(true);
  expect(await asAna.declineInvitation('team_1')).toMatchObject({ code: 'provider_not_found' });
  const guild = emulator.addTeam('Guild');
  emulator.join(guild.id, ana, 'invited');
  expect(await asAna.declineInvitation(guild.id)).toBe('done');
  expect(emulator.memberships.filter(({ teamId }) => teamId === guild.id)).toEqual([]);
});

test('teams: made, listed, left to another owner, deleted', async () => {
  await begin();
  const { api, emulator } = bench;
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
  expect(await bench.apiOf(emulator.addToken(ana.email)).deleteTeam(annex.id)).toBe('done');
  expect(await api.deleteTeam(annex.id)).toMatchObject({ code: 'provider_not_found' });
  expect(isProblem(await api.getOwnTeam())).toBe(false);
});
