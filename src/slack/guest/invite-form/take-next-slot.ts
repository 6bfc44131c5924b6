import type { Person } from '../../../domain/person.ts';
import type { Slot } from '../../../domain/time/next-free-slot.ts';
import { readWindow } from '../../../domain/time/typed-window.ts';
import { policyLimits } from '../../../flows/guest/window-limits-now.ts';
import type { Context } from '../../../flows/shared/context.ts';
import { ruleOfForm, typedWindow } from './form-lines.ts';
import type { InviteForm } from './invite-form.ts';
import { slotOfForm } from './slot-of-form.ts';
import { slotForm, windowForm } from './start-form.ts';
import type { TimeForm } from './time-blocks.ts';

type TimedForm = Pick<InviteForm, 'email' | 'host' | 'channelId' | 'time' | 'timeNo' | 'lengthNo'>;

/** A form whose times are the next free ones of its computer by now; as it was where there are none any more. */
export async function takeNextSlot<F extends TimedForm>(context: Context, person: Person, form: F): Promise<F> {
  const window = readWindow(typedWindow(form.time), policyLimits(context));
  const slot = await slotOfForm(context, form, window, await ruleOfForm(context, person, form));
  if (slot === undefined) return form;
  const time = timeOfSlot(form.time, slot);
  const isRefilled = time.end.duration !== form.time.end.duration;
  return { ...form, time, timeNo: form.timeNo + 1, lengthNo: form.lengthNo + (isRefilled ? 1 : 0) };
}

function timeOfSlot({ zone, end }: TimeForm, slot: Slot): TimeForm {
  return end.choice === 'for' ? slotForm(zone, slot, end.duration) : windowForm(zone, slot.startsAt, slot.endsAt);
}
