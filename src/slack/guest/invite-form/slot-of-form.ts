import type { GuestRule } from '../../../domain/policy/guest-rule.ts';
import { isProblem } from '../../../domain/problem.ts';
import { readLength } from '../../../domain/time/durations.ts';
import type { Slot } from '../../../domain/time/next-free-slot.ts';
import type { Window, WindowProblem } from '../../../domain/time/typed-window.ts';
import { lengthBetween } from '../../../domain/time/zoned-time.ts';
import { nextSlot } from '../../../flows/guest/next-slot.ts';
import type { Context } from '../../../flows/shared/context.ts';
import type { InviteForm } from './invite-form.ts';

/**
 * When the computer of a form is free for as long as is chosen in it, from the chosen start on. `window`: what its times mean. Undefined for
 * never, and while the times mean nothing.
 */
export async function slotOfForm(
  context: Pick<Context, 'store' | 'policy' | 'now'>,
  { host, time }: Pick<InviteForm, 'host' | 'time'>,
  window: Window | readonly WindowProblem[],
  rule: GuestRule | undefined,
): Promise<Slot | undefined> {
  if (host === undefined || !('startsAt' in window)) return undefined;
  const { startsAt, endsAt, zone } = window;
  const typed = time.end.choice === 'for' ? readLength(time.end.duration) : undefined;
  const length = typed === undefined || isProblem(typed) ? lengthBetween(startsAt, endsAt, zone) : typed;
  return nextSlot(context, { hostId: host.id, length, zone, from: startsAt }, rule);
}
