import type { ModalView } from '@slack/types';
import { type Approval, nothingDecided, type Vote } from '../../../src/domain/approval.ts';
import { erasedInvite } from '../../../src/domain/erasure.ts';
import { type Invite, wishedTerms } from '../../../src/domain/invite.ts';
import { maskedInvite } from '../../../src/domain/masking.ts';
import { noOtherAccess } from '../../../src/domain/other-access.ts';
import { asSeen } from '../../../src/domain/visibility.ts';
import type { ShownApproval } from '../../../src/flows/shared/notifier.ts';
import { approvalCard } from '../../../src/slack/approval/approval-card.ts';
import { denyModal, requestModal, reviewModal } from '../../../src/slack/approval/approval-forms.ts';
import { approvalList } from '../../../src/slack/approval/approval-list.ts';
import { editModal, firstTime } from '../../../src/slack/approval/edit-form.ts';
import type { Message } from '../../../src/slack/blocks/blocks.ts';
import { inviteCard } from '../../../src/slack/guest/card/invite-card.ts';
import { untouched } from '../../../src/slack/guest/invite-form/start-form.ts';
import { maskedMessage, maskedRow } from '../../../src/slack/posting/masked.ts';
import { channelNoticeMessage, directNoticeMessage } from '../../../src/slack/shared/direct-notice.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
import { anInvite } from '../../support/an-invite.ts';
import { nastyText } from './as-typed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;

const waiting = anInvite({ awaits: 'apr_1' });
const running = anInvite({ state: 'granted', providerInviteId: 'p1', startsAt: NOW - HOUR, endsAt: NOW + HOUR });
const votes = (...ids: string[]): Vote[] => ids.map((personId) => ({ approvalId: 'apr_1', personId, at: NOW }));

/** A request about an invite, with the parts a test cares about. */
function anApproval(invite: Invite, parts: Partial<Approval> = {}): Approval {
  return {
    id: 'apr_1',
    workspaceId: 'T1',
    kind: 'invite',
    subjectId: invite.id,
    requesterId: 'U1',
    rule: 'contractors',
    by: ['leads'],
    needed: 1,
    causes: [{ kind: 'window', maxMs: 3 * 24 * HOUR }],
    reason: 'The client is in town.\nOnly this week.',
    terms: wishedTerms(invite),
    change: undefined,
    ...nothingDecided,
    createdAt: NOW - HOUR,
    expiresAt: NOW + 9 * HOUR,
    ...parts,
  };
}

export const shown = (parts: Partial<Approval> = {}, beside: Partial<ShownApproval> = {}): ShownApproval => ({
  approval: anApproval(waiting, parts),
  votes: [],
  invite: waiting,
  ...beside,
});
const decided = (state: Approval['state'], parts: Partial<Approval> = {}) =>
  shown({ state, decidedBy: 'U2', decidedAt: NOW, ...parts });

const change = {
  hostId: 'h2',
  hostName: 'Edit 2',
  permissions: { gamepad: true },
  endsAt: NOW + 5 * HOUR,
  timeZone: 'Asia/Tokyo',
  sendEmail: true,
  requestedBy: 'U1',
} as const;
const changed = { ...shown({ kind: 'change', change }), invite: running };
const changing: ShownApproval = {
  ...changed,
  approval: { ...anApproval(running, { kind: 'change', change }), terms: wishedTerms({ ...running, change }) },
};

const batch = aMemberBatch({ provider: 'snyk', terms: { role: { id: 'r1', name: 'Admin' }, sendEmail: true } });
const rows = memberRowsOf(
  batch,
  Array.from({ length: 7 }, () => ({})),
);
export const members: ShownApproval = {
  approval: {
    ...anApproval(waiting, { kind: 'members', subjectId: batch.id, causes: [{ kind: 'role', role: 'Admin' }] }),
    terms: undefined,
    rule: 'members.systems.snyk',
  },
  votes: [],
  batch,
  rows,
};

const nastyInvite = anInvite({
  awaits: 'apr_1',
  guestEmail: `${'a'.repeat(64)}@${'b'.repeat(60)}.example`,
  eventName: nastyText.slice(0, 100),
  hostName: `${nastyText} ${'x'.repeat(200)}`,
});
export const nasty = shown(
  {
    terms: { ...wishedTerms(nastyInvite), hostName: nastyInvite.hostName },
    rule: nastyText,
    by: [nastyText, 'x'.repeat(300)],
    needed: 3,
    causes: [
      { kind: 'rule' },
      { kind: 'permissions', allowed: [] },
      { kind: 'lead', maxMs: 7 * 24 * HOUR },
      { kind: 'role', role: nastyText },
    ],
    reason: `${nastyText}\n> quoty ${'<&>'.repeat(300)}!`,
    note: nastyText,
  },
  {
    invite: nastyInvite,
    votes: votes(...Array.from({ length: 30 }, (_, nth) => `U${nth}`)),
    clashes: [asSeen(nastyInvite, 'all'), asSeen(nastyInvite, 'booking')],
    online: { is: 'offline', at: NOW },
    credits: 0,
    link: 'javascript:<evil>',
  },
);

const facts = {
  open: shown(
    {
      causes: [
        { kind: 'window', maxMs: 3 * 24 * HOUR },
        { kind: 'permissions', allowed: ['mouse'] },
      ],
      needed: 2,
    },
    {
      votes: votes('U2'),
      clashes: [
        asSeen(anInvite({ id: 'inv_2', guestEmail: 'ben@example.com', eventName: 'Grading' }), 'all'),
        asSeen(anInvite({ id: 'inv_3' }), 'booking'),
      ],
      online: { is: 'offline', at: NOW - HOUR },
      credits: 12,
      link: 'https://studio.slack.com/archives/C1/p1',
    },
  ),
  bypassed: shown({ state: 'bypassed', review: 'open', decidedBy: 'U1', decidedAt: NOW }),
} satisfies Record<string, ShownApproval>;

const waits = (approval: Approval, count: number) => ({ access: noOtherAccess, waits: { approval, votes: count } });
const failed = (code: 'approval_denied' | 'approval_expired' | 'approval_withdrawn', of = {}) =>
  inviteCard(anInvite({ state: 'failed', problem: { code, facts: of } }), NOW);

/** Requests as approvers see them, and cards of invites as those see them who asked. */
export const approvalCards: Readonly<Record<string, Message>> = {
  'approval-open': approvalCard(facts.open),
  'approval-open-masked': maskedMessage(
    approvalCard({
      ...facts.open,
      invite: maskedInvite(waiting),
      clashes: [asSeen(maskedInvite(waiting), 'all')],
      askedHere: ['U2', 'S1'],
    }),
  ),
  'approval-open-bare': approvalCard({ approval: anApproval(waiting, { reason: '' }), votes: [] }),
  'approval-change': approvalCard(changing),
  'approval-members': approvalCard(members),
  'approval-members-masked': maskedMessage(approvalCard({ ...members, rows: rows.map(maskedRow) })),
  'approval-members-unknown': approvalCard({ approval: members.approval, votes: [] }),
  'approval-nasty': approvalCard(nasty),
  'approval-erased': approvalCard({
    ...decided('denied', { reason: '(erased)', note: '(erased)' }),
    invite: erasedInvite(anInvite({ state: 'failed', erasedAt: NOW })),
  }),
  'approval-approved': approvalCard({ ...decided('approved', { needed: 2 }), votes: votes('U2', 'U3') }),
  'approval-change-approved': approvalCard({
    ...changing,
    approval: { ...changing.approval, state: 'approved', decidedBy: 'U2' },
    votes: votes('U2'),
  }),
  'approval-denied': approvalCard(decided('denied', { note: 'Use Edit 2.' })),
  'approval-denied-nasty': approvalCard({
    ...nasty,
    approval: { ...nasty.approval, state: 'denied', decidedBy: 'U2' },
  }),
  'approval-expired': approvalCard(decided('expired', { decidedBy: undefined })),
  'approval-withdrawn': approvalCard(decided('withdrawn', { decidedBy: 'U1' })),
  'approval-gone': approvalCard(decided('withdrawn', { decidedBy: undefined })),
  'approval-overtaken': approvalCard(decided('overtaken')),
  'approval-bypassed': approvalCard(facts.bypassed),
  'approval-reviewed': approvalCard({
    ...facts.bypassed,
    approval: { ...facts.bypassed.approval, review: 'closed', reviewedBy: 'U2', reviewNote: 'Agreed on the phone.' },
  }),
  awaiting: inviteCard(waiting, NOW, waits(anApproval(waiting, { needed: 2 }), 1)),
  'awaiting-unknown': inviteCard(waiting, NOW),
  'change-awaiting': inviteCard(running, NOW, waits(changing.approval, 0)),
  denied: failed('approval_denied', { by: 'U2', message: 'Use Edit 2.' }),
  'not-approved': failed('approval_expired'),
  withdrawn: failed('approval_withdrawn'),
};

const about = { invite: running, access: noOtherAccess };
const told = (name: Parameters<typeof directNoticeMessage>[0]['name'], of: Record<string, string | number>) =>
  directNoticeMessage({ name, facts: { by: 'U1', approval: 'apr_1', ...of }, about }, NOW);
const came = (outcome: string, of: Record<string, string> = {}) =>
  directNoticeMessage({ name: 'approval_decided', facts: { what: 'change', outcome, by: 'U2', ...of }, about }, NOW);

/** Messages about requests. */
export const approvalAnswers: Readonly<Record<string, Message>> = {
  'approval-reminder': told('approval_reminder', { since: NOW - HOUR, what: 'invite', outcome: 'open' }),
  'approval-review-reminder': told('approval_reminder', { since: NOW - HOUR, what: 'invite', outcome: 'bypassed' }),
  'approval-channel-reminder': channelNoticeMessage({
    name: 'approval_reminder',
    facts: {
      mentions: 'U2,S1',
      by: 'U1',
      approval: 'apr_1',
      since: NOW - HOUR,
      what: 'invite',
      outcome: 'open',
      host: 'Edit 1',
    },
  }),
  'approval-went-ahead': told('approval_bypassed', {}),
  'approval-nobody': told('approval_unasked', { approvers: 'leads, heads' }),
  'approval-told-approved': came('approved'),
  'approval-told-denied': came('denied', { text: 'Use Edit 2.' }),
  'approval-told-expired': came('expired', { by: 'guestlist' }),
  'approval-told-reviewed': came('reviewed', { text: 'Agreed on the phone.' }),
  'approval-told-members': directNoticeMessage(
    { name: 'approval_decided', facts: { what: 'members', outcome: 'approved', by: 'U2', batchId: 'mb_1' } },
    NOW,
  ),
};

const asked = { approval: facts.open.approval, invite: waiting, terms: wishedTerms(waiting) };
const form = { ...untouched, permissions: waiting.permissions, time: firstTime(asked, NOW) };
const many = Array.from({ length: 40 }, () => nasty);

export const approvalModals: Readonly<Record<string, ModalView>> = {
  'approval-deny': denyModal(facts.open),
  'approval-review': reviewModal(facts.bypassed),
  'approval-shown': requestModal(facts.open, ':warning: This request changed in the meantime.'),
  'approval-edit': editModal(facts.open, form, { times: ':clock3: 1 hour', clash: '', fault: '' }),
  'approval-edit-passed': editModal(
    nasty,
    { ...form, time: firstTime(asked, NOW + 2 * HOUR) },
    { times: ':clock3: 1 hour', clash: ':busts_in_silhouette: …', fault: ':warning: Choose a new time.' },
  ),
  'approval-list-empty': approvalList({ mine: [], asked: [] }),
  'approval-list': approvalList({ mine: [facts.open, facts.bypassed, members], asked: [changing, facts.bypassed] }),
  'approval-list-full': approvalList({ mine: many, asked: many }, ':warning: This request was denied.'),
};
