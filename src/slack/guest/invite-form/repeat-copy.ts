import { writeDuration } from '../../../domain/time/durations.ts';
import { occurrencesOf } from '../../../domain/time/occurrences.ts';
import { readWindow, type TypedWindow } from '../../../domain/time/typed-window.ts';
import type { FieldProblem } from '../../../flows/guest/request-invite.ts';
import { type PlannedSeries, planSeries, seriesLimits } from '../../../flows/guest/series/request-series.ts';
import { policyLimits } from '../../../flows/guest/window-limits-now.ts';
import type { Context } from '../../../flows/shared/context.ts';
import { escapeText } from '../../blocks/blocks.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { countCopy, dayCopy, daysCopy, hoursCopy, startCopy, yearDayCopy } from '../series/series-copy.ts';
import { daysOfRepeat, type RepeatForm } from './repeat-blocks.ts';

/**
 * What a form means by its days, or what is wrong with them; 'no window' while its times are none. Undefined for an invite that does not repeat.
 */
export function planOfForm(
  context: Pick<Context, 'policy' | 'now'>,
  typed: TypedWindow,
  repeat: RepeatForm,
): PlannedSeries | FieldProblem | 'no window' | undefined {
  const weekdays = daysOfRepeat(repeat);
  if (weekdays === undefined) return undefined;
  const window = readWindow(typed, seriesLimits(policyLimits(context)));
  return Array.isArray(window) ? 'no window' : planSeries(typed, window, { weekdays, untilDate: repeat.until });
}

/** How many invites a series has, when, and from when on each is created (`lead`, ms), mrkdwn; or what is wrong with its days. */
export function repeatLine(
  plan: PlannedSeries | FieldProblem | 'no window',
  { lead, needsApproval }: { readonly lead: number; readonly needsApproval: boolean },
): string {
  if (plan === 'no window') return '';
  if (!('first' in plan)) return `:warning: ${escapeText(problemCopy(plan.problem))}`;
  const { firstDate, untilDate, weekdays, count, timeZone } = plan;
  const when = `${daysCopy(weekdays)}, ${hoursCopy(plan)}, from ${dayCopy(firstDate)} to ${yearDayCopy(untilDate)}`;
  const shifted = occurrencesOf(plan).filter(({ isShifted }) => isShifted);
  const lines = [
    `:repeat: ${countCopy(count)}: ${escapeText(when)}.`,
    `Each is created ${writeDuration(lead)} before it starts.`,
    ...(needsApproval ? ['Each needs its own approval then.'] : []),
    ...shifted.map(
      (one) => `The clocks skip this time on one day: that invite starts ${escapeText(startCopy(one, timeZone))}.`,
    ),
  ];
  return lines.join(' ');
}
