import { z } from 'zod';
import { type ProblemCode, problemCodes } from '../../domain/problem.ts';
import type { HistoryAction } from '../../flows/history-actions.ts';
import type { HistoryEntry, HistoryOutcome } from '../../flows/read-history.ts';
import { escapeText, shortText } from '../views/blocks.ts';
import { askedWords } from './from-to.ts';
import { tallyWords } from './members.ts';
import { problemWords } from './problems.ts';
import { settingsChangeWords } from './settings.ts';
import { systemNames } from './systems.ts';
import { withReaderTimes } from './times.ts';

type Facts = HistoryEntry['facts'];
type Sentence = {
  /** What somebody did, and what they asked for while it is not known to be done. */
  readonly did: string;
  readonly to: string;
  /** Whom or what it was done to, mrkdwn. */
  readonly rest: (facts: Facts, system: string) => string;
};

/** Each action of the audit as a sentence without its subject; a new one without words does not compile. */
const sentences = {
  members_asked: {
    did: 'asked to invite',
    to: 'invite',
    rest: (facts, system) => `${counted(facts.addresses, 'person', 'people')} to ${system}${termsOf(facts)}`,
  },
  members_retry_asked: {
    did: 'asked again to invite',
    to: 'invite again',
    rest: (facts, system) => `${counted(facts.addresses, 'person', 'people')} to ${system} after a refusal`,
  },
  member_remove_asked: { did: 'removed', to: 'remove', rest: (facts, system) => `${whom(facts)} from ${system}` },
  member_role_asked: {
    did: 'changed',
    to: 'change',
    rest: (facts, system) => `the role of ${whom(facts)} at ${system} to ${text(facts.role)}`,
  },
  member_resend_asked: {
    did: 'sent',
    to: 'send',
    rest: (facts, system) => `${whom(facts)} the invite to ${system} again`,
  },
  member_edit_asked: {
    did: 'changed',
    to: 'change',
    rest: (facts, system) => `the pending invite of ${whom(facts)} to ${system}`,
  },
  member_cancel_asked: {
    did: 'cancelled',
    to: 'cancel',
    rest: (facts, system) => `the pending invite of ${whom(facts)} to ${system}`,
  },
  settings_changed: {
    did: 'changed',
    to: 'change',
    rest: (facts) => `what Guestlist posts in <#${facts.channel}>: ${settingsChangeWords(facts)}`,
  },
  taken_over: {
    did: 'took over',
    to: 'take over',
    rest: (facts) => `the invite of ${guest(facts)} from <@${facts.from}>`,
  },
  change_asked: {
    did: 'changed',
    to: 'change',
    rest: (facts) => `the invite of ${guest(facts)}, ${madeBy(facts)}${asked(facts)}`,
  },
  kick_asked: {
    did: 'disconnected',
    to: 'disconnect',
    rest: (facts) => `${guest(facts)}, ${madeBy(facts)}`,
  },
  cancel_asked: {
    did: 'cancelled',
    to: 'cancel',
    rest: (facts) => `the invite of ${guest(facts)}, ${madeBy(facts)}`,
  },
} satisfies Record<HistoryAction, Sentence>;

/** What somebody did, and what came of it, mrkdwn. `title`: of an operation of `/team`, undefined for what the audit noted. */
export function historyWords(entry: HistoryEntry, title: string | undefined): string {
  const system = systemNames(entry.area);
  const { did, to, rest } =
    title === undefined && entry.action in sentences
      ? sentences[entry.action as HistoryAction]
      : { did: 'ran', to: 'run', rest: () => operation(entry, title ?? entry.action, system) };
  const end = outcomeWords(entry, system);
  return `<@${entry.actor}> ${lead(entry.outcome, did, to)} ${rest(entry.facts, system)}.${end === '' ? '' : ` ${end}`}`;
}

function lead({ kind }: HistoryOutcome, did: string, to: string): string {
  if (kind === 'done') return did;
  return kind === 'refused' ? `tried to ${to}` : `asked to ${to}`;
}

function outcomeWords({ outcome, tally }: HistoryEntry, system: string): string {
  switch (outcome.kind) {
    case 'done':
      return tally === undefined ? '' : `${tallyWords(tally)}${tally.open === 0 ? '' : ' so far'}.`;
    case 'open':
      return 'No result yet.';
    case 'lost':
      return `${system}'s answer was lost, so nobody knows whether it was done.`;
    case 'waits':
      return `Not done yet: ${shortText(reason(outcome, system), 400)} Guestlist keeps trying.`;
    case 'withdrawn':
      return 'That was withdrawn.';
    case 'refused':
      return `Not done: ${shortText(reason(outcome, system), 500)}`;
  }
}

const Code = z.custom<ProblemCode>((value) => typeof value === 'string' && value in problemCodes);

/** Why something was not done, without what happens next. Plain text. */
function reason(outcome: Extract<HistoryOutcome, { reason: string }>, system: string): string {
  const code = Code.safeParse(outcome.reason);
  if (!code.success) return `${outcome.reason.replaceAll('_', ' ')}.`;
  switch (code.data) {
    case 'provider_busy':
      return `${system} asked to wait.`;
    case 'provider_unreachable':
      return `${system} did not answer.`;
    case 'provider_outcome_unknown':
      return `${system}'s answer was lost.`;
    case 'provider_not_found':
      return `${system} no longer has it.`;
    default:
      return problemWords({ code: code.data, facts: outcome.facts });
  }
}

function operation({ shown }: HistoryEntry, title: string, system: string): string {
  const input = withReaderTimes(shortText(shown.join(' · '), 200));
  return `*${escapeText(title)}* at ${system}${input === '' ? '' : ` (${input})`}`;
}

function text(value: Facts[string] | undefined, most = 120): string {
  return shortText(String(value ?? ''), most);
}

function whom({ name, email }: Facts): string {
  if (name === undefined || name === '' || name === email) return email === undefined ? 'somebody' : `*${text(email)}*`;
  return email === undefined ? `*${text(name)}*` : `*${text(name)}* (${text(email)})`;
}

function guest({ guest: email, host, event }: Facts): string {
  return `*${text(email)}* on ${text(host, 80)} (${text(event, 80)})`;
}

function madeBy({ inviter }: Facts): string {
  return inviter === '' || inviter === undefined ? "made in Parsec's own dashboard" : `invited by <@${inviter}>`;
}

function asked(facts: Facts): string {
  const words = askedWords(facts, 'UTC');
  return words === '' ? '' : `: ${words}`;
}

function termsOf({ role, group, appRule }: Facts): string {
  return [
    ...(role === undefined ? [] : [` as ${text(role)}`]),
    ...(group === undefined ? [] : [`, group ${text(group)}`]),
    ...(appRule === undefined ? [] : [`, app rule ${text(appRule)}`]),
  ].join('');
}

function counted(count: Facts[string] | undefined, one: string, many: string): string {
  return `${count ?? 'some'} ${count === 1 ? one : many}`;
}
