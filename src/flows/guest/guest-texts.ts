import { type Problem, problem } from '../../domain/problem.ts';

const MAX_EVENT_NAME = 100;
const MAX_MESSAGE = 1000;

export type TextProblem = { readonly field: 'event' | 'message'; readonly problem: Problem };

/**
 * What is wrong with the event name and the message of a guest's invite, both cleaned. Problems: event_name_missing unless the name may be
 * left out, event_name_too_long, message_too_long.
 */
export function textFaults(
  { eventName, message }: { readonly eventName: string; readonly message: string },
  { mayBeNameless = false } = {},
): readonly TextProblem[] {
  const faults: TextProblem[] = [];
  if (eventName === '' && !mayBeNameless) faults.push({ field: 'event', problem: problem('event_name_missing') });
  if (eventName.length > MAX_EVENT_NAME)
    faults.push({ field: 'event', problem: problem('event_name_too_long', { max: MAX_EVENT_NAME }) });
  if (message.length > MAX_MESSAGE)
    faults.push({ field: 'message', problem: problem('message_too_long', { max: MAX_MESSAGE }) });
  return faults;
}
