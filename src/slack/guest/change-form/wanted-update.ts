import { defined } from '../../../domain/defined.ts';
import { changedPermissions, type Invite, isRunning, type Terms, wishedTerms } from '../../../domain/invite.ts';
import { readWindow, type WindowProblem } from '../../../domain/time/typed-window.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import type { AskedChange } from '../../../flows/guest/plan-change.ts';
import { limitsOf } from '../../../flows/guest/window-limits-now.ts';
import type { Context } from '../../../flows/shared/context.ts';
import { typedWindow } from '../invite-form/form-lines.ts';
import type { TimeForm } from '../invite-form/time-blocks.ts';
import type { UpdateForm } from './update-form.ts';

/**
 * What an update form asks for, or what is wrong with its times. Only what the person changed: others may have changed the rest since the
 * form opened.
 */
export function wantedUpdate(
  context: Context,
  invite: Invite,
  form: Pick<UpdateForm, 'permissions' | 'time' | 'sendEmail' | 'shown'> & { readonly hostId: string | undefined },
): Omit<AskedChange, 'hostName'> | WindowProblem[] {
  const wished = wishedTerms(invite);
  const shown = form.shown ?? wished;
  const running = isRunning(invite, context.now());
  // A start in this very minute is not "in the past" as long as it is left alone.
  const startStays = running || showsStart(form.time, shown);
  const window = readWindow(typedWindow({ ...form.time, startFixed: running }), {
    ...limitsOf(context, invite),
    ...(startStays ? { fixedStartAt: running ? invite.startsAt : wished.startsAt } : {}),
  });
  if (Array.isArray(window)) return window;
  return {
    sendEmail: form.sendEmail,
    ...defined({
      hostId: form.hostId === shown.hostId ? undefined : form.hostId,
      permissions: changedPermissions(shown.permissions, form.permissions),
      timeZone: window.zone === shown.timeZone ? undefined : window.zone,
      startsAt: startStays ? undefined : window.startsAt,
      endsAt: sameMinute(window.endsAt, shown.endsAt) ? undefined : window.endsAt,
    }),
  };
}

/** Whether the form still shows the start it opened with, to the minute. */
function showsStart({ zone, start }: TimeForm, terms: Terms): boolean {
  const shown = wallTimeOf(terms.startsAt, terms.timeZone);
  return zone === terms.timeZone && start.choice === 'at' && start.date === shown.date && start.time === shown.time;
}

// A window that starts now has seconds, too; nobody meant to change those.
function sameMinute(one: number, other: number): boolean {
  return Math.floor(one / 60_000) === Math.floor(other / 60_000);
}
