import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { createSnyk } from '../../../src/providers/snyk/index.ts';
import type { SnykEmulatorOptions } from '../../../src/sandbox/snyk/snyk-emulator.types.ts';
import { problemIn, value } from '../conformance/bench.ts';
import { collect } from '../support/collect.ts';
import { startSnyk } from './start-snyk.ts';

// What is Snyk's own, client and emulator together.

let bench: Awaited<ReturnType<typeof startSnyk>>;
afterEach(() => bench.stop());

async function begin(options: Partial<SnykEmulatorOptions> = {}): Promise<void> {
  bench = await startSnyk(options);
}

describe('lists everybody, whatever the links look like:', () => {
  const forms = (['text', 'object'] as const).flatMap((links) =>
    (['orgs', 'rest', 'absolute'] as const).flatMap((linkPaths) =>
      (['no link', 'null', 'itself', 'an empty page'] as const).map((lastPage) => ({ links, linkPaths, lastPage })),
    ),
  );
  test.each(forms)('$links, $linkPaths, at the end $lastPage', async (form) => {
    await begin(form);
    for (const count of [0, 100, 150]) {
      while (bench.emulator.invitations.length < count) {
        bench.emulator.dashboard.invite(`p${bench.emulator.invitations.length}@example.com`);
      }
      const listed = (await collect(bench.snyk.memberInvites.pending())).flatMap((page) => value(page));
      expect(listed.map(({ inviteId }) => inviteId)).toEqual(bench.emulator.invitations.map(({ id }) => id));
    }
  });
});

describe('429 until a minute without requests', () => {
  beforeEach(() => begin());
  const list = () => bench.api.listOrgInvitation({ limit: 10 });

  test('stops all requests of the client, which then is served', async () => {
    for (let nth = 0; nth < 1620; nth++) if (isProblem(await list())) throw new Error(`refused at ${nth}`);
    expect(problemIn(await list()).facts.retryAt).toBe(bench.now() + 65_000);
    const sent = bench.emulator.requests.length;
    for (let second = 0; second < 64; second++) {
      bench.advance(1000);
      expect(problemIn(await list()).code).toBe('provider_busy');
      expect(problemIn(await bench.api.deleteOrgInvitation(bench.emulator.orgId)).code).toBe('provider_busy');
    }
    expect(bench.emulator.requests.length).toBe(sent);
    bench.advance(1000);
    expect(isProblem(await list())).toBe(false);
  });

  test('overrides a Retry-After that is shorter', async () => {
    const operation = 'List pending user invitations';
    bench.emulator.trouble({ operation, then: { status: 429, headers: { 'retry-after': '5' } } });
    expect(problemIn(await list()).facts.retryAt).toBe(bench.now() + 65_000);
  });
});

describe('the version', () => {
  beforeEach(() => begin());
  test.each([
    ['2021-06-04', 'provider_account_unknown'],
    ['2022-11-13', 'provider_account_unknown'],
    ['2024-10-15~beta', 'provider_account_unknown'],
    ['soon', 'provider_rejected'],
    ['2022-11-14', undefined],
    ['2024-10-14~beta', undefined],
  ])('%s: %s', async (apiVersion, code) => {
    const { emulator, deps, config } = bench;
    const { memberInvites } = createSnyk({ ...config(emulator.token), apiVersion }, deps);
    const [page] = await collect(memberInvites.pending());
    expect(isProblem(page) ? page.code : undefined).toBe(code);
  });
});

// To a caller who may not read an organization Snyk says that it does not exist, and of a removed version that it is gone.
test.each([
  ['an organisation that is not shown', 'List pending user invitations', 404, 'provider_account_unknown'],
  ['a version that is gone', 'List pending user invitations', 410, 'provider_nonsense'],
  ['a version that is gone, to a cancel', 'Cancel a pending user invitation', 410, 'provider_rejected'],
])('%s does not make an invitation look removed', async (_, operation, status, code) => {
  await begin();
  const { id } = bench.emulator.dashboard.invite('ana@example.com');
  bench.emulator.trouble({ operation, then: { status, body: { errors: [{ detail: 'Not Found' }] } } });
  const { memberInvites } = bench.snyk;
  const answer = operation.startsWith('List')
    ? (await collect(memberInvites.pending()))[0]
    : await memberInvites.cancel({ inviteId: id, email: 'ana@example.com' });
  expect(problemIn(answer).code).toBe(code);
});

describe('an error in any form', () => {
  test.each(['detail', 'details', 'flat'] as const)('%s: says why Snyk refused the request', async (faults) => {
    await begin({ faults });
    const role = '00000000-0000-4000-8000-000000000000';
    expect(await bench.api.createOrgInvitation({ email: 'a@example.com', role })).toMatchObject({
      code: 'provider_rejected',
      facts: { message: 'No such role' },
    });
    const outsider = bench.client('nobody').memberInvites;
    expect((await collect(outsider.pending()))[0]).toMatchObject({ code: 'provider_unauthorized' });
  });
});

test('offers the configured roles, and can give any of them', async () => {
  await begin();
  const { memberInvites } = bench.snyk;
  const roles = value((await memberInvites.roles?.()) ?? []);
  expect(roles).toEqual(bench.emulator.roles);
  for (const { id, name } of roles) {
    const email = `${id}@example.com`;
    await memberInvites.invite([{ email }], { roleId: id, sendEmail: true });
    const pending = (await collect(memberInvites.pending())).flatMap((page) => value(page));
    expect(pending.find((each) => each.email === email)?.role).toBe(name);
  }
});
