import type { EmulatedOperation } from '../provider-server.types.ts';

const admin = 'owner or administrator';

/** The operations as the documents have them; `permission` is who in the team may use them. */
export const operations = [
  { name: 'Accept member invite', method: 'POST', path: '/teams/accept-member-invite', permission: 'anybody' },
  { name: 'Send invitations', method: 'POST', path: '/teams/{id}/invite', permission: admin },
  { name: 'Update team', method: 'PATCH', path: '/teams/{id}', permission: admin },
  { name: 'List invitations', method: 'GET', path: '/teams/{id}/invitations', permission: 'member' },
  {
    name: 'Resend invitation',
    method: 'POST',
    path: '/teams/{id}/invitations/{invitation_id}/resend',
    permission: admin,
  },
  {
    name: 'Cancel invitation',
    method: 'POST',
    path: '/teams/{id}/invitations/{invitation_id}/cancel',
    permission: admin,
  },
  { name: 'List members', method: 'GET', path: '/teams/{id}/members', permission: 'member' },
  { name: 'Delete member', method: 'DELETE', path: '/teams/{id}/members/{user_id}', permission: admin },
  { name: 'Update member role', method: 'PATCH', path: '/teams/{id}/members/{user_id}', permission: admin },
] as const satisfies readonly EmulatedOperation[];

export type Operation = (typeof operations)[number];
