import { test } from 'vitest';
import type { MemberInvites, Members } from '../../../src/providers/provider.ts';
import type { Field, RawValue, ReadyOperation, TeamOperation } from '../../../src/providers/team-operation.ts';
import { anyAnswerDeps, withAnyAnswers } from '../support/any-answers.ts';
import { collect } from '../support/collect.ts';
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

for (const [name, { make }] of benches) {
  const { connections, memberInvites, members, team = [] } = make(anyAnswerDeps());
  if (connections !== undefined)
    test(`${name}: connections`, () => withAnyAnswers(() => connections.page({ since: 0, cursor: undefined }), name));
  for (const [call, run] of Object.entries(inviteCalls)) {
    if (memberInvites === undefined || call in memberInvites === false) continue;
    test(`${name}: member invites, ${call}`, () => withAnyAnswers(() => run(memberInvites), name));
  }
  for (const [call, run] of Object.entries(memberCalls)) {
    if (members === undefined || call in members === false) continue;
    test(`${name}: members, ${call}`, () => withAnyAnswers(() => run(members), name));
  }
  // Many fields offer the same: each list is read once.
  const offered = new Set<Field['find']>();
  for (const row of team) {
    test(`${name}: /team, ${row.operation}`, () => withAnyAnswers(() => filledIn(row).run(), name));
    for (const [field, { find }] of Object.entries(row.fields)) {
      if (find === undefined || offered.has(find)) continue;
      offered.add(find);
      test(`${name}: /team, ${row.operation}, what ${field} offers`, () => withAnyAnswers(() => find('a'), name));
    }
  }
}

/** A row, its form filled in with as little as it takes. */
function filledIn(row: TeamOperation): ReadyOperation {
  const fields = Object.entries(row.fields);
  const needed = fields.filter(([, field]) => !field.optional);
  for (const more of [[], ...fields.map((field) => [field])]) {
    const ready = row.read(Object.fromEntries([...needed, ...more].map(([key, field]) => [key, put(field)])));
    if ('run' in ready) return ready;
  }
  throw new Error(`the form of ${row.operation} cannot be filled in`);
}

function put(field: Field): RawValue {
  if (field.kind === 'searches') return ['7'];
  const texts = {
    text: 'ana@example.com',
    long_text: 'ana@example.com',
    yes_no: 'no',
    instant: '1800000000',
    search: '7',
  };
  return field.kind === 'pick' ? (field.options?.[0]?.id ?? '') : texts[field.kind];
}
