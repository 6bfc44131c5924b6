import type { EmulatedOperation } from '../provider-server.types.ts';

/** The documented operations; `permission` is who may use them. Of similar paths, the one without a placeholder comes first. */
export const operations = [
  { name: 'Get own team', method: 'GET', path: '/teams', permission: 'member' },
  { name: 'Get team members', method: 'GET', path: '/teams/members', permission: 'member' },
  { name: 'Get team roles', method: 'GET', path: '/teams/roles', permission: 'anybody' },
  { name: 'Check team limit', method: 'GET', path: '/teams/limit', permission: 'anybody' },
  { name: 'Get all teams', method: 'GET', path: '/teams/all', permission: 'admin of the deployment' },
  { name: 'Create team', method: 'POST', path: '/teams', permission: 'anybody' },
  { name: 'Create invitation', method: 'POST', path: '/teams/invitation', permission: 'by role and team' },
  { name: 'Leave team', method: 'PUT', path: '/teams/leave-team/{id}', permission: 'by role and team' },
  { name: 'Accept invitation', method: 'PUT', path: '/teams/accept-invitation/{id}', permission: 'by role and team' },
  { name: 'Decline invitation', method: 'PUT', path: '/teams/decline-invitation/{id}', permission: 'by role and team' },
  { name: 'Cancel invitation', method: 'DELETE', path: '/teams/invitation/{id}', permission: 'owner or manager' },
  { name: 'Delete team', method: 'DELETE', path: '/teams/{id}', permission: 'by role and team' },
] as const satisfies readonly EmulatedOperation[];

export type Operation = (typeof operations)[number];
