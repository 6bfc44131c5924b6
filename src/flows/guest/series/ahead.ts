import type { GuestRule } from '../../../domain/policy/guest-rule.ts';
import { LEAD_MS } from '../../../domain/series.ts';
import type { Context } from '../../shared/context.ts';
import { policyLimits } from '../window-limits-now.ts';

/** Where the policy allows less, an occurrence is created this much later than the earliest it allows, ms. */
const MARGIN_MS = 60_000;

/** How long before its start an occurrence is created, ms: a day, or as long as the policy allows, and the rule that decides about it. */
export function leadMs(context: Pick<Context, 'policy' | 'now'>, rule?: GuestRule): number {
  const { maxLeadMs } = policyLimits(context, rule);
  return maxLeadMs >= LEAD_MS ? LEAD_MS : Math.max(maxLeadMs - MARGIN_MS, 0);
}

/** The context as it is when an occurrence that starts then (epoch ms) is created: the policy's limits count from there. */
export function asOfCreation<Given extends Pick<Context, 'now'>>(
  context: Given,
  startsAt: number,
  lead: number,
): Given {
  return { ...context, now: () => Math.max(context.now(), startsAt - lead) };
}
