import type { ViewOutput } from '@slack/bolt';
import { writeDuration } from '../domain/durations.ts';
import { readWindow, type Window } from '../domain/typed-window.ts';
import { wallTimeOf } from '../domain/zoned-time.ts';
import { typedWindow } from './form-lines.ts';
import { fields } from './names.ts';
import { formValues } from './views/form-values.ts';
import type { TimeForm } from './views/time-blocks.ts';

/**
 * The times of a form in which somebody has just turned a length into an end, or the other way round: what is asked for now begins with what
 * the other one meant. What was put into it before stays where it still makes a window. `now` in epoch ms.
 */
export function withSwitchedEnd(time: TimeForm, view: Pick<ViewOutput, 'state'>, now: number): TimeForm {
  const shown = formValues(view);
  const { end } = time;
  if (end.choice === 'at' && !shown.has(fields.endDate)) {
    const meant = windowOf({ ...time, end: { ...end, choice: 'for' } }, now);
    if (meant === undefined || windowOf(time, now) !== undefined) return time;
    return { ...time, end: { ...end, ...wallTimeOf(meant.endsAt, meant.zone) } };
  }
  if (end.choice === 'for' && !shown.has(fields.duration) && end.duration === '') {
    const meant = windowOf({ ...time, end: { ...end, choice: 'at' } }, now);
    return meant === undefined
      ? time
      : { ...time, end: { ...end, duration: writeDuration(meant.endsAt - meant.startsAt) } };
  }
  return time;
}

/** What the times mean, whatever the policy says of them; undefined when they are no window. */
function windowOf(time: TimeForm, now: number): Window | undefined {
  const any = Number.POSITIVE_INFINITY;
  const window = readWindow(typedWindow(time), { now, maxMs: any, maxLeadMs: any });
  return 'startsAt' in window ? window : undefined;
}
