import { afterEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { TruveraEmulatorOptions } from '../../../src/sandbox/truvera/truvera-emulator.types.ts';
import { problemIn, value } from '../conformance/bench.ts';
import { startTruvera } from './start-truvera.ts';

// What is Truvera's own, client and emulator together.

const DAY_MS = 86_400_000;
const terms = { sendEmail: true };
const rows = (...names: string[]) => names.map((name) => ({ email: `${name}@example.com` }));

let bench: Awaited<ReturnType<typeof startTruvera>>;
afterEach(() => bench.stop());

async function begin(options: Partial<TruveraEmulatorOptions> = {}): Promise<void> {
  bench = await startTruvera(options);
}

const sentTo = (operation: string) => bench.emulator.requests.filter((request) => request.operation === operation);

async function outcomes(...names: string[]) {
  const results = value(await bench.truvera.memberInvites.invite(rows(...names), terms));
  return results.map(({ outcome }) => (outcome === 'invited' ? outcome : outcome.code));
}

describe('inviting, which returns no ids', () => {
  test('finds them by email, in upper or lower case', async () => {
    await begin();
    bench.emulator.dashboard.invite('other@example.com');
    const results = value(
      await bench.truvera.memberInvites.invite([{ email: ' Ana@Example.com' }, ...rows('ben')], terms),
    );
    const [, ana, ben] = bench.emulator.invitations;
    expect(results).toEqual([
      { email: ' Ana@Example.com', outcome: 'invited', inviteId: String(ana?.id), joinUrl: undefined },
      { email: 'ben@example.com', outcome: 'invited', inviteId: String(ben?.id), joinUrl: undefined },
    ]);
    // As it was typed: the part before the @ may mind case.
    expect(ana?.email).toBe('Ana@Example.com');
  });

  test('counts as success without an id when the list cannot be read back', async () => {
    await begin();
    const list = { operation: 'List invitations' };
    bench.emulator.trouble({ ...list, then: { status: 200, body: [] } });
    bench.emulator.trouble({ ...list, times: 3, then: { cut: 'before' } });
    const [result] = value(await bench.truvera.memberInvites.invite(rows('ana'), terms));
    expect(result).toMatchObject({ outcome: 'invited', inviteId: undefined });
  });

  test('has an unknown outcome when it succeeded but the list lacks the invite', async () => {
    await begin();
    bench.emulator.trouble({ operation: 'Send invitations', then: { status: 200, body: { code: 1 } } });
    expect(await outcomes('ana')).toEqual(['provider_shows_nothing']);
  });

  test('sends nothing when the lists cannot be read before', async () => {
    await begin();
    bench.emulator.trouble({ operation: 'List members', times: 3, then: { status: 503 } });
    expect(problemIn(await bench.truvera.memberInvites.invite(rows('ana'), terms)).code).toBe('provider_unreachable');
    expect(sentTo('Send invitations')).toEqual([]);
  });

  test('sends nothing when all addresses are known', async () => {
    await begin();
    bench.emulator.dashboard.invite('ana@example.com');
    bench.emulator.addMember({ name: 'Ben', email: 'BEN@example.com' });
    expect(await outcomes('ana', 'ben')).toEqual(['already_invited', 'already_member']);
    expect(sentTo('Send invitations')).toEqual([]);
  });

  test('sends a repeated address once', async () => {
    await begin();
    expect(await outcomes('ana', 'ana')).toEqual(['invited', 'invited']);
    expect(bench.emulator.mails).toHaveLength(1);
  });

  test('works again for a person who was cancelled or left', async () => {
    await begin();
    const { id } = bench.emulator.dashboard.invite('ana@example.com');
    bench.emulator.dashboard.cancel(id);
    const ben = bench.emulator.addMember({ name: 'Ben', email: 'ben@example.com' });
    bench.emulator.dashboard.removeMember(ben.id);
    expect(await outcomes('ana', 'ben')).toEqual(['invited', 'invited']);
  });
});

describe('a batch in trouble', () => {
  test('has an unknown outcome for addresses not in the list when the answer was cut off', async () => {
    await begin();
    bench.emulator.trouble({ operation: 'Send invitations', then: { cut: 'before' } });
    const result = bench.truvera.memberInvites.invite(rows('ana', 'ben'), terms);
    // Half of the work is done although the answer is lost.
    const stop = bench.emulator.onChange(() => {
      if (sentTo('Send invitations').length === 1 && bench.emulator.invitations.length === 0) {
        bench.emulator.dashboard.invite('ana@example.com');
      }
    });
    expect(value(await result)).toMatchObject([
      { outcome: 'invited', inviteId: String(bench.emulator.invitations[0]?.id) },
      { outcome: { code: 'provider_outcome_unknown' } },
    ]);
    stop();
  });

  test('blames no address for another when it is refused', async () => {
    await begin();
    const body = { message: 'ana@example.com is already invited' };
    bench.emulator.trouble({ operation: 'Send invitations', times: 2, then: { status: 400, body } });
    expect(await outcomes('ana', 'ben')).toEqual(['provider_rejected', 'provider_rejected']);
    expect(await outcomes('ana')).toEqual(['already_invited']);
  });

  test('invites nobody on 402, when the plan is full', async () => {
    await begin();
    bench.emulator.invitesLeft = 1;
    expect(await outcomes('ana', 'ben')).toEqual(['plan_full', 'plan_full']);
    expect(bench.emulator.invitations).toEqual([]);
    expect(await outcomes('ana')).toEqual(['invited']);
    expect(await outcomes('ben')).toEqual(['plan_full']);
  });
});

test('401 means one of two things: an unknown key, or the key of somebody who may not', async () => {
  await begin();
  bench.emulator.addMember({ name: 'Mia', email: 'mia@example.com' });
  bench.emulator.addMember({ name: 'Ada', email: 'ada@example.com', role: 'administrator' });
  const as = (key: string) => bench.client(key).memberInvites.invite(rows('ana'), terms);
  expect(await as('nobody')).toMatchObject({ code: 'provider_unauthorized' });
  expect(await as(bench.emulator.addKey('mia@example.com'))).toMatchObject({
    code: 'provider_forbidden',
    facts: { permission: 'team owner or administrator' },
  });
  expect(value(await as(bench.emulator.addKey('ada@example.com')))).toMatchObject([{ outcome: 'invited' }]);
});

test('an invitation can be resent once a day', async () => {
  await begin();
  const target = { inviteId: String(bench.emulator.dashboard.invite('ana@example.com').id), email: 'ana@example.com' };
  const { resend } = bench.truvera.memberInvites;
  expect(await resend?.(target)).toBe('resent');
  bench.advance(DAY_MS - 1);
  expect(await resend?.(target)).toMatchObject({ code: 'resend_too_soon' });
  bench.advance(1);
  expect(await resend?.(target)).toBe('resent');
  expect(bench.emulator.mails).toHaveLength(3);
});

describe('lists end on a page that is shorter than asked for', () => {
  test.each([63, 64, 65, 127, 128, 190])('%i invitations', async (count) => {
    await begin();
    for (let nth = 0; nth < count; nth++) bench.emulator.dashboard.invite(`p${nth}@example.com`);
    expect(await outcomes('p0', `p${count - 1}`, 'new')).toEqual(['already_invited', 'already_invited', 'invited']);
  });
});

test('a change of the team always sends the name, and the token of a mail lets its holder in', async () => {
  await begin();
  const { api, emulator } = bench;
  expect(await api.updateTeam({ name: 'New studio', storeSubjectRef: true })).toMatchObject({ name: 'New studio' });
  expect(emulator.team).toMatchObject({ name: 'New studio', storeSubjectRef: true, retentionPolicy: {} });
  const invitation = emulator.dashboard.invite('ana@example.com');
  const ana = bench.apiOf(emulator.addKey('ana@example.com'));
  expect(await ana.acceptMemberInvite(invitation.hidden.token)).toEqual({ id: '42', name: 'New studio' });
  expect(await ana.acceptMemberInvite(invitation.hidden.token)).toMatchObject({ code: 'provider_rejected' });
  expect(isProblem(await bench.truvera.members.findByEmail('ana@example.com'))).toBe(false);
});

test('the token of a mail is in no refusal and no log line, also when Truvera echoes it', async () => {
  await begin();
  const { api, emulator, log } = bench;
  for (const status of [400, 401, 402, 404, 500]) {
    const body = { status, type: 'token sesame-123', message: 'Error accepting sesame-123' };
    emulator.trouble({ operation: 'Accept member invite', then: { status, body } });
    expect(JSON.stringify(problemIn(await api.acceptMemberInvite('sesame-123')))).not.toContain('sesame');
  }
  expect(log.lines.join('\n')).not.toContain('sesame');
});

test('sends 200 requests in two minutes, then none for a minute', async () => {
  await begin();
  const list = () => bench.api.listMembers({ offset: 0, limit: 1 });
  for (let nth = 0; nth < 200; nth++) if (isProblem(await list())) throw new Error(`refused at ${nth}`);
  expect(problemIn(await list()).facts.retryAt).toBe(bench.now() + 60_000);
  bench.advance(59_999);
  expect(problemIn(await bench.api.cancelInvitation('1')).code).toBe('provider_busy');
  expect(bench.emulator.requests).toHaveLength(201);
  bench.advance(60_001);
  expect(isProblem(await list())).toBe(false);
});
