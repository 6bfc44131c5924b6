import type { SnykApi } from '../../../src/providers/snyk/api.ts';
import { createSnyk } from '../../../src/providers/snyk/index.ts';
import { type Operation, routes } from '../../../src/providers/snyk/routes.ts';
import { operations as served } from '../../../src/sandbox/snyk/operations.ts';
import type { SnykEmulatorOptions } from '../../../src/sandbox/snyk/snyk-emulator.types.ts';
import { atServer } from '../conformance/bench.ts';
import type { Benches, Sample } from '../conformance/benches.ts';
import type { MemberInvitesBench } from '../conformance/member-invites.ts';
import { startSnyk } from './start-snyk.ts';

// The names are those of Snyk's documents.
const operations = {
  invite: 'Invite a user to an organization',
  pending: 'List pending user invitations',
  cancel: 'Cancel a pending user invitation',
  resend: '(Snyk cannot)',
} as const;
const permissions = {
  invite: 'org.user.invite',
  pending: 'org.read and org.user.read',
  cancel: 'org.user.invite',
  resend: '',
};

const unknownToken = '00000000-0000-4000-8000-000000000000';

async function memberInvitesBench(options: Partial<SnykEmulatorOptions>): Promise<MemberInvitesBench> {
  const { emulator, client, snyk, now, advance, stop } = await startSnyk(options);
  return {
    provider: 'snyk',
    memberInvites: snyk.memberInvites,
    now,
    advance,
    stop,
    ...atServer(emulator, operations),
    permissionFor: permissions,
    withKey(key) {
      if (key === 'unknown') return client(unknownToken).memberInvites;
      const all = ['org.user.invite', 'org.read', 'org.user.read'];
      const without = permissions[key.without].split(' and ');
      return client(emulator.addToken(all.filter((name) => !without.includes(name)))).memberInvites;
    },
    terms: { roleId: emulator.roles[1]?.id ?? '', sendEmail: true },
    held: () => emulator.invitations.filter((each) => each.is_active).map(({ id, email }) => ({ inviteId: id, email })),
    mailsTo: (email) => emulator.mails.filter(({ to }) => to === email).length,
    dashboardInvites: (email) => emulator.dashboard.invite(email).id,
    dashboardCancels: (inviteId) => emulator.dashboard.cancel(inviteId),
    accepts: (inviteId) => emulator.accept(inviteId),
  };
}

type Snyk = Awaited<ReturnType<typeof startSnyk>>;

const samples = {
  createOrgInvitation: {
    call: (api, { emulator }) =>
      api.createOrgInvitation({ email: 'new@example.com', role: emulator.roles[0]?.id ?? '' }),
  },
  listOrgInvitation: { call: (api) => api.listOrgInvitation({ limit: 10 }) },
  deleteOrgInvitation: { call: (api, { emulator }) => api.deleteOrgInvitation(emulator.invitations[0]?.id ?? '') },
} satisfies Record<Operation, Sample<SnykApi, Snyk>>;

async function startOperations() {
  const snyk = await startSnyk();
  const { emulator, apiOf } = snyk;
  emulator.dashboard.invite('waiting@example.com');
  const apis = { good: snyk.api, unknown: apiOf(unknownToken), 'may not': apiOf(emulator.addToken([])) };
  const call = (name: Operation, key: keyof typeof apis) => samples[name].call(apis[key], snyk);
  return { ...snyk, secret: emulator.token, call };
}

export const snykBenches: Benches = {
  make: (deps) =>
    createSnyk(
      { token: 't', orgId: unknownToken, apiUrl: 'http://127.0.0.1:1', apiVersion: '2024-10-15', roles: [] },
      deps,
    ),
  memberInvites: {
    'as documented': () => memberInvitesBench({}),
    'as its server was seen to answer': () =>
      memberInvitesBench({
        links: 'object',
        linkPaths: 'rest',
        lastPage: 'itself',
        faults: 'details',
        duplicates: 400,
      }),
  },
  operations: { routes, samples, served: served.map(({ name }) => name), start: startOperations },
};
