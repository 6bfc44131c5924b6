import { askedCopy, changedCopy } from './from-to-copy.ts';

/** What the actions on a guest's invite mean to a person. */
export const auditTexts = {
  requested: 'requested the invite',
  create_sent: 'sent the invite to Parsec',
  create_not_sent: "couldn't reach Parsec; trying again",
  granted: 'Parsec created the invite',
  found_after_doubt: "found the invite in Parsec after Parsec's answer was lost",
  in_doubt: "Parsec's answer was lost",
  failed: "the invite wasn't created",
  create_taken_back: 'Parsec created it too late, so Guestlist cancelled it there',
  awaits_approval: 'the invite waits for approval',
  approval_asked: 'asked for approval',
  approval_changed: 'changed the request for approval',
  approval_bypassed: 'went ahead without approval',
  approval_given: 'approved the request',
  approval_granted: 'gave the last approval needed',
  approval_denied: 'denied the request',
  approval_expired: 'nobody approved the request in time',
  approval_escalated: 'asked more approvers',
  approval_withdrawn: 'withdrew the request for approval',
  approval_overtaken: 'made the request for approval unnecessary',
  review_closed: 'closed the review',
  change_asked: 'requested a change',
  change_sent: 'sent the change to Parsec',
  changed: 'changed the invite',
  change_refused: "the change wasn't made",
  imported: "found the invite in Parsec, created in Parsec's dashboard",
  changed_at_provider: 'changed in Parsec',
  extended_at_provider: 'extended in Parsec',
  twin_cancelled: 'cancelled a second invite that Parsec created late',
  late_change_found: 'undoing a change that Parsec made late',
  not_restored: "couldn't undo a change that Parsec made late",
  cancel_asked: 'asked to cancel the invite',
  cancel_not_confirmed: "Parsec hasn't confirmed the cancel yet",
  cancel_refused: 'Parsec refused the cancel; Guestlist keeps trying',
  hold_withdrawn: 'dropped the hold: the invite has an inviter again',
  cancel_withdrawn: 'kept the invite',
  cancel_resumed: 'found the invite still open in Parsec after its end; cancelling it there',
  cancelled: 'cancelled the invite',
  kick_asked: 'asked to kick the guest',
  kicked: 'kicked the guest',
  kick_refused: "the guest wasn't kicked",
  kick_withdrawn: 'withdrew the kick',
  guest_connected: 'the guest connected for the first time',
  guest_absent: "the guest hadn't connected 15 minutes after the start",
  moved_to_direct_message: "couldn't post in the channel, so the card moved to a direct message",
  end_seen: 'saw in Parsec that the invite ended',
  clock_set_back: 'noticed that the clock was set back',
  ended: 'the invite ended',
  held: 'the inviter left, so the invite is on hold',
  inviter_left: 'the inviter left; an admin has to take over the invite',
  inviter_back: 'the inviter is back',
  taken_away: 'Parsec confirmed the hold',
  taken_over: 'took over the invite',
  revealed: "looked at the guest's full email",
  erased: "erased the guest's personal data",
  person_erased: "erased a person's data",
  held_ended: 'the invite ended on hold; nobody took it over',
} as const satisfies Record<string, string>;

export type AuditLine = {
  readonly at: number;
  /** A Slack person's id or 'guestlist'. */
  readonly actor: string;
  readonly action: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
};

/** One line of an invite's history, mrkdwn; of a change, what it changed from what to what. `zone` is that of the invite. */
export function auditCopy({ action, actor, facts }: AuditLine, zone: string): string {
  const change =
    action === 'changed' ? changedCopy(facts, zone) : action === 'change_asked' ? askedCopy(facts, zone) : '';
  const what = change === '' ? textOf(action) : `${changeVerbs[action] ?? ''} ${change}`;
  if (actor !== 'guestlist') return `<@${actor}> ${what}`;
  return action === 'changed' && change !== '' ? `someone ${what} in Parsec` : what;
}

function textOf(action: string): string {
  return Object.hasOwn(auditTexts, action) ? auditTexts[action as keyof typeof auditTexts] : action;
}

const changeVerbs: Readonly<Record<string, string>> = { changed: 'changed', change_asked: 'asked to change' };

/** What was asked for, and sent, by what it can come to, the good end first: that says what was done, and by whom. */
const ends: Readonly<Record<string, readonly [done: string, ...others: string[]]>> = {
  create_sent: ['granted', 'failed', 'in_doubt', 'create_not_sent'],
  change_asked: ['changed', 'change_refused'],
  change_sent: ['changed', 'change_refused'],
  cancel_asked: ['cancelled', 'cancel_refused', 'cancel_withdrawn', 'ended'],
  kick_asked: ['kicked', 'kick_refused', 'kick_withdrawn'],
};

/** The lines of a history that say something of their own: what was done is one line, and not also that it was asked for. */
export function ownLines<Line extends AuditLine>(lines: readonly Line[]): Line[] {
  return lines.filter(({ action }, nth) => {
    const [done, ...others] = ends[action] ?? [];
    const end = lines.slice(nth + 1).find((later) => later.action === done || others.includes(later.action));
    return done === undefined || end?.action !== done;
  });
}
