import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { Approval } from '../domain/approval.ts';
import { permissionKeys } from '../domain/invite.ts';
import type { ApprovalCause } from '../domain/policy/approval-rule.ts';
import { SentChange } from './invite-rows.ts';
import { readJson, readJsonIfAny } from './json-columns.ts';
import { columnsOf, toRow } from './rows.ts';
import type { ApprovalTable } from './schema.ts';

const Cause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rule') }),
  z.object({ kind: z.literal('window'), maxMs: z.number() }),
  z.object({ kind: z.literal('lead'), maxMs: z.number() }),
  z.object({ kind: z.literal('permissions'), allowed: z.array(z.enum(permissionKeys)) }),
  z.object({ kind: z.literal('role'), role: z.string() }),
]) satisfies z.ZodType<ApprovalCause>;

const Terms = z.object({
  hostId: z.string(),
  hostName: z.string(),
  permissions: z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() }),
  timeZone: z.string(),
  startsAt: z.number(),
  endsAt: z.number(),
});
const State = z.enum(['open', 'approved', 'denied', 'expired', 'withdrawn', 'overtaken', 'bypassed']);
const Kind = z.enum(['invite', 'change', 'members']);
const Review = z.enum(['open', 'closed']).optional();

/** A row as the domain knows it. */
export function approvalOf(row: Selectable<ApprovalTable>): Approval {
  const columns = columnsOf<Approval>(row);
  return {
    ...columns,
    kind: Kind.parse(columns.kind),
    state: State.parse(columns.state),
    by: readJson(z.array(z.string()), columns.by),
    causes: readJson(z.array(Cause), columns.causes),
    terms: readJsonIfAny(Terms, columns.terms),
    change: readJsonIfAny(SentChange, columns.change),
    review: Review.parse(columns.review),
  };
}

/** A request as a row. */
export function approvalRow(approval: Approval): Insertable<ApprovalTable> {
  return toRow(approval);
}
