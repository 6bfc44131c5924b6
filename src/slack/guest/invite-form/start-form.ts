import { type GuestMessages, typedMessage } from '../../../domain/guest-message.ts';
import type { Invite } from '../../../domain/invite.ts';
import { occurrenceId, type Series } from '../../../domain/series.ts';
import { writeDuration } from '../../../domain/time/durations.ts';
import type { InlineInvite } from '../../../domain/time/inline-invite.ts';
import type { Occurrence } from '../../../domain/time/occurrences.ts';
import { nextHalfHour, readWallTime, wallTimeOf } from '../../../domain/time/zoned-time.ts';
import { noAnswer } from '../../shared/approval-blocks.ts';
import type { InviteForm } from './invite-form.ts';
import { noRepeat } from './repeat-blocks.ts';
import type { Fold, TimeForm } from './time-blocks.ts';

const MINUTE_MS = 60_000;

/** The event name until somebody types another: one typed line is enough to fill in the form. */
const EVENT_NAME = 'Guest session';
/** The length of an invite until somebody chooses another. */
const LENGTH = '2 hours';

/** As a policy without texts has it. */
const noMessages: GuestMessages = { default: '', texts: {} };

/** Guestlist itself has filled in nothing so far. */
export const untouched = { presetNo: 0, hostNo: 0, lengthNo: 0 };

/** A new invite form: two hours from the next half hour on, or as the typed line says. What the line left open is empty. */
export function blankForm(options: {
  readonly zone: string;
  readonly now: number;
  readonly channelId: string | undefined;
  readonly inline: InlineInvite;
}): InviteForm {
  const start = nextHalfHour(options.now, options.zone);
  const { end, ...begin } = windowForm(options.zone, start, start);
  const time: TimeForm = { ...begin, end: { ...end, choice: 'for', date: '', time: '', duration: LENGTH } };
  return {
    email: options.inline.email ?? '',
    host: undefined,
    eventName: EVENT_NAME,
    permissions: { keyboard: true, mouse: true, gamepad: false },
    time: { ...time, ...inlineTime(time, options.inline) },
    message: '',
    language: '',
    sendEmail: true,
    approval: noAnswer,
    repeat: noRepeat,
    channelId: options.channelId,
    // The channel is chosen there.
    showsMore: options.channelId === undefined,
    checked: undefined,
    ...untouched,
  };
}

function inlineTime(time: TimeForm, inline: InlineInvite): Partial<TimeForm> {
  const { window } = inline;
  if (window === undefined) return {};
  return {
    start:
      window.start.kind === 'now'
        ? { ...time.start, choice: 'now' }
        : { ...time.start, choice: 'at', date: window.start.date, time: window.start.time },
    end:
      window.end === undefined
        ? time.end
        : window.end.kind === 'for'
          ? { ...time.end, choice: 'for', duration: window.end.text }
          : { ...time.end, choice: 'at', date: window.end.date, time: window.end.time, duration: '' },
  };
}

/** The times of a window as the form shows them. */
export function windowForm(zone: string, startsAt: number, endsAt: number): TimeForm {
  const start = wallTimeOf(startsAt, zone);
  const end = wallTimeOf(endsAt, zone);
  return {
    zone,
    start: { choice: 'at', date: start.date, time: start.time, fold: foldOf(startsAt, start, zone) },
    end: { choice: 'at', date: end.date, time: end.time, duration: '', fold: foldOf(endsAt, end, zone) },
  };
}

// Where the clock shows a time twice, the form must say which one is meant.
function foldOf(at: number, wall: { date: string; time: string }, zone: string): Fold | undefined {
  const read = readWallTime(`${wall.date}T${wall.time}`, zone);
  if (read.kind !== 'twice') return undefined;
  return at >= read.laterAt ? 'later' : 'earlier';
}

/** What of an invite is filled in again. */
type Repeatable = Pick<
  Invite,
  | 'guestEmail'
  | 'hostId'
  | 'hostName'
  | 'eventName'
  | 'permissions'
  | 'message'
  | 'messageLanguage'
  | 'sendEmail'
  | 'channelId'
  | 'timeZone'
  | 'startsAt'
  | 'endsAt'
>;

/**
 * The form filled in from an invite, to try it again, to invite again or to change it. A start that has passed becomes "Now", and an end that
 * has passed becomes the same length from now on.
 */
export function formOfInvite(invite: Repeatable, now: number, messages: GuestMessages = noMessages): InviteForm {
  return {
    email: invite.guestEmail,
    host: { id: invite.hostId, name: invite.hostName },
    eventName: invite.eventName,
    permissions: invite.permissions,
    time: timeAgain(invite, now),
    message: typedMessage(invite, messages),
    language: invite.messageLanguage ?? '',
    sendEmail: invite.sendEmail,
    approval: noAnswer,
    repeat: noRepeat,
    channelId: invite.channelId === '' ? undefined : invite.channelId,
    showsMore: invite.channelId === '',
    checked: undefined,
    ...untouched,
  };
}

/** The form for one occurrence of a series that is invited by hand: everything in it can be changed. */
export function formOfOccurrence(series: Series, { date, startsAt, endsAt }: Occurrence, now: number): InviteForm {
  const form = formOfInvite({ ...series, startsAt, endsAt }, now);
  return { ...form, approval: { ...noAnswer, reason: series.reason }, occurrence: occurrenceId(series.id, date) };
}

function timeAgain({ timeZone, startsAt, endsAt }: Repeatable, now: number): TimeForm {
  const { zone, start, end } = windowForm(timeZone, startsAt, endsAt);
  if (startsAt > now) return { zone, start, end };
  const fromNow = { ...start, choice: 'now' as const };
  if (endsAt > now) return { zone, start: fromNow, end };
  const duration = writeDuration(Math.max(endsAt - startsAt, MINUTE_MS));
  return { zone, start: fromNow, end: { choice: 'for', date: '', time: '', duration, fold: undefined } };
}
