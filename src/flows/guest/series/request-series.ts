import { defined } from '../../../domain/defined.ts';
import { mayInvite } from '../../../domain/person.ts';
import { type Problem, problem } from '../../../domain/problem.ts';
import { MOST_OCCURRENCES, MOST_SERIES_DAYS, type Series } from '../../../domain/series.ts';
import { cleanText } from '../../../domain/text/clean.ts';
import { daysBetween } from '../../../domain/time/calendar.ts';
import { type Occurrence, occurrencesOf, readRule } from '../../../domain/time/occurrences.ts';
import type { TypedWindow, Window } from '../../../domain/time/typed-window.ts';
import type { WindowLimits } from '../../../domain/time/window-limits.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import { askingFault } from '../../shared/asked-for.ts';
import { notifyCardElsewhere } from '../../shared/card-place-notices.ts';
import { type Context, writeAudit } from '../../shared/context.ts';
import { clashKey } from '../clashes.ts';
import { ruleInvite, ruleOfNew } from '../decide-invite.ts';
import { checkRequest, type FieldProblem, type InviteRequest } from '../request-invite.ts';
import { ruledHost } from '../ruled-host.ts';
import { policyLimits } from '../window-limits-now.ts';
import { asOfCreation, leadMs } from './ahead.ts';

const DAY_MS = 24 * 3_600_000;

/** On which days a series comes, as a form holds it: `untilDate` as picked, '' for none. */
export type AskedRepeat = { readonly weekdays: readonly number[]; readonly untilDate: string };

/** What the first window of a series may be: its later ones are created one by one, so how far ahead the first is limits nothing. */
export function seriesLimits(limits: WindowLimits): WindowLimits {
  return { ...limits, maxLeadMs: Math.max(limits.maxLeadMs, MOST_SERIES_DAYS * DAY_MS) };
}

/** When a series comes that has this window on its first day: its rule and its wall times. */
export type PlannedSeries = Pick<
  Series,
  'timeZone' | 'startTime' | 'endTime' | 'endDays' | 'fold' | 'weekdays' | 'firstDate' | 'untilDate' | 'marks'
> & { readonly first: Occurrence; readonly count: number };

/**
 * What a form means by a window that comes again: on which days, at which wall times. Its first occurrence is on the first of its days that
 * is not before the window's. Problems, by field: series_*.
 */
export function planSeries(
  typed: Pick<TypedWindow, 'start' | 'fold'>,
  window: Window,
  { weekdays, untilDate }: AskedRepeat,
): PlannedSeries | FieldProblem {
  if (typed.start.kind === 'now') return { field: 'start', problem: problem('series_start_now') };
  const start = wallTimeOf(window.startsAt, window.zone);
  const end = wallTimeOf(window.endsAt, window.zone);
  const dates = readRule(
    { weekdays, firstDate: start.date, untilDate },
    { occurrences: MOST_OCCURRENCES, days: MOST_SERIES_DAYS },
  );
  if ('field' in dates) return dates;
  const plan = {
    timeZone: window.zone,
    startTime: start.time,
    endTime: end.time,
    endDays: daysBetween(start.date, end.date),
    fold: typed.fold ?? {},
    weekdays,
    firstDate: dates[0] ?? start.date,
    untilDate,
    marks: [],
  };
  const occurrences = occurrencesOf(plan);
  const overlap = occurrences.some((one, n) => (occurrences[n + 1]?.startsAt ?? Infinity) < one.endsAt);
  if (overlap) return { field: 'end', problem: problem('series_overlaps') };
  const [first] = occurrences;
  if (first === undefined) return { field: 'until', problem: problem('series_until_too_early') };
  return { ...plan, first, count: occurrences.length };
}

/**
 * Takes a request for a series: checks it as an invite, asks the policy about its first occurrence as of when that is created, and saves the
 * series with its jobs and the audit row. Nothing is sent and no credit is used before an occurrence is near. Problems: as requestInvite, and
 * series_*.
 */
export async function requestSeries(
  context: Context,
  request: InviteRequest,
  repeat: AskedRepeat,
): Promise<Series | FieldProblem[] | Problem> {
  const { inviter } = request;
  const refused = mayInvite(inviter, request.workspaceId);
  if (refused !== undefined) return refused;
  const checked = await checkRequest(context, request, seriesLimits(policyLimits(context)));
  if (Array.isArray(checked)) return checked;
  const { email, host, place, eventName, message, messageLanguage, window } = checked;
  const plan = planSeries(request.window, window, repeat);
  if ('field' in plan) return [plan];
  const { first, count, ...times } = plan;
  const { channelId = '', permissions } = request;
  const terms = { ...host, permissions, timeZone: window.zone, startsAt: first.startsAt, endsAt: first.endsAt };
  const asked = { ...terms, channelId, guestEmail: email };
  const lead = leadMs(context, await ruleOfNew(context, inviter, asked));
  const ruling = ruleInvite(asOfCreation(context, first.startsAt, lead), inviter, {
    ...asked,
    host: await ruledHost(context, host),
  });
  if (ruling.kind === 'refused') return [...ruling.faults];
  const need = ruling.kind === 'approval' ? ruling.need : undefined;
  // Of a series nobody goes ahead without approval: each occurrence is asked about when it is created.
  const answered = request.approval && { ...request.approval, bypass: false };
  const unsaid = need && askingFault(context, inviter, need, answered);
  if (unsaid !== undefined) return [{ field: 'reason', problem: unsaid, ...defined({ need }) }];
  if (place.isShared && request.sharedShown !== channelId)
    return [{ field: 'channel', problem: problem('channel_shared', { channel: place.name }) }];
  const clash = await clashKey(context, { ...host, startsAt: first.startsAt, endsAt: first.endsAt }, undefined);
  if (clash !== '' && clash !== request.clashAnswered) return [{ field: 'host', problem: problem('host_booked') }];

  const now = context.now();
  const series: Series = {
    id: `ser_${context.newId()}`,
    requestKey: request.requestKey,
    workspaceId: request.workspaceId,
    inviterId: inviter.id,
    inviterZone: inviter.timeZone,
    channelId,
    guestEmail: email,
    ...host,
    eventName,
    message,
    messageLanguage,
    permissions,
    sendEmail: request.sendEmail,
    reason: cleanText(request.approval?.reason ?? ''),
    clashAnswered: clash,
    ...times,
    state: 'active',
    endedBy: undefined,
    inviterLeft: undefined,
    cardChannelId: undefined,
    cardTs: undefined,
    createdAt: now,
    updatedAt: now,
  };
  return save(context, series, { typedIn: request.typedIn ?? '', count, rule: ruling.rule });
}

async function save(
  context: Context,
  series: Series,
  { typedIn, count, rule }: { readonly typedIn: string; readonly count: number; readonly rule: string | undefined },
): Promise<Series> {
  const { id, workspaceId, inviterId, channelId, guestEmail, hostName, eventName } = series;
  const saved = await context.store.transaction(async (tx) => {
    if ((await tx.insertSeries(series)) === 'already')
      return (await tx.getSeriesByRequestKey(series.requestKey)) ?? series;
    await tx.enqueue({ kind: 'series', name: id });
    await tx.enqueue({ kind: 'series_card', name: id });
    const card = { id, personId: inviterId, channelId, about: { event: eventName } };
    await notifyCardElsewhere(context, tx, card, typedIn);
    await writeAudit(context, tx, {
      subject: id,
      workspaceId,
      actor: inviterId,
      action: 'series_requested',
      ...defined({ rule }),
      facts: {
        guestEmail,
        host: hostName,
        series: id,
        open: count,
        startsAt: occurrencesOf(series)[0]?.startsAt ?? 0,
        ends: series.untilDate,
        ...(typedIn === '' ? {} : { typedIn }),
      },
    });
    return series;
  });
  context.wake();
  return saved;
}
