import type { MemberBatch, MemberRow, Named, Tally } from '../../domain/member-batch.ts';
import type { Facts, Problem, ProblemCode } from '../../domain/problem.ts';
import { escapeText, shortText } from '../views/blocks.ts';
import { termWord } from './power.ts';
import { problemWords } from './problems.ts';
import { systemNames } from './systems.ts';
import { readerTime } from './times.ts';

/** Reasons that are said of many: short, so that a list of them can be read. */
const short: Partial<Record<ProblemCode, (facts: Facts) => string>> = {
  email_invalid: () => 'not an e-mail address',
  email_letters: ({ text }) => `“${text}” has letters that cannot stand in an address`,
  email_twice: () => 'twice in the list',
  email_second: () => 'a second address in this row; only the first is invited',
  email_of_person: () => "names from Slack aren't looked up in a list; use the e-mail address",
  already_member: () => 'already a member',
  already_invited: () => 'already invited',
  domain_not_allowed: () => 'this domain is not allowed',
  plan_full: () => 'the plan is full',
  provider_outcome_unknown: () => 'not known whether it was invited; look at the system before you try again',
  provider_shows_nothing: () => 'the system said yes, but shows no new invite; look there before you try again',
  // Not sent: what was so when they were asked for is not so any more.
  not_member_inviter: () => 'not sent, the inviter can no longer invite members; an admin can try again',
  not_allowed_guest: () => 'not sent, the inviter is a guest account now; an admin can try again',
  not_allowed_stranger: () => 'not sent, the inviter is not in this workspace any more; an admin can try again',
  not_allowed_bot: () => 'not sent, the inviter is a bot; an admin can try again',
  not_allowed_deactivated: () => "not sent, the inviter's account is deactivated; an admin can try again",
  not_allowed_unknown: () => "not sent, Slack doesn't know the inviter any more; an admin can try again",
  term_unknown: (f) => `not sent, ${systemNames(String(f.provider))} no longer has this ${termWord(f)}`,
  term_not_given: (f) => `not sent, only admins can give this ${termWord(f)}; an admin can try again`,
  no_role_given: () => 'not sent, no role is open to the inviter; an admin can try again',
};

/** Why a row was refused, plain text. */
export function rowReason(problem: Pick<Problem, 'code' | 'facts'>): string {
  return short[problem.code]?.(problem.facts) ?? problemWords(problem);
}

/** How many of how many, plain text: "12 of 40 invited, 3 refused". */
export function tallyWords(tally: Tally): string {
  const parts = [
    `${tally.invited} of ${tally.total} invited`,
    ...(tally.refused === 0 ? [] : [`${tally.refused} refused`]),
    ...(tally.cancelled === 0 ? [] : [`${tally.cancelled} taken back`]),
  ];
  return parts.join(', ');
}

/** The state line of a batch's card, mrkdwn. */
export function batchState(batch: MemberBatch, tally: Tally): string {
  const counts = `*${tallyWords(tally)}.*`;
  if (tally.open === 0) return closedState(batch, tally, counts);
  const name = systemNames(batch.provider);
  if (batch.pause === undefined) return `:hourglass_flowing_sand: ${counts} Going on…`;
  switch (batch.pause.code) {
    case 'provider_outcome_unknown':
      return `:warning: ${counts} *Some are not confirmed yet.* ${name}'s answer was lost. Guestlist looks for them before it sends anything again.`;
    case 'provider_busy':
      return `:hourglass: ${counts} ${name} asks to wait; it goes on by itself${whenWords(batch.pause.facts)}.`;
    case 'asked_elsewhere':
    case 'inviter_unknown':
    case 'groups_unknown':
      return `:hourglass: ${counts} ${escapeText(problemWords(batch.pause))}`;
    case 'provider_unreachable':
    case 'provider_shows_nothing':
      return `:warning: ${counts} ${escapeText(problemWords(batch.pause))}`;
    default:
      return `:warning: ${counts} *Some are not confirmed yet.* ${name}'s answer was lost, and Guestlist cannot look for them: ${escapeText(problemWords(batch.pause))} It goes on trying.`;
  }
}

function closedState(batch: MemberBatch, tally: Tally, counts: string): string {
  const name = systemNames(batch.provider);
  if (tally.refused === tally.total) return `:x: *Nobody was invited to ${name}.*`;
  if (tally.invited === tally.total) {
    return `:white_check_mark: *${tally.total === 1 ? 'Invited' : `All ${tally.total} invited`} to ${name}.*`;
  }
  return `:ballot_box_with_check: ${counts}`;
}

function whenWords(facts: Facts): string {
  return typeof facts.retryAt === 'number' ? ` ${readerTime(facts.retryAt, 'UTC')}` : '';
}

/** One address and what became of it, mrkdwn, on one line. */
export function rowWords(row: MemberRow): string {
  const who = shortText(row.email, 120);
  switch (row.state) {
    case 'invited':
      return `:white_check_mark: ${who}`;
    case 'cancelled':
      return `:no_entry_sign: ${who}: taken back`;
    case 'waiting':
    case 'sent':
      return `:hourglass_flowing_sand: ${who}`;
    case 'failed':
      return `:x: ${who}: ${row.problem === undefined ? 'refused' : shortText(rowReason(row.problem), 160)}`;
  }
}

/** What the system calls it; until it has said so, nobody knows. */
function nameWords({ name }: Named): string {
  return name === '' ? 'not checked yet' : shortText(name, 100);
}

/** What all of a batch are invited to, mrkdwn. */
export function termsWords(batch: MemberBatch): string {
  const { role, group, appRule, sendEmail } = batch.terms;
  return [
    ...(role === undefined ? [] : [role.name === '' ? 'role not checked yet' : `as ${shortText(role.name, 100)}`]),
    ...(group === undefined ? [] : [`group ${nameWords(group)}`]),
    ...(appRule === undefined ? [] : [`app rule ${nameWords(appRule)}`]),
    sendEmail ? `${systemNames(batch.provider)} mails them` : `${systemNames(batch.provider)} mails nobody`,
  ].join(' · ');
}
