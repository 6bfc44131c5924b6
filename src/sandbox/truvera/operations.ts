import type { EmulatedOperation } from '../provider-server.types.ts';

/** The operations served, as the documents have them; `permission` is who of the team may. */
export const operations = [
  { name: 'Accept member invite', method: 'POST', path: '/teams/accept-member-invite', permission: 'anybody' },
  { name: 'Send invitations', method: 'POST', path: '/teams/{id}/invite', permission: 'owner or administrator' },
  { name: 'Update team', method: 'PATCH', path: '/teams/{id}', permission: 'owner or administrator' },
  { name: 'List invitations', method: 'GET', path: '/teams/{id}/invitations', permission: 'member' },
  {
    name: 'Resend invitation',
    method: 'POST',
    path: '/teams/{id}/invitations/{invitation_id}/resend',
    permission: 'owner or administrator',
  },
  {
    name: 'Cancel invitation',
    method: 'POST',
    path: '/teams/{id}/invitations/{invitation_id}/cancel',
    permission: 'owner or administrator',
  },
  { name: 'List members', method: 'GET', path: '/teams/{id}/members', permission: 'member' },
  {
    name: 'Delete member',
    method: 'DELETE',
    path: '/teams/{id}/members/{user_id}',
    permission: 'owner or administrator',
  },
  {
    name: 'Update member role',
    method: 'PATCH',
    path: '/teams/{id}/members/{user_id}',
    permission: 'owner or administrator',
  },
] as const satisfies readonly EmulatedOperation[];

export type Operation = (typeof operations)[number];
