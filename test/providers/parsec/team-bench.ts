import type { TeamBench, TeamSamples } from '../conformance/team.ts';
import { startOperations } from './samples.ts';

// Of the two groups there, the first permits nobody but is permitted to the second, which has the number 1.
const otherGroup = { group_ids: 1, direction: 'outgoing' };

/** Only what is not the first of what is offered. A computer is assigned to a member or to groups, never to both. */
const samples = {
  'Get Team Machines': { email: 'ada@example.com' },
  'Set Team Machine Assignment': { user_id: 0, email: 'nothing', team_group_ids: 'nothing' },
  'Create Team Machine Assignment (Deprecated)': { user_id: 'nothing', email: 'nothing', team_group_id: 0 },
  'Get Team Members': { email: 'ada@example.com' },
  'Cancel Team Invites (Deprecated)': { emails: 'waiting@example.com' },
  'Update Team Machine': { name: 'Render 9' },
  'Update Team Group': { group_name: 'Painters' },
  'Add Permitted Team Groups': otherGroup,
  'Remove Permitted Team Groups': otherGroup,
  'Update permissions between groups': { other: 1, direction: 'outgoing', show_personal_hosts: 0 },
  'Assign App Rule to Members and Machines': { user_ids: 0 },
  'Un-assign App Rule from Members and Machines': { user_ids: 0 },
  'Get Audit Log Events': {
    start_at: 'nothing',
    end_at: 'nothing',
    event_names: 'p2p_client_complete, client_disconnect',
  },
} satisfies TeamSamples;

/** The team in which each sample call can succeed. */
export async function startTeam(): Promise<TeamBench> {
  const { emulator, parsec, stop } = await startOperations({});
  return { team: parsec.team ?? [], samples, emulator, stop };
}
