import type { ModalView } from '@slack/types';
import { erasedInvite } from '../../../src/domain/erasure.ts';
import type { Invite } from '../../../src/domain/invite.ts';
import { maskedInvite } from '../../../src/domain/masking.ts';
import { noOtherAccess } from '../../../src/domain/other-access.ts';
import { problem } from '../../../src/domain/problem.ts';
import { readInlineInvite } from '../../../src/domain/time/inline-invite.ts';
import type { GuestsPlan } from '../../../src/flows/guest/group/plan-guests.ts';
import type { ApprovalQuestion } from '../../../src/flows/shared/asked-for.ts';
import type { GroupMember } from '../../../src/flows/shared/notifier.ts';
import type { Message } from '../../../src/slack/blocks/blocks.ts';
import { groupCard, groupEmails, groupList } from '../../../src/slack/guest/group/group-card.ts';
import { outcomeCopy } from '../../../src/slack/guest/group/group-copy.ts';
import { groupEndModal, groupExtendModal, outcomeModal } from '../../../src/slack/guest/group/group-forms.ts';
import { blankForm } from '../../../src/slack/guest/invite-form/start-form.ts';
import { faultLines, groupCostLine, planLines } from '../../../src/slack/guest/several-form/several-copy.ts';
import {
  type SeveralForm,
  type SeveralLines,
  severalModal,
} from '../../../src/slack/guest/several-form/several-form.ts';
import { aGuestGroup as group } from '../../support/a-guest-group.ts';
import { anInvite } from '../../support/an-invite.ts';
import { nastyText } from './as-typed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
const granted = { state: 'granted', providerInviteId: 'p1' } as const;

const guests = ['ana', 'bo', 'cleo', 'dan', 'eva', 'fay', 'gil', 'hal'];

function members(parts: readonly Partial<Invite>[]): readonly GroupMember[] {
  return parts.map((part, index) => ({
    invite: anInvite({
      id: `inv_${index + 1}`,
      guestEmail: `${guests[index % guests.length]}${index < guests.length ? '' : index}@example.com`,
      hostId: `host_${index + 1}`,
      hostName: `Edit ${index + 1}`,
      groupId: group.id,
      groupPosition: index + 1,
      ...part,
    }),
    access: noOtherAccess,
  }));
}

const nasty = {
  guestEmail: `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`,
  hostName: `${nastyText} ${'x'.repeat(200)}`,
  eventName: `${nastyText} ${'🎬'.repeat(40)}`.slice(0, 100),
};
const refused = problem('provider_rejected', { provider: 'parsec', message: `${nastyText} ${'y'.repeat(300)}` });
const waiting = members([{ awaits: 'apr_1' }, granted, { awaits: 'apr_2' }]);
const mixed = members([
  granted,
  { ...granted, startsAt: NOW - HOUR, endsAt: NOW + HOUR },
  {},
  { inDoubt: true },
  { ...granted, change: { endsAt: NOW + 9 * HOUR, sendEmail: true, requestedBy: 'U1' } },
  { state: 'cancelled', cancel: { requestedBy: 'U2', sendEmail: true } },
  { state: 'failed', problem: problem('provider_credits_spent', { provider: 'parsec' }) },
  {
    state: 'cancelling',
    cancel: { requestedBy: 'U1', sendEmail: true },
    stuckSince: NOW,
    problem: problem('provider_unreachable', { provider: 'parsec' }),
  },
]);
const left = { since: NOW, why: 'deactivated', isHeld: true } as const;
const thirty = members(
  Array.from({ length: 30 }, (_, nth) => (nth === 28 ? { state: 'failed', problem: refused } : granted)),
);
const running = members([1, 2, 3].map(() => ({ ...granted, startsAt: NOW - HOUR, endsAt: NOW + HOUR })));
const invitesOf = (of: readonly GroupMember[]) => of.map(({ invite }) => invite);

export const groupCards: Record<string, Message> = {
  'group-creating': groupCard(group, members([{}, {}, {}]), NOW),
  'group-scheduled': groupCard(group, members(Array.from({ length: 8 }, () => granted)), NOW),
  'group-mixed': groupCard(group, mixed, NOW),
  'group-active': groupCard(group, running, NOW),
  'group-awaiting': groupCard(group, waiting, NOW),
  'group-held': groupCard(group, members([{ inviterLeft: left }, { inviterLeft: left }]), NOW),
  'group-ended': groupCard(group, members([{ state: 'ended' }, { state: 'ended' }]), NOW),
  'group-thirty': groupCard(group, thirty, NOW),
  'group-masked': groupCard(
    group,
    running.map((each) => ({ ...each, invite: maskedInvite(each.invite) })),
    NOW,
    { isMasked: true },
  ),
  'group-erased': groupCard(
    group,
    members([{ state: 'ended' }, granted]).map((each, nth) =>
      nth > 0 ? each : { ...each, invite: erasedInvite({ ...each.invite, erasedAt: NOW }) },
    ),
    NOW,
  ),
  'group-nasty': groupCard(
    group,
    members([
      { ...nasty, state: 'failed', problem: refused },
      { ...granted, ...nasty },
    ]),
    NOW,
  ),
};

export const groupAnswers: Record<string, Message> = {
  'group-list': groupList(group, thirty, 1, NOW),
  'group-list-nasty': groupList(group, members([{ ...nasty, ...granted }]), 0, NOW),
  'group-emails': groupEmails(invitesOf(members([granted, nasty]))),
};

export const blankSeveral: SeveralForm = (() => {
  const {
    email: _,
    host: __,
    showsMore: ___,
    repeat: ____,
    language: _____,
    timeNo: ______,
    emailNo: _______,
    textNo: ________,
    ...blank
  } = blankForm({
    zone: 'Europe/Paris',
    now: NOW,
    channelId: 'C1',
    inline: readInlineInvite('', { now: NOW, zone: 'Europe/Paris' }),
  });
  return { ...blank, text: '', peopleIds: [], hosts: [], fills: true };
})();

export const severalLines: SeveralLines = {
  faults: [],
  unread: '',
  plan: [],
  planKey: '',
  times: ':clock3: 2 hours',
  clash: '',
  clashKey: '',
  channel: '',
  cost: groupCostLine(0, 12),
  mail: '',
  approval: undefined,
  isApprovalNew: false,
};

const planned: GuestsPlan = {
  emails: ['ana@example.com', 'bo@example.com'],
  planned: [
    { email: 'ana@example.com', hostId: 'h1', hostName: 'Edit 1', isAssigned: false, ruling: undefined, clash: '' },
    { email: nasty.guestEmail, hostId: 'h2', hostName: nasty.hostName, isAssigned: true, ruling: undefined, clash: '' },
  ],
  faults: [],
  guestProblem: undefined,
  hostProblem: undefined,
  key: '0a1b2c3d',
  clashKey: '',
  need: undefined,
};
const approval: ApprovalQuestion = {
  need: { rule: 'long', by: ['leads'], count: 1, needsReason: true, causes: [{ kind: 'rule' }] },
  key: '0a1b2c3d',
  mayBypass: true,
};
const filled: SeveralForm = {
  ...blankSeveral,
  text: 'ana@example.com\nbo@example.com',
  peopleIds: ['U2'],
  hosts: [{ id: 'h1', name: 'Edit 1' }],
};
const faults = [
  { who: nastyText, line: 2, problem: problem('email_invalid', { text: nastyText }) },
  { who: 'bo@x.example on Edit 2', problem: problem('policy_domain_blocked', { domain: 'x.example' }) },
];

export const groupModals: Record<string, ModalView> = {
  several: severalModal(blankSeveral, severalLines),
  'several-planned': severalModal(filled, {
    ...severalLines,
    plan: planLines(planned, { wasSent: false, submit: 'Invite all' }),
    planKey: planned.key,
    cost: groupCostLine(2, 1),
  }),
  'several-not-sent': severalModal(filled, {
    ...severalLines,
    plan: planLines(planned, { wasSent: true, submit: 'Invite all' }),
    planKey: planned.key,
    cost: groupCostLine(2, undefined),
  }),
  'several-faults': severalModal(filled, {
    ...severalLines,
    faults: faultLines(faults, true),
    plan: planLines(
      { ...planned, hostProblem: problem('hosts_not_free', { asked: 3, count: 1 }) },
      { wasSent: false, submit: 'Invite all' },
    ),
  }),
  'several-booked': severalModal(filled, {
    ...severalLines,
    clash: '*Edit 1* :busts_in_silhouette: Also on this computer then: bo@example.com.',
    clashKey: '0a1b2c3d',
  }),
  'several-needs-approval': severalModal(
    { ...filled, sendEmail: false, fills: false },
    { ...severalLines, approval, isApprovalNew: true, mail: 'Nobody emails the guests.' },
  ),
  'group-extend': groupExtendModal({ group, invites: invitesOf(running) }),
  'group-extend-differing': groupExtendModal({
    group,
    invites: invitesOf(members([granted, { ...granted, endsAt: NOW + 9 * HOUR }])),
  }),
  'group-end': groupEndModal({ group, invites: invitesOf(running) }, NOW),
  'group-cancel': groupEndModal({ group, invites: invitesOf(thirty) }, NOW),
  'group-outcome': outcomeModal(
    'Not all extended',
    outcomeCopy('extend', {
      done: 1,
      refused: [
        { invite: anInvite(nasty), problem: refused },
        { invite: anInvite({}), problem: problem('host_booked') },
      ],
    }),
  ),
};
