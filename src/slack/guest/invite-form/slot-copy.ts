import { writeLength } from '../../../domain/time/durations.ts';
import type { HourClock } from '../../../domain/time/hour-clock.ts';
import { SLOT_DAYS, type Slot } from '../../../domain/time/next-free-slot.ts';
import { lengthBetween } from '../../../domain/time/zoned-time.ts';
import type { RepeatTime } from '../../../flows/guest/next-slot.ts';
import { escapeText } from '../../blocks/blocks.ts';
import { clockSpan } from '../../shared/time-copy.ts';
import { hostCopy } from '../facts-copy.ts';

/** Takes over the time that is said beside it. */
export const useSlot = 'Use this time';

/** When a booked computer is free, mrkdwn. `zone`: that of the form. */
export function nextFreeCopy(slot: Slot, zone: string, clock: HourClock = '24'): string {
  return `*Next free:* ${escapeText(clockSpan(slot.startsAt, slot.endsAt, zone, clock))}.${shortened(slot, zone)}`;
}

/** How the times of a form came about that invites somebody again, mrkdwn; '' where they are as they were. */
export function repeatCopy(time: RepeatTime, host: { readonly hostName: string }, zone: string): string {
  switch (time.kind) {
    case 'same':
      return '';
    case 'next':
      return `:calendar: ${hostCopy(host)} is free then.${shortened(time.slot, zone)}`;
    case 'none':
      return `:warning: ${hostCopy(host)} has no free time of ${writeLength(time.length)} in the next ${SLOT_DAYS} days. Choose another computer or time.`;
  }
}

function shortened({ startsAt, endsAt, isShortened }: Slot, zone: string): string {
  return isShortened ? ` Shortened to ${writeLength(lengthBetween(startsAt, endsAt, zone))}, the longest allowed.` : '';
}
