import { checked, type Paging } from './bounds.ts';
import {
  EndedPermission,
  GroupChange,
  GroupFilter,
  LeavingGroupMembers,
  NewGroup,
  NewGroupMembers,
  NewPermission,
  PermissionChange,
} from './requests.ts';
import { Group, Groups, NamedGroup, ReadGroup } from './schema.ts';
import type { TeamCalls } from './team-calls.ts';

/** Groups of members, who sees whose machines, and who is in them. */
export function groupOperations({ one, page, done }: TeamCalls) {
  return {
    getTeamGroups: (paging: Paging, filter: GroupFilter = {}) =>
      page('getTeamGroups', Groups, paging, checked(GroupFilter, filter)),

    createTeamGroup: (group: NewGroup) => one('createTeamGroup', Group, { body: checked(NewGroup, group) }),

    getTeamGroup: (groupID: string) => one('getTeamGroup', ReadGroup, { ids: { groupID } }),

    /** Changes only what is named. */
    updateTeamGroup: (groupID: string, change: GroupChange) =>
      one('updateTeamGroup', NamedGroup, { ids: { groupID }, body: checked(GroupChange, change) }),

    deleteTeamGroup: (groupID: string) => done('deleteTeamGroup', { ids: { groupID } }),

    removeTeamGroupMembers: (groupID: string, user_ids: readonly number[]) =>
      done('removeTeamGroupMembers', { ids: { groupID }, body: checked(LeavingGroupMembers, { user_ids }) }),

    /** The group may be among those it permits only when it allows connections within itself. */
    addPermittedTeamGroups: (groupID: string, permission: NewPermission) =>
      done('addPermittedTeamGroups', { ids: { groupID }, body: checked(NewPermission, permission) }),

    removePermittedTeamGroups: (groupID: string, ended: EndedPermission) =>
      done('removePermittedTeamGroups', { ids: { groupID }, body: checked(EndedPermission, ended) }),

    updatePermissionsBetweenGroups: (groupID: string, permittedGroupID: string, change: PermissionChange) =>
      done('updatePermissionsBetweenGroups', {
        ids: { groupID, permittedGroupID },
        body: checked(PermissionChange, change),
      }),

    /** Takes the members out of every other group they are in. Kept for completeness: assignTeamGroupMembers does not. */
    addTeamGroupMembersDeprecated: (groupID: string, user_ids: readonly number[]) =>
      done('addTeamGroupMembersDeprecated', { ids: { groupID }, body: checked(NewGroupMembers, { user_ids }) }),

    /** The other groups of the members remain. */
    assignTeamGroupMembers: (groupID: string, user_ids: readonly number[]) =>
      done('assignTeamGroupMembers', { ids: { groupID }, body: checked(NewGroupMembers, { user_ids }) }),
  };
}
