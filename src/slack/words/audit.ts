import { askedWords, changedWords } from './from-to.ts';

/** What the audit's actions mean to a person; an action that is not here reads as itself. */
const words: Readonly<Record<string, string>> = {
  requested: 'asked for the invite',
  create_sent: 'asked Parsec to make it',
  create_not_sent: 'could not reach Parsec, and will try again',
  granted: 'Parsec made it',
  found_after_doubt: 'found it at Parsec after a lost answer',
  in_doubt: "Parsec's answer was lost",
  failed: 'no invite was made',
  create_taken_back: 'Parsec made it only after that, and it was taken back',
  change_asked: 'asked for a change',
  change_sent: 'asked Parsec for the change',
  changed: 'changed it',
  change_refused: 'the change was not made',
  adopted: "found it at Parsec, made in Parsec's own dashboard",
  changed_at_provider: 'changed in Parsec',
  prolonged_at_provider: 'prolonged in Parsec',
  twin_cancelled: 'cancelled a second invite that Parsec made late',
  late_change_found: 'puts back what Parsec changed late',
  not_restored: 'could not put back what Parsec changed late',
  cancel_asked: 'asked to cancel it',
  cancel_not_confirmed: 'Parsec has not confirmed the cancelling yet',
  cancel_refused: 'Parsec refuses to cancel it; Guestlist keeps trying',
  hold_withdrawn: 'did not put it on hold: somebody answers for it again',
  cancel_withdrawn: 'withdrew the cancel: the invite stays',
  cancel_resumed: 'found it still open at Parsec after its end, and cancels it there',
  cancelled: 'cancelled it',
  kick_asked: 'asked to kick the guest',
  kicked: 'kicked the guest',
  kick_refused: 'the guest was not kicked',
  kick_withdrawn: 'withdrew the kick',
  moved_to_direct_message: 'the channel could not be told, so the card moved to a direct message',
  end_seen: 'saw at Parsec that it has ended',
  clock_set_back: 'saw that the clock was set back',
  ended: 'the time was over',
  held: 'the inviter left, so it is on hold',
  inviter_left: 'the inviter left, so an admin has to take it over',
  inviter_back: 'the inviter is back',
  taken_away: 'Parsec has taken it away',
  taken_over: 'took it over',
  held_ended: 'the time was over, and nobody had taken it over',
};

export type AuditLine = {
  readonly at: number;
  /** A Slack person's id or 'guestlist'. */
  readonly actor: string;
  readonly action: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
};

/** One line of an invite's history, mrkdwn; of a change, what it changed from what to what. `zone` is that of the invite. */
export function auditWords({ action, actor, facts }: AuditLine, zone: string): string {
  const change =
    action === 'changed' ? changedWords(facts, zone) : action === 'change_asked' ? askedWords(facts, zone) : '';
  const what = change === '' ? (words[action] ?? action) : `${changeVerbs[action] ?? ''} ${change}`;
  if (actor !== 'guestlist') return `<@${actor}> ${what}`;
  return action === 'changed' && change !== '' ? `somebody ${what} in Parsec` : what;
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
