import type { EmulatedOperation } from '../provider-server.types.ts';

/**
 * The documented operations: method, path below /v1/teams/{teamID}, and the permission a key needs. Paths that the documents do not
 * show are publicly reconstructed.
 */
export const operations = [
  ['Get App Rules', 'GET', '/app-rules', 'View App Rules'],
  [
    'Un-assign App Rule from Members and Machines',
    'POST',
    '/app-rules/{appRuleID}/unassign',
    'Manage App Rule Assignments',
  ],
  ['Assign App Rule to Members and Machines', 'POST', '/app-rules/{appRuleID}/assign', 'Manage App Rule Assignments'],
  ['Get Audit Log Events', 'GET', '/events', 'Access Audit Log'],
  ['Get Team Groups', 'GET', '/groups', 'View Groups'],
  ['Create Team Group', 'POST', '/groups', 'Create Team Group'],
  ['Get Team Group', 'GET', '/groups/{groupID}', 'View Groups'],
  ['Update Team Group', 'PUT', '/groups/{groupID}', 'Update Team Group'],
  ['Delete Team Group', 'DELETE', '/groups/{groupID}', 'Delete Team Group'],
  ['Remove Team Group Members', 'POST', '/groups/{groupID}/remove-members', 'Remove Group Members'],
  ['Add Permitted Team Groups', 'POST', '/groups/{groupID}/permitted-groups', 'Add Permitted Team Groups'],
  ['Remove Permitted Team Groups', 'DELETE', '/groups/{groupID}/permitted-groups', 'Remove Permitted Team Groups'],
  [
    'Update permissions between groups',
    'PUT',
    '/groups/{groupID}/permitted-groups/{permittedGroupID}',
    'Update Permitted Team Group',
  ],
  ['Add Team Group Members (Deprecated)', 'POST', '/groups/{groupID}/members', 'Add Group Members'],
  ['Assign Team Group Members', 'POST', '/groups/{groupID}/add-members', 'Add Group Members'],
  ['Get Guest Access Invites', 'GET', '/guest-access-invites', 'View Guest Access Links'],
  ['Create Guest Access Invite', 'POST', '/guest-access-invites', 'Create Guest Access Links'],
  ['Get Guest Access Invite', 'GET', '/guest-access-invites/{inviteID}', 'View Guest Access Links'],
  ['Update Guest Access Invite', 'PUT', '/guest-access-invites/{inviteID}', 'Manage Guest Access Links'],
  ['Cancel Guest Access Invite', 'DELETE', '/guest-access-invites/{inviteID}', 'Manage Guest Access Links'],
  ['Kick Guest Access Guest', 'DELETE', '/guest-access-invites/{inviteID}/guest', 'Team Machine Kick Guest'],
  ['Get Guest Access Invite Credits', 'GET', '/guest-access-invite-credits', 'View Credit Balance'],
  ['Get Team Machines', 'GET', '/machines', 'View Team Computers'],
  ['Update Team Machine', 'PUT', '/machines/{machineID}', 'Manage Team Computers'],
  ['Delete Team Machine', 'DELETE', '/machines/{machineID}', 'Delete Team Computers'],
  ['Get Team Machine', 'GET', '/machines/{machineID}', 'View Team Computers'],
  ['Create Team Machine Assignment (Deprecated)', 'POST', '/machines/{machineID}/assignment', 'Manage Team Computers'],
  ['Remove Team Machine Assignment', 'DELETE', '/machines/{machineID}/assignment', 'Manage Team Computers'],
  ['Set Team Machine Assignment', 'PUT', '/machines/{machineID}/assignment', 'Manage Team Computers'],
  ['Kick User', 'DELETE', '/machines/{machineID}/users/{userID}', 'Team Machine Kick User'],
  ['Get Team Members', 'GET', '/members', 'View Team Members'],
  ['Remove Team Member', 'DELETE', '/members/{userID}', 'Remove Team Members'],
  ['Get Team Member', 'GET', '/members/{userID}', 'View Team Members'],
  ['Get Team Invites', 'GET', '/member-invites', 'View Team Invites'],
  ['Create Team Invites', 'POST', '/member-invites', 'Create Team Invites'],
  ['Update Team Invites', 'PUT', '/member-invites', 'Manage Team Invites'],
  ['Cancel Team Invites', 'POST', '/cancel-member-invites', 'Delete Team Invites'],
  ['Cancel Team Invites (Deprecated)', 'DELETE', '/member-invites', 'Delete Team Invite'],
  ['Resend Team Invites', 'POST', '/resend-member-invites', 'Create Team Invites'],
  // Without a documented permission: any key works.
  ['Get Relays', 'GET', '/relays', ''],
] as const;

export type OperationName = (typeof operations)[number][0];
export type Operation = EmulatedOperation & { readonly name: OperationName };

/** "Maximum 50 requests in 5 minute window. Blocked for 5 minutes if this quota is exceeded." */
export const limited: ReadonlySet<OperationName> = new Set([
  'Get Audit Log Events',
  'Create Team Invites',
  'Resend Team Invites',
]);

/** Pairs without documented paths, so that the paths may be swapped. */
const twins: readonly (readonly [OperationName, OperationName])[] = [
  ['Assign Team Group Members', 'Add Team Group Members (Deprecated)'],
  ['Cancel Team Invites', 'Cancel Team Invites (Deprecated)'],
];

/** The operations with their full paths; `swapped` exchanges the paths of the twins. */
export function operationsOf(swapped: boolean): Operation[] {
  const rows = operations.map(([name, method, path, permission]) => {
    return { name, method, path: `/v1/teams/{teamID}${path}`, permission };
  });
  if (!swapped) return rows;
  return rows.map((row) => {
    const pair = twins.find((names) => names.includes(row.name));
    const other = rows.find((candidate) => candidate !== row && pair?.includes(candidate.name));
    return other === undefined ? row : { ...row, method: other.method, path: other.path };
  });
}
