import { type Answer, pageOf, readFlag, readPage, refuse } from './answers.ts';
import type { State } from './state.ts';

type Query = Readonly<Record<string, string>>;

const assignments: readonly string[] = ['group', 'unassigned', 'member', 'reservation'];

export function listMachines(state: State, query: Query): Answer {
  const page = readPage(query);
  if ('status' in page) return page;
  const online = readFlag(query.is_online);
  const guestAccess = readFlag(query.is_guest_access);
  if (online === 'wrong') return refuse(400, 'is_online must be true or false');
  if (guestAccess === 'wrong') return refuse(400, 'is_guest_access must be true or false');
  if (query.user_id !== undefined && !/^\d+$/.test(query.user_id)) return refuse(400, 'user_id must be an integer');
  if (query.assignment !== undefined && !assignments.includes(query.assignment)) {
    return refuse(400, `assignment must be one of ${assignments.join(', ')}`);
  }
  const owner = state.members.find((member) => member.email.toLowerCase() === query.email?.toLowerCase());
  const found = state.machines.filter(
    (machine) =>
      (online === undefined || machine.is_online === online) &&
      (guestAccess === undefined || machine.is_guest_access === guestAccess) &&
      (query.name === undefined || machine.name.toLowerCase().includes(query.name.toLowerCase())) &&
      (query.user_id === undefined || machine.user_id === Number(query.user_id)) &&
      (query.email === undefined || (owner !== undefined && machine.user_id === owner.user_id)) &&
      (query.assignment === undefined || query.assignment === (machine.user_id === null ? 'unassigned' : 'member')),
  );
  return pageOf(found, page);
}

export function getMachine(state: State, id: string): Answer {
  const machine = state.machines.find((each) => each.id === id || each.peer_id === id);
  return machine === undefined ? refuse(404, 'Not Found') : { status: 200, body: { data: machine } };
}

export function listMembers(state: State, query: Query): Answer {
  const page = readPage(query);
  if ('status' in page) return page;
  const admin = readFlag(query.is_admin);
  if (admin === 'wrong') return refuse(400, 'is_admin must be true or false');
  if (query.group_id !== undefined && !/^\d+$/.test(query.group_id)) return refuse(400, 'group_id must be an integer');
  const found = state.members.filter(
    (member) =>
      (admin === undefined || member.is_admin === admin) &&
      // No member is in a group here: groups come with the operations that make them.
      query.group_id === undefined &&
      (query.email === undefined || member.email.toLowerCase() === query.email.toLowerCase()),
  );
  return pageOf(found, page);
}

export function getMember(state: State, id: string): Answer {
  const member = state.members.find((each) => String(each.user_id) === id);
  return member === undefined ? refuse(404, 'Not Found') : { status: 200, body: { data: member } };
}
