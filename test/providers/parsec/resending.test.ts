import { afterEach, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { problemIn } from '../conformance/bench.ts';
import { startParsec } from './start-parsec.ts';

const DAY_MS = 24 * 3_600_000;
const ana = ['ana@example.com'];
const target = { inviteId: 'ANA@example.com', email: undefined };

let bench: Awaited<ReturnType<typeof startParsec>>;
afterEach(() => bench.stop());

async function begin(options: Partial<ParsecEmulatorOptions> = {}): Promise<void> {
  bench = await startParsec(options);
  bench.emulator.dashboard.inviteMember('ana@example.com');
}

const statuses = (operation: string) =>
  bench.emulator.requests.filter((request) => request.operation === operation).map(({ status }) => status);

test('resending mails again, and moves the end to a week from now', async () => {
  await begin();
  bench.advance(6 * DAY_MS);
  expect(await bench.parsec.memberInvites.resend?.(target)).toBe('resent');
  expect(Date.parse(bench.emulator.teamInvites[0]?.expires_at ?? '')).toBe(bench.now() + 7 * DAY_MS);
  expect(bench.emulator.teamMails).toEqual([{ to: 'ana@example.com', about: 'invited again' }]);
});

test('a team with SAML cannot resend, in the words of Parsec', async () => {
  await begin({ saml: true });
  const refused = problemIn(await bench.parsec.memberInvites.resend?.(target));
  expect(refused).toMatchObject({ code: 'provider_rejected', facts: { message: expect.stringContaining('SAML') } });
});

test('an address that Parsec leaves out counts as not resent', async () => {
  await begin({ partialBatches: true });
  const key = bench.emulator.addKey(['Create Team Invites']);
  bench.emulator.dashboard.cancelMemberInvite('ana@example.com');
  expect(await bench.client(key).memberInvites.resend?.(target)).toMatchObject({ code: 'provider_not_found' });
});

// The three routes that have it each have one of their own.
const calls = {
  'Resend Team Invites': () => bench.api.resendTeamInvites(ana, false),
  'Create Team Invites': () =>
    bench.api.createTeamInvites([`new${statuses('Create Team Invites').length}@x.io`], false),
  'Get Audit Log Events': () => bench.api.getAuditLogEvents({ limit: 1 }),
};

test.each(Object.entries(calls))('%s: sends 50 in five minutes, and then none for five more', async (name, call) => {
  await begin();
  for (let nth = 0; nth < 50; nth++) expect(isProblem(await call())).toBe(false);
  const { facts } = problemIn(await call());
  const retryAt = Number(facts.retryAt);
  expect(retryAt - bench.now()).toBeGreaterThanOrEqual(300_000);
  const before = statuses(name).length;
  for (const [other, elsewhere] of Object.entries(calls)) {
    if (other !== name) expect(isProblem(await elsewhere())).toBe(false);
  }

  bench.advance(retryAt - bench.now() - 1);
  expect(await call()).toMatchObject({ code: 'provider_busy', facts: { retryAt } });
  expect(statuses(name)).toHaveLength(before);
  bench.advance(1);
  expect(isProblem(await call())).toBe(false);
  // At most the one that ran into it was refused: inside the block nothing knocked.
  expect(statuses(name).filter((status) => status === 429).length).toBeLessThanOrEqual(1);
});
