import type { InlineInvite } from '../../domain/inline-invite.ts';
import type { TimeForm } from './time-blocks.ts';

/** What is to be picked in a form before its times mean anything: "Pick the date and the end time."; '' when nothing is. */
export function pickWords(time: TimeForm): string {
  const start = time.startFixed === true || time.start.choice === 'now' ? undefined : time.start;
  const end = time.end.choice === 'at' ? time.end : undefined;
  const missing = [
    ...ends('date', start?.date === '', end?.date === '', ['the date', 'the start day', 'the end day']),
    ...ends('time', start?.time === '', end?.time === '', ['the times', 'the start time', 'the end time']),
    ...(time.end.choice === 'for' && time.end.duration === '' ? ['the length'] : []),
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
  // A start alone has the only day there is to pick.
  if (isStart) return [kind === 'date' ? both : start];
  return isEnd ? [end] : [];
}

const months = 'January February March April May June July August September October November December'.split(' ');

/** What of a typed line was not read, and what to do about it, plain text; '' when all of it was. */
export function unreadWords(inline: Pick<InlineInvite, 'unread' | 'doubtful'>, time: TimeForm): string {
  const unread = inline.unread.map((text) => `“${text}”`).join(', ');
  const doubtful = inline.doubtful.map(({ text, days }) => {
    const named = days.map(({ day, month }) => `${day} ${months[month - 1] ?? ''}`).join(' or ');
    return `“${text}” can be ${named}.`;
  });
  const said = [...(unread === '' ? [] : [`Couldn't read ${unread}.`]), ...doubtful, pickWords(time)];
  return said.filter((sentence) => sentence !== '').join(' ');
}
