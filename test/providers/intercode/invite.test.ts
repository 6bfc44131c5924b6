import { describe, expect, test } from 'vitest';
import { createIntercode } from '../../../src/providers/intercode/index.ts';
import type { NewPerson } from '../../../src/sandbox/intercode/intercode-emulator.types.ts';
import { value } from '../conformance/bench.ts';
import { ana, terms, withAna } from './with-ana.ts';

// Inviting where no id is answered and no email address is shown, client and emulator together.

const { begin, bench, invite, outcome, idOf, membership, sentTo } = withAna();

describe('inviting, which returns no id and shows no email address,', () => {
  test('sends all keys, null for absent values, and finds the id by the names', async () => {
    await begin();
    bench().emulator.dashboard.invite({ ...ana, email: 'other@example.com', lastName: 'Reis' });
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

  test('does not mistake an earlier namesake for the new person', async () => {
    await begin();
    bench().emulator.dashboard.invite({ ...ana, email: 'ana@elsewhere.example' });
    bench().emulator.addMember({ ...ana, email: 'ana@studio.example' });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: idOf(ana.email) });
  });

  /** Somebody invites on the deployment's own pages before the team is read again. */
  function meanwhile(...people: NewPerson[]): void {
    const stop = bench().emulator.onChange(() => {
      if (sentTo('Create invitation').length === 0) return;
      stop();
      for (const person of people) bench().emulator.dashboard.invite(person);
    });
  }

  test('guesses neither of two new people who match', async () => {
    await begin();
    meanwhile({ ...ana, email: 'ana@elsewhere.example' });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
    expect(bench().emulator.memberships).toHaveLength(3);
  });

  test('tells two new people of one name apart by their phones', async () => {
    await begin();
    meanwhile({ ...ana, email: 'ana@elsewhere.example', phone: '1' });
    expect(await invite({ ...ana, phone: '+351-210-000-000' })).toMatchObject({ inviteId: idOf(ana.email) });
  });

  test('has an unknown outcome when the answer is lost and two new people match', async () => {
    await begin();
    bench().emulator.trouble({ operation: 'Create invitation', then: { cut: 'after' } });
    meanwhile({ ...ana, email: 'ana@elsewhere.example' });
    expect(await outcome(ana)).toBe('provider_outcome_unknown');
  });

  test('has an unknown outcome when the answer is lost and only another person is new', async () => {
    await begin();
    bench().emulator.trouble({ operation: 'Create invitation', then: { cut: 'before' } });
    meanwhile({ ...ana, email: 'ben@example.com', firstName: 'Ben' });
    expect(await outcome(ana)).toBe('provider_outcome_unknown');
  });

  test('matches nobody when no name was sent', async () => {
    await begin();
    meanwhile({ email: 'ben@example.com' });
    expect(await invite({ email: 'ana@example.com' })).toMatchObject({ outcome: 'invited', inviteId: undefined });
  });

  test('counts as done without an id for a person with an account, who is listed under the name in it', async () => {
    await begin();
    bench().emulator.join(bench().emulator.addTeam('Guild').id, { ...ana, firstName: 'Anna' }, 'member');
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
    expect(membership(ana.email)).toMatchObject({ invitationAccepted: false });
  });

  test('counts as success without an id when the team cannot be read again', async () => {
    await begin();
    const list = { operation: 'Get team members' };
    bench().emulator.trouble({ ...list, then: { status: 200, body: [] } });
    bench().emulator.trouble({ ...list, times: 3, then: { cut: 'before' } });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
  });

  test('sends nothing when the team cannot be read before', async () => {
    await begin();
    bench().emulator.trouble({ operation: 'Get team members', times: 3, then: { status: 503 } });
    expect(await outcome(ana)).toBe('provider_unreachable');
    expect(sentTo('Create invitation')).toEqual([]);
  });

  test('has an unknown outcome when the team of the token is another one', async () => {
    await begin();
    const annex = bench().emulator.addTeam('Annex');
    bench().emulator.join(annex.id, { email: 'omar@studio.example', role: 'Owner' }, 'member');
    const other = createIntercode({ ...bench().config(bench().emulator.token), teamId: annex.id }, bench().deps);
    const [result] = value(await other.memberInvites.invite([ana], terms));
    expect(result).toMatchObject({ outcome: { code: 'provider_shows_nothing' } });
  });
});

describe('somebody known already', () => {
  test.each(['refuse', 'pass over'] as const)('is reported and invited once (%s)', async (duplicates) => {
    await begin({ duplicates });
    expect(await outcome(ana)).toBe('invited');
    expect(await outcome(ana)).toBe('already_invited');
    bench().emulator.accept(Number(idOf(ana.email)));
    expect(await outcome(ana)).toBe('already_member');
    expect(bench().emulator.mails).toHaveLength(1);
  });

  test('has an unknown state when passed over while a member and an invited person have this name', async () => {
    await begin({ duplicates: 'pass over' });
    bench().emulator.dashboard.invite(ana);
    bench().emulator.addMember({ ...ana, email: 'ana@studio.example' });
    expect(await outcome(ana)).toBe('provider_shows_nothing');
  });

  test('has an unknown state when passed over without a name', async () => {
    await begin({ duplicates: 'pass over' });
    bench().emulator.dashboard.invite({ email: ana.email });
    expect(await outcome({ email: ana.email })).toBe('provider_shows_nothing');
  });
});
