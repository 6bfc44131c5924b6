import { type Problem, problem } from '../../domain/problem.ts';
import type { Context, MemberInvites, Members, Provider } from '../shared/context.ts';

export type InvitingSystem = Provider & { readonly memberInvites: MemberInvites };
export type SystemWithMembers = Provider & { readonly members: Members };

/** The systems members can be invited to, those that are on. */
export function invitingSystems(context: Pick<Context, 'providers'>): readonly InvitingSystem[] {
  return context.providers.filter((each): each is InvitingSystem => each.memberInvites !== undefined);
}

/** The systems that show their members, those that are on. */
export function systemsWithMembers(context: Pick<Context, 'providers'>): readonly SystemWithMembers[] {
  return context.providers.filter((each): each is SystemWithMembers => each.members !== undefined);
}

/** The system of this name that members can be invited to. Problem: provider_off. */
export function invitingSystem(context: Pick<Context, 'providers'>, name: string): InvitingSystem | Problem {
  return invitingSystems(context).find((each) => each.name === name) ?? problem('provider_off', { provider: name });
}

/** The system of this name that shows its members. Problem: provider_off. */
export function systemWithMembers(context: Pick<Context, 'providers'>, name: string): SystemWithMembers | Problem {
  return systemsWithMembers(context).find((each) => each.name === name) ?? problem('provider_off', { provider: name });
}
