import { type Route, read, write } from '../route.ts';

const team = '/v1/teams/{teamID}';
const rule = `${team}/app-rules/{appRuleID}`;
const groups = `${team}/groups`;
const group = `${groups}/{groupID}`;
const permitted = `${group}/permitted-groups`;
const guests = `${team}/guest-access-invites`;
const guest = `${guests}/{guestAccessInviteID}`;
const machines = `${team}/machines`;
const machine = `${machines}/{machineID}`;
const members = `${team}/members`;
const invites = `${team}/member-invites`;

const manageGuests = 'Manage Guest Access Links';
const manageMachines = 'Manage Team Computers';

const ofOne = { ofOne: true } as const;
/** Parsec: "Maximum 50 requests in 5 minute window. Blocked for 5 minutes if this quota is exceeded." */
const limited = { quota: '50-per-5-minutes' } as const;

/**
 * Where each operation of the Parsec Teams API V1 is. Parsec publishes the operations but not their methods and paths: see README
 * for what is proven, and for the two pairs of twins.
 */
export const routes = {
  getAppRules: read('Get App Rules', `${team}/app-rules`, 'View App Rules', 'medium'),
  unassignAppRuleFromMembersAndMachines: write(
    'Un-assign App Rule from Members and Machines',
    `POST ${rule}/unassign`,
    'Manage App Rule Assignments',
    'medium',
  ),
  assignAppRuleToMembersAndMachines: write(
    'Assign App Rule to Members and Machines',
    `POST ${rule}/assign`,
    'Manage App Rule Assignments',
    'medium',
  ),
  getAuditLogEvents: read('Get Audit Log Events', `${team}/events`, 'Access Audit Log', 'medium', limited),
  getTeamGroups: read('Get Team Groups', groups, 'View Groups', 'high'),
  createTeamGroup: write('Create Team Group', `POST ${groups}`, 'Create Team Group', 'medium'),
  getTeamGroup: read('Get Team Group', group, 'View Groups', 'medium', ofOne),
  updateTeamGroup: write('Update Team Group', `PUT ${group}`, 'Update Team Group', 'medium'),
  deleteTeamGroup: write('Delete Team Group', `DELETE ${group}`, 'Delete Team Group', 'medium'),
  removeTeamGroupMembers: write(
    'Remove Team Group Members',
    `POST ${group}/remove-members`,
    'Remove Group Members',
    'medium',
  ),
  addPermittedTeamGroups: write(
    'Add Permitted Team Groups',
    `POST ${permitted}`,
    'Add Permitted Team Groups',
    'medium',
  ),
  removePermittedTeamGroups: write(
    'Remove Permitted Team Groups',
    `DELETE ${permitted}`,
    'Remove Permitted Team Groups',
    'low',
  ),
  updatePermissionsBetweenGroups: write(
    'Update permissions between groups',
    `PUT ${permitted}/{permittedGroupID}`,
    'Update Permitted Team Group',
    'medium',
  ),
  addTeamGroupMembersDeprecated: write(
    'Add Team Group Members (Deprecated)',
    `POST ${group}/members`,
    'Add Group Members',
    'low',
  ),
  assignTeamGroupMembers: write('Assign Team Group Members', `POST ${group}/add-members`, 'Add Group Members', 'low'),
  getGuestAccessInvite: read('Get Guest Access Invite', guest, 'View Guest Access Links', 'medium', ofOne),
  updateGuestAccessInvite: write('Update Guest Access Invite', `PUT ${guest}`, manageGuests, 'medium'),
  cancelGuestAccessInvite: write('Cancel Guest Access Invite', `DELETE ${guest}`, manageGuests, 'medium'),
  getGuestAccessInvites: read('Get Guest Access Invites', guests, 'View Guest Access Links', 'high'),
  createGuestAccessInvite: write('Create Guest Access Invite', `POST ${guests}`, 'Create Guest Access Links', 'medium'),
  kickGuestAccessGuest: write('Kick Guest Access Guest', `DELETE ${guest}/guest`, 'Team Machine Kick Guest', 'medium'),
  getGuestAccessInviteCredits: read(
    'Get Guest Access Invite Credits',
    `${team}/guest-access-invite-credits`,
    'View Credit Balance',
    'medium',
  ),
  getTeamMachines: read('Get Team Machines', machines, 'View Team Computers', 'high'),
  updateTeamMachine: write('Update Team Machine', `PUT ${machine}`, manageMachines, 'medium'),
  deleteTeamMachine: write('Delete Team Machine', `DELETE ${machine}`, 'Delete Team Computers', 'medium'),
  getTeamMachine: read('Get Team Machine', machine, 'View Team Computers', 'medium', ofOne),
  createTeamMachineAssignmentDeprecated: write(
    'Create Team Machine Assignment (Deprecated)',
    `POST ${machine}/assignment`,
    manageMachines,
    'medium',
  ),
  removeTeamMachineAssignment: write(
    'Remove Team Machine Assignment',
    `DELETE ${machine}/assignment`,
    manageMachines,
    'medium',
  ),
  setTeamMachineAssignment: write('Set Team Machine Assignment', `PUT ${machine}/assignment`, manageMachines, 'medium'),
  kickUser: write('Kick User', `DELETE ${machine}/users/{userID}`, 'Team Machine Kick User', 'medium'),
  getTeamMembers: read('Get Team Members', members, 'View Team Members', 'high'),
  removeTeamMember: write('Remove Team Member', `DELETE ${members}/{userID}`, 'Remove Team Members', 'medium'),
  getTeamMember: read('Get Team Member', `${members}/{userID}`, 'View Team Members', 'medium', ofOne),
  getTeamInvites: read('Get Team Invites', invites, 'View Team Invites', 'medium'),
  createTeamInvites: write('Create Team Invites', `POST ${invites}`, 'Create Team Invites', 'medium', {
    ...limited,
    invites: true,
  }),
  updateTeamInvites: write('Update Team Invites', `PUT ${invites}`, 'Manage Team Invites', 'medium'),
  cancelTeamInvites: write('Cancel Team Invites', `POST ${team}/cancel-member-invites`, 'Delete Team Invites', 'low'),
  cancelTeamInvitesDeprecated: write(
    'Cancel Team Invites (Deprecated)',
    `DELETE ${invites}`,
    'Delete Team Invite',
    'low',
  ),
  resendTeamInvites: write(
    'Resend Team Invites',
    `POST ${team}/resend-member-invites`,
    'Create Team Invites',
    'medium',
    limited,
  ),
  // Parsec names no permission for it.
  getRelays: read('Get Relays', `${team}/relays`, '(none stated)', 'medium'),
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
