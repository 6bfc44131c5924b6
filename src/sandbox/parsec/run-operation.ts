import type { EmulatedAnswer, EmulatedCall } from '../provider-server.types.ts';
import * as appRules from './app-rules.ts';
import { listEvents } from './audit-log.ts';
import * as groupMembers from './group-members.ts';
import * as groups from './groups.ts';
import * as guestInvites from './guest-invites.ts';
import * as assignment from './machine-assignment.ts';
import * as machines from './machines.ts';
import * as memberInvites from './member-invites.ts';
import * as members from './members.ts';
import type { Operation, OperationName } from './operations.ts';
import * as permittedGroups from './permitted-groups.ts';
import type { State } from './state.ts';

/** The ids in the paths; an operation reads only those of its own path. */
export type Id = 'appRuleID' | 'groupID' | 'permittedGroupID' | 'inviteID' | 'machineID' | 'userID';

/** `checkMayAssignRules` refuses a key without that permission, which some operations need besides their own. */
export type ParsecCall = Pick<EmulatedCall<Operation>, 'query' | 'body'> & {
  readonly ids: Record<Id, string>;
  readonly checkMayAssignRules: () => void;
};

/** Runs each operation on the team. */
export const run: Readonly<Record<OperationName, (state: State, call: ParsecCall) => EmulatedAnswer>> = {
  'Get App Rules': (state, { query }) => appRules.listAppRules(state, query),
  'Un-assign App Rule from Members and Machines': (state, { ids, body }) =>
    appRules.unassignAppRule(state, ids.appRuleID, body),
  'Assign App Rule to Members and Machines': (state, { ids, body }) =>
    appRules.assignAppRule(state, ids.appRuleID, body),
  'Get Audit Log Events': (state, { query }) => listEvents(state, query),
  'Get Team Groups': (state, { query }) => groups.listGroups(state, query),
  'Create Team Group': (state, { body }) => groups.createGroup(state, body),
  'Get Team Group': (state, { ids }) => groups.getGroup(state, ids.groupID),
  'Update Team Group': (state, { ids, body }) => groups.updateGroup(state, ids.groupID, body),
  'Delete Team Group': (state, { ids }) => groups.deleteGroup(state, ids.groupID),
  'Remove Team Group Members': (state, { ids, body }) => groupMembers.removeMembers(state, ids.groupID, body),
  'Add Permitted Team Groups': (state, { ids, body }) => permittedGroups.addPermitted(state, ids.groupID, body),
  'Remove Permitted Team Groups': (state, { ids, body }) => permittedGroups.removePermitted(state, ids.groupID, body),
  'Update permissions between groups': (state, { ids, body }) =>
    permittedGroups.updatePermitted(state, ids.groupID, ids.permittedGroupID, body),
  'Add Team Group Members (Deprecated)': (state, { ids, body }) => groupMembers.moveMembers(state, ids.groupID, body),
  'Assign Team Group Members': (state, { ids, body }) => groupMembers.assignMembers(state, ids.groupID, body),
  'Get Guest Access Invites': (state, { query }) => guestInvites.listInvites(state, query),
  'Create Guest Access Invite': (state, { body }) => guestInvites.createInvite(state, body),
  'Get Guest Access Invite': (state, { ids }) => guestInvites.getInvite(state, ids.inviteID),
  'Update Guest Access Invite': (state, { ids, body }) => guestInvites.updateInvite(state, ids.inviteID, body),
  'Cancel Guest Access Invite': (state, { ids, query }) => guestInvites.cancelInvite(state, ids.inviteID, query),
  'Kick Guest Access Guest': (state, { ids }) => guestInvites.kickGuest(state, ids.inviteID),
  // The only response without `data` in the documents.
  'Get Guest Access Invite Credits': (state) => ({ status: 200, body: { balance: state.credits } }),
  'Get Team Machines': (state, { query }) => machines.listMachines(state, query),
  'Update Team Machine': (state, { ids, body }) => machines.updateMachine(state, ids.machineID, body),
  'Delete Team Machine': (state, { ids }) => machines.deleteMachine(state, ids.machineID),
  'Get Team Machine': (state, { ids }) => machines.getMachine(state, ids.machineID),
  'Create Team Machine Assignment (Deprecated)': (state, { ids, body }) =>
    assignment.createAssignment(state, ids.machineID, body),
  'Remove Team Machine Assignment': (state, { ids }) => assignment.removeAssignment(state, ids.machineID),
  'Set Team Machine Assignment': (state, { ids, body }) => assignment.setAssignment(state, ids.machineID, body),
  'Kick User': (state, { ids }) => machines.kickUser(state, ids.machineID, ids.userID),
  'Get Team Members': (state, { query }) => members.listMembers(state, query),
  'Remove Team Member': (state, { ids, query }) => members.removeMember(state, ids.userID, query),
  'Get Team Member': (state, { ids }) => members.getMember(state, ids.userID),
  'Get Team Invites': (state, { query }) => memberInvites.listInvites(state, query),
  'Create Team Invites': (state, call) => memberInvites.createInvites(state, call.body, call),
  'Update Team Invites': (state, call) => memberInvites.updateInvites(state, call.body, call),
  'Cancel Team Invites': (state, { body }) => memberInvites.cancelInvites(state, body),
  'Cancel Team Invites (Deprecated)': (state, { body }) => memberInvites.cancelInvitesDeprecated(state, body),
  'Resend Team Invites': (state, { body }) => memberInvites.resendInvites(state, body),
  'Get Relays': (state) => ({ status: 200, body: { data: state.relays, count: state.relays.length } }),
};
