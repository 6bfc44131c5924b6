import { randomUUID } from 'node:crypto';
import type { EmulatedAnswer, EmulatedCall } from '../provider-server.types.ts';
import { sameEmail } from '../same-email.ts';
import { readInvitation, readPaging } from './check-request.ts';
import { type Fault, isFault } from './faults.ts';
import { linksOf } from './links.ts';
import type { Operation } from './operations.ts';
import type { EmulatedInvitation, EmulatedRole, SnykEmulatorOptions } from './snyk-emulator.types.ts';

export type State = {
  readonly options: SnykEmulatorOptions;
  readonly orgId: string;
  readonly roles: readonly EmulatedRole[];
  readonly invitations: EmulatedInvitation[];
  readonly members: string[];
  readonly mails: { readonly to: string; readonly invitationId: string }[];
};

const version = { jsonapi: { version: '1.0' } };

/** Returns the role's id, as in the request. */
export function createInvitation(state: State, call: EmulatedCall<Operation>): EmulatedAnswer | Fault {
  const wanted = readInvitation(call);
  if (isFault(wanted)) return wanted;
  if (!state.roles.some((role) => role.id === wanted.role)) {
    return { status: 400, detail: 'No such role', pointer: '/data/attributes/role' };
  }
  const status = state.options.duplicates ?? 409;
  if (state.members.some((email) => sameEmail(email, wanted.email))) {
    return { status, detail: 'The user is already a member of this organization' };
  }
  if (waiting(state).some((invitation) => sameEmail(invitation.email, wanted.email))) {
    return { status, detail: 'There is a pending invitation for this email' };
  }
  const invitation = invite(state, wanted);
  const { id, email, role } = invitation;
  const path = `/orgs/${state.orgId}/invites`;
  return {
    status: 201,
    headers: { location: `${path}/${id}` },
    body: {
      ...version,
      data: {
        type: 'org_invitation',
        id,
        attributes: { email, is_active: true, role },
        relationships: {
          org: {
            data: { type: 'org', id: state.orgId },
            links: { related: `/orgs/${state.orgId}?version=${call.query.version}` },
          },
        },
      },
    },
  };
}

/** Pending ones only, with the role's name. */
export function listInvitations(state: State, call: EmulatedCall<Operation>): EmulatedAnswer | Fault {
  const paging = readPaging(call.query);
  if (isFault(paging)) return paging;
  const all = waiting(state);
  const cursors = all.map((invitation) => cursorOf(invitation.id));
  const start = paging.after === undefined ? 0 : placeAfter(state, paging.after);
  if (start === undefined) return { status: 400, detail: 'no such cursor', parameter: 'starting_after' };
  const end = paging.before === undefined ? all.length : cursors.indexOf(paging.before);
  if (end < 0) return { status: 400, detail: 'no such cursor', parameter: 'ending_before' };
  const from = paging.before === undefined ? start : Math.max(start, end - paging.limit);
  const shown = all.slice(from, Math.min(end, from + paging.limit));
  const last = shown.at(-1);
  const next = last === undefined ? undefined : cursorOf(last.id);
  const links = linksOf(state, call.query, { next, isLast: from + shown.length >= all.length });
  const data = shown.map(({ id, email, role, is_active }) => ({
    type: 'org_invitation',
    id,
    attributes: { email, is_active, role: state.roles.find((each) => each.id === role)?.name },
  }));
  return { status: 200, body: { ...version, data, links } };
}

/** One that is not pending is not found. */
export function cancelInvitation(state: State, id: string): EmulatedAnswer | Fault {
  const invitation = waiting(state).find((each) => each.id === id);
  if (invitation === undefined) return { status: 404, detail: 'Not Found' };
  invitation.is_active = false;
  return { status: 204 };
}

export function invite(state: State, wanted: { readonly email: string; readonly role: string }): EmulatedInvitation {
  const invitation: EmulatedInvitation = { id: randomUUID(), ...wanted, is_active: true };
  state.invitations.push(invitation);
  state.mails.push({ to: wanted.email, invitationId: invitation.id });
  return invitation;
}

export function acceptInvitation(state: State, id: string): void {
  const invitation = waiting(state).find((each) => each.id === id);
  if (invitation === undefined) throw new Error(`no invitation ${id} is pending`);
  invitation.is_active = false;
  state.members.push(invitation.email);
}

function waiting(state: State): EmulatedInvitation[] {
  return state.invitations.filter((invitation) => invitation.is_active);
}

/** A cursor stays valid when its invitation is no longer pending. */
function placeAfter(state: State, cursor: string): number | undefined {
  const nth = state.invitations.findIndex((invitation) => cursorOf(invitation.id) === cursor);
  if (nth < 0) return undefined;
  return state.invitations.slice(0, nth + 1).filter((invitation) => invitation.is_active).length;
}

function cursorOf(id: string): string {
  return `v1.${Buffer.from(JSON.stringify({ id })).toString('base64')}`;
}
