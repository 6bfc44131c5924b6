import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { emailKey } from '../domain/email.ts';
import type { Invite } from '../domain/invite.ts';
import { type ProblemCode, problemCodes } from '../domain/problem.ts';
import type { InviteTable } from './schema.ts';

// What we wrote ourselves is still read with care: a row edited by hand must be named, not misread.
const Permissions = z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() });
/** What of a change was sent. */
export const SentChange = z
  .object({
    hostId: z.string(),
    hostName: z.string(),
    permissions: Permissions.partial().transform(withoutUndefined),
    timeZone: z.string(),
    startsAt: z.number(),
    endsAt: z.number(),
    sendEmail: z.boolean(),
    askedBy: z.string(),
    sentAt: z.number(),
    restores: z.literal(true),
  })
  .partial()
  .required({ sendEmail: true, askedBy: true })
  .transform(withoutUndefined);
const Change = SentChange.and(z.object({ sentBefore: SentChange.optional() }).transform(withoutUndefined));
const Cancel = z.object({ askedBy: z.string(), sendEmail: z.boolean() });
const InviterLeft = z
  .object({
    since: z.number(),
    why: z.enum(['deactivated', 'guest', 'removed', 'external', 'bot']),
    isHeld: z.boolean(),
    awayAt: z.number().optional(),
    isResumed: z.boolean().optional(),
  })
  .transform(withoutUndefined);
const State = z.enum(['requested', 'granted', 'cancelling', 'cancelled', 'ended', 'failed']);
const Code = z.custom<ProblemCode>((value) => typeof value === 'string' && value in problemCodes);
const Problem = z.object({ code: Code, facts: z.record(z.string(), z.union([z.string(), z.number()])) });

/** A row as the domain knows it. */
export function inviteOf(row: Selectable<InviteTable>): Invite {
  const change = row.change === null ? undefined : Change.parse(JSON.parse(row.change));
  return {
    id: row.id,
    requestKey: row.request_key,
    workspaceId: row.workspace_id,
    inviterId: row.inviter_id,
    inviterZone: row.inviter_zone ?? undefined,
    channelId: row.channel_id,
    guestEmail: row.guest_email,
    hostId: row.host_id,
    hostName: row.host_name,
    eventName: row.event_name,
    message: row.message,
    permissions: Permissions.parse(JSON.parse(row.permissions)),
    timeZone: row.time_zone,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    typedStart: row.typed_start,
    typedEnd: row.typed_end,
    sendEmail: row.send_email === 1,
    state: State.parse(row.state),
    providerInviteId: row.provider_invite_id ?? undefined,
    link: row.link ?? undefined,
    createSentAt: row.create_sent_at ?? undefined,
    inDoubt: row.in_doubt === 1,
    change,
    cancel: row.cancel === null ? undefined : Cancel.parse(JSON.parse(row.cancel)),
    kickAskedBy: row.kick_asked_by ?? undefined,
    inviterLeft: row.inviter_left === null ? undefined : InviterLeft.parse(JSON.parse(row.inviter_left)),
    stuckSince: row.stuck_since ?? undefined,
    problem: row.problem === null ? undefined : Problem.parse(JSON.parse(row.problem)),
    cardChannelId: row.card_channel_id ?? undefined,
    cardTs: row.card_ts ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

/** An invite as a row. */
export function rowOf(invite: Invite): Insertable<InviteTable> {
  return {
    id: invite.id,
    request_key: invite.requestKey,
    workspace_id: invite.workspaceId,
    inviter_id: invite.inviterId,
    inviter_zone: invite.inviterZone ?? null,
    channel_id: invite.channelId,
    guest_email: invite.guestEmail,
    guest_key: emailKey(invite.guestEmail),
    host_id: invite.hostId,
    host_name: invite.hostName,
    event_name: invite.eventName,
    message: invite.message,
    permissions: JSON.stringify(invite.permissions),
    time_zone: invite.timeZone,
    starts_at: invite.startsAt,
    ends_at: invite.endsAt,
    typed_start: invite.typedStart,
    typed_end: invite.typedEnd,
    send_email: invite.sendEmail ? 1 : 0,
    state: invite.state,
    provider_invite_id: invite.providerInviteId ?? null,
    link: invite.link ?? null,
    create_sent_at: invite.createSentAt ?? null,
    in_doubt: invite.inDoubt ? 1 : 0,
    change: jsonOrNull(invite.change),
    cancel: jsonOrNull(invite.cancel),
    kick_asked_by: invite.kickAskedBy ?? null,
    inviter_left: jsonOrNull(invite.inviterLeft),
    stuck_since: invite.stuckSince ?? null,
    problem: jsonOrNull(invite.problem),
    card_channel_id: invite.cardChannelId ?? null,
    card_ts: invite.cardTs ?? null,
    created_at: invite.createdAt,
    updated_at: invite.updatedAt,
    version: invite.version,
  };
}

function jsonOrNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;
}
