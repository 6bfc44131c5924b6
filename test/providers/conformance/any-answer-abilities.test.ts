import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { createDispatcher } from '../../../src/providers/http.ts';
import type { MemberInvites, Members } from '../../../src/providers/provider.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { anyBody, anyStatus } from '../support/any-body.ts';
import { collect } from '../support/collect.ts';
import { openLog } from '../support/open-log.ts';
import { benches } from './benches.ts';

// What an ability makes of several answers in a row, each of them anything at all.

const invite = { inviteId: '00000000-0000-4000-8000-000000000001', email: 'ana@example.com' };
const rows = [{ email: 'ana@example.com', firstName: 'Ana', lastName: 'Lima', phone: '+33123' }];
const terms = { roleId: '00000000-0000-4000-8000-000000000002', sendEmail: true };

const inviteCalls: Readonly<Record<string, (invites: MemberInvites) => Promise<unknown>>> = {
  invite: (invites) => invites.invite(rows, terms),
  pending: (invites) => collect(invites.pending()),
  cancel: (invites) => invites.cancel(invite),
  resend: async (invites) => invites.resend?.(invite),
  edit: async (invites) => invites.edit?.(invite, { groupId: '1' }),
  roles: async (invites) => invites.roles?.(),
  groups: async (invites) => invites.groups?.(),
  appRules: async (invites) => invites.appRules?.(),
};
const memberCalls: Readonly<Record<string, (members: Members) => Promise<unknown>>> = {
  findByEmail: async (members) => members.findByEmail?.('ana@example.com'),
  get: (members) => members.get('7'),
  list: (members) => collect(members.list()),
  remove: async (members) => members.remove?.('7'),
  setRole: async (members) => members.setRole?.('7', 'member'),
  roles: async (members) => members.roles?.(),
};

/** Bodies such as these systems send: bare, wrapped, and as JSON:API. */
const person = { id: 7, user_id: 7, name: 'Ana', email: 'ana@example.com', role: 'member', status: 'pending' };
const good = [
  [{ id: 7, firstName: 'Ana', lastName: 'Lima', phone: '+33123', role: 'Viewer', invitationAccepted: false }],
  [{ label: 'Viewer', value: 'Viewer' }],
  [person],
  { data: [person], count: 1 },
  {
    data: { id: 'a', attributes: { email: 'ana@example.com', role: 'Developer' } },
    links: { next: '/a?starting_after=b' },
  },
  { data: [{ id: 'a', attributes: { email: 'ana@example.com' } }], links: {} },
  { code: 1 },
];

const dispatcher = createDispatcher();
afterAll(() => dispatcher.close());

async function withAnyAnswers(call: () => Promise<unknown>, provider: string): Promise<void> {
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyStatus, anyBody(good)), { minLength: 1, maxLength: 5 }), async (answers) => {
      let nth = 0;
      Object.assign(dispatcher, {
        request: async () => {
          const [statusCode, text] = answers[nth++ % answers.length] ?? [200, ''];
          return { statusCode, headers: {}, body: [Buffer.from(text)] };
        },
      });
      const result = await call();
      calls += 1;
      for (const part of [result].flat()) {
        if (isProblem(part)) expect(part.facts.provider).toBe(provider);
      }
      expect(nth).toBeLessThan(100);
    }),
    { numRuns: 150 },
  );
  expect(calls).toBeGreaterThan(100);
}

const now = () => 0;
// A fresh client each time, since a 429 is remembered.
const deps = () => ({ now, log: openLog(), dispatcher, quotas: memoryQuotas(now), timing: { backoffMs: 0 } });

for (const [name, { make }] of benches) {
  const { memberInvites, members } = make(deps());
  for (const [call, run] of Object.entries(inviteCalls)) {
    if (memberInvites === undefined || call in memberInvites === false) continue;
    test(`${name}: member invites, ${call}`, () =>
      withAnyAnswers(async () => {
        const fresh = make(deps()).memberInvites;
        return fresh && run(fresh);
      }, name));
  }
  for (const [call, run] of Object.entries(memberCalls)) {
    if (members === undefined || call in members === false) continue;
    test(`${name}: members, ${call}`, () =>
      withAnyAnswers(async () => {
        const fresh = make(deps()).members;
        return fresh && run(fresh);
      }, name));
  }
}
