import { z } from 'zod';
import { type Answer, faults, pageOf, type Query, readPage, refuse } from './answers.ts';
import { ksuid } from './ksuid.ts';
import { type HeldInvite, isMember, refund, type State, timestamp, visible } from './state.ts';

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
// guest_email, event_name and message cannot be updated: in a body they are passed over, like any key that is not known.
const Update = Create.omit({ guest_email: true, event_name: true, message: true })
  .extend({ time_zone: z.string().min(3) })
  .partial();

export function listInvites(state: State, query: Query): Answer {
  const page = readPage(query);
  if ('status' in page) return page;
  return pageOf(
    visible(state).map((invite) => wire(state, invite)),
    page,
  );
}

export function getInvite(state: State, id: string): Answer {
  const invite = visible(state).find((each) => each.id === id);
  return invite === undefined ? refuse(404, 'Not Found') : one(state, invite, 200);
}

/** Uses a credit unless the guest is a member; mails only when asked to. */
export function createInvite(state: State, body: unknown): Answer {
  const read = Create.safeParse(body);
  if (!read.success) return refuse(400, faults(read.error));
  const wanted = read.data;
  const wrong = hostFault(state, wanted.host_peer_id) ?? windowFault(state, wanted, { startMustLieAhead: true });
  if (wrong !== undefined) return wrong;
  const free = isMember(state, wanted.guest_email);
  if (!free && state.credits < 1) return refuse(400, 'Not enough guest access credits');
  if (!free) state.credits -= 1;
  const { send_email: sendEmail = false, ...rest } = wanted;
  const invite: HeldInvite = {
    id: ksuid(),
    team_id: state.teamId,
    ...rest,
    starts_at: timestamp(Date.parse(rest.starts_at)),
    expires_at: timestamp(Date.parse(rest.expires_at)),
    created_at: timestamp(state.options.now()),
    hidden: { charged: !free, used: false, connected: false, cancelled: false, settled: false },
  };
  state.invites.push(invite);
  if (sendEmail) state.mails.push({ to: invite.guest_email, about: 'invited', inviteId: invite.id });
  return one(state, invite, state.options.createdStatus ?? 200);
}

/** Mails only when asked to and only when the times changed. */
export function updateInvite(state: State, id: string, body: unknown): Answer {
  const invite = visible(state).find((each) => each.id === id);
  if (invite === undefined) return refuse(404, 'Not Found');
  const read = Update.safeParse(body);
  if (!read.success) return refuse(400, faults(read.error));
  const { send_email: sendEmail = false, ...change } = read.data;
  const after = { ...invite, ...withoutUndefined(change) };
  const wrong =
    (change.host_peer_id === undefined ? undefined : hostFault(state, change.host_peer_id)) ??
    windowFault(state, after, { startMustLieAhead: change.starts_at !== undefined });
  if (wrong !== undefined) return wrong;
  const startsAt = timestamp(Date.parse(after.starts_at));
  const expiresAt = timestamp(Date.parse(after.expires_at));
  const moved = startsAt !== invite.starts_at || expiresAt !== invite.expires_at;
  Object.assign(invite, after, { starts_at: startsAt, expires_at: expiresAt });
  if (state.options.now() < Date.parse(expiresAt)) invite.hidden.settled = false;
  if (sendEmail && moved) state.mails.push({ to: invite.guest_email, about: 'updated', inviteId: invite.id });
  return one(state, invite, 200);
}

/** Drops the guest, gives the credit of an unused invite back. A second cancel finds nothing. */
export function cancelInvite(state: State, id: string, query: Query): Answer {
  const invite = state.invites.find((each) => each.id === id && !each.hidden.cancelled);
  if (invite === undefined) return refuse(404, 'Not Found');
  if (query.send_email !== undefined && !/^(true|false)$/.test(query.send_email)) {
    return refuse(400, 'send_email must be true or false');
  }
  cancelHeld(state, invite);
  if (query.send_email === 'true') {
    state.mails.push({ to: invite.guest_email, about: 'cancelled', inviteId: invite.id });
  }
  return { status: 204 };
}

export function cancelHeld(state: State, invite: HeldInvite): void {
  invite.hidden.cancelled = true;
  invite.hidden.connected = false;
  refund(state, invite);
}

/** Disconnects the guest, who can connect again; nobody connected is no error. */
export function kickGuest(state: State, id: string): Answer {
  const invite = visible(state).find((each) => each.id === id);
  if (invite === undefined) return refuse(404, 'Not Found');
  invite.hidden.connected = false;
  return { status: 204 };
}

function hostFault(state: State, peerId: string): Answer | undefined {
  const machine = state.machines.find((each) => each.peer_id === peerId);
  if (machine === undefined) return refuse(404, 'host_peer_id: no such machine');
  return machine.is_guest_access ? undefined : refuse(400, 'host_peer_id: guest access is not allowed on this machine');
}

function windowFault(
  state: State,
  window: { readonly starts_at: string; readonly expires_at: string; readonly time_zone: string },
  rules: { readonly startMustLieAhead: boolean },
): Answer | undefined {
  const startsAt = Date.parse(window.starts_at);
  const expiresAt = Date.parse(window.expires_at);
  if (!isZone(window.time_zone)) return refuse(400, 'time_zone must be a name of the IANA time zone database');
  if (rules.startMustLieAhead && startsAt <= state.options.now()) return refuse(400, 'starts_at must be in the future');
  if (expiresAt <= startsAt) return refuse(400, 'expires_at must be after starts_at');
  if (state.options.enforceFiveDays !== false && expiresAt - startsAt > FIVE_DAYS_MS) {
    return refuse(400, 'an invite may last five days at most');
  }
  return undefined;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

function one(state: State, invite: HeldInvite, status: number): Answer {
  const body = wire(state, invite);
  return { status, body: state.options.bareInvites === true ? body : { data: body } };
}

function wire(state: State, invite: HeldInvite): object {
  const { hidden: _, ...shown } = invite;
  const { linkKey: key = 'join_url' } = state.options;
  return key === 'none' ? shown : { ...shown, [key]: `${state.linkBase}/g/${invite.id}` };
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
