import { z } from 'zod';
import {
  type Answer,
  noContent,
  pageOf,
  type Query,
  readBody,
  readFlag,
  readPage,
  refuse,
  refuseUnknown,
} from './answers.ts';
import { disconnect, refund } from './guest-ends.ts';
import { ksuid } from './ksuid.ts';
import type { EmulatedInvite } from './parsec-emulator.types.ts';
import { isMember, type State, timestamp, visible } from './state.ts';

const FIVE_DAYS_MS = 5 * 24 * 3_600_000;

const Instant = z.iso.datetime({ offset: true });
const Create = z.object({
  host_peer_id: z.string().min(1),
  guest_email: z.email(),
  event_name: z.string().min(1),
  keyboard: z.boolean(),
  mouse: z.boolean(),
  gamepad: z.boolean(),
  time_zone: z.string().min(1),
  starts_at: Instant,
  expires_at: Instant,
  message: z.string(),
  send_email: z.boolean().optional(),
});
// guest_email, event_name and message cannot be updated: they are ignored, like unknown keys.
const Update = Create.omit({ guest_email: true, event_name: true, message: true })
  .extend({ time_zone: z.string().min(3) })
  .partial();

export function listInvites(state: State, query: Query): Answer {
  const page = readPage(query);
  return pageOf(
    visible(state).map((invite) => wire(state, invite)),
    page,
  );
}

export function getInvite(state: State, id: string): Answer {
  return one(state, requireInvite(state, id), 200);
}

/** Uses a credit unless the guest is a member; sends email on request. */
export function createInvite(state: State, body: unknown): Answer {
  const { send_email: sendEmail = false, ...wanted } = readBody(Create, body);
  checkHost(state, wanted.host_peer_id);
  checkWindow(state, wanted, { startMustLieAhead: true });
  const free = isMember(state, wanted.guest_email);
  if (!free && state.credits < 1) refuse(400, 'Not enough guest access credits');
  if (!free) state.credits -= 1;
  const invite: EmulatedInvite = {
    id: ksuid(),
    team_id: state.teamId,
    ...wanted,
    starts_at: timestamp(Date.parse(wanted.starts_at)),
    expires_at: timestamp(Date.parse(wanted.expires_at)),
    created_at: timestamp(state.options.now()),
    hidden: { charged: !free, used: false, connected: false, cancelled: false, settled: false },
  };
  state.invites.push(invite);
  if (sendEmail) state.mails.push({ to: invite.guest_email, about: 'invited', inviteId: invite.id });
  return one(state, invite, state.options.createdStatus ?? 200);
}

/** Sends email on request when the times changed. */
export function updateInvite(state: State, id: string, body: unknown): Answer {
  const invite = requireInvite(state, id);
  const { send_email: sendEmail = false, ...change } = readBody(Update, body);
  const after = { ...invite, ...withoutUndefined(change) };
  if (change.host_peer_id !== undefined) checkHost(state, change.host_peer_id);
  checkWindow(state, after, { startMustLieAhead: change.starts_at !== undefined });
  const startsAt = timestamp(Date.parse(after.starts_at));
  const expiresAt = timestamp(Date.parse(after.expires_at));
  const moved = startsAt !== invite.starts_at || expiresAt !== invite.expires_at;
  Object.assign(invite, after, { starts_at: startsAt, expires_at: expiresAt });
  if (state.options.now() < Date.parse(expiresAt)) invite.hidden.settled = false;
  if (sendEmail && moved) state.mails.push({ to: invite.guest_email, about: 'updated', inviteId: invite.id });
  return one(state, invite, 200);
}

/** Disconnects the guest, and gives back the credit of an unused invite. A second cancel is not found. */
export function cancelInvite(state: State, id: string, query: Query): Answer {
  const invite = state.invites.find((each) => each.id === id && !each.hidden.cancelled) ?? refuseUnknown();
  const sendEmail = readFlag(query, 'send_email');
  cancelHeld(state, invite);
  if (sendEmail) state.mails.push({ to: invite.guest_email, about: 'cancelled', inviteId: invite.id });
  return noContent;
}

export function cancelHeld(state: State, invite: EmulatedInvite): void {
  invite.hidden.cancelled = true;
  disconnect(state, invite);
  refund(state, invite);
}

/** Disconnects the guest, who can connect again. Without a connected guest it succeeds too. */
export function kickGuest(state: State, id: string): Answer {
  disconnect(state, requireInvite(state, id));
  return noContent;
}

function requireInvite(state: State, id: string): EmulatedInvite {
  return visible(state).find((each) => each.id === id) ?? refuseUnknown();
}

function checkHost(state: State, peerId: string): void {
  const machine = state.machines.find((each) => each.peer_id === peerId);
  if (machine === undefined) refuse(404, 'host_peer_id: no such machine');
  if (!machine.is_guest_access) refuse(400, 'host_peer_id: guest access is not allowed on this machine');
}

function checkWindow(
  state: State,
  window: { readonly starts_at: string; readonly expires_at: string; readonly time_zone: string },
  rules: { readonly startMustLieAhead: boolean },
): void {
  const startsAt = Date.parse(window.starts_at);
  const expiresAt = Date.parse(window.expires_at);
  if (!isZone(window.time_zone)) refuse(400, 'time_zone must be a name of the IANA time zone database');
  if (rules.startMustLieAhead && startsAt <= state.options.now()) refuse(400, 'starts_at must be in the future');
  if (expiresAt <= startsAt) refuse(400, 'expires_at must be after starts_at');
  if (state.options.enforceFiveDays !== false && expiresAt - startsAt > FIVE_DAYS_MS) {
    refuse(400, 'an invite may last five days at most');
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

function one(state: State, invite: EmulatedInvite, status: number): Answer {
  const body = wire(state, invite);
  return { status, body: state.options.bareInvites === true ? body : { data: body } };
}

function wire(state: State, invite: EmulatedInvite): object {
  const { hidden: _, ...shown } = invite;
  const { linkKey: key = 'join_url' } = state.options;
  return key === 'none' ? shown : { ...shown, [key]: `${state.linkBase}/g/${invite.id}` };
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
