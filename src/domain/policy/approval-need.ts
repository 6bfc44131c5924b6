import { permissionKeys } from '../invite.ts';
import { endsTooLate, startsTooLate } from '../time/window-limits.ts';
import type { ApprovalCause, ApprovalNeed, ApprovalRule } from './approval-rule.ts';
import type { GuestRule, GuestTerms } from './guest-rule.ts';

/**
 * Whose approval an invite needs that a rule allows; undefined for none. `before`: what the invite has already, on the same host. Who asks
 * for more than that asks for all of it, as if it were new: or many small changes, each of which needs no approval, would reach what does.
 * `now` in epoch ms.
 */
export function approvalNeed(
  { name, approval }: GuestRule,
  after: GuestTerms,
  now: number,
  before?: GuestTerms,
): ApprovalNeed | undefined {
  if (approval === undefined) return undefined;
  const isFree = before !== undefined && !approval.extensions && isExtension(before, after, now);
  const causes = isFree ? [] : causesOf(approval, after, now);
  const { by, count, needsReason } = approval;
  return causes.length === 0 ? undefined : { rule: name, by, count, needsReason, causes };
}

function causesOf({ above }: ApprovalRule, ask: GuestTerms, now: number): readonly ApprovalCause[] {
  if (above === undefined) return [{ kind: 'rule' }];
  const { windowMs = Infinity, leadMs = Infinity, permissions } = above;
  const { startsAt, endsAt, timeZone } = ask;
  // As the limits of a rule are read: whole days are days of the calendar.
  const limits = { now, maxMs: windowMs, maxLeadMs: leadMs };
  const isTooMuch = permissionKeys.some((key) => ask.permissions[key] && permissions?.includes(key) === false);
  const causes: (ApprovalCause | false)[] = [
    endsTooLate(startsAt, endsAt, limits, timeZone) && { kind: 'window', maxMs: windowMs },
    startsTooLate(startsAt, limits, timeZone) && { kind: 'lead', maxMs: leadMs },
    isTooMuch && { kind: 'permissions', allowed: permissions ?? [] },
  ];
  return causes.filter((cause) => cause !== false);
}

/** Whether all that is more is a later end. A window that was moved as a whole is no extension: it can begin further ahead. */
function isExtension(before: GuestTerms, after: GuestTerms, now: number): boolean {
  const keepsStart = after.startsAt >= before.startsAt && after.startsAt <= Math.max(before.startsAt, now);
  return keepsStart && after.endsAt > before.endsAt && !hasMorePermissions(before, after);
}

export function hasMorePermissions(before: GuestTerms, after: GuestTerms): boolean {
  return permissionKeys.some((key) => after.permissions[key] && !before.permissions[key]);
}
