import { afterEach, expect, it } from 'vitest';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { startTeam, type Team } from './start-team.ts';

const WEEK = 7 * 24 * 3_600_000;
let team: Team;
afterEach(() => team.parsec.stop());

async function begin(options: Partial<ParsecEmulatorOptions> = {}): Promise<void> {
  team = await startTeam(options);
}
const held = () => team.parsec.teamInvites.map(({ email }) => email);
const invite = (emails: string[], more: object = {}) => team.ask('POST', '/member-invites', { emails, ...more });

it('an invite ends after a week, has a link, and is mailed only when asked to', async () => {
  await begin();
  const { body } = await invite(['ana@x.io']);
  expect(body).toMatchObject({
    count: 1,
    data: [{ email: 'ana@x.io', status: 'pending', join_url: expect.stringMatching(/^http.*\/join\//) }],
  });
  const made = team.parsec.teamInvites.at(-1);
  expect(Date.parse(made?.expires_at ?? '') - Date.parse(made?.created_at ?? '')).toBe(WEEK);
  expect(team.parsec.teamMails).toEqual([]);
  await invite(['ben@x.io'], { send_email: true });
  expect(team.parsec.teamMails).toEqual([{ to: 'ben@x.io', about: 'invited' }]);
  team.clock.advance(WEEK);
  expect((await team.ask('GET', '/member-invites?offset=0&limit=1')).body).toMatchObject({
    data: [{ status: 'expired' }],
    count: 3,
  });
  expect(() => team.parsec.memberJoins('ana@x.io')).toThrow('ended');
});

it('an app rule needs a second permission', async () => {
  await begin();
  const rule = { team_app_rule_id: team.parsec.appRules[0]?.id };
  const key = team.parsec.addKey(['Create Team Invites', 'Manage Team Invites']);
  const ask = (method: string, body: object) => team.ask(method, '/member-invites', body, key);
  for (const [method, email] of [
    ['POST', 'ana@x.io'],
    ['PUT', 'waiting@x.io'],
  ] as const) {
    const refused = await ask(method, { emails: [email], ...rule });
    expect(refused).toMatchObject({ status: 403, body: { message: expect.stringContaining('App Rule Assignments') } });
    expect((await ask(method, { emails: [email], group_id: team.open.id })).status).toBe(200);
  }
  const both = team.parsec.addKey(['Create Team Invites', 'Manage App Rule Assignments']);
  expect((await team.ask('POST', '/member-invites', { emails: ['ben@x.io'], ...rule }, both)).status).toBe(200);
});

it('a member who joins gets the group, the rule and the reserved machine', async () => {
  await begin();
  const rule = team.parsec.addAppRule({ name: 'Watermark' });
  await invite(['ana@x.io'], { group_id: team.open.id, team_app_rule_id: rule.id });
  await team.ask('PUT', `/machines/${team.machine.id}/assignment`, { email: 'ANA@x.io' });
  expect(team.machine).toMatchObject({ user_id: null, email: 'ANA@x.io' });
  const ana = team.parsec.memberJoins('Ana@x.io');
  expect(ana).toMatchObject({ email: 'ana@x.io', group_ids: [team.open.id], team_app_rule_id: rule.id });
  expect(team.machine).toMatchObject({ user_id: ana.user_id, email: null });
  expect(held()).toEqual(['waiting@x.io']);
});

it('members and pending invites take seats, an expired invite does not', async () => {
  await begin({ seats: 4 });
  expect((await invite(['a@x.io', 'b@x.io'])).status).toBe(400);
  expect((await invite(['a@x.io'])).status).toBe(200);
  expect((await invite(['b@x.io'])).status).toBe(400);
  team.clock.advance(WEEK);
  expect((await invite(['b@x.io'])).status).toBe(200);
});

it('a batch is all or nothing, or skips invalid addresses', async () => {
  await begin();
  expect((await invite(['a@x.io', 'ada@x.io'])).status).toBe(400);
  expect(held()).toEqual(['waiting@x.io']);
  await team.parsec.stop();
  await begin({ partialBatches: true });
  expect((await invite(['a@x.io', 'ada@x.io', 'waiting@x.io'])).body).toMatchObject({ count: 1 });
  const cancelled = await team.ask('DELETE', '/member-invites', { emails: ['waiting@x.io', 'nobody@x.io'] });
  expect(cancelled.status).toBe(204);
  expect(held()).toEqual(['a@x.io']);
});

it('with SAML invites cannot be resent', async () => {
  await begin({ saml: true });
  expect((await team.ask('POST', '/resend-member-invites', { emails: ['waiting@x.io'] })).status).toBe(400);
  expect((await team.ask('DELETE', `/members/${team.ada.user_id}?send_email=true`)).status).toBe(204);
  expect(team.parsec.teamMails).toEqual([{ to: 'ada@x.io', about: 'password reset' }]);
});

it('in bare mode lists are arrays and objects unwrapped, except the audit log', async () => {
  await begin({ bare: true });
  expect((await team.ask('GET', '/member-invites?offset=0&limit=1')).body).toMatchObject([{ email: 'waiting@x.io' }]);
  expect((await team.ask('GET', `/groups/${team.open.id}`)).body).toMatchObject({ name: 'Artists' });
  expect((await team.ask('GET', '/guest-access-invite-credits')).body).toEqual({ balance: 12 });
  expect((await team.ask('GET', '/events?limit=1')).body).toEqual({ data: [] });
  expect((await team.ask('GET', '/groups/99')).body).toEqual({ message: 'Not Found' });
});
