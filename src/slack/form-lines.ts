import { readEmail } from '../domain/email.ts';
import type { Invite } from '../domain/invite.ts';
import { isAdmin, type Person } from '../domain/person.ts';
import { isProblem, problem } from '../domain/problem.ts';
import { readWindow, type TypedWindow } from '../domain/typed-window.ts';
import type { WindowLimits } from '../domain/window-limits.ts';
import { describeWindow, isDateAndTime, readWallTime, readZone, writeTime } from '../domain/zoned-time.ts';
import { clashKey, elsewhere } from '../flows/clashes.ts';
import type { Context } from '../flows/context.ts';
import { givesLinks } from '../flows/guest-link.ts';
import type { HostOnline } from '../flows/host-online.ts';
import { inTime } from '../flows/in-time.ts';
import { clashingInvites } from '../flows/read-invites.ts';
import { policyLimits } from '../flows/window-limits-now.ts';
import { pickWords } from './views/asked-times.ts';
import { escapeText } from './views/blocks.ts';
import { type ClashQuestion, noClash } from './views/clash-question.ts';
import { clashWords, type FormLines } from './views/invite-form.ts';
import type { TimeForm } from './views/time-blocks.ts';
import { elsewhereWords } from './words/elsewhere.ts';
import { unmailedWords } from './words/links.ts';
import { refusalWords } from './words/member-deeds.ts';
import { onlineLine } from './words/online.ts';
import { problemWords } from './words/problems.ts';

/** What a form holds about time, as the rules read it. */
export function typedWindow(time: TimeForm): TypedWindow {
  return {
    zone: time.zone,
    start: time.start.choice === 'now' ? { kind: 'now' } : { kind: 'at', date: time.start.date, time: time.start.time },
    end:
      time.end.choice === 'for'
        ? { kind: 'for', text: time.end.duration }
        : { kind: 'at', date: time.end.date, time: time.end.time },
    fold: {
      ...(time.start.fold === undefined ? {} : { start: time.start.fold }),
      ...(time.end.fold === undefined ? {} : { end: time.end.fold }),
    },
  };
}

/** The form's times, with the question which of two equal wall times is meant where that must be asked. */
export function withFolds(time: TimeForm): TimeForm {
  const { startTwice: _, endTwice: __, ...rest } = time;
  const start = time.start.choice === 'at' ? twice(time.start, time.zone) : undefined;
  const end = time.end.choice === 'at' ? twice(time.end, time.zone) : undefined;
  return {
    ...rest,
    ...(start === undefined || time.startFixed === true ? {} : { startTwice: start }),
    ...(end === undefined ? {} : { endTwice: end }),
  };
}

function twice(wall: { date: string; time: string }, zone: string): readonly [number, number] | undefined {
  if (!isDateAndTime(wall.date, wall.time) || isProblem(readZone(zone))) return undefined;
  const read = readWallTime(`${wall.date}T${wall.time}`, zone);
  return read.kind === 'twice' ? [read.earlierAt, read.laterAt] : undefined;
}

/** What the times mean, or the first thing that is wrong with them, mrkdwn. Without `limits` those of a new invite hold. */
export function timesLine(
  context: Context,
  time: TimeForm,
  own: string | undefined,
  limits: WindowLimits = policyLimits(context),
): string {
  if (pickWords(time) !== '') return ':clock3: The times are not complete yet.';
  const window = readWindow(typedWindow(time), limits);
  if (Array.isArray(window)) {
    const first = window[0];
    return first === undefined ? '' : `:warning: ${escapeText(problemWords(first.problem))}`;
  }
  return `:clock3: ${escapeText(describeWindow(window.startsAt, window.endsAt, window.zone, own ?? window.zone, limits.now))}`;
}

/**
 * Other invites on the chosen host in the typed window, as far as this person may see them, and whether to ask about them; `invite`, and
 * `email`: whose the window is.
 */
export async function clashQuestion(
  context: Context,
  person: Person,
  host: { readonly id: string } | undefined,
  time: TimeForm,
  options: { readonly limits?: WindowLimits; readonly invite?: Invite; readonly email?: string } = {},
): Promise<ClashQuestion> {
  if (host === undefined) return noClash;
  const { invite, limits = policyLimits(context) } = options;
  const email = invite?.guestEmail ?? options.email ?? '';
  const window = readWindow(typedWindow(time), limits);
  if (Array.isArray(window)) return noClash;
  const about = { hostId: host.id, startsAt: window.startsAt, endsAt: window.endsAt };
  const [others, away, key] = await Promise.all([
    clashingInvites(context, person, { ...about, ...(invite === undefined ? {} : { except: invite.id }) }),
    email === '' ? [] : elsewhere(context, person, { ...about, email, except: invite?.id }),
    clashKey(context, about, invite),
  ]);
  const withHours = <Held extends { readonly startsAt: number; readonly endsAt: number }>(held: Held) =>
    hoursWords(held.startsAt, held.endsAt, window.zone);
  const clash = clashWords(
    others.map((other) => ({ ...other, when: withHours(other.kind === 'invite' ? other.invite : other) })),
    email,
  );
  const also = elsewhereWords(away.map((other) => ({ invite: other, when: withHours(other) })));
  return { line: [clash, also].filter((line) => line !== '').join('\n'), key };
}

/** From when to when, plain text, in a zone that stands beside it; epoch ms. */
function hoursWords(startsAt: number, endsAt: number, zone: string): string {
  const sameDay = writeTime(startsAt, zone, 'day') === writeTime(endsAt, zone, 'day');
  return `${writeTime(startsAt, zone, 'short')} to ${writeTime(endsAt, zone, sameDay ? 'time' : 'short')}`;
}

/** What the invite will cost, and whether this person may spend it, mrkdwn. Asks Parsec; says so when Parsec does not answer. */
export async function costLine(context: Context, email: string, person: Person): Promise<string> {
  const address = readEmail(email);
  const answers = await inTime(
    Promise.all([
      context.credits.now(),
      isProblem(address) ? 'none' : (context.members?.findByEmail?.(address) ?? 'none'),
    ]),
  );
  if (answers === 'late')
    return ':credit_card: Uses 1 credit. How many are left is not known: Parsec is slow to answer.';
  const [credits, member] = answers;
  if (!isProblem(member) && member !== 'none') return ':free: Free: a team member.';
  if (isProblem(credits))
    return `:credit_card: Uses 1 credit. How many are left is not known: ${refusalWords(credits)}`;
  if (credits <= 0) return ':warning: No credits are left at Parsec: only team members can be invited.';
  if (credits <= context.policy.invites.creditReserve && !isAdmin(person, context.policy)) {
    const refusal = problem('credits_reserved', { provider: 'parsec', credits });
    return `:warning: ${escapeText(problemWords(refusal))} Team members are free.`;
  }
  return `:credit_card: Uses 1 of ${credits} credit${credits === 1 ? '' : 's'}; free if the guest is a team member.`;
}

export const costUnknown = ':credit_card: Asking Parsec how many credits are left…';

/** All lines of the invite form. Said already is what takes a journey to Parsec, and what was typed behind the command. */
export async function formLines(
  context: Context,
  form: {
    readonly email: string;
    readonly host: { readonly id: string; readonly name: string } | undefined;
    readonly time: TimeForm;
    readonly sendEmail: boolean;
  },
  person: Person,
  {
    online,
    ...said
  }: Pick<FormLines, 'cost' | 'host' | 'guest' | 'others' | 'channel' | 'unread'> & {
    readonly online: HostOnline | undefined;
  },
): Promise<FormLines> {
  const clash = await clashQuestion(context, person, form.host, form.time, { email: form.email });
  return {
    ...said,
    mail: form.sendEmail ? '' : unmailedWords(await givesLinks(context)),
    times: timesLine(context, form.time, person.timeZone),
    online: form.host === undefined ? '' : onlineLine(form.host.name, online),
    clash: clash.line,
    clashKey: clash.key,
  };
}
