import { problem } from '../../../src/domain/problem.ts';
import type { HistoryEntry, HistoryOutcome } from '../../../src/flows/team/read-history.ts';
import { teamOperations } from '../../../src/flows/team/team-operations.ts';
import { historyCopy } from '../../../src/slack/team/history/history-copy.ts';
import { type HistoryMemory, historyModal } from '../../../src/slack/team/history/team-history.ts';
import { teamConfirm } from '../../../src/slack/team/operation/team-confirm.ts';
import { teamModal } from '../../../src/slack/team/operation/team-form.ts';
import {
  teamFailure,
  teamOutcome,
  teamResult,
  teamWaiting,
  teamWorking,
} from '../../../src/slack/team/operation/team-result.ts';
import { benches } from '../../providers/conformance/benches.ts';
import { nobody } from '../../providers/support/nobody.ts';
import { nastyText } from '../views/as-typed.ts';

export const AT = Date.UTC(2026, 10, 23, 9);
export const known = teamOperations({ providers: benches.map(([, { make }]) => make(nobody)) });
export const systems = benches.map(([name]) => name);
export const memory: HistoryMemory = { page: 0, no: 0 };

export const entry = (parts: Partial<HistoryEntry>): HistoryEntry => ({
  id: 'a',
  at: AT,
  actor: 'U9',
  area: 'truvera',
  action: 'member_remove_asked',
  facts: { name: 'Tom', email: 'tom@x.example' },
  shown: [],
  outcome: { kind: 'done' },
  ...parts,
});
export const guests = {
  area: 'guests',
  facts: { inviter: 'U1', guest: 'ana@example.com', host: 'Edit 1', event: 'Render review' },
} as const;
const settings = { area: 'settings', action: 'settings_changed' } as const;

const outcomes: readonly HistoryOutcome[] = [
  { kind: 'done' },
  { kind: 'open' },
  { kind: 'lost' },
  { kind: 'withdrawn' },
  { kind: 'refused', reason: 'provider_rejected', facts: { provider: 'truvera', message: 'Owner cannot be removed.' } },
  { kind: 'refused', reason: 'provider_busy', facts: {} },
  { kind: 'refused', reason: 'something_gone', facts: {} },
  { kind: 'waits', reason: 'provider_unauthorized', facts: { provider: 'truvera' } },
  { kind: 'waits', reason: 'provider_outcome_unknown', facts: { provider: 'truvera' } },
];

const tally = { total: 3, invited: 2, refused: 1, cancelled: 0, open: 0 };

/** A line of the history for every action and every outcome. */
export const samples: readonly HistoryEntry[] = [
  ...outcomes.map((outcome) => entry({ outcome })),
  entry({
    outcome: { kind: 'waits', reason: 'provider_forbidden', facts: { provider: 'truvera', permission: 'Manage' } },
    removalId: 'rm_1',
  }),
  entry({ action: 'members_asked', area: 'snyk', facts: { addresses: 3, role: 'Developer' }, tally }),
  entry({
    action: 'members_asked',
    facts: { addresses: 1 },
    tally: { ...tally, total: 1, invited: 0, refused: 0, open: 1 },
  }),
  entry({ action: 'members_retry_asked', facts: { addresses: 2 }, tally }),
  entry({ action: 'member_role_asked', facts: { name: 'Tom', role: 'administrator' } }),
  entry({ action: 'member_resend_asked', facts: { email: 'tom@x.example' } }),
  entry({ action: 'member_edit_asked', facts: {} }),
  entry({ action: 'member_cancel_asked', facts: { email: 'tom@x.example', name: 'tom@x.example' } }),
  entry({ ...settings, facts: { channel: 'C1', warnBefore: 15, warn: 30 } }),
  entry({
    ...settings,
    facts: { channel: 'C1', warnBefore: 15, warn: 0, starts: 1, styleBefore: 'card', style: 'thread' },
  }),
  entry({ ...settings, facts: { channel: 'C1', warnBefore: 0, warn: 5, starts: 0 } }),
  entry({ ...guests, action: 'taken_over', facts: { ...guests.facts, from: 'U1' } }),
  entry({
    ...guests,
    action: 'change_asked',
    facts: {
      ...guests.facts,
      change: JSON.stringify({ endsAt: AT, hostName: 'Edit 2', requestedBy: 'U9', sendEmail: true }),
    },
  }),
  entry({ ...guests, action: 'change_asked', facts: { ...guests.facts, change: '"none"' } }),
  entry({ ...guests, action: 'kick_asked' }),
  entry({ ...guests, action: 'cancel_asked', facts: { ...guests.facts, inviter: '' } }),
];

/** Text as unkind as a system lets it be. */
export const nasty = `${nastyText} "q" \n ${'é🎬'.repeat(80)}`;

const few = {
  title: 'List members',
  shown: ['In the group: Artists'],
  answer: {
    copy: '2 members. Tom',
    table: { columns: ['Name', 'Email', 'Data'], rows: [1, 2].map(() => ['Tom', 'Tom', 'Tom']) },
  },
};

/** What came of an operation, in every state. */
export const teamResults = {
  working: teamWorking('List members'),
  result: teamResult(few),
  sent: teamResult(few, { state: 'sent', link: 'https://slack.example/files/1' }),
  'sent-somewhere': teamResult(few, { state: 'sent', link: undefined }),
  'not-sent': teamResult(few, { state: 'failed', why: "Slack isn't answering. <x>" }),
  outcome: teamOutcome('List members', 'done'),
  waiting: teamWaiting('Delete a group', {
    kind: 'wanted',
    removalId: 'rm_1',
    what: 'team',
    provider: 'truvera',
    who: nasty.repeat(40),
    why: problem('provider_rejected', { provider: 'truvera', message: nasty.repeat(20), status: 409 }),
  }),
  failure: teamFailure('List members', nasty.repeat(40)),
};

const destroying = known.find(({ row }) => row.effect === 'destroys');

/** Every form of `/team`, with the question before something is destroyed, and every result. */
export const teamViews: Readonly<Record<string, unknown>> = {
  choose: teamModal(known, undefined),
  ...Object.fromEntries(known.map((one) => [one.id, teamModal(known, one)])),
  confirm: destroying && teamConfirm(destroying, {}, ['Group: Artists']),
  ...teamResults,
  'history-empty': historyModal(memory, { entries: [], page: 0, more: false, newestAt: AT }, known, systems),
};

/** The lines of the history. */
export const historyLines = samples.map((each) => historyCopy(each, undefined));
