import type { Problem } from '../../domain/problem.ts';
import { escapeText } from '../views/blocks.ts';
import { problemWords } from './problems.ts';
import { systemNames } from './systems.ts';
import { readerTime } from './times.ts';

/** What is done to a pending invite or to a member, at once and while somebody waits. */
export type MemberDeed = 'resend' | 'edit' | 'cancel' | 'remove' | 'role';

const doing = {
  resend: 'Sending it again…',
  edit: 'Changing the invite…',
  cancel: 'Taking the invite back…',
  remove: 'Removing the member…',
  role: 'Changing the role…',
} satisfies Record<MemberDeed, string>;

const done = {
  resend: (who) => `The invite of *${who}* was sent again.`,
  edit: (who) => `The invite of *${who}* was changed.`,
  cancel: (who) => `The invite of *${who}* was taken back.`,
  remove: (who) => `*${who}* was removed.`,
  role: (who) => `The role of *${who}* was changed.`,
} satisfies Record<MemberDeed, (who: string) => string>;

const and = new Intl.ListFormat('en-GB');

/** Which systems have nothing of what was asked for, mrkdwn; '' for none of them. */
export function lookedThroughWords(systems: readonly string[]): string {
  if (systems.length === 0) return '';
  return `Looked through ${escapeText(and.format(systems.map(systemNames)))}: nothing there.`;
}

export function doingWords(deed: MemberDeed): string {
  return `:hourglass_flowing_sand: ${doing[deed]}`;
}

/** That it was done, mrkdwn. `who` is plain text. */
export function doneWords(deed: MemberDeed, who: string): string {
  return `:white_check_mark: ${done[deed](escapeText(who))}`;
}

/** Why something a person waits for was not done, mrkdwn. Nobody repeats it by itself, so it says what to do. */
export function refusalWords({ code, facts }: Pick<Problem, 'code' | 'facts'>): string {
  const name = escapeText(systemNames(String(facts.provider ?? 'the system')));
  switch (code) {
    case 'provider_busy':
      return typeof facts.retryAt === 'number'
        ? `${name} asks to wait until ${readerTime(facts.retryAt, 'UTC')}. Try again then.`
        : `${name} asks to wait. Try again in a minute.`;
    case 'provider_unreachable':
      return `${name} is not answering. Try again in a moment.`;
    case 'provider_outcome_unknown':
      return `${name}'s answer was lost, so it is not known whether that was done. Look at the list as it is now before you try again.`;
    case 'provider_not_found':
      return `That is gone at ${name} already: taken, cancelled or removed there.`;
    default:
      return escapeText(problemWords({ code, facts }));
  }
}
