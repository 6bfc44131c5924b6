import type { MemberBatch, MemberRow, Named, Tally } from '../../../domain/member-batch.ts';
import type { Facts, Problem, ProblemCode } from '../../../domain/problem.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';
import { termWord } from '../../shared/power-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { systemNames, systemOf } from '../../shared/system-copy.ts';
import { tallyCopy } from '../../shared/tally-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';

/** Short reasons, for lists of many people. */
const shortReasons: Partial<Record<ProblemCode, (facts: Facts) => string>> = {
  email_invalid: () => 'not an email address',
  email_letters: ({ text }) => `“${text}” has letters an address can't have`,
  email_twice: () => 'in the list twice',
  email_second: () => 'a second address in this row; only the first is invited',
  email_of_person: () => "Slack names don't work in a list; use the email address",
  already_member: () => 'already a member',
  already_invited: () => 'already invited',
  member_offboarded: () => 'not sent, an admin offboarded this person',
  policy_domain_blocked: ({ domain }) => `addresses at ${domain} are blocked here`,
  policy_domain_closed: ({ domain }) => `${domain} isn't among the domains that can be invited here`,
  domain_not_allowed: () => "this domain isn't allowed",
  plan_full: () => 'the plan is full',
  provider_outcome_unknown: () => 'the answer was lost; check the system before you try again',
  provider_shows_nothing: () => 'the system accepted it but shows no new invite; check there before you try again',
  approval_denied: ({ message = '' }) => `an approver denied it${message === '' ? '' : `: ${message}`}`,
  approval_expired: () => 'nobody approved it in time; try again to ask again',
  approval_withdrawn: () => 'the request for approval was withdrawn',
  // Not sent: something has changed since the request.
  not_member_inviter: () => 'not sent, the inviter can no longer invite members; an admin can try again',
  not_allowed_guest: () => 'not sent, the inviter is a guest account now; an admin can try again',
  not_allowed_external: () => 'not sent, the inviter is no longer in this workspace; an admin can try again',
  not_allowed_bot: () => 'not sent, the inviter is a bot; an admin can try again',
  not_allowed_deactivated: () => "not sent, the inviter's account is deactivated; an admin can try again",
  not_allowed_unknown: () => "not sent, Slack can't find the inviter any more; an admin can try again",
  term_unknown: (f) => `not sent, ${systemOf(f)} no longer has this ${termWord(f)}`,
  term_not_given: (f) => `not sent, only admins can assign this ${termWord(f)}; an admin can try again`,
  no_role_given: () => 'not sent, no role is open to the inviter; an admin can try again',
};

/** Why an address was refused, plain text. */
export function rowReason(problem: Pick<Problem, 'code' | 'facts'>): string {
  return shortReasons[problem.code]?.(problem.facts) ?? problemCopy(problem);
}

/** The state line of a batch's card, mrkdwn. */
export function batchState(batch: MemberBatch, tally: Tally): string {
  const counts = `*${tallyCopy(tally)}.*`;
  if (tally.open === 0) return closedState(batch, tally, counts);
  const name = systemNames(batch.provider);
  if (batch.awaits !== undefined)
    return `:raised_hand: ${counts} *Waiting for approval.* Nothing is sent to ${name} yet.`;
  if (batch.pause === undefined) return `:hourglass_flowing_sand: ${counts} In progress…`;
  switch (batch.pause.code) {
    case 'provider_outcome_unknown':
      return `:warning: ${counts} *Some aren't confirmed yet.* ${name}'s answer was lost. Guestlist checks before it sends them again.`;
    case 'provider_busy':
      return `:hourglass: ${counts} ${name} asked Guestlist to wait. Guestlist continues${whenCopy(batch.pause.facts)}.`;
    case 'asked_elsewhere':
    case 'inviter_unknown':
    case 'groups_unknown':
      return `:hourglass: ${counts} ${escapeText(problemCopy(batch.pause))}`;
    case 'provider_unreachable':
    case 'provider_shows_nothing':
      return `:warning: ${counts} ${escapeText(problemCopy(batch.pause))}`;
    default:
      return `:warning: ${counts} *Some aren't confirmed yet.* ${name}'s answer was lost, and Guestlist can't check. ${escapeText(problemCopy(batch.pause))} Still trying.`;
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

function whenCopy(facts: Facts): string {
  return facts.retryAt === undefined ? ' by itself' : ` ${readerTime(facts.retryAt, 'UTC')}`;
}

/** One address and its state, mrkdwn, on one line. */
export function rowCopy(row: MemberRow): string {
  const who = shortText(row.email, 120);
  switch (row.state) {
    case 'invited':
      return `:white_check_mark: ${who}`;
    case 'cancelled':
      return `:no_entry_sign: ${who}: cancelled`;
    case 'waiting':
    case 'sent':
      return `:hourglass_flowing_sand: ${who}`;
    case 'failed':
      return `:x: ${who}: ${row.problem === undefined ? 'refused' : shortText(rowReason(row.problem), 160)}`;
  }
}

/** What the system calls it, once it has answered. */
function namedCopy({ name }: Named): string {
  return name === '' ? 'not checked yet' : shortText(name, 100);
}

/** What everybody in a batch is invited to, mrkdwn. */
export function termsCopy(batch: MemberBatch): string {
  const { role, group, appRule, sendEmail } = batch.terms;
  return [
    ...(role === undefined ? [] : [role.name === '' ? 'role not checked yet' : `as ${shortText(role.name, 100)}`]),
    ...(group === undefined ? [] : [`group ${namedCopy(group)}`]),
    ...(appRule === undefined ? [] : [`app rule ${namedCopy(appRule)}`]),
    `${systemNames(batch.provider)} emails ${sendEmail ? 'them' : 'nobody'}`,
  ].join(' · ');
}

/** The answer to "Retry refused", plain text. */
export function retryingCopy(count: number): string {
  return `Retrying ${count === 1 ? '1 address' : `${count} addresses`}. The card shows the result.`;
}
