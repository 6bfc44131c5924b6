import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { defined } from '../domain/defined.ts';
import type { Invite, InviteState } from '../domain/invite.ts';
import { emailKey } from '../domain/text/email.ts';
import { readJson, readJsonIfAny, StoredProblem } from './json-columns.ts';
import { columnsOf, toRow } from './rows.ts';
import type { InviteTable } from './schema.ts';

const Permissions = z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() });
/** What of a change was sent. */
export const SentChange = z
  .object({
    hostId: z.string(),
    hostName: z.string(),
    permissions: Permissions.partial().transform(defined),
    timeZone: z.string(),
    startsAt: z.number(),
    endsAt: z.number(),
    sendEmail: z.boolean(),
    requestedBy: z.string(),
    sentAt: z.number(),
    restores: z.literal(true),
  })
  .partial()
  .required({ sendEmail: true, requestedBy: true })
  .transform(defined);
const Change = SentChange.and(z.object({ sentBefore: SentChange.optional() }).transform(defined));
const Cancel = z.object({ requestedBy: z.string(), sendEmail: z.boolean() });
const InviterLeft = z
  .object({
    since: z.number(),
    why: z.enum(['deactivated', 'guest', 'removed', 'external', 'bot']),
    isHeld: z.boolean(),
    awayAt: z.number().optional(),
    isResumed: z.boolean().optional(),
  })
  .transform(defined);
const State = z.enum(['requested', 'granted', 'cancelling', 'cancelled', 'ended', 'failed']);

/** What an invite is in until it has ended, is cancelled, or has failed. */
export const openStates: readonly InviteState[] = ['requested', 'granted', 'cancelling'];

/** A row as the domain knows it. */
export function inviteOf(row: Selectable<InviteTable>): Invite {
  const { guest_key: _, seen_in: __, ...own } = row;
  const columns = columnsOf<Invite>(own);
  return {
    ...columns,
    permissions: readJson(Permissions, columns.permissions),
    sendEmail: columns.sendEmail === 1,
    state: State.parse(columns.state),
    inDoubt: columns.inDoubt === 1,
    change: readJsonIfAny(Change, columns.change),
    cancel: readJsonIfAny(Cancel, columns.cancel),
    inviterLeft: readJsonIfAny(InviterLeft, columns.inviterLeft),
    problem: readJsonIfAny(StoredProblem, columns.problem),
  };
}

/** An invite as a row. */
export function rowOf(invite: Invite): Insertable<InviteTable> {
  return { ...toRow(invite), guest_key: emailKey(invite.guestEmail) };
}
