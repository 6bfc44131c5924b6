import type { Invite } from './invite.ts';
import type { MemberBatch } from './member-batch.ts';
import type { Policy } from './policy.ts';
import { type Problem, problem } from './problem.ts';

/** A person as Slack describes them at this moment. */
export type Person = {
  readonly id: string;
  /** The workspace the account belongs to; another one than ours is a stranger from a shared channel. */
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
  readonly isStranger: boolean;
  /** An older look counts because Slack does not answer now: good enough for a person's own invites, not for what admins may do. */
  readonly isStale: boolean;
};

/** Whether a person may use Guestlist at all: full members of this workspace may. Undefined is yes. */
export function mayInvite(person: Person, workspaceId: string): Problem | undefined {
  if (person.isDeactivated) return problem('not_allowed_deactivated');
  if (person.isBot) return problem('not_allowed_bot');
  if (person.isStranger || person.workspaceId !== workspaceId) return problem('not_allowed_stranger');
  if (person.isGuest) return problem('not_allowed_guest');
  return undefined;
}

/** Admins of the workspace, its owners, and those the policy names; nobody while Slack does not say who they are now. */
export function isAdmin(person: Person, policy: Policy): boolean {
  return !person.isStale && (person.isAdmin || policy.admins.includes(person.id));
}

/** Whether a person may do what is for admins. Undefined is yes. */
export function mayAdminister(person: Person, policy: Policy, workspaceId: string): Problem | undefined {
  const refused = mayInvite(person, workspaceId);
  if (refused !== undefined || isAdmin(person, policy)) return refused;
  return problem(person.isStale ? 'not_allowed_unknown' : 'not_admin');
}

/** Whether a person may change this invite: who invited, and admins, as long as they may use Guestlist. Undefined is yes. */
export function mayChange(invite: Invite, person: Person, policy: Policy): Problem | undefined {
  const refused = mayInvite(person, invite.workspaceId);
  if (refused !== undefined) return refused;
  return invite.inviterId === person.id || isAdmin(person, policy) ? undefined : problem('not_host_of_invite');
}

/** Whether a person may go on with a batch of members: who asked for it, and admins. Undefined is yes. */
export function mayChangeBatch(batch: MemberBatch, person: Person, policy: Policy): Problem | undefined {
  const refused = mayInvite(person, batch.workspaceId);
  if (refused !== undefined) return refused;
  return batch.askerId === person.id || isAdmin(person, policy) ? undefined : problem('not_host_of_invite');
}
