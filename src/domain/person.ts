import type { Invite } from './invite.ts';
import type { LeftReason } from './inviter-left.ts';
import type { MemberBatch } from './member-batch.ts';
import type { Policy } from './policy/policy.ts';
import { type Problem, problem } from './problem.ts';

/**
 * Of the user groups that the policy names, those a person is in, and those of which Slack does not say it now. `hidden`: those of which it
 * says it to nobody until somebody changes something, a scope or the plan.
 */
export type Memberships = {
  readonly isIn: readonly string[];
  readonly unknown: readonly string[];
  readonly hidden?: readonly string[];
};

/** A person as Slack describes them at this moment. */
export type Person = {
  readonly id: string;
  /** The workspace the account belongs to; another one than ours is an external member in a shared channel. */
  readonly workspaceId: string;
  readonly name: string;
  /** IANA name; undefined when Slack does not say. */
  readonly timeZone: string | undefined;
  /** The language and country Slack is set to, "en-GB"; undefined when Slack does not say. */
  readonly locale?: string | undefined;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
  readonly isExternalMember: boolean;
  /** An older look counts because Slack does not answer now: good enough for a person's own invites, not for what admins may do. */
  readonly isStale: boolean;
  /** Undefined where the policy names no user group. */
  readonly groups?: Memberships;
};

/** Whether a person may use Guestlist at all: full members of this workspace may. Undefined is yes. */
export function mayInvite(person: Person, workspaceId: string): Problem | undefined {
  if (person.isDeactivated) return problem('not_allowed_deactivated');
  if (person.isBot) return problem('not_allowed_bot');
  if (person.isExternalMember || person.workspaceId !== workspaceId) return problem('not_allowed_external');
  if (person.isGuest) return problem('not_allowed_guest');
  return undefined;
}

/** Why this person cannot answer for an invite; undefined for a full member of the workspace. */
export function leftReason(person: Person, workspaceId: string): LeftReason | undefined {
  switch (mayInvite(person, workspaceId)?.code) {
    case undefined:
      return undefined;
    case 'not_allowed_deactivated':
      return 'deactivated';
    case 'not_allowed_guest':
      return 'guest';
    case 'not_allowed_bot':
      return 'bot';
    default:
      return 'external';
  }
}

/** Admins of the workspace, its owners, and those the policy names; nobody while Slack does not say who they are now. */
export function isAdmin(person: Person, policy: Policy): boolean {
  return !person.isStale && (person.isAdmin || policy.admins.includes(person.id));
}

/** Those the policy names, themselves or by a user group; nobody of a group while Slack does not say who is in it. */
export function isCoordinator(person: Person, { coordinators }: Policy): boolean {
  return [person.id, ...(person.groups?.isIn ?? [])].some((id) => coordinators.includes(id));
}

/** Whether every guest's invite is theirs to see and to change: coordinators and admins. */
export function coordinates(person: Person, policy: Policy): boolean {
  return isAdmin(person, policy) || isCoordinator(person, policy);
}

/** Whether a person may do what is for admins. Undefined is yes. */
export function mayAdminister(person: Person, policy: Policy, workspaceId: string): Problem | undefined {
  const refused = mayInvite(person, workspaceId);
  if (refused !== undefined || isAdmin(person, policy)) return refused;
  return problem(person.isStale ? 'not_allowed_unknown' : 'not_admin');
}

/** Whether a person may change this invite, or this series: who invited, coordinators, and admins, as long as they may use Guestlist. Undefined is yes. */
export function mayChange(
  invite: Pick<Invite, 'workspaceId' | 'inviterId'>,
  person: Person,
  policy: Policy,
): Problem | undefined {
  const refused = mayInvite(person, invite.workspaceId);
  if (refused !== undefined) return refused;
  const may = invite.inviterId === person.id || coordinates(person, policy);
  return may ? undefined : problem('not_inviter');
}

/** Whether a person may go on with a batch of members: who asked for it, and admins. Undefined is yes. */
export function mayChangeBatch(batch: MemberBatch, person: Person, policy: Policy): Problem | undefined {
  const refused = mayInvite(person, batch.workspaceId);
  if (refused !== undefined) return refused;
  return batch.requesterId === person.id || isAdmin(person, policy) ? undefined : problem('not_members_requester');
}
