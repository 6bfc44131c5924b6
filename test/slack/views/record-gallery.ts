import type { ModalView } from '@slack/types';
import type { AuditAction } from '../../../src/domain/audit-action.ts';
import { noOtherAccess } from '../../../src/domain/other-access.ts';
import { asSeen } from '../../../src/domain/visibility.ts';
import type { ShownEntry } from '../../../src/flows/guest/audit/audit-subjects.ts';
import type { Report } from '../../../src/flows/guest/report/report.types.ts';
import { auditDetails } from '../../../src/slack/guest/audit/audit-details.ts';
import { type AuditMemory, nextPage, writePlace } from '../../../src/slack/guest/audit/audit-memory.ts';
import { AUDIT_SIZE, auditModal } from '../../../src/slack/guest/audit/audit-modal.ts';
import { auditSentence } from '../../../src/slack/guest/audit/audit-sentence.ts';
import { auditWords } from '../../../src/slack/guest/audit/audit-words.ts';
import { findModal, foundModal } from '../../../src/slack/guest/find/find-modal.ts';
import { reportModal } from '../../../src/slack/guest/report/report-form.ts';
import { reportFailure, reportResult, reportWorking } from '../../../src/slack/guest/report/report-result.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
import { anInvite } from '../../support/an-invite.ts';
import { nastyText } from './as-typed.ts';

const AT = Date.UTC(2026, 10, 23, 9);
const HOUR = 3_600_000;
const reader = { now: AT, zone: 'Europe/Paris' };
const permissions = { keyboard: true, mouse: true, gamepad: false };
const invite = {
  guestEmail: 'ana@example.com',
  hostName: 'Edit 1',
  eventName: 'Render review',
  timeZone: 'Europe/Paris',
};

/** An entry of the audit log, with the parts a test cares about. */
export function anEntry(parts: Partial<ShownEntry> & { readonly action?: AuditAction }): ShownEntry {
  return {
    id: 'a1',
    workspaceId: 'T1',
    seq: 7,
    at: AT,
    actor: 'U1',
    action: 'requested',
    inviteId: 'inv_1a2b',
    invite,
    facts: {},
    prevHash: 'p'.repeat(64),
    hash: '0123456789abcdef'.repeat(4),
    ...parts,
  };
}

const nasty = anEntry({
  action: 'changed',
  facts: {
    guest: `${'a'.repeat(64)}@x.example`,
    host: nastyText,
    hostBefore: nastyText,
    event: `${nastyText}${'x'.repeat(300)}`,
  },
  before: { host: nastyText },
  after: { host: nastyText },
  reason: `${nastyText} ${'why '.repeat(400)}`,
  rule: nastyText,
});

/** What only people do; what else there is Guestlist does, and some of it both. */
const BY_PEOPLE =
  /(?<!^hold)_(asked|withdrawn|made|exported|denied|done|refused|waits)$|^(approval_(bypassed|given|granted|overtaken)|review_closed|requested|kicked|taken_over|settings_changed|revealed)$/;
const BY_BOTH = /^(changed|cancelled|approval_(changed|withdrawn))$/;

/** A sentence for every action, by who can be its actor. */
export const auditSentences: readonly string[] = Object.keys(auditWords).flatMap((action) => {
  const isOther = /^(member|settings_changed|report|audit)/.test(action);
  const facts = {
    name: 'Tom',
    email: 'tom@x.example',
    role: 'editor',
    addresses: 3,
    channel: 'C1',
    warn: 30,
    warnBefore: 15,
  };
  const { inviteId, ...other } = anEntry({});
  const about = isOther ? { subject: 'truvera/member/7', facts } : { inviteId };
  const asked = action.startsWith('member_') ? { asked: { name: 'Tom' } } : {};
  const actors = BY_BOTH.test(action) ? ['U1', 'guestlist'] : [BY_PEOPLE.test(action) ? 'U1' : 'guestlist'];
  return actors.map((actor) => auditSentence({ ...other, ...about, ...asked, action, actor } as ShownEntry));
});

const memory: AuditMemory = { scope: 'all', page: 0, before: [], no: 0 };
const narrowed: AuditMemory = {
  ...memory,
  who: 'U1',
  kind: 'cancel',
  via: 'form',
  from: '2026-11-01',
  to: '2026-11-30',
  text: 'ana',
  no: 1,
};
const deep = Array.from({ length: 80 }).reduce<AuditMemory>(
  (each, _, nth) => nextPage(each, writePlace({ at: AT - nth, seq: 90_000_000 - nth })),
  { ...narrowed, text: 'é'.repeat(200) },
);

const span = { from: Date.UTC(2026, 9, 31, 23), to: Date.UTC(2026, 10, 30, 23), zone: 'Europe/Paris' };
const common = {
  ...span,
  scope: 'all',
  now: AT,
  isCut: false,
  unconfirmed: 0,
  names: new Map([['U1', 'mia']]),
} as const;
const period = { hostId: 'h1', hostName: 'Edit 1', from: AT, until: AT + HOUR, permissions };
const granted = anInvite({ state: 'granted', providerInviteId: 'p1' });
const unkind = anInvite({
  state: 'ended',
  guestEmail: `${'a'.repeat(64)}@x.example`,
  hostName: nastyText,
  eventName: nastyText,
});
const batch = aMemberBatch({ provider: 'snyk' });
const [row] = memberRowsOf(batch, [{}]);
const members = row === undefined ? [] : [{ row: { ...row, state: 'invited' as const, sentAt: AT }, batch }];
const rows = (count: number) => Array.from({ length: count }, () => ({ invite: granted, period }));

const reports = {
  access: { ...common, kind: 'access', hostName: 'Edit 1', rows: rows(1), unconfirmed: 2 },
  'access-many': {
    ...common,
    kind: 'access',
    hostName: nastyText,
    rows: [{ invite: unkind, period }, ...rows(40)],
    isCut: true,
  },
  'access-none': { ...common, kind: 'access', hostName: 'Edit 1', rows: [], scope: 'own' },
  person: {
    ...common,
    kind: 'person',
    personId: 'U1',
    rows: [
      { invite: granted, periods: [period] },
      { invite: unkind, periods: [] },
    ],
    members,
  },
  'person-none': { ...common, kind: 'person', personId: 'U1', rows: [], members: [] },
  credits: {
    ...common,
    kind: 'credits',
    knowsMembers: true,
    rows: [
      {
        month: '2026-11',
        channelId: 'C1',
        inviterId: 'U1',
        hostName: 'Edit 1',
        confirmed: 14,
        members: 1,
        returned: 1,
      },
      {
        month: '2026-11',
        channelId: 'C1',
        inviterId: 'U2',
        hostName: '*Edit* 2',
        confirmed: 2,
        members: 0,
        returned: 0,
      },
      { month: '2026-11', channelId: '', inviterId: '', hostName: 'Edit 1', confirmed: 1, members: 0, returned: 0 },
      ...Array.from({ length: 12 }, (_, nth) => ({
        month: '2026-12',
        channelId: 'C1',
        inviterId: 'U1',
        hostName: `Render ${nth}`,
        confirmed: 1,
        members: 0,
        returned: 0,
      })),
    ],
  },
  'credits-none': { ...common, kind: 'credits', knowsMembers: false, rows: [] },
  dashboard: {
    ...common,
    kind: 'dashboard',
    rows: [
      { invite: { ...granted, inviterId: '' }, periods: [period], foundAt: AT },
      { invite: granted, periods: [], foundAt: AT },
    ],
  },
  'dashboard-none': { ...common, kind: 'dashboard', rows: [] },
} satisfies Record<string, Report>;

const admin = { isAdmin: true, zone: 'Europe/Paris', now: AT };
const period_ = '2026-11';

const { inviteId: _, invite: __, ...nothing } = anEntry({});
const reportMade: ShownEntry = {
  ...nothing,
  subject: 'report/access',
  action: 'report_made',
  facts: { report: 'access', scope: 'all', host: 'Edit 1', from: span.from, to: span.to },
};

/** Every modal of `/guest audit` and `/guest report`. */
export const recordModals: Readonly<Record<string, ModalView>> = {
  'report-access': reportModal({ kind: 'access', period: period_ }, admin),
  'report-person-days': reportModal({ kind: 'person', period: 'days' }, admin),
  'report-credits-old': reportModal({ kind: 'credits', period: '2024-02' }, admin),
  'report-dashboard': reportModal({ kind: 'dashboard', period: period_ }, admin),
  'report-own': reportModal({ kind: 'person', period: period_ }, { ...admin, isAdmin: false }),
  'report-working': reportWorking(),
  'report-failure': reportFailure(nastyText),
  ...Object.fromEntries(
    Object.entries(reports).map(([name, report]) => [
      `report-result-${name}`,
      reportResult(report, report.rows.length === 0 ? undefined : { state: 'sent', link: undefined }),
    ]),
  ),
  'find-empty': findModal({ page: 0, no: 0 }, { invites: [], total: 0, page: 0 }, reader),
  'find-nothing-matches': findModal(
    { page: 0, no: 1, text: 'nobody', who: 'U1', from: '2026-11-01', to: '2026-11-30' },
    { invites: [], total: 0, page: 0 },
    reader,
  ),
  'find-page': findModal(
    { page: 1, no: 0, text: 'edit' },
    { invites: Array.from({ length: 12 }, () => asSeen(anInvite({ state: 'granted' }), 'all')), total: 40, page: 1 },
    reader,
  ),
  'find-shown': foundModal(
    {
      kind: 'invite',
      invite: anInvite({ state: 'granted', message: 'Hello {guest}' }),
      auditLines: [],
      mayChange: true,
      link: undefined,
      access: noOtherAccess,
    },
    reader,
  ),
  'find-booked': foundModal({ kind: 'booking', hostName: 'Edit 1', startsAt: 0, endsAt: 3_600_000 }, reader),
  'audit-all': auditModal(memory, {
    entries: [
      anEntry({}),
      anEntry({ actor: 'guestlist', action: 'granted' }),
      anEntry({ actor: 'guestlist', action: 'cancelled' }),
    ],
  }),
  'audit-own-empty': auditModal({ ...memory, scope: 'own' }, { entries: [] }),
  'audit-empty': auditModal(memory, { entries: [] }),
  'audit-nothing-matches': auditModal(narrowed, { entries: [] }, 'Nothing matches, so there is no file.'),
  'audit-full-page': auditModal(deep, {
    entries: Array.from({ length: AUDIT_SIZE }, () => nasty),
    next: { at: AT, seq: 90_000_000 },
  }),
  'audit-entry': auditDetails(
    anEntry({
      action: 'changed',
      via: 'form',
      rule: 'long-windows',
      approvedBy: ['U2', 'U3'],
      reason: 'The render takes longer.',
      facts: { endsAtBefore: AT, endsAt: AT + HOUR },
      before: { endsAt: AT, permissions: 'keyboard,mouse', inviter: 'U1', channel: 'C1', hostId: 'h1', host: 'Edit 1' },
      after: { endsAt: AT + HOUR, permissions: '', inviter: 'U2', channel: 'C2', hostId: 'h2', host: 'Edit 2' },
    }),
  ),
  'audit-entry-refused': auditDetails(
    anEntry({
      action: 'change_refused',
      facts: { problem: 'provider_rejected', provider: 'parsec', message: nastyText },
    }),
  ),
  'audit-entry-report': auditDetails(reportMade),
  'audit-entry-erased': auditDetails({ ...anEntry({ facts: {} }), isErased: true }),
  'audit-entry-nasty': auditDetails(nasty),
};
