import { describe, expect, test } from 'vitest';
import { createIntercode } from '../../../src/providers/intercode/index.ts';
import { value } from '../conformance/bench.ts';
import { collect } from '../support/collect.ts';
import { ana, withAna } from './with-ana.ts';

// Cancelling by the id of a user, and lists that are not found, client and emulator together.

const { begin, bench, invites, idOf, membership, sentTo } = withAna();

describe('cancelling by user id', () => {
  test('sends a JSON body; pending invites are listed by name, apart from members', async () => {
    await begin();
    bench().emulator.dashboard.invite(ana);
    bench().emulator.addMember({ email: 'mia@example.com', firstName: 'Mia' });
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
    const [members = []] = await collect(bench().intercode.members.list());
    expect(value(members).map(({ name, role }) => [name, role])).toEqual([
      ['Omar', 'Owner'],
      ['Mia', 'Viewer'],
    ]);
    expect(await invites().cancel({ inviteId: idOf(ana.email), email: undefined })).toBe('cancelled');
    expect(sentTo('Cancel invitation')).toMatchObject([{ path: `/teams/invitation/${idOf(ana.email)}`, body: {} }]);
  });

  test('never removes a member', async () => {
    await begin({ cancelOfMember: 'removes' });
    bench().emulator.addMember({ email: 'mia@example.com', firstName: 'Mia' });
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
  ])('does not report an invite as removed that is still pending after %s', async (_, then, code) => {
    await begin();
    bench().emulator.dashboard.invite(ana);
    bench().emulator.trouble({ ...cancel, then });
    expect(await invites().cancel(target())).toMatchObject({ code });
    expect(membership(ana.email)).toBeDefined();
  });

  test('reports an invite as removed after a refusal: somebody else was faster', async () => {
    await begin();
    const { userId } = bench().emulator.dashboard.invite(ana);
    bench().emulator.trouble({ ...cancel, then: { status: 400, body: { message: 'Application error' } } });
    const stop = bench().emulator.onChange(() => {
      if (sentTo('Cancel invitation').length === 0) return;
      stop();
      bench().emulator.dashboard.cancel(userId);
    });
    expect(await invites().cancel(target())).toMatchObject({ code: 'provider_not_found' });
  });

  test('counts as success when the team cannot be read again', async () => {
    await begin();
    bench().emulator.dashboard.invite(ana);
    const stop = bench().emulator.onChange(() => {
      if (sentTo('Cancel invitation').length === 0) return;
      stop();
      bench().emulator.trouble({ operation: 'Get team members', times: 3, then: { cut: 'before' } });
    });
    expect(await invites().cancel(target())).toBe('cancelled');
  });

  test('works with a membership, too', async () => {
    await begin();
    const { userId, id } = bench().emulator.dashboard.invite(ana);
    const wrong = bench().api.cancelInvitation(String(userId), { membershipId: String(id + 1) });
    expect(await wrong).toMatchObject({ code: 'provider_not_found' });
    expect(await bench().api.cancelInvitation(String(userId), { membershipId: String(id) })).toBe('done');
  });
});

describe('a list that is not found makes nobody look removed:', () => {
  test.each<[string, object, string]>([
    ['a wrong URL', { statusCode: 404, message: 'Cannot GET /teams/members', error: 'Not Found' }, 'provider_nonsense'],
    ['a team that is gone', { message: 'Team not found' }, 'provider_account_unknown'],
  ])('%s', async (_, body, code) => {
    await begin();
    bench().emulator.dashboard.invite(ana);
    bench().emulator.trouble({ operation: 'Get team members', times: 3, then: { status: 404, body } });
    expect(await invites().cancel({ inviteId: idOf(ana.email), email: undefined })).toMatchObject({ code });
    expect(await bench().intercode.members.get('1')).toMatchObject({ code });
    expect(await collect(invites().pending())).toMatchObject([{ code }]);
  });

  test('nor does a URL without its prefix', async () => {
    await begin();
    bench().emulator.dashboard.invite(ana);
    const config = { ...bench().config(bench().emulator.token), apiUrl: `${bench().emulator.url}/api` };
    const lost = createIntercode(config, bench().deps);
    expect(await collect(lost.memberInvites.pending())).toMatchObject([{ code: 'provider_nonsense' }]);
    expect(await lost.memberInvites.cancel({ inviteId: idOf(ana.email), email: undefined })).toMatchObject({
      code: 'provider_nonsense',
    });
  });
});
