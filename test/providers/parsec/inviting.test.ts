import { afterEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { MemberTerms } from '../../../src/providers/provider.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { value } from '../conformance/bench.ts';
import { startParsec } from './start-parsec.ts';

// Inviting to the team, as only Parsec has it: client and emulator together.

const WEEK_MS = 7 * 24 * 3_600_000;

let bench: Awaited<ReturnType<typeof startParsec>>;
afterEach(() => bench.stop());

async function begin(options: Partial<ParsecEmulatorOptions> = {}): Promise<void> {
  bench = await startParsec(options);
}

const rows = (...names: string[]) => names.map((name) => ({ email: `${name}@example.com` }));
const invited = async (names: string[], terms: Partial<MemberTerms> = {}) =>
  value(await bench.parsec.memberInvites.invite(rows(...names), { sendEmail: false, ...terms }));
const codes = (results: Awaited<ReturnType<typeof invited>>) =>
  results.map(({ outcome }) => (isProblem(outcome) ? outcome.code : outcome));
const sent = (operation: string) => bench.emulator.requests.filter((request) => request.operation === operation);

test('sends 500 addresses in three requests', async () => {
  await begin();
  const all = Array.from({ length: 500 }, (_, nth) => `person${nth}`);
  const { batchSize } = bench.parsec.memberInvites;
  for (let at = 0; at < all.length; at += batchSize) await invited(all.slice(at, at + batchSize));
  const bodies = sent('Create Team Invites').map(({ body }) => body as { emails: string[] });
  expect(bodies.map(({ emails }) => emails.length)).toEqual([200, 200, 100]);
  expect(bench.emulator.teamInvites).toHaveLength(500);
});

test('gives the link to the person who invited, and to nobody else', async () => {
  await begin();
  const [ana] = await invited(['ana']);
  const link = bench.emulator.teamInvites[0]?.join_url ?? '';
  expect(link).toContain(bench.emulator.url);
  expect(ana).toMatchObject({ outcome: 'invited', inviteId: 'ana@example.com', joinUrl: link });
  expect(bench.log.lines.length).toBeGreaterThan(0);
  expect(bench.log.lines.join('')).not.toContain(link);
});

test.each([true, false])('always sends whether to mail: %s', async (sendEmail) => {
  await begin();
  await invited(['ana'], { sendEmail });
  expect(sent('Create Team Invites')).toMatchObject([{ body: { send_email: sendEmail } }]);
  expect(bench.emulator.teamMails).toHaveLength(sendEmail ? 1 : 0);
});

describe('group and rule', () => {
  test('are sent with the invite, and given to the person who joins', async () => {
    await begin();
    const group = bench.emulator.addGroup({ name: 'Artists' });
    const rule = bench.emulator.addAppRule({ name: 'Watermark' });
    await invited(['ana'], { groupId: String(group.id), appRuleId: rule.id });
    const ana = bench.emulator.memberJoins('ana@example.com');
    expect(ana).toMatchObject({ group_ids: [group.id], team_app_rule_id: rule.id });
  });

  test('can be chosen in the form, and changed while the invite is pending', async () => {
    await begin();
    const { memberInvites } = bench.parsec;
    const group = bench.emulator.addGroup({ name: 'Artists' });
    const groups = value((await memberInvites.groups?.()) ?? []);
    expect(groups).toEqual([{ id: String(group.id), name: 'Artists' }]);
    const [rule] = value((await memberInvites.appRules?.()) ?? []);
    expect(rule).toMatchObject({ name: 'Default' });
    await invited(['ana']);
    const target = { inviteId: 'ana@example.com', email: undefined };
    const terms = { groupId: String(group.id), appRuleId: rule?.id ?? '' };
    expect(await memberInvites.edit?.(target, terms)).toBe('edited');
    expect(bench.emulator.teamInvites).toMatchObject([{ group_id: group.id, team_app_rule_id: rule?.id }]);
    expect(await memberInvites.edit?.(target, {})).toMatchObject({ code: 'change_empty' });
    const ben = { inviteId: 'ben@example.com', email: undefined };
    expect(await memberInvites.edit?.(ben, terms)).toMatchObject({ code: 'provider_not_found' });
  });

  test('need a second permission for a rule: both are named', async () => {
    await begin();
    const [rule] = bench.emulator.appRules;
    const terms = { team_app_rule_id: rule?.id ?? '' };
    const api = bench.apiOf(bench.emulator.addKey(['Create Team Invites', 'Manage Team Invites']));
    bench.emulator.dashboard.inviteMember('ben@example.com');
    const permission = (first: string) => ({ facts: { permission: `${first} and Manage App Rule Assignments` } });
    expect(await api.createTeamInvites(['ana@example.com'], false, terms)).toMatchObject(
      permission('Create Team Invites'),
    );
    expect(await api.updateTeamInvites(['ben@example.com'], terms)).toMatchObject(permission('Manage Team Invites'));
    expect(isProblem(await api.createTeamInvites(['ana@example.com'], false))).toBe(false);
  });
});

describe('a batch with unsuitable addresses', () => {
  test('does not send known addresses', async () => {
    await begin();
    bench.emulator.dashboard.inviteMember('Ana@example.com');
    bench.emulator.addMember({ name: 'Ben', email: 'BEN@example.com' });
    expect(codes(await invited(['ana', 'ben', 'eve', 'eve']))).toEqual([
      'already_invited',
      'already_member',
      'invited',
      'already_invited',
    ]);
    expect(sent('Create Team Invites')).toMatchObject([{ body: { emails: ['eve@example.com'] } }]);
  });

  /** A key that cannot see who is a member finds out from what Parsec says. */
  async function blind(options: Partial<ParsecEmulatorOptions>, names: string[]) {
    await begin(options);
    bench.emulator.addMember({ name: 'Ben', email: 'ben@example.com' });
    const { memberInvites } = bench.client(bench.emulator.addKey(['Create Team Invites', 'View Team Invites']));
    return codes(value(await memberInvites.invite(rows(...names), { sendEmail: false })));
  }

  test('blames no address for another when it is refused as a whole', async () => {
    expect(await blind({}, ['ana', 'ben'])).toEqual(['provider_rejected', 'provider_rejected']);
    expect(bench.emulator.teamInvites).toEqual([]);
    expect(await blind({}, ['ben'])).toEqual(['already_member']);
  });

  test('reports a row left out of the answer, and invites the others', async () => {
    expect(await blind({ partialBatches: true }, ['ana', 'ben'])).toEqual(['invited', 'provider_rejected']);
    expect(bench.emulator.teamInvites).toMatchObject([{ email: 'ana@example.com' }]);
  });
});

test('is refused when the plan is full, where every pending invite takes a seat', async () => {
  await begin({ seats: 2 });
  bench.emulator.addMember({ name: 'Ada', email: 'ada@example.com' });
  expect(codes(await invited(['ana', 'ben']))).toEqual(['plan_full', 'plan_full']);
  expect(codes(await invited(['ana']))).toEqual(['invited']);
  expect(codes(await invited(['ben']))).toEqual(['plan_full']);
  bench.advance(WEEK_MS);
  expect(codes(await invited(['ben']))).toEqual(['invited']);
});

test('shows an expired invite with its end, and can invite again', async () => {
  await begin();
  await invited(['ana']);
  const endsAt = bench.now() + WEEK_MS;
  bench.advance(WEEK_MS + 1);
  const { value: page } = await bench.parsec.memberInvites.pending()[Symbol.asyncIterator]().next();
  expect(page).toMatchObject([{ inviteId: 'ana@example.com', expiresAt: endsAt }]);
  expect(codes(await invited(['ana']))).toEqual(['invited']);
  expect(bench.emulator.teamInvites).toHaveLength(1);
});
