import { writeDuration } from '../../domain/durations.ts';
import type { InlineInvite } from '../../domain/inline-invite.ts';
import type { Invite } from '../../domain/invite.ts';
import { nextHalfHour, readWallTime, wallTimeOf } from '../../domain/zoned-time.ts';
import type { InviteForm } from './invite-form.ts';
import type { TimeForm } from './time-blocks.ts';

const MINUTE_MS = 60_000;

/** What an event is called until somebody calls it something else: nothing of a form that was filled in by one line is left to fill in. */
const EVENT_NAME = 'Guest session';
/** How long an invite is until somebody says otherwise. */
const LENGTH = '2 hours';

/** An invite form to begin with: from the next half hour on for two hours, or as the inline text says. What the text left open is empty. */
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
    sendEmail: true,
    channelId: options.channelId,
    // A channel that nobody knows yet is chosen there.
    showsMore: options.channelId === undefined,
    checked: undefined,
    presetNo: 0,
    hostNo: 0,
    lengthNo: 0,
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

// Where the clock shows the time twice, the form must name the one that was meant.
function foldOf(at: number, wall: { date: string; time: string }, zone: string): 'earlier' | 'later' | undefined {
  const read = readWallTime(`${wall.date}T${wall.time}`, zone);
  if (read.kind !== 'twice') return undefined;
  return at >= read.laterAt ? 'later' : 'earlier';
}

/**
 * The form filled in as an invite was asked for, to try it again, to invite again or to change it. A start that has passed becomes "Now", and
 * an end that has passed the same length from then on.
 */
export function formOfInvite(invite: Invite, now: number): InviteForm {
  return {
    email: invite.guestEmail,
    host: { id: invite.hostId, name: invite.hostName },
    eventName: invite.eventName,
    permissions: invite.permissions,
    time: timeAgain(invite, now),
    message: invite.message,
    sendEmail: invite.sendEmail,
    channelId: invite.channelId === '' ? undefined : invite.channelId,
    showsMore: invite.channelId === '',
    checked: undefined,
    presetNo: 0,
    hostNo: 0,
    lengthNo: 0,
  };
}

function timeAgain({ timeZone, startsAt, endsAt }: Invite, now: number): TimeForm {
  const { zone, start, end } = windowForm(timeZone, startsAt, endsAt);
  if (startsAt > now) return { zone, start, end };
  const fromNow = { ...start, choice: 'now' as const };
  if (endsAt > now) return { zone, start: fromNow, end };
  const duration = writeDuration(Math.max(endsAt - startsAt, MINUTE_MS));
  return { zone, start: fromNow, end: { choice: 'for', date: '', time: '', duration, fold: undefined } };
}
