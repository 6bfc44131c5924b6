import { checked, type Paging } from './bounds.ts';
import { Assignment, AssignmentDeprecated, MachineChange, MachineFilter } from './requests.ts';
import { ChangedMachine, Machine, Machines } from './schema.ts';
import type { TeamCalls } from './team-calls.ts';

/** The team's machines, and to whom they are assigned. */
export function machineOperations({ one, page, done }: TeamCalls) {
  return {
    getTeamMachines: (paging: Paging, filter: MachineFilter = {}) =>
      page('getTeamMachines', Machines, paging, checked(MachineFilter, filter)),

    getTeamMachine: (machineID: string) => one('getTeamMachine', Machine, { ids: { machineID } }),

    /** Changes only what is named. */
    updateTeamMachine: (machineID: string, change: MachineChange) =>
      one('updateTeamMachine', ChangedMachine, { ids: { machineID }, body: checked(MachineChange, change) }),

    /** Its session ends at once. */
    deleteTeamMachine: (machineID: string) => done('deleteTeamMachine', { ids: { machineID } }),

    /**
     * To a member (by id or email) or to groups. An email that is nobody's yet reserves the machine for the person who joins with it.
     * What the answer holds is not documented: a machine, or an assignment.
     */
    setTeamMachineAssignment: (machineID: string, assignment: Assignment) =>
      done('setTeamMachineAssignment', { ids: { machineID }, body: checked(Assignment, assignment) }),

    /** The same, with one group at most. */
    createTeamMachineAssignmentDeprecated: (machineID: string, assignment: AssignmentDeprecated) =>
      done('createTeamMachineAssignmentDeprecated', {
        ids: { machineID },
        body: checked(AssignmentDeprecated, assignment),
      }),

    /** Takes it from member, groups and reservation alike. */
    removeTeamMachineAssignment: (machineID: string) => done('removeTeamMachineAssignment', { ids: { machineID } }),

    /** Disconnects all devices of a user from the machine. */
    kickUser: (machineID: string, userID: string) => done('kickUser', { ids: { machineID, userID } }),
  };
}
