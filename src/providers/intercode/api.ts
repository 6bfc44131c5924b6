import { isProblem, type Problem } from '../../domain/problem.ts';
import { checked, createCaller } from '../caller.ts';
import type { Send } from '../http.ts';
import { linkHostsOf } from '../link-hosts.ts';
import { overrideRoutes, type RouteOverrides } from '../route.ts';
import { intercodeManners } from './problems.ts';
import { type Operation, routes } from './routes.ts';
import * as schema from './schema.ts';

/** `apiUrl` without a slash at the end: everybody hosts his own. No operation tells the id of the token's team. */
export type IntercodeConfig = {
  readonly token: string;
  readonly teamId: string;
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
  /** Hosts its links may lead to, besides those it is known for. */
  readonly linkHosts?: readonly string[];
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

/** Hosts its links may lead to. Everybody hosts his own: none is known but that of the API. */
export function linkHosts(config: IntercodeConfig): readonly string[] {
  return linkHostsOf(config);
}

export type IntercodeApi = ReturnType<typeof createIntercodeApi>;

/**
 * An Intercode deployment in its own words, one function per operation. Each answers what Intercode answered or a Problem, and throws
 * for nothing that comes over the network. What cannot be is refused before it is sent (`provider_rejected`).
 */
export function createIntercodeApi(config: IntercodeConfig, deps: { readonly send: Send }) {
  const { read, done } = createCaller<Operation>({
    ...deps,
    routes: overrideRoutes('intercode', routes, config.routes),
    apiUrl: config.apiUrl,
    manners: intercodeManners(config.token, linkHosts(config)),
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
    async getAllTeams(
      search: { readonly offset?: number; readonly limit?: number; readonly globalSearch?: string } = {},
    ) {
      const query = checked('intercode', schema.TeamSearch, search);
      return isProblem(query) ? query : read('getAllTeams', schema.TeamList, { query });
    },

    /** Answered with 201 and the team. */
    async createTeam(team: { readonly teamName?: string } = {}) {
      const body = checked('intercode', schema.NewTeam, team);
      return isProblem(body) ? body : read('createTeam', schema.CreatedTeamAnswer, { body });
    },

    /** The answer names no invitation: people are found with `getTeamMembers`. `plan_full` when the team is. */
    async createInvitation(invitation: Invitation): Promise<'done' | Problem> {
      const nothing = { firstName: null, lastName: null, phone: null, teamId: config.teamId };
      const body = checked('intercode', schema.Invitation, { ...nothing, ...invitation });
      return isProblem(body) ? body : done('createInvitation', { body });
    },

    /** The token's owner leaves. An owner of the team names the next one, by user id, who gets mail and whose plan applies from then on. */
    async leaveTeam(teamId: string, next: { readonly newOwnerId?: string } = {}): Promise<'done' | Problem> {
      const body = checked('intercode', schema.Leaving, next);
      return isProblem(body) ? body : done('leaveTeam', { ids: { id: teamId }, body });
    },

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
