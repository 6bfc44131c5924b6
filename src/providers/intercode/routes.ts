import type { Route } from '../route.ts';

/**
 * Where each operation on teams of an Intercode deployment is. A token acts as the person it belongs to, in the team that person has
 * chosen last, so the permission is that person's role there.
 */
export const routes = {
  getOwnTeam: {
    name: 'Get own team',
    kind: 'read',
    method: 'GET',
    path: '/teams',
    permission: 'team member',
    certainty: 'high',
  },
  getTeamMembers: {
    name: 'Get team members',
    kind: 'read',
    method: 'GET',
    path: '/teams/members',
    permission: 'team member',
    certainty: 'high',
  },
  getTeamRoles: {
    name: 'Get team roles',
    kind: 'read',
    method: 'GET',
    path: '/teams/roles',
    permission: 'any user',
    certainty: 'high',
  },
  checkTeamLimit: {
    name: 'Check team limit',
    kind: 'read',
    method: 'GET',
    path: '/teams/limit',
    permission: 'any user',
    certainty: 'high',
  },
  getAllTeams: {
    name: 'Get all teams',
    kind: 'read',
    method: 'GET',
    path: '/teams/all',
    permission: 'Admin or Super Admin of the deployment',
    certainty: 'high',
    // Intercode names no bound, so a deployment may have one.
    page: { limit: 100, shortIsLast: false },
  },
  createTeam: {
    name: 'Create team',
    kind: 'write',
    method: 'POST',
    path: '/teams',
    permission: 'any user, as many as the plan has teams',
    certainty: 'high',
  },
  createInvitation: {
    name: 'Create invitation',
    kind: 'write',
    method: 'POST',
    path: '/teams/invitation',
    permission: 'team Owner, or Manager for a Viewer or Manager',
    certainty: 'high',
    invites: true,
  },
  leaveTeam: {
    name: 'Leave team',
    kind: 'write',
    method: 'PUT',
    path: '/teams/leave-team/{id}',
    permission: 'team member',
    certainty: 'high',
  },
  acceptInvitation: {
    name: 'Accept invitation',
    kind: 'write',
    method: 'PUT',
    path: '/teams/accept-invitation/{id}',
    permission: 'the invited person',
    certainty: 'high',
  },
  declineInvitation: {
    name: 'Decline invitation',
    kind: 'write',
    method: 'PUT',
    path: '/teams/decline-invitation/{id}',
    permission: 'the invited person',
    certainty: 'high',
  },
  cancelInvitation: {
    name: 'Cancel invitation',
    kind: 'write',
    method: 'DELETE',
    path: '/teams/invitation/{id}',
    permission: 'team Owner or Manager',
    certainty: 'high',
  },
  deleteTeam: {
    name: 'Delete team',
    kind: 'write',
    method: 'DELETE',
    path: '/teams/{id}',
    permission: 'team Owner',
    certainty: 'high',
  },
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
