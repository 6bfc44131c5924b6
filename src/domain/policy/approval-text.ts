import { z } from 'zod';
import { defined } from '../defined.ts';
import { permissionKeys } from '../invite.ts';
import { type ApprovalPolicy, type ApprovalRule, defaultApprovals, type MemberApproval } from './approval-rule.ts';
import { Channel, Duration, group, list, NameOrId, PersonOrRole, some, wordOf } from './written.ts';

/** More approvals than anybody waits for. */
const MOST_APPROVALS = 20;

export const GroupName = z
  .string('is not text')
  .trim()
  .min(1, 'is empty')
  .max(60, 'is longer than 60 characters')
  // It is written into messages.
  .regex(/^[^\n\r]*$/, 'is longer than a line');

const Yes = z.boolean('is neither `true` nor `false`');

export const Approvals = group({
  groups: z
    .record(GroupName, group({ people: some(PersonOrRole), channel: Channel.optional() }), 'is not a group of settings')
    .default({}),
  self: Yes.optional(),
  remindAfter: Duration.optional(),
  escalateAfter: Duration.optional(),
  expireAfter: Duration.optional(),
  breakGlass: list(PersonOrRole).optional(),
});

export const ApprovalCount = z
  .int('is not a whole number')
  .min(1, 'is below 1')
  .max(MOST_APPROVALS, `is above ${MOST_APPROVALS}`);

const asked = {
  by: some(GroupName),
  count: ApprovalCount.optional(),
  reason: wordOf(['required', 'optional'], 'a way to ask for a reason').optional(),
};

/** What a rule for guests says of approval. */
export const Approval = group({
  ...asked,
  above: group({
    window: Duration.optional(),
    lead: Duration.optional(),
    permissions: list(wordOf(permissionKeys, 'a permission')).optional(),
  })
    .refine((above) => Object.values(above).some((part) => part !== undefined), 'is empty')
    .optional(),
  extensions: Yes.optional(),
});

/** What a system that members are invited to says of it. */
export const SystemApproval = group({ ...asked, roles: some(NameOrId).optional() });

export function approvalRuleOf({ above, extensions, ...written }: z.infer<typeof Approval>): ApprovalRule {
  const { window: windowMs, lead: leadMs, permissions } = above ?? {};
  const limits = above === undefined ? undefined : defined({ windowMs, leadMs, permissions });
  return { ...askedOf(written), ...defined({ above: limits }), extensions: extensions ?? true };
}

export function memberApprovalOf({ roles, ...written }: z.infer<typeof SystemApproval>): MemberApproval {
  return { ...askedOf(written), ...defined({ roles }) };
}

/** A group that is named twice counts once. */
function askedOf({ by, count = 1, reason }: Pick<z.infer<typeof Approval>, 'by' | 'count' | 'reason'>) {
  return { by: [...new Set(by)], count, needsReason: reason === 'required' };
}

export function approvalPolicyOf(written: z.infer<typeof Approvals>): ApprovalPolicy {
  const { groups, self, remindAfter, escalateAfter, expireAfter, breakGlass } = written;
  return {
    groups: Object.fromEntries(
      Object.entries(groups).map(([name, { people, channel }]) => [
        name,
        { people, ...defined({ channelId: channel }) },
      ]),
    ),
    self: self ?? defaultApprovals.self,
    remindAfterMs: remindAfter ?? defaultApprovals.remindAfterMs,
    escalateAfterMs: escalateAfter ?? defaultApprovals.escalateAfterMs,
    expireAfterMs: expireAfter ?? defaultApprovals.expireAfterMs,
    breakGlass: breakGlass ?? defaultApprovals.breakGlass,
  };
}
