import type { ModalView } from '@slack/types';
import { checkLink } from '../../../src/domain/links.ts';
import type { MemberRow } from '../../../src/domain/member-batch.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { problem } from '../../../src/domain/problem.ts';
import type { OwnedInvite } from '../../../src/flows/member/read-member-lists.ts';
import type { ShownRemoval } from '../../../src/flows/member/read-removals.ts';
import type { ApprovalQuestion } from '../../../src/flows/shared/asked-for.ts';
import type { Member } from '../../../src/flows/shared/context.ts';
import type { Message } from '../../../src/slack/blocks/blocks.ts';
import { joinLinkList, memberCard, refusedList } from '../../../src/slack/member/card/member-card.ts';
import { memberHelp, memberUsage } from '../../../src/slack/member/command/member-help.ts';
import {
  type MemberForm,
  type MemberFormFrame,
  memberModal,
} from '../../../src/slack/member/invite-form/member-form.ts';
import { doneCopy } from '../../../src/slack/member/list/member-list-copy.ts';
import {
  editModal,
  roleModal,
  termsLoading,
  termsRefused,
  termsWithRemoval,
} from '../../../src/slack/member/list/member-terms-form.ts';
import { membersModal } from '../../../src/slack/member/list/members-list.ts';
import { pendingModal } from '../../../src/slack/member/list/pending-list.ts';
import type { ListContent, ListMemory } from '../../../src/slack/shared/list-modal.ts';
import { sharedCopy } from '../../../src/slack/shared/place-copy.ts';
import { inviterCopy, nothingToGive, othersForAdmins } from '../../../src/slack/shared/power-copy.ts';
import { problemCopy } from '../../../src/slack/shared/problem-copy.ts';
import { keptModal } from '../../../src/slack/shared/removal.ts';
import { keptCopy, stillWantedCopy } from '../../../src/slack/shared/removal-copy.ts';
import { refusalCopy } from '../../../src/slack/shared/system-refusal-copy.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
import { aRemoval } from '../../support/a-removal.ts';
import { nastyText } from './as-typed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** Names as unkind as people and systems let them be. */
const nastyMail = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`;
const nastyName = `${nastyText} ${'🎬'.repeat(150)}`;

const why = problem('provider_rejected', { provider: 'truvera', message: nastyName, status: 409 });
const removal: ShownRemoval = {
  ...aRemoval({ provider: 'truvera', who: nastyName }),
  problem: why,
  stuckSince: NOW,
  mayWithdraw: true,
};
const stillWanted = {
  kind: 'wanted',
  removalId: 'rm_1',
  what: 'member',
  provider: 'truvera',
  who: nastyName,
  why,
} as const;
/** Of some of these members, one of which this person may not withdraw. */
const removalsOf = (members: readonly Member[]) =>
  new Map(members.slice(0, 2).map(({ memberId }, nth) => [memberId, { ...removal, mayWithdraw: nth === 0 }]));

const batch = aMemberBatch({ terms: { role: { id: 'r', name: 'Developer' }, sendEmail: true }, provider: 'snyk' });
const card = (rows: readonly Partial<MemberRow>[], parts: Parameters<typeof aMemberBatch>[0] = {}) =>
  memberCard({ ...batch, ...parts }, memberRowsOf(batch, rows));
const many = (count: number, part: Partial<MemberRow>) => Array.from({ length: count }, () => part);
const refused = (code: NonNullable<MemberRow['problem']>['code'], facts = {}): Partial<MemberRow> => ({
  state: 'failed',
  problem: { code, facts: { provider: 'snyk', ...facts } },
});
const pause = (code: NonNullable<MemberRow['problem']>['code'], facts = {}) => ({
  pause: { code, facts: { provider: 'snyk', ...facts } },
});
const nasty: Partial<MemberRow> = {
  ...refused('provider_rejected', { message: nastyName }),
  email: `${nastyName} ${nastyMail}`,
};
const linked = many(70, {}).map((_, n) => {
  const url = n === 30 ? 'javascript:alert(1)' : `https://${n === 40 ? 'evil.example' : 'parsec.app'}/join/secret`;
  return { email: `p${n}@x.co`, link: { provider: 'parsec', checked: checkLink(url, ['parsec.app']) } };
});

/** Every card of a batch, by what became of it. */
export const memberCards: Readonly<Record<string, Message>> = {
  'members-asked': card(many(3, {})),
  'members-awaiting': card(many(3, {}), { awaits: 'apr_1' }),
  'members-denied': card([
    refused('approval_denied', { by: 'U1', message: nastyText }),
    refused('approval_expired'),
    refused('approval_withdrawn'),
  ]),
  'members-going-on': card([...many(12, { state: 'invited' }), ...many(3, refused('already_member')), ...many(25, {})]),
  'members-busy': card(many(2, {}), pause('provider_busy', { retryAt: NOW + 300_000 })),
  'members-away': card(many(2, {}), pause('provider_unreachable')),
  'members-elsewhere': card(many(2, {}), pause('asked_elsewhere')),
  'members-inviter-unknown': card(many(2, {}), {
    ...pause('inviter_unknown'),
    terms: { role: { id: 'r', name: '' }, sendEmail: true },
  }),
  'members-not-looked-for': card(many(2, { state: 'sent', sentAt: NOW }), pause('provider_unauthorized')),
  'members-unconfirmed': card(many(2, { state: 'sent', sentAt: NOW }), pause('provider_outcome_unknown')),
  'members-one': card([{ state: 'invited' }]),
  'members-all': card(many(40, { state: 'invited', joinUrl: 'https://parsec.app/join/secret' })),
  'members-some': card([
    { state: 'invited' },
    { state: 'cancelled' },
    refused('email_invalid'),
    refused('email_twice'),
    refused('already_member'),
    refused('already_invited'),
    refused('domain_not_allowed'),
    refused('plan_full'),
    refused('provider_outcome_unknown'),
  ]),
  'members-nobody': card(many(2, refused('provider_forbidden', { permission: 'org.user.invite' }))),
  'members-not-sent': card([
    refused('not_member_inviter', { open: 'admins' }),
    refused('not_allowed_guest'),
    refused('not_allowed_deactivated'),
    refused('term_unknown', { term: 'role' }),
    refused('term_not_given', { term: 'role' }),
  ]),
  'members-unreached': card([{ state: 'invited' }], { provider: 'parsec', terms: { sendEmail: false } }),
  'members-nasty': card(many(300, nasty), {
    terms: { role: { id: 'r', name: nastyName }, group: { id: 'g', name: nastyName }, sendEmail: false },
  }),
};

/** What is answered to one person. */
export const memberAnswers: Readonly<Record<string, Message>> = {
  'member-help': memberHelp(inviterCopy(defaultPolicy)),
  'member-help-opened': memberHelp(inviterCopy({ ...defaultPolicy, members: { invite: ['S1'], systems: {} } })),
  'member-usage': memberUsage('<!channel>'),
  'member-links': joinLinkList(batch, linked, 1),
  'member-links-none': joinLinkList(batch, [], 0),
  'member-refused': refusedList(batch, memberRowsOf(batch, many(120, nasty)), 1),
};

export const blankMembers: MemberForm = {
  system: 'parsec',
  boxes: [''],
  role: undefined,
  group: undefined,
  appRule: undefined,
  sendEmail: true,
  channelId: 'C1',
  checked: undefined,
  leaveOut: false,
  faultsShown: '',
  approval: { reason: '', bypass: false },
};
const memberApprovalAsk: ApprovalQuestion = {
  need: {
    rule: 'members.systems.snyk',
    by: ['leads'],
    count: 1,
    needsReason: true,
    causes: [{ kind: 'role', role: nastyName }],
  },
  key: '0a1b2c3d',
  mayBypass: true,
};
export const blankFrame: MemberFormFrame = {
  systems: ['parsec'],
  asks: { role: 'none', group: true, appRule: true, names: false, sendEmail: 'choice' },
  role: { state: 'loaded', choices: [] },
  group: { state: 'loading' },
  appRule: { state: 'loading' },
  noRole: 'There is none.',
  forAdmins: '',
  faults: [],
  good: 0,
  approval: undefined,
  isApprovalNew: false,
  channel: '',
};
const choices = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `id_${n}`, name: n === 1 ? nastyName : `Group ${n}` }));
const asksRole = { role: 'required', group: false, appRule: false, names: true, sendEmail: 'always' } as const;
const faults = Array.from({ length: 60 }, (_, n) => ({ line: n + 1, raw: nastyName, reason: nastyName }));

const memory: ListMemory = { system: 'truvera', text: '', page: 0 };
const frame = { systems: ['parsec', 'truvera'], note: '' };
const able = {
  resend: true,
  edit: true,
  mayChange: ({ requesterId }: OwnedInvite) => requesterId === 'U1',
  seesAll: true,
};
const invite = (parts: Partial<OwnedInvite>): OwnedInvite => ({
  inviteId: 'i1',
  email: 'ana@example.com',
  name: undefined,
  role: undefined,
  invitedAt: undefined,
  expiresAt: undefined,
  requesterId: undefined,
  ...parts,
});
const page = (items: readonly OwnedInvite[]): ListContent<OwnedInvite> => ({
  state: 'loaded',
  items,
  page: 1,
  more: true,
});
const member = (parts: Partial<Member>): Member => ({
  memberId: 'm1',
  name: 'Tom',
  email: undefined,
  role: undefined,
  ...parts,
});
const people = [member({}), member({ name: nastyName, email: nastyMail, role: nastyName })];
const busy = refusalCopy({ code: 'provider_busy', facts: { provider: 'truvera', retryAt: NOW } });
const about = { ...memory, id: 'i1', who: nastyName };

/** Every modal of `/member`. */
export const memberModals: Readonly<Record<string, ModalView>> = {
  'member-form-loading': memberModal(blankMembers, blankFrame),
  'member-form-approval': memberModal(
    { ...blankMembers, approval: { reason: nastyText, bypass: true } },
    { ...blankFrame, approval: memberApprovalAsk, isApprovalNew: true },
  ),
  'member-form-failed': memberModal(blankMembers, {
    ...blankFrame,
    group: { state: 'failed', why: busy },
    appRule: { state: 'loaded', choices: choices(101) },
  }),
  'member-form-role': memberModal(
    { ...blankMembers, system: 'snyk', role: { id: 'id_1', name: nastyName } },
    { ...blankFrame, systems: ['parsec', 'snyk'], asks: asksRole, role: { state: 'loaded', choices: choices(3) } },
  ),
  'member-form-no-role': memberModal(
    { ...blankMembers, system: 'snyk' },
    { ...blankFrame, asks: { ...asksRole, sendEmail: 'never' }, role: { state: 'loaded', choices: [] } },
  ),
  'member-form-closed': memberModal(
    { ...blankMembers, system: 'snyk' },
    {
      ...blankFrame,
      asks: asksRole,
      role: { state: 'loaded', choices: [] },
      noRole: problemCopy({ code: 'no_role_given', facts: { provider: 'snyk' } }),
      forAdmins: othersForAdmins(['role']),
    },
  ),
  'member-form-given': memberModal(
    { ...blankMembers, system: 'parsec' },
    {
      ...blankFrame,
      group: { state: 'loaded', choices: choices(1) },
      forAdmins: othersForAdmins(['group', 'appRule']),
    },
  ),
  'member-form-shared': memberModal(
    { ...blankMembers, checked: { channelId: 'C1', isShared: true, isKnown: true } },
    { ...blankFrame, channel: sharedCopy('members', nastyName, true) },
  ),
  'member-form-faults': memberModal(
    { ...blankMembers, boxes: Array.from({ length: 10 }, () => 'x'.repeat(3000)), faultsShown: 'm', leaveOut: true },
    { ...blankFrame, group: { state: 'many' }, appRule: { state: 'loaded', choices: choices(100) }, faults, good: 7 },
  ),
  'member-form-no-good': memberModal(
    { ...blankMembers, boxes: ['nobody'], faultsShown: 'm' },
    { ...blankFrame, faults: [{ line: 1, raw: 'nobody', reason: 'not an email address' }] },
  ),
  'pending-loading': pendingModal(memory, { state: 'loading' }, able, frame, NOW),
  'pending-failed': pendingModal(memory, { state: 'failed', why: busy }, able, frame, NOW),
  'pending-empty': pendingModal(
    memory,
    { state: 'loaded', items: [], page: 0, more: false },
    able,
    { systems: ['truvera'], note: doneCopy('cancel', nastyName) },
    NOW,
  ),
  'pending-no-match': pendingModal(
    { ...memory, text: `<!channel>${'x'.repeat(300)}` },
    { state: 'loaded', items: [], page: 0, more: false },
    able,
    frame,
    NOW,
  ),
  pending: pendingModal(
    { ...memory, page: 1 },
    page([
      invite({ requesterId: 'U1', role: 'Developer', invitedAt: NOW, expiresAt: NOW + 604_800_000 }),
      invite({ email: nastyMail, name: nastyName, role: nastyName, requesterId: 'U1' }),
      invite({ email: undefined, name: undefined, expiresAt: NOW }),
      invite({ inviteId: 'x'.repeat(501), requesterId: 'U1' }),
    ]),
    able,
    frame,
    NOW,
  ),
  'pending-some-hidden': pendingModal(
    memory,
    { state: 'loaded', items: [], page: 0, more: false },
    { ...able, seesAll: false },
    frame,
    NOW,
  ),
  'pending-without-abilities': pendingModal(
    memory,
    page([invite({ requesterId: 'U1' })]),
    { resend: false, edit: false, mayChange: () => true, seesAll: true },
    frame,
    NOW,
  ),
  members: membersModal(
    memory,
    { state: 'loaded', items: people, page: 0, more: false },
    { remove: true, role: true },
    frame,
  ),
  'members-removal-wanted': membersModal(
    memory,
    { state: 'loaded', items: people, page: 0, more: false },
    { remove: true, role: true },
    { ...frame, note: `:warning: ${stillWantedCopy(stillWanted)}`, removals: { of: removalsOf(people), others: [] } },
  ),
  'members-failed-removals': membersModal(
    memory,
    { state: 'failed', why: busy },
    { remove: true, role: true },
    { ...frame, removals: { of: new Map(), others: Array.from({ length: 10 }, () => removal) } },
  ),
  'terms-removal': termsWithRemoval('role', removal),
  'removal-kept': keptModal(keptCopy(removal)),
  'members-for-reading': membersModal(
    memory,
    { state: 'loaded', items: people, page: 0, more: false },
    { remove: false, role: false },
    frame,
  ),
  'members-empty': membersModal(
    memory,
    { state: 'loaded', items: [], page: 0, more: false },
    { remove: true, role: true },
    frame,
  ),
  'terms-loading': termsLoading('edit', 'truvera'),
  'terms-refused': termsRefused('role', refusalCopy({ code: 'not_admin', facts: {} })),
  'terms-closed': termsRefused('edit', nothingToGive('parsec')),
  'terms-edit': editModal(about, blankFrame.asks, {
    role: { state: 'loaded', choices: [] },
    group: { state: 'loaded', choices: choices(3) },
    appRule: { state: 'failed', why: busy },
  }),
  'terms-edit-failed': editModal(about, blankFrame.asks, {
    role: { state: 'loaded', choices: [] },
    group: { state: 'failed', why: busy },
    appRule: { state: 'failed', why: busy },
  }),
  'terms-role': roleModal(about, { state: 'loaded', choices: choices(3) }, 'Group 2'),
  'terms-role-many': roleModal(about, { state: 'loaded', choices: choices(101) }, 'id_5'),
};
