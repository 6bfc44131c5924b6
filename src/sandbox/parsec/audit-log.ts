import { z } from 'zod';
import { sameEmail } from '../same-email.ts';
import { type Answer, checkWholeNumbers, type Query, refuse } from './answers.ts';
import { ksuid, ksuidAt } from './ksuid.ts';
import type { EmulatedEvent, EmulatedInvite } from './parsec-emulator.types.ts';
import { type State, timestamp } from './state.ts';

const Instant = z.iso.datetime({ offset: true });
const Ksuid = z.string().regex(/^[0-9A-Za-z]{27}$/);

/** Records an event, and the member who caused it. */
export function record(
  state: State,
  event_name: string,
  data: Readonly<Record<string, unknown>> = {},
  userId?: number,
): void {
  const at = state.options.now();
  const member = state.members.find((each) => each.user_id === userId);
  state.events.push({
    id: ksuidAt(at, state.events.length),
    team_id: state.teamId,
    user_id: member?.user_id ?? null,
    email: member?.email ?? null,
    event_name,
    timestamp: timestamp(at),
    data,
  });
}

/**
 * Records that a guest's connection began, failed or was over. [assumed] Guests are logged as members are: by their email, and with the
 * computer, but not with their invite.
 */
export function recordGuest(
  state: State,
  invite: Pick<EmulatedInvite, 'guest_email' | 'host_peer_id'>,
  what: 'connects' | 'fails' | 'leaves',
  at = state.options.now(),
): void {
  const member = state.members.find((each) => sameEmail(each.email, invite.guest_email));
  state.events.push({
    id: ksuidAt(at, state.events.length),
    team_id: state.teamId,
    user_id: member?.user_id ?? null,
    email: invite.guest_email,
    event_name: what === 'leaves' ? 'client_disconnect' : 'p2p_client_complete',
    timestamp: timestamp(at),
    data: { attempt_id: ksuid(), host_peer_id: invite.host_peer_id, exit_code: what === 'fails' ? -6 : 0 },
  });
}

/** Records an operation. [assumed] Its event has the operation's name. */
export function recordCall(
  state: State,
  operation: string,
  { ids, body }: { readonly ids: Readonly<Record<string, string>>; readonly body: unknown },
): void {
  const { teamID: _, ...about } = ids;
  const name = operation.toLowerCase().match(/[a-z]+/g) ?? [];
  record(state, name.join('_'), { ...about, ...(typeof body === 'object' ? body : {}) });
}

/** Events by time; `cursor` is the first of the page, `after` the last one before it. */
export function listEvents(state: State, query: Query): Answer {
  checkQuery(query);
  const names = query.event_names?.split(',');
  const delay = state.options.auditLogDelayMs ?? 0;
  const matching = state.events.filter(
    (event) =>
      Date.parse(event.timestamp) + delay <= state.options.now() &&
      isBetween(event, query) &&
      (query.user_id === undefined || event.user_id === Number(query.user_id)) &&
      (names === undefined || names.includes(event.event_name)) &&
      (query.cursor === undefined || event.id >= query.cursor) &&
      (query.after === undefined || event.id > query.after),
  );
  // What Parsec ends by itself is noticed later than it happened.
  const found = matching.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const limit = Number(query.limit);
  const data = found.slice(0, limit).map(withCurrentEmail(state));
  const next = found[limit]?.id;
  return { status: 200, body: { data, ...(next === undefined ? lastPage(state, data[0]) : { next_cursor: next }) } };
}

/** The log shows the current email of an account. */
function withCurrentEmail(state: State) {
  return (event: EmulatedEvent): EmulatedEvent => {
    const member = state.members.find((each) => each.user_id === event.user_id);
    return { ...event, email: member?.email ?? event.email };
  };
}

function isBetween(event: EmulatedEvent, { start_at, end_at }: Query): boolean {
  const at = Date.parse(event.timestamp);
  return (start_at === undefined || at >= Date.parse(start_at)) && (end_at === undefined || at <= Date.parse(end_at));
}

function lastPage(state: State, first: EmulatedEvent | undefined): object {
  switch (state.options.lastCursor) {
    case 'null':
      return { next_cursor: null };
    case 'empty':
      return { next_cursor: '' };
    case 'repeated':
      return first === undefined ? {} : { next_cursor: first.id };
    default:
      return {};
  }
}

function checkQuery(query: Query): void {
  const { limit = '', cursor, after, start_at, end_at, event_names } = query;
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > 1000) {
    refuse(400, 'limit is required and must be an integer from 1 to 1000');
  }
  if (cursor !== undefined && after !== undefined) refuse(400, 'cursor may not be supplied with after');
  for (const [name, id] of Object.entries({ cursor, after })) {
    if (id !== undefined && !Ksuid.safeParse(id).success) refuse(400, `${name} must be a valid KSUID`);
  }
  for (const [name, at] of Object.entries({ start_at, end_at })) {
    if (at !== undefined && !Instant.safeParse(at).success) refuse(400, `${name} must be a date-time`);
  }
  if (query.user_id === '0') refuse(400, 'user_id must be at least 1');
  const names = event_names?.split(',') ?? [];
  if (new Set(names).size !== names.length) refuse(400, 'event_names must be unique');
  checkWholeNumbers(query, ['user_id']);
}
