import { z } from 'zod';
import {
  type Answer,
  noContent,
  notFound,
  pageOf,
  type Query,
  readFlag,
  readPage,
  refuse,
  wholeNumberFault,
  withBody,
} from './answers.ts';
import { ruleFault } from './app-rules.ts';
import { record } from './audit-log.ts';
import type { EmulatedMachine } from './emulated.types.ts';
import { machineOf, type State, sameAddress, shown } from './state.ts';

const assignments = ['group', 'unassigned', 'member', 'reservation'] as const;

const Update = z.object({
  name: z.string().optional(),
  is_guest_access: z.boolean().optional(),
  team_app_rule_id: z.string().optional(),
});

export function listMachines(state: State, query: Query): Answer {
  const page = readPage(query);
  if ('status' in page) return page;
  const online = readFlag(query.is_online);
  const guestAccess = readFlag(query.is_guest_access);
  if (online === 'wrong') return refuse(400, 'is_online must be true or false');
  if (guestAccess === 'wrong') return refuse(400, 'is_guest_access must be true or false');
  const wrong = wholeNumberFault(query, ['user_id', 'team_group_id']);
  if (wrong !== undefined) return wrong;
  if (query.assignment !== undefined && !assignments.some((known) => known === query.assignment)) {
    return refuse(400, `assignment must be one of ${assignments.join(', ')}`);
  }
  const { email, name = '' } = query;
  if (email !== undefined && !z.email().safeParse(email).success) return refuse(400, 'email must be an e-mail address');
  const owner = state.members.find((member) => email !== undefined && sameAddress(member.email, email));
  const found = state.machines.filter(
    (machine) =>
      (online === undefined || machine.is_online === online) &&
      (guestAccess === undefined || machine.is_guest_access === guestAccess) &&
      machine.name.toLowerCase().includes(name.toLowerCase()) &&
      (query.user_id === undefined || machine.user_id === Number(query.user_id)) &&
      (query.team_group_id === undefined || machine.team_group_ids.includes(Number(query.team_group_id))) &&
      (email === undefined || (owner !== undefined && machine.user_id === owner.user_id)) &&
      (query.assignment === undefined || query.assignment === assignmentOf(machine)),
  );
  return pageOf(found.map(machineShown), page);
}

export function getMachine(state: State, id: string): Answer {
  return onMachine(state, id, (machine) => ({ status: 200, body: { data: machineShown(machine) } }));
}

export function updateMachine(state: State, id: string, body: unknown): Answer {
  return onMachine(state, id, (machine) =>
    withBody(Update, body, (change) => {
      const wrong = ruleFault(state, change.team_app_rule_id);
      if (wrong !== undefined) return wrong;
      machine.name = change.name ?? machine.name;
      machine.is_guest_access = change.is_guest_access ?? machine.is_guest_access;
      machine.team_app_rule_id = change.team_app_rule_id ?? machine.team_app_rule_id;
      return { status: 200, body: { data: machineShown(machine) } };
    }),
  );
}

/** Its session is over at once: nobody stays connected. */
export function deleteMachine(state: State, id: string): Answer {
  return onMachine(state, id, (machine) => {
    state.machines.splice(state.machines.indexOf(machine), 1);
    machine.hidden.connected = [];
    machine.is_online = false;
    for (const invite of state.invites) {
      if (invite.host_peer_id === machine.peer_id) invite.hidden.connected = false;
    }
    return noContent;
  });
}

/** Disconnects every device of the user; a user who is not connected is no error. */
export function kickUser(state: State, id: string, userId: string): Answer {
  if (!/^\d+$/.test(userId)) return refuse(400, 'userID must be an integer');
  return onMachine(state, id, (machine) => {
    if (!state.members.some((member) => member.user_id === Number(userId))) return notFound;
    if (machine.hidden.connected.includes(Number(userId))) {
      machine.hidden.connected = machine.hidden.connected.filter((each) => each !== Number(userId));
      record(state, 'client_disconnect', { peer_id: machine.peer_id }, Number(userId));
    }
    return noContent;
  });
}

export function onMachine(state: State, id: string, run: (machine: EmulatedMachine) => Answer): Answer {
  const machine = machineOf(state, id);
  return machine === undefined ? notFound : run(machine);
}

export function machineShown(machine: EmulatedMachine): object {
  return { ...shown(machine), assignment: assignmentOf(machine) };
}

function assignmentOf(machine: EmulatedMachine): (typeof assignments)[number] {
  if (machine.user_id !== null) return 'member';
  if (machine.team_group_ids.length > 0) return 'group';
  return machine.email === null ? 'unassigned' : 'reservation';
}
