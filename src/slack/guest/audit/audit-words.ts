import type { AuditAction, MemberAction } from '../../../domain/audit-action.ts';
import { auditTexts } from '../../shared/audit-copy.ts';

/** What can be looked for in the audit log, in the order of the menu. */
export const auditKinds = {
  request: 'Requests',
  parsec: 'Work at Parsec',
  approval: 'Approvals',
  change: 'Changes',
  cancel: 'Cancels',
  kick: 'Kicks',
  connection: 'Connections',
  end: 'Ends',
  hold: 'Holds and takeovers',
  series: 'Series',
  member: 'Members',
  team: 'Actions of /team',
  settings: 'Settings',
  records: 'Records and reports',
} as const;
export type AuditKind = keyof typeof auditKinds;

type Words = readonly [kind: AuditKind, words: string];

const of = (kind: AuditKind, action: keyof typeof auditTexts): Words => [kind, auditTexts[action]];

type MemberWords<Action extends MemberAction> = Readonly<Record<Extract<AuditAction, `${Action}_${string}`>, Words>>;

/** Each step of what is done to a member: what was wanted, and once it is done. */
function memberWords<Action extends MemberAction>(action: Action, want: string, did: string): MemberWords<Action> {
  const words: Record<string, Words> = {
    [`${action}_asked`]: ['member', `asked to ${want}`],
    [`${action}_done`]: ['member', `the system ${did}`],
    [`${action}_refused`]: ['member', `the system didn't ${want}`],
    [`${action}_waits`]: ['member', `the system didn't ${want}; Guestlist keeps trying`],
    [`${action}_withdrawn`]: ['member', `no longer wants to ${want}`],
  };
  return words as MemberWords<Action>;
}

/** Every action of the audit log: where it belongs, and what it says, plain text. Without a subject of its own, its actor is the subject. */
export const auditWords: Readonly<Record<AuditAction, Words>> = {
  requested: of('request', 'requested'),
  imported: of('request', 'imported'),
  create_sent: of('parsec', 'create_sent'),
  create_not_sent: of('parsec', 'create_not_sent'),
  granted: of('parsec', 'granted'),
  found_after_doubt: of('parsec', 'found_after_doubt'),
  in_doubt: of('parsec', 'in_doubt'),
  failed: of('parsec', 'failed'),
  create_taken_back: of('parsec', 'create_taken_back'),
  twin_cancelled: of('parsec', 'twin_cancelled'),
  clock_set_back: of('parsec', 'clock_set_back'),
  moved_to_direct_message: of('settings', 'moved_to_direct_message'),
  awaits_approval: of('approval', 'awaits_approval'),
  approval_asked: of('approval', 'approval_asked'),
  approval_changed: of('approval', 'approval_changed'),
  approval_bypassed: of('approval', 'approval_bypassed'),
  approval_given: of('approval', 'approval_given'),
  approval_granted: of('approval', 'approval_granted'),
  approval_denied: of('approval', 'approval_denied'),
  approval_expired: of('approval', 'approval_expired'),
  approval_escalated: of('approval', 'approval_escalated'),
  approval_withdrawn: of('approval', 'approval_withdrawn'),
  approval_overtaken: of('approval', 'approval_overtaken'),
  review_closed: of('approval', 'review_closed'),
  change_asked: of('change', 'change_asked'),
  change_sent: of('change', 'change_sent'),
  changed: of('change', 'changed'),
  change_refused: of('change', 'change_refused'),
  changed_at_provider: ['change', "someone changed the invite in Parsec's dashboard"],
  extended_at_provider: ['change', "someone extended the invite in Parsec's dashboard"],
  late_change_found: ['change', 'found a change that Parsec made late, and is undoing it'],
  not_restored: of('change', 'not_restored'),
  cancel_asked: of('cancel', 'cancel_asked'),
  cancel_not_confirmed: of('cancel', 'cancel_not_confirmed'),
  cancel_refused: of('cancel', 'cancel_refused'),
  cancel_withdrawn: of('cancel', 'cancel_withdrawn'),
  cancel_resumed: of('cancel', 'cancel_resumed'),
  cancelled: of('cancel', 'cancelled'),
  kick_asked: of('kick', 'kick_asked'),
  kicked: of('kick', 'kicked'),
  kick_refused: of('kick', 'kick_refused'),
  kick_withdrawn: of('kick', 'kick_withdrawn'),
  guest_connected: of('connection', 'guest_connected'),
  guest_absent: of('connection', 'guest_absent'),
  end_seen: of('end', 'end_seen'),
  ended: of('end', 'ended'),
  held: of('hold', 'held'),
  inviter_left: of('hold', 'inviter_left'),
  inviter_back: of('hold', 'inviter_back'),
  taken_away: of('hold', 'taken_away'),
  taken_over: of('hold', 'taken_over'),
  held_ended: of('hold', 'held_ended'),
  hold_withdrawn: of('hold', 'hold_withdrawn'),
  series_requested: ['series', 'asked for a series'],
  series_skipped: ['series', 'skipped an invite of a series'],
  series_restored: ['series', 'brought back an invite of a series'],
  series_moved: ['series', 'moved an invite of a series'],
  series_trouble: ['series', "couldn't create an invite of a series yet"],
  series_missed: ['series', "didn't create an invite of a series in time"],
  series_held: ['series', 'the inviter left, so the series is on hold'],
  series_back: ['series', 'the inviter is back, and the series goes on'],
  series_taken_over: ['series', 'took over a series'],
  series_ended: ['series', 'ended a series'],
  team_asked: ['team', 'ran an action of /team'],
  team_settled: ['team', 'the action of /team has a result'],
  offboard_asked: ['member', 'asked to remove a person from every system'],
  onboard_asked: ['member', 'asked to invite people to several systems'],
  members_asked: ['member', 'asked to invite members'],
  members_retry_asked: ['member', 'retried inviting members'],
  members_answered: ['member', 'the system answered the invites'],
  members_looked_for: ['member', "looked for members after the system's answer was lost"],
  members_stopped: ['member', 'stopped inviting members'],
  ...memberWords('member_remove', 'remove a member', 'removed a member'),
  ...memberWords('member_role', "change a member's role", "changed a member's role"),
  ...memberWords('member_resend', 'resend an invite', 'resent an invite'),
  ...memberWords('member_edit', 'change a pending invite', 'changed a pending invite'),
  ...memberWords('member_cancel', 'cancel a pending invite', 'cancelled a pending invite'),
  settings_changed: ['settings', 'changed the channel notifications'],
  report_made: ['records', 'created a report'],
  audit_exported: ['records', 'exported the audit log'],
  erased: of('records', 'erased'),
  person_erased: ['records', "erased a person's data"],
  revealed: of('records', 'revealed'),
};

function isKnown(action: string): action is AuditAction {
  return Object.hasOwn(auditWords, action);
}

/** What an action says, plain text; one of a newer Guestlist reads as itself. */
export function actionWords(action: string): string {
  return isKnown(action) ? auditWords[action][1] : action.replaceAll('_', ' ');
}

/** The actions of a kind. */
export function actionsOf(kind: AuditKind): readonly string[] {
  return Object.entries(auditWords).flatMap(([action, [own]]) => (own === kind ? [action] : []));
}
