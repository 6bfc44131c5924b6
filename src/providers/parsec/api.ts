import type { z } from 'zod';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { HttpBody, Send } from '../http.ts';
import type { Page } from '../offset-pages.ts';
import { parsecProblem, problemOf, unreadable } from './problems.ts';
import { fillPath, type Operation, type RouteOverrides, routesWith } from './routes.ts';
import * as schema from './schema.ts';

/** `apiUrl` without a slash at the end. `teamId` is not part of the key: real keys carry an id of their own. */
export type ParsecConfig = {
  readonly apiKey: string;
  readonly teamId: string;
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
};

/** Parsec: on every list both are required, offset >= 0 and limit 1..200. */
export type Paging = { readonly offset: number; readonly limit: number };

/** Times are RFC 3339 text. Parsec leaves send_email off by default; here it is never left to a default. */
export type InviteChange = {
  readonly host_peer_id?: string;
  readonly keyboard?: boolean;
  readonly mouse?: boolean;
  readonly gamepad?: boolean;
  readonly time_zone?: string;
  readonly starts_at?: string;
  readonly expires_at?: string;
};

export type NewInvite = Required<InviteChange> & {
  readonly guest_email: string;
  readonly event_name: string;
  readonly message: string;
};

export type ParsecApi = ReturnType<typeof createParsecApi>;

/**
 * The Parsec Teams API V1 in its own words, one function per operation. Each answers what Parsec answered or a Problem, and
 * throws for nothing that comes over the network. What is out of Parsec's documented bounds is refused before it is sent
 * (`provider_rejected`).
 */
export function createParsecApi(config: ParsecConfig, deps: { readonly send: Send }) {
  const routes = routesWith(config.routes);

  /** The body of a success, or the Problem. */
  async function call(
    operation: Operation,
    request: {
      readonly ids?: Readonly<Record<string, string>>;
      readonly query?: Readonly<Record<string, string | number | boolean>>;
      readonly body?: Readonly<Record<string, unknown>>;
    } = {},
  ): Promise<HttpBody | Problem> {
    const route = routes[operation];
    const ids = { ...request.ids, teamID: config.teamId };
    // '.' and '..' would change the path, '' would name the list instead of the thing.
    if (Object.values(ids).some((id) => ['', '.', '..'].includes(id))) return parsecProblem('provider_not_found');

    const answer = await deps.send({
      label: `parsec ${route.name}`,
      kind: route.kind,
      quota: route.quota,
      method: route.method,
      url: config.apiUrl + fillPath(route.path, ids),
      ...(request.query === undefined ? {} : { query: request.query }),
      ...(request.body === undefined ? {} : { body: request.body }),
      bearer: config.apiKey,
    });
    const problem = problemOf(answer, route, config.apiKey);
    if (problem !== undefined) return problem;
    return answer.kind === 'answered' ? answer.body : unreadable(route);
  }

  async function one<Schema extends z.ZodType>(
    operation: Operation,
    schemaOf: Schema,
    request?: Parameters<typeof call>[1],
  ): Promise<z.output<Schema> | Problem> {
    const body = await call(operation, request);
    if (isProblem(body)) return body;
    return schema.decodeOne(schemaOf, body) ?? unreadable(routes[operation]);
  }

  async function page<Schema extends z.ZodType>(
    operation: Operation,
    schemaOf: Schema,
    paging: Paging,
    filters: Readonly<Record<string, string | number | boolean>> = {},
  ): Promise<Page<z.output<Schema>> | Problem> {
    if (!isWhole(paging.offset, 0, Number.MAX_SAFE_INTEGER)) return outOfBounds('offset must be 0 or more');
    if (!isWhole(paging.limit, 1, 200)) return outOfBounds('limit must be 1 to 200');
    const body = await call(operation, { query: { ...filters, offset: paging.offset, limit: paging.limit } });
    if (isProblem(body)) return body;
    return schema.decodePage(schemaOf, body) ?? unreadable(routes[operation]);
  }

  /** For operations whose success says nothing. A page of something else's (a proxy's) is no success. */
  async function done(operation: Operation, request: Parameters<typeof call>[1]): Promise<'done' | Problem> {
    const body = await call(operation, request);
    if (isProblem(body)) return body;
    return body.kind === 'other' ? unreadable(routes[operation]) : 'done';
  }

  return {
    getGuestAccessInvite: (guestAccessInviteID: string) =>
      one('getGuestAccessInvite', schema.ReadGuestAccessInvite, { ids: { guestAccessInviteID } }),

    getGuestAccessInvites: (paging: Paging) => page('getGuestAccessInvites', schema.GuestAccessInvite, paging),

    /** Costs a credit, unless the guest is a member of the team. */
    createGuestAccessInvite: async (invite: NewInvite, sendEmail: boolean) =>
      inviteFault(invite) ??
      (await one('createGuestAccessInvite', schema.GuestAccessInvite, { body: { ...invite, send_email: sendEmail } })),

    /** Changes only what is named. Changed permissions reach a connected guest at once. */
    updateGuestAccessInvite: async (guestAccessInviteID: string, change: InviteChange, sendEmail: boolean) =>
      inviteFault(change) ??
      (await one('updateGuestAccessInvite', schema.NamedGuestAccessInvite, {
        ids: { guestAccessInviteID },
        body: { ...change, send_email: sendEmail },
      })),

    /** Disconnects connected guests too, and gives the credit of an unused invite back. */
    cancelGuestAccessInvite: (guestAccessInviteID: string, sendEmail: boolean) =>
      done('cancelGuestAccessInvite', { ids: { guestAccessInviteID }, query: { send_email: sendEmail } }),

    kickGuestAccessGuest: (guestAccessInviteID: string) =>
      done('kickGuestAccessGuest', { ids: { guestAccessInviteID } }),

    getGuestAccessInviteCredits: () => one('getGuestAccessInviteCredits', schema.Credits),

    getTeamMachines: (paging: Paging, filters: { readonly name?: string; readonly is_guest_access?: boolean } = {}) =>
      page('getTeamMachines', schema.Machine, paging, filters),

    getTeamMachine: (machineID: string) => one('getTeamMachine', schema.Machine, { ids: { machineID } }),

    getTeamMembers: (paging: Paging, filters: { readonly email?: string } = {}) =>
      page('getTeamMembers', schema.Member, paging, filters),

    getTeamMember: (userID: string) => one('getTeamMember', schema.Member, { ids: { userID } }),
  };
}

/** Parsec: the end is after the start, time_zone has at least 3 characters, the e-mail is one. */
function inviteFault(invite: InviteChange & { readonly guest_email?: string }): Problem | undefined {
  const { starts_at, expires_at, time_zone, guest_email, host_peer_id } = invite;
  if (host_peer_id === '') return outOfBounds('host_peer_id is empty');
  if (guest_email !== undefined && !/^\S+@\S+$/.test(guest_email)) return outOfBounds('guest_email is not an e-mail');
  if (time_zone !== undefined && time_zone.length < 3) return outOfBounds('time_zone has fewer than 3 characters');
  if (starts_at !== undefined && expires_at !== undefined && Date.parse(expires_at) <= Date.parse(starts_at)) {
    return outOfBounds('expires_at is not after starts_at');
  }
  return undefined;
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function outOfBounds(message: string): Problem {
  return parsecProblem('provider_rejected', { message });
}
