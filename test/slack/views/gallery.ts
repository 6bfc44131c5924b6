import type { ModalView } from '@slack/types';
import { erasedInvite } from '../../../src/domain/erasure.ts';
import { type Invite, wishedTerms } from '../../../src/domain/invite.ts';
import { checkLink } from '../../../src/domain/links.ts';
import { maskedInvite } from '../../../src/domain/masking.ts';
import { noOtherAccess, type OtherAccess } from '../../../src/domain/other-access.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { readInlineInvite } from '../../../src/domain/time/inline-invite.ts';
import { asSeen, type Booking } from '../../../src/domain/visibility.ts';
import type { WarningOutcome } from '../../../src/domain/warning.ts';
import type { ApprovalQuestion } from '../../../src/flows/shared/asked-for.ts';
import type { Message } from '../../../src/slack/blocks/blocks.ts';
import { calendarAnswer } from '../../../src/slack/guest/calendar/calendar-copy.ts';
import { inviteCard } from '../../../src/slack/guest/card/invite-card.ts';
import { emailAnswer, inviteAnswer, inviteDetails } from '../../../src/slack/guest/card/invite-details.ts';
import { cancelModal, kickModal } from '../../../src/slack/guest/change-form/ending-forms.ts';
import { extendModal } from '../../../src/slack/guest/change-form/extend-form.ts';
import { updateModal } from '../../../src/slack/guest/change-form/update-form.ts';
import { guestHelp, usage } from '../../../src/slack/guest/command/help.ts';
import { hostList } from '../../../src/slack/guest/command/host-list.ts';
import { policyMessage } from '../../../src/slack/guest/command/policy-answer.ts';
import { clashCopy } from '../../../src/slack/guest/invite-form/clash-copy.ts';
import { askedFirst } from '../../../src/slack/guest/invite-form/clash-question.ts';
import { withFolds } from '../../../src/slack/guest/invite-form/form-lines.ts';
import { hostNotFound, notInvited } from '../../../src/slack/guest/invite-form/inline-invite-copy.ts';
import { inviteModal } from '../../../src/slack/guest/invite-form/invite-form.ts';
import { blankForm, formOfInvite } from '../../../src/slack/guest/invite-form/start-form.ts';
import { inviteList } from '../../../src/slack/guest/list/invite-list.ts';
import { digestMessage } from '../../../src/slack/guest/notices/digest.ts';
import { noticeMessage } from '../../../src/slack/guest/notices/notice.ts';
import { warningMessage } from '../../../src/slack/guest/notices/warning.ts';
import { onlineLine } from '../../../src/slack/guest/online-copy.ts';
import { settingsModal } from '../../../src/slack/guest/settings/settings-form.ts';
import { maskedMessage } from '../../../src/slack/posting/masked.ts';
import { askedCopy } from '../../../src/slack/shared/approval-blocks.ts';
import { directNoticeMessage } from '../../../src/slack/shared/direct-notice.ts';
import { alsoCopy } from '../../../src/slack/shared/other-access-copy.ts';
import { pickModal, sayModal } from '../../../src/slack/shared/pick-form.ts';
import { notSentYet, sharedCopy } from '../../../src/slack/shared/place-copy.ts';
import { takeOverFirst } from '../../../src/slack/shared/take-over.ts';
import { aPerson } from '../../support/a-person.ts';
import { aRuledPolicy } from '../../support/a-ruled-policy.ts';
import { anInvite } from '../../support/an-invite.ts';
import { nastyText } from './as-typed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
const granted = { state: 'granted', providerInviteId: 'p1' } as const;

/** Names as unkind as Slack and Parsec let them be. */
/** Nothing else lets the guest in. */
const besides = { access: noOtherAccess };

const nasty = {
  guestEmail: `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`,
  eventName: `*starry* _sly_ :skull: <!channel> & <@U0EVIL> http://evil.example ${'🎬'.repeat(40)}`.slice(0, 100),
  hostName: `${nastyText} ${'x'.repeat(200)}`,
  message: `${nastyText}\n> quoty ${'<&>'.repeat(250)}!`,
};

/** A link as Parsec gave it. */
const link = (text: string) => ({ provider: 'parsec', checked: checkLink(text, ['parsec.app']) });

const lines = {
  others: '',
  host: '',
  unread: '',
  times: ':clock3: 2 hours',
  channel: '',
  cost: ':credit_card: Uses 1 of 12 credits',
  clash: '',
};
const blank = blankForm({
  zone: 'Europe/Paris',
  now: NOW,
  channelId: 'C1',
  inline: readInlineInvite('', { now: NOW, zone: 'Europe/Paris' }),
});
const running = anInvite({ ...granted, startsAt: NOW - HOUR, endsAt: NOW + HOUR });
const reader = { now: NOW, zone: 'America/New_York', mayChange: () => true };
/** Four other invites of the same guest, with other permissions. */
const stillIn: OtherAccess = {
  kind: 'invites',
  others: Array.from({ length: 4 }, (_, n) => ({
    eventName: nasty.eventName,
    permissions: { keyboard: false, mouse: false, gamepad: n > 0 },
    startsAt: NOW - HOUR,
    endsAt: NOW + (n + 1) * HOUR,
  })),
  from: NOW - HOUR,
  until: NOW + 4 * HOUR,
};
const seen = (invite: Invite) => asSeen(invite, 'all');
const { hostName, startsAt, endsAt } = { ...running, ...nasty };
const hidden: Booking = { kind: 'booking', hostName, startsAt, endsAt };
const extended = {
  date: '2026-11-23',
  time: '12:00',
  endsAt: running.endsAt,
  timeZone: running.timeZone,
  approval: { reason: '', bypass: false },
};

/** What a form asks about approval, with names as unkind as a policy lets them be. */
const approvalAsk: ApprovalQuestion = {
  need: {
    rule: nastyText,
    by: ['leads', nastyText],
    count: 2,
    needsReason: false,
    causes: [
      { kind: 'window', maxMs: 2 * HOUR },
      { kind: 'permissions', allowed: ['mouse'] },
    ],
  },
  key: '0a1b2c3d',
  mayBypass: false,
};

const left = { since: NOW, why: 'deactivated', isHeld: true } as const;

/** Every card there is, by state. */
export const cards: Readonly<Record<string, Message>> = {
  creating: inviteCard(anInvite({}), NOW),
  'creating-provider-away': inviteCard(
    anInvite({ problem: { code: 'provider_unreachable', facts: { provider: 'parsec' } } }),
    NOW,
  ),
  unconfirmed: inviteCard(anInvite({ inDoubt: true, createSentAt: NOW }), NOW),
  scheduled: inviteCard(anInvite(granted), NOW),
  'scheduled-shared': maskedMessage(
    inviteCard(maskedInvite(anInvite({ ...granted, eventName: 'Review with ana@example.com' })), NOW, {
      access: noOtherAccess,
      isMasked: true,
    }),
  ),
  'ended-masked': inviteCard(maskedInvite(anInvite({ ...granted, state: 'ended' })), NOW + 9 * HOUR, {
    access: noOtherAccess,
    isMasked: true,
  }),
  'ended-erased': inviteCard(
    erasedInvite(anInvite({ ...granted, state: 'ended', erasedAt: NOW + 9 * HOUR })),
    NOW + 9 * HOUR,
    { access: noOtherAccess, isMasked: true },
  ),
  'email-shown': emailAnswer(anInvite(granted)),
  active: inviteCard(running, NOW),
  'active-connected': inviteCard(running, NOW, { ...besides, presence: { is: 'connected', since: NOW } }),
  'active-left': inviteCard(running, NOW, {
    ...besides,
    presence: { is: 'left', connectedAt: NOW - HOUR, at: NOW },
  }),
  'active-absent': inviteCard(running, NOW, { ...besides, presence: { is: 'absent', asOf: NOW } }),
  'ended-left': inviteCard({ ...running, state: 'ended' }, NOW, {
    ...besides,
    presence: { is: 'left', connectedAt: NOW - HOUR, at: NOW },
  }),
  'ended-absent': inviteCard({ ...running, state: 'ended' }, NOW, {
    ...besides,
    presence: { is: 'absent', asOf: running.endsAt },
  }),
  'ended-missed-for-a-while': inviteCard({ ...running, state: 'ended' }, NOW, {
    ...besides,
    presence: { is: 'absent', asOf: running.endsAt - 1 },
  }),
  'change-pending': inviteCard(
    {
      ...running,
      change: {
        endsAt: NOW + 2 * HOUR,
        hostId: 'h2',
        hostName: 'Edit 2',
        permissions: { keyboard: false, mouse: false, gamepad: false },
        sendEmail: true,
        requestedBy: 'U1',
      },
    },
    NOW,
  ),
  over: inviteCard({ ...running, endsAt: NOW }, NOW),
  ended: inviteCard({ ...running, state: 'ended' }, NOW),
  'ended-unseen': inviteCard({ ...running, state: 'ended', problem: { code: 'end_unseen', facts: {} } }, NOW),
  cancelling: inviteCard({ ...running, state: 'cancelling', cancel: { requestedBy: 'U1', sendEmail: true } }, NOW),
  'cancelled-here': inviteCard({ ...running, state: 'cancelled', cancel: { requestedBy: 'U1', sendEmail: true } }, NOW),
  'cancelled-at-parsec': inviteCard({ ...running, state: 'cancelled' }, NOW),
  holding: inviteCard({ ...running, ...nasty, state: 'cancelling', inviterLeft: left }, NOW),
  held: inviteCard(anInvite({ inviterLeft: { ...left, awayAt: NOW } }), NOW),
  'inviter-left': inviteCard({ ...running, ...nasty, inviterLeft: { ...left, why: 'guest', isHeld: false } }, NOW),
  'held-till-the-end': inviteCard(anInvite({ state: 'ended', inviterLeft: { ...left, awayAt: NOW } }), NOW),
  'held-too-late': inviteCard({ ...running, ...nasty, state: 'ended', inviterLeft: { ...left, awayAt: NOW } }, NOW),
  failed: inviteCard(
    anInvite({
      state: 'failed',
      problem: { code: 'provider_rejected', facts: { provider: 'parsec', message: '<no>' } },
    }),
    NOW,
  ),
  nasty: inviteCard({ ...running, ...nasty }, NOW),
  'scheduled-offline': inviteCard({ ...anInvite(granted), ...nasty }, NOW, {
    access: noOtherAccess,
    online: { is: 'offline', at: NOW },
  }),
  'ended-still-in': inviteCard({ ...running, ...nasty, state: 'ended' }, NOW, { access: stillIn }),
};

const ended = (parts: Partial<Invite>, access: OtherAccess = noOtherAccess) => ({
  invite: { ...running, ...parts },
  access,
});

/** Every message for one person's eyes. */
export const answers: Readonly<Record<string, Message>> = {
  'warning-of-the-end': noticeMessage(
    { ...running, ...nasty },
    { name: 'ends_soon', facts: { endsAt: running.endsAt } },
    NOW,
  ),
  'warning-of-one-mentioned': warningMessage({
    ends: [{ invite: { ...running, ...nasty }, endsAt: running.endsAt, outcome: undefined }],
    shownAt: NOW,
    mentions: 'U1',
  }),
  'warning-of-one-overtaken': warningMessage({
    ends: [{ invite: { ...running, ...nasty }, endsAt: running.endsAt, outcome: { kind: 'held' } }],
    shownAt: NOW,
    mentions: 'U1',
  }),
  'warning-of-twenty': warningMessage({
    ends: Array.from({ length: 20 }, (_, n) => ({
      invite: { ...running, ...nasty, id: `inv_${n}` },
      endsAt: running.endsAt,
      outcome: [
        undefined,
        { kind: 'moved', endsAt: running.endsAt + 1_800_000, by: 'U2' },
        { kind: 'moved', endsAt: running.endsAt - 1_800_000, by: 'guestlist' },
        { kind: 'cancelled', by: 'U2' },
        { kind: 'ended', endsAt: running.endsAt },
        { kind: 'ended', endsAt: running.endsAt + 86_400_000 },
        { kind: 'held' },
      ][n < 7 ? n : 0] as WarningOutcome | undefined,
    })),
    shownAt: NOW,
    mentions: 'U1',
  }),
  'changed-by-another-directly': noticeMessage(
    { ...running, ...nasty },
    { name: 'cancelled', facts: { by: 'U2' } },
    NOW,
    { naming: { mentions: undefined, names: { U1: nasty.eventName ?? '' } }, isDirect: true },
  ),
  'inviter-left-held': noticeMessage(
    { ...running, ...nasty, inviterLeft: left },
    { name: 'inviter_left', facts: { inviter: 'U1', why: 'removed', held: 1 } },
    NOW,
  ),
  'taken-over': noticeMessage(
    { ...running, ...nasty },
    { name: 'taken_over', facts: { by: 'U2', from: 'U1', held: 1 } },
    NOW,
  ),
  'inviter-left-directly': directNoticeMessage(
    {
      name: 'inviter_left',
      facts: {
        inviteId: running.id,
        inviter: 'U1',
        why: 'deactivated',
        held: 0,
        guest: nasty.guestEmail,
        host: nasty.hostName,
        event: nasty.eventName,
        startsAt: running.startsAt,
        endsAt: running.endsAt,
        zone: running.timeZone,
      },
    },
    NOW,
  ),
  ...Object.fromEntries(
    (['removal_stuck', 'removal_done', 'removal_refused', 'removal_withdrawn'] as const).flatMap((name) =>
      (['member', 'invite', 'team'] as const).map((kind) => [
        `${name.replace('_', '-')}-${kind}`,
        directNoticeMessage(
          {
            name,
            facts: {
              removalId: 'rm_1',
              kind,
              provider: 'truvera',
              who: `${nasty.guestEmail} ${nasty.eventName}`,
              by: 'U2',
              problem: 'provider_rejected',
              message: nasty.eventName ?? '',
            },
          },
          NOW,
        ),
      ]),
    ),
  ),
  'take-over-first': takeOverFirst(running.id),
  'digest-of-two': digestMessage([ended({}), ended({ ...nasty, endsAt: NOW - 120 * 60_000 })], NOW),
  'digest-of-a-hundred': digestMessage(
    Array.from({ length: 100 }, (_, n) => ended({ ...nasty, id: `inv_${n}`, endsAt: NOW })),
    NOW,
  ),
  'digest-with-others': digestMessage(
    Array.from({ length: 100 }, (_, n) => ended({ ...nasty, id: `inv_${n}`, endsAt: NOW }, stillIn)),
    NOW,
  ),
  'cancelled-still-in': noticeMessage(
    { ...running, ...nasty },
    { name: 'cancelled', facts: { by: 'U2' }, access: stillIn },
    NOW,
  ),
  'guest-arrived': noticeMessage(running, { name: 'arrived', facts: { at: NOW } }, NOW),
  'guest-absent': noticeMessage(running, { name: 'absent', facts: { startsAt: running.startsAt } }, NOW, {
    isDirect: true,
  }),
  'ended-with-a-booking': noticeMessage(
    { ...running, ...nasty, endsAt: NOW },
    { name: 'expired', facts: { endsAt: NOW }, access: { kind: 'booking', from: NOW, until: NOW + 3_600_000 } },
    NOW,
  ),
  help: guestHelp('day-first'),
  'help-month-first': guestHelp('month-first'),
  'help-any-order': guestHelp(undefined),
  'policy-none': policyMessage(defaultPolicy, aPerson()),
  policy: policyMessage(aRuledPolicy, aPerson({ isAdmin: true, groups: { isIn: ['S0RENDER'], unknown: [] } })),
  'policy-of-a-coordinator': policyMessage({ ...aRuledPolicy, coordinators: ['U1'] }, aPerson()),
  usage: usage('<frobnicate>', ''),
  'usage-misspelt': usage('exten', `${nasty.guestEmail} <!channel>`),
  'usage-address': usage(nasty.guestEmail, 'tomorrow 14-16'),
  'hosts-none': hostList([], '', new Map(), reader),
  'hosts-no-match': hostList([], 'x'.repeat(300), new Map(), reader),
  hosts: hostList(
    Array.from({ length: 50 }, (_, n) => ({
      hostId: `h${n}`,
      name: n === 7 ? nasty.hostName : `Edit ${n}`,
      online: n % 3 === 0 ? undefined : n % 3 === 1,
    })),
    '',
    new Map([
      ['h1', { now: [seen(running), hidden], next: [seen({ ...running, ...nasty })] }],
      ['h2', { now: [], next: [hidden] }],
      ['h7', { now: Array.from({ length: 9 }, () => seen({ ...running, ...nasty })), next: [] }],
    ]),
    reader,
  ),
  'list-empty': inviteList({ filter: 'mine', page: 0, invites: [], total: 0 }, reader),
  'list-middle': inviteList(
    { filter: 'all', page: 1, invites: [seen(running), seen({ ...running, ...nasty }), hidden], total: 30 },
    reader,
  ),
  'calendar-asked': calendarAnswer(anInvite(granted), NOW),
  'details-own': inviteDetails(
    { ...running, ...nasty },
    Array.from({ length: 40 }, (_, n) => ({
      at: NOW - n,
      actor: n % 2 === 0 ? 'U1' : 'guestlist',
      action: 'changed',
      facts: {
        hostBefore: nasty.hostName,
        host: 'Edit 2',
        permissionsBefore: 'keyboard,mouse',
        permissions: '',
        endsAtBefore: NOW,
        endsAt: NOW + n * HOUR,
        timeZoneBefore: 'Europe/Paris',
        timeZone: 'Asia/Tokyo',
      },
    })),
    { mayChange: true, link: link('https://parsec.app/g/secret'), now: NOW },
  ),
  'details-hidden': inviteAnswer(hidden, reader),
  'details-suspicious': inviteDetails(running, [], {
    mayChange: true,
    link: link('https://parsec.app@evil.example/g'),
    now: NOW,
  }),
  'details-others': inviteDetails({ ...running, link: 'https://parsec.app/g/secret' }, [], {
    mayChange: false,
    link: undefined,
    now: NOW,
  }),
};

/** Every modal. */
export const modals: Readonly<Record<string, ModalView>> = {
  'invite-blank': inviteModal(blank, lines),
  'invite-languages': inviteModal(
    { ...blank, showsMore: true, language: 'de' },
    {
      ...lines,
      languages: [
        { tag: 'en', name: 'English', isDefault: true },
        { tag: 'de', name: 'Deutsch', isDefault: false },
      ],
    },
  ),
  'invite-not-all-understood': inviteModal(blank, {
    ...lines,
    others: notInvited(Array.from({ length: 7 }, () => nasty.guestEmail)),
    host: hostNotFound(nasty.hostName, 0),
  }),
  'invite-now-for': inviteModal(
    {
      ...blank,
      presetNo: 3,
      hostNo: 1,
      host: { id: 'h1', name: 'Edit 1' },
      time: {
        ...blank.time,
        start: { ...blank.time.start, choice: 'now' },
        end: { ...blank.time.end, choice: 'for', duration: '90m' },
      },
    },
    { ...lines, clash: clashCopy([{ ...seen({ ...running, ...nasty }), when: '14:00' }]) },
  ),
  'invite-other-bookings': inviteModal(blank, {
    ...lines,
    clash: clashCopy(Array.from({ length: 20 }, () => ({ ...hidden, when: '14:00 to 16:00' }))),
  }),
  'invite-clashes': inviteModal(blank, {
    ...lines,
    clash: clashCopy([seen(running), hidden].map((each) => ({ ...each, when: '14:00 to 16:00' }))),
  }),
  'invite-shared': inviteModal(
    { ...blank, checked: { channelId: 'C1', isShared: true, isKnown: true } },
    { ...lines, channel: sharedCopy('guest', 'client-review', true) },
  ),
  'invite-shared-shown': inviteModal(
    { ...blank, checked: { channelId: 'C1', isShared: true, isKnown: true } },
    { ...lines, channel: `${sharedCopy('guest', 'client-review', false)}${notSentYet}` },
  ),
  'invite-twice': inviteModal(
    {
      ...blank,
      time: withFolds({
        ...blank.time,
        start: { choice: 'at', date: '2026-10-25', time: '02:30', fold: undefined },
        end: { choice: 'at', date: '2026-10-25', time: '02:45', duration: '', fold: 'earlier' },
      }),
    },
    lines,
  ),
  'invite-again-nasty': inviteModal(formOfInvite(anInvite(nasty), NOW), lines),
  update: updateModal(
    anInvite(granted),
    { ...formOfInvite(anInvite(granted), NOW), sendEmail: true, shown: wishedTerms(anInvite(granted)) },
    lines,
  ),
  'update-running': updateModal(
    { ...running, ...nasty },
    {
      ...formOfInvite({ ...running, ...nasty }, NOW),
      time: { ...blank.time, startFixed: true },
      shown: wishedTerms({ ...running, ...nasty }),
    },
    lines,
  ),
  extend: extendModal(running, { choice: '30', ...extended }, lines.times),
  'extend-custom': extendModal(running, { choice: 'custom', ...extended }, lines.times),
  cancel: cancelModal({ ...running, ...nasty }, ''),
  kick: kickModal({ ...running, ...nasty }, ''),
  'invite-asks': inviteModal(blank, {
    ...lines,
    clash: `${clashCopy([{ kind: 'invite', invite: { ...running, ...nasty }, when: 'Mon 23 Nov, 9:00 to 10:00' }])}${askedFirst('Invite')}`,
    clashKey: '0a1b2c3d',
    online: onlineLine(nasty.hostName, { is: 'offline', at: NOW }),
  }),
  'invite-needs-approval': inviteModal(
    { ...blank, approval: { reason: nastyText, bypass: false } },
    { ...lines, approval: { ...approvalAsk, mayBypass: true }, isApprovalNew: true },
  ),
  'invite-needs-a-reason': inviteModal(blank, {
    ...lines,
    approval: { ...approvalAsk, need: { ...approvalAsk.need, by: ['leads'], count: 1, needsReason: true } },
  }),
  'invite-goes-ahead': inviteModal(
    { ...blank, approval: { reason: 'The client waits', bypass: true } },
    { ...lines, approval: { ...approvalAsk, mayBypass: true } },
  ),
  'update-needs-approval': updateModal(
    anInvite(granted),
    { ...formOfInvite(anInvite(granted), NOW), sendEmail: true, shown: wishedTerms(anInvite(granted)) },
    { ...lines, approval: { ...approvalAsk, mayBypass: true }, isApprovalNew: true },
  ),
  'update-awaiting': updateModal(
    anInvite({ awaits: 'apr_1' }),
    { ...formOfInvite(anInvite({}), NOW), sendEmail: true, shown: wishedTerms(anInvite({})) },
    { ...lines, approval: approvalAsk },
  ),
  'extend-needs-approval': extendModal(running, { choice: '30', ...extended }, lines.times, undefined, {
    approval: { ...approvalAsk, mayBypass: true },
  }),
  'cancel-awaiting': cancelModal(anInvite({ awaits: 'apr_1' }), ''),
  'change-waits': sayModal('Waiting for approval', askedCopy({ by: ['leads', nastyText], needed: 2 })),
  'cancel-still-in': cancelModal(running, alsoCopy('The guest', stillIn, running, NOW)),
  'kick-still-in': kickModal(running, alsoCopy('The guest', stillIn, running, NOW)),
  pick: pickModal('extend'),
  settings: settingsModal('C1', { starts: true, warnMinutes: 0, style: 'card' }, 'direct'),
  say: sayModal('Nothing changed', 'The invite is over.'),
};
