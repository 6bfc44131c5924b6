import type { InlineInvite } from '../../../domain/time/inline-invite.ts';
import { shortText } from '../../blocks/blocks.ts';
import type { TimeForm } from './time-blocks.ts';

/** None or several computers match what was typed; mrkdwn. */
export function hostNotFound(text: string, found: number): string {
  return found === 0
    ? `:warning: No computer open to guests is called ${quoted(text)}. Choose one.`
    : `:warning: More than one computer matches ${quoted(text)}. Choose the one you mean.`;
}

/** The computer of a form is not there any more; mrkdwn. */
export function hostGone(name: string): string {
  return `:warning: ${quoted(name)} no longer exists in Parsec. Choose another computer.`;
}

/** Parsec did not answer in time; mrkdwn. */
export function hostNotAsked(text: string): string {
  return `:warning: Parsec didn't answer, so Guestlist couldn't look up ${quoted(text)}. Choose the computer.`;
}

function quoted(text: string): string {
  return `“${shortText(text, 100)}”`;
}

/** What has to be picked before the times of a form mean anything: "Pick the date and the end time."; '' for nothing. */
export function pickCopy(time: TimeForm): string {
  const start = time.startFixed === true || time.start.choice === 'now' ? undefined : time.start;
  const end = time.end.choice === 'at' ? time.end : undefined;
  const missing = [
    ...ends('date', start?.date === '', end?.date === '', ['the date', 'the start date', 'the end date']),
    ...ends('time', start?.time === '', end?.time === '', ['the times', 'the start time', 'the end time']),
    ...(time.end.choice === 'for' && time.end.duration === '' ? ['the duration'] : []),
  ];
  return missing.length === 0 ? '' : `Pick ${missing.join(' and ')}.`;
}

function ends(
  kind: 'date' | 'time',
  isStart: boolean,
  isEnd: boolean,
  [both, start, end]: readonly [string, string, string],
): string[] {
  if (isStart && isEnd) return [both];
  // With a length there is only one day to pick.
  if (isStart) return [kind === 'date' ? both : start];
  return isEnd ? [end] : [];
}

const months = 'January February March April May June July August September October November December'.split(' ');

/** Which parts of the typed line could not be read, and what to pick, mrkdwn; '' when all were read. */
export function unreadLine(inline: Pick<InlineInvite, 'unread' | 'doubtful'>, time: TimeForm): string {
  const unread = inline.unread.map((text) => `“${text}”`).join(', ');
  const doubtful = inline.doubtful.map(({ text, days }) => {
    const named = days.map(({ day, month }) => `${day} ${months[month - 1] ?? ''}`).join(' or ');
    return `“${text}” could be ${named}.`;
  });
  const said = [unread === '' ? '' : `Couldn't read ${unread}.`, ...doubtful, pickCopy(time)];
  const text = said.filter((sentence) => sentence !== '').join(' ');
  return text === '' ? '' : `:warning: ${shortText(text, 600)}`;
}

/** So many are named, the others counted. */
const MOST_NAMED = 5;

/** Addresses that were typed besides the guest's; mrkdwn, '' when there are none. */
export function notInvited(others: readonly string[]): string {
  if (others.length === 0) return '';
  const named = others.slice(0, MOST_NAMED).map((each) => shortText(each, 100));
  const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
  return `:warning: One invite is for one guest. Not included: ${named.join(', ')}${more}. To invite several, type \`/guest several\`.`;
}
