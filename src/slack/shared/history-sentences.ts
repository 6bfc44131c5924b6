import type { HistoryAction } from '../../flows/shared/history-actions.ts';
import { shortText } from '../blocks/blocks.ts';
import { askedCopy } from './from-to-copy.ts';
import { settingsChangeCopy } from './settings-copy.ts';

type Facts = Readonly<Record<string, string | number | boolean>>;
/** The verb once it's done, the verb after "asked to" or "tried to", and what it was done to, mrkdwn. */
export type Sentence = readonly [did: string, to: string, rest: (facts: Facts, system: string) => string];

/** Each action of the history as a sentence without its subject. */
export const historySentences = {
  members_asked: [
    'asked to invite',
    'invite',
    (facts, system) => `${counted(facts.addresses, 'person', 'people')} to ${system}${termsOf(facts)}`,
  ],
  members_retry_asked: [
    'retried inviting',
    'retry inviting',
    (facts, system) => `${counted(facts.addresses, 'person', 'people')} to ${system}`,
  ],
  member_remove_asked: ['removed', 'remove', (facts, system) => `${whom(facts)} from ${system}`],
  member_role_asked: [
    'changed',
    'change',
    (facts, system) => `${whom(facts)}'s role at ${system} to ${text(facts.role)}`,
  ],
  member_resend_asked: ['resent', 'resend', (facts, system) => `${whom(facts)}'s invite to ${system}`],
  member_edit_asked: ['changed', 'change', (facts, system) => `${whom(facts)}'s pending invite to ${system}`],
  member_cancel_asked: ['cancelled', 'cancel', (facts, system) => `${whom(facts)}'s pending invite to ${system}`],
  settings_changed: [
    'changed',
    'change',
    (facts) => `what Guestlist posts in <#${facts.channel}>: ${settingsChangeCopy(facts)}`,
  ],
  taken_over: ['took over', 'take over', (facts) => `the invite for ${guest(facts)} from <@${facts.from}>`],
  change_asked: ['changed', 'change', (facts) => `the invite for ${guest(facts)}, ${madeBy(facts)}${asked(facts)}`],
  kick_asked: ['disconnected', 'disconnect', (facts) => `${guest(facts)}, ${madeBy(facts)}`],
  cancel_asked: ['cancelled', 'cancel', (facts) => `the invite for ${guest(facts)}, ${madeBy(facts)}`],
} satisfies Record<HistoryAction, Sentence>;

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
  return inviter === '' || inviter === undefined ? 'created in Parsec' : `invited by <@${inviter}>`;
}

function asked(facts: Facts): string {
  const changes = askedCopy(facts, 'UTC');
  return changes === '' ? '' : `: ${changes}`;
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
