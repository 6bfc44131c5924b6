import type { ViewOutput } from '@slack/bolt';
import { writeDuration } from '../../../domain/time/durations.ts';
import { readWindow, type Window } from '../../../domain/time/typed-window.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import { formValues } from '../../blocks/form-values.ts';
import { fields } from '../../names.ts';
import { typedWindow } from './form-lines.ts';
import type { TimeForm } from './time-blocks.ts';

/**
 * The times of a form in which somebody has just switched from a length to an end, or back: the new input starts with what the other one
 * meant, unless what was put into it before still makes a window. `now` in epoch ms.
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
