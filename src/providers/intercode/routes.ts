import type { PageSize } from '../offset-pages.ts';
import { type Route, read, write } from '../route.ts';

/** Of `getAllTeams`. Intercode documents no longest page, so a deployment may have one of its own. */
export const pageSize: PageSize = { limit: 100, shortIsLast: false };

/**
 * Where each operation on teams of an Intercode deployment is. A token acts as the person it belongs to, in the team that person has
 * chosen last, so the permission is that person's role there.
 */
export const routes = {
  getOwnTeam: read('Get own team', '/teams', 'team member', 'high'),
  getTeamMembers: read('Get team members', '/teams/members', 'team member', 'high'),
  getTeamRoles: read('Get team roles', '/teams/roles', 'any user', 'high'),
  checkTeamLimit: read('Check team limit', '/teams/limit', 'any user', 'high'),
  getAllTeams: read('Get all teams', '/teams/all', 'Admin or Super Admin of the deployment', 'high'),
  createTeam: write('Create team', 'POST /teams', 'any user, as many as the plan has teams', 'high'),
  createInvitation: write(
    'Create invitation',
    'POST /teams/invitation',
    'team Owner, or Manager for a Viewer or Manager',
    'high',
    { invites: true },
  ),
  leaveTeam: write('Leave team', 'PUT /teams/leave-team/{id}', 'team member', 'high'),
  acceptInvitation: write('Accept invitation', 'PUT /teams/accept-invitation/{id}', 'the invited person', 'high'),
  declineInvitation: write('Decline invitation', 'PUT /teams/decline-invitation/{id}', 'the invited person', 'high'),
  cancelInvitation: write('Cancel invitation', 'DELETE /teams/invitation/{id}', 'team Owner or Manager', 'high'),
  deleteTeam: write('Delete team', 'DELETE /teams/{id}', 'team Owner', 'high'),
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
