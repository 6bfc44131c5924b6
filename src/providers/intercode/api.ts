import type { z } from 'zod';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { checked, createCaller } from '../caller.ts';
import { type ConnectionConfig, linkHostsOf } from '../connection-config.ts';
import type { Send } from '../http.ts';
import { intercodeErrorMapping } from './problems.ts';
import { type Operation, routes } from './routes.ts';
import * as schema from './schema.ts';

/** `apiUrl` without a slash at the end: every deployment has its own. No operation returns the id of the token's team. */
export type IntercodeConfig = ConnectionConfig & {
  readonly token: string;
  readonly teamId: string;
};

/** What is left out is sent as null, the team as the configured one. */
export type Invitation = {
  readonly email: string;
  readonly role: string;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly phone?: string | null;
  readonly teamId?: string | null;
};

/** Hosts its links may lead to. Every deployment has its own host: only the API's is known. */
export function linkHosts(config: IntercodeConfig): readonly string[] {
  return linkHostsOf(config);
}

export type IntercodeApi = ReturnType<typeof createIntercodeApi>;

/**
 * An Intercode deployment in its own terms, one function per operation. Each answers what Intercode answered or a Problem, and throws
 * never for what comes over the network. What cannot be is refused before it is sent (`provider_rejected`).
 */
export function createIntercodeApi(config: IntercodeConfig, deps: { readonly send: Send }) {
  const { read, done } = createCaller<Operation>({
    ...deps,
    routes,
    config,
    errorMapping: intercodeErrorMapping(config.token, linkHosts(config)),
  });

  return {
    /** The team of the token: its name, how many are in it, and how many may be. Not its id. */
    getOwnTeam: () => read('getOwnTeam', schema.OwnTeamAnswer),

    /** Of the token's team, invited people too; all at once. */
    getTeamMembers: () => read('getTeamMembers', schema.PersonList),

    /** What people can be invited as. */
    getTeamRoles: () => read('getTeamRoles', schema.TeamRoleList),

    /** "Checks the team limit": a bare boolean, and what true means is not documented. */
    checkTeamLimit: () => read('checkTeamLimit', schema.TeamLimitAnswer),

    /** Of the whole deployment, for its admins. Without a limit as many as the server likes; there is no total. */
    getAllTeams: (search: Readonly<z.input<typeof schema.TeamSearch>> = {}) =>
      read('getAllTeams', schema.TeamList, { query: checked('intercode', schema.TeamSearch, search) }),

    /** Answered with 201 and the team. */
    createTeam: (team: { readonly teamName?: string } = {}) =>
      read('createTeam', schema.CreatedTeamAnswer, { body: checked('intercode', schema.NewTeam, team) }),

    /** The answer names no invitation: find people with `getTeamMembers`. `plan_full` when the team is. */
    createInvitation(invitation: Invitation): Promise<'done' | Problem> {
      const nothing = { firstName: null, lastName: null, phone: null, teamId: config.teamId };
      return done('createInvitation', {
        body: checked('intercode', schema.Invitation, { ...nothing, ...invitation }),
      });
    },

    /** The token's owner leaves. An owner of the team names the next one, by user id, who gets mail and whose plan applies from then on. */
    leaveTeam: (teamId: string, next: { readonly newOwnerId?: string } = {}) =>
      done('leaveTeam', { ids: { id: teamId }, body: checked('intercode', schema.Leaving, next) }),

    /** Acts as the token's owner, who was invited to that team. */
    acceptInvitation: (teamId: string) => done('acceptInvitation', { ids: { id: teamId } }),

    /** Acts as the token's owner, who was invited to that team. */
    declineInvitation: (teamId: string) => done('declineInvitation', { ids: { id: teamId } }),

    /** By the id of the user, in the token's team. */
    async cancelInvitation(userId: string, which: { readonly membershipId?: string } = {}): Promise<'done' | Problem> {
      const wanted = checked('intercode', schema.Cancellation, { ...which, userId });
      if (isProblem(wanted)) return wanted;
      const { userId: id, ...body } = wanted;
      return done('cancelInvitation', { ids: { id }, body });
    },

    deleteTeam: (teamId: string) => done('deleteTeam', { ids: { id: teamId } }),
  };
}
