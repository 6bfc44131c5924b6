import { describe, expect, test } from 'vitest';
import { createIntercode } from '../../../src/providers/intercode/index.ts';
import type { NewPerson } from '../../../src/sandbox/intercode/intercode-emulator.types.ts';
import { value } from '../conformance/bench.ts';
import { ana, terms, withAna } from './with-ana.ts';

// Inviting where no id is answered and no e-mail address is shown, client and emulator together.

const { begin, bench, invite, outcome, idOf, membership, sentTo } = withAna();

describe('inviting answers no id and shows no e-mail address', () => {
  test('all keys go out, null where there is nothing to say; the id is found by the names', async () => {
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

  test('a namesake who was there before is not taken for the new one', async () => {
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

  test('two who are new fit: neither is guessed', async () => {
    await begin();
    meanwhile({ ...ana, email: 'ana@elsewhere.example' });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
    expect(bench().emulator.memberships).toHaveLength(3);
  });

  test('two who are new have one name and two phones: the phone tells', async () => {
    await begin();
    meanwhile({ ...ana, email: 'ana@elsewhere.example', phone: '1' });
    expect(await invite({ ...ana, phone: '+351-210-000-000' })).toMatchObject({ inviteId: idOf(ana.email) });
  });

  test('the answer is lost, and two who are new fit: nobody can say', async () => {
    await begin();
    bench().emulator.trouble({ operation: 'Create invitation', then: { cut: 'after' } });
    meanwhile({ ...ana, email: 'ana@elsewhere.example' });
    expect(await outcome(ana)).toBe('provider_outcome_unknown');
  });

  test('the answer is lost, and only another is new: nobody can say', async () => {
    await begin();
    bench().emulator.trouble({ operation: 'Create invitation', then: { cut: 'before' } });
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
    bench().emulator.join(bench().emulator.addTeam('Guild').id, { ...ana, firstName: 'Anna' }, 'member');
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
    expect(membership(ana.email)).toMatchObject({ invitationAccepted: false });
  });

  test('the success counts, without an id, when the team cannot be read again', async () => {
    await begin();
    const list = { operation: 'Get team members' };
    bench().emulator.trouble({ ...list, then: { status: 200, body: [] } });
    bench().emulator.trouble({ ...list, times: 3, then: { cut: 'before' } });
    expect(await invite(ana)).toMatchObject({ outcome: 'invited', inviteId: undefined });
  });

  test('the team cannot be read before: nothing is sent', async () => {
    await begin();
    bench().emulator.trouble({ operation: 'Get team members', times: 3, then: { status: 503 } });
    expect(await outcome(ana)).toBe('provider_unreachable');
    expect(sentTo('Create invitation')).toEqual([]);
  });

  test('the team of the token is another than the one invited to: nobody can say', async () => {
    await begin();
    const annex = bench().emulator.addTeam('Annex');
    bench().emulator.join(annex.id, { email: 'omar@studio.example', role: 'Owner' }, 'member');
    const other = createIntercode({ ...bench().config(bench().emulator.token), teamId: annex.id }, bench().deps);
    const [result] = value(await other.memberInvites.invite([ana], terms));
    expect(result).toMatchObject({ outcome: { code: 'provider_shows_nothing' } });
  });
});

describe('somebody who is known already', () => {
  test.each(['refuse', 'pass over'] as const)('%s: told, and invited once', async (duplicates) => {
    await begin({ duplicates });
    expect(await outcome(ana)).toBe('invited');
    expect(await outcome(ana)).toBe('already_invited');
    bench().emulator.accept(Number(idOf(ana.email)));
    expect(await outcome(ana)).toBe('already_member');
    expect(bench().emulator.mails).toHaveLength(1);
  });

  test('passed over, and there are a member and an invited one of this name: nobody can say which', async () => {
    await begin({ duplicates: 'pass over' });
    bench().emulator.dashboard.invite(ana);
    bench().emulator.addMember({ ...ana, email: 'ana@studio.example' });
    expect(await outcome(ana)).toBe('provider_shows_nothing');
  });

  test('passed over, and no name was sent: nobody can say', async () => {
    await begin({ duplicates: 'pass over' });
    bench().emulator.dashboard.invite({ email: ana.email });
    expect(await outcome({ email: ana.email })).toBe('provider_shows_nothing');
  });
});
