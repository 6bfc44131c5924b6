import { z } from 'zod';
import { sameEmail } from '../same-email.ts';
import {
  type Answer,
  checkWholeNumbers,
  noContent,
  pageOf,
  type Query,
  readBody,
  readFlag,
  readPage,
  refuse,
  refuseUnknown,
} from './answers.ts';
import { checkRule } from './app-rules.ts';
import { record } from './audit-log.ts';
import type { EmulatedMachine } from './parsec-emulator.types.ts';
import { machineOf, type State, shown } from './state.ts';

const assignments = ['group', 'unassigned', 'member', 'reservation'] as const;

const Update = z.object({
  name: z.string().optional(),
  is_guest_access: z.boolean().optional(),
  team_app_rule_id: z.string().optional(),
});

export function listMachines(state: State, query: Query): Answer {
  const page = readPage(query);
  const online = readFlag(query, 'is_online');
  const guestAccess = readFlag(query, 'is_guest_access');
  checkWholeNumbers(query, ['user_id', 'team_group_id']);
  if (query.assignment !== undefined && !assignments.some((known) => known === query.assignment)) {
    refuse(400, `assignment must be one of ${assignments.join(', ')}`);
  }
  const { email, name = '' } = query;
  if (email !== undefined && !z.email().safeParse(email).success) refuse(400, 'email must be an email address');
  const owner = state.members.find((member) => email !== undefined && sameEmail(member.email, email));
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
  return { status: 200, body: { data: machineShown(requireMachine(state, id)) } };
}

export function updateMachine(state: State, id: string, body: unknown): Answer {
  const machine = requireMachine(state, id);
  const change = readBody(Update, body);
  checkRule(state, change.team_app_rule_id);
  machine.name = change.name ?? machine.name;
  machine.is_guest_access = change.is_guest_access ?? machine.is_guest_access;
  machine.team_app_rule_id = change.team_app_rule_id ?? machine.team_app_rule_id;
  return { status: 200, body: { data: machineShown(machine) } };
}

/** Disconnects everybody. */
export function deleteMachine(state: State, id: string): Answer {
  const machine = requireMachine(state, id);
  state.machines.splice(state.machines.indexOf(machine), 1);
  machine.hidden.connected = [];
  machine.is_online = false;
  for (const invite of state.invites) {
    if (invite.host_peer_id === machine.peer_id) invite.hidden.connected = false;
  }
  return noContent;
}

/** Disconnects every device of the user, if any. */
export function kickUser(state: State, id: string, userId: string): Answer {
  if (!/^\d+$/.test(userId)) refuse(400, 'userID must be an integer');
  const machine = requireMachine(state, id);
  if (!state.members.some((member) => member.user_id === Number(userId))) refuseUnknown();
  if (machine.hidden.connected.includes(Number(userId))) {
    machine.hidden.connected = machine.hidden.connected.filter((each) => each !== Number(userId));
    record(state, 'client_disconnect', { peer_id: machine.peer_id }, Number(userId));
  }
  return noContent;
}

export function requireMachine(state: State, id: string): EmulatedMachine {
  return machineOf(state, id) ?? refuseUnknown();
}

export function machineShown(machine: EmulatedMachine): object {
  return { ...shown(machine), assignment: assignmentOf(machine) };
}

function assignmentOf(machine: EmulatedMachine): (typeof assignments)[number] {
  if (machine.user_id !== null) return 'member';
  if (machine.team_group_ids.length > 0) return 'group';
  return machine.email === null ? 'unassigned' : 'reservation';
}
