import { sameEmail } from '../same-email.ts';
import {
  type Answer,
  checkWholeNumbers,
  noContent,
  pageOf,
  type Query,
  readFlag,
  readPage,
  refuse,
  refuseUnknown,
} from './answers.ts';
import type { EmulatedMember } from './parsec-emulator.types.ts';
import { type State, shown } from './state.ts';

export function listMembers(state: State, query: Query): Answer {
  const page = readPage(query);
  const admin = readFlag(query, 'is_admin');
  checkWholeNumbers(query, ['group_id']);
  const found = state.members.filter(
    (member) =>
      (admin === undefined || member.is_admin === admin) &&
      (query.group_id === undefined || member.group_ids.includes(Number(query.group_id))) &&
      (query.email === undefined || sameEmail(member.email, query.email)),
  );
  return pageOf(found.map(shown), page);
}

export function getMember(state: State, id: string): Answer {
  return { status: 200, body: { data: shown(requireMember(state, id)) } };
}

/** Except the owner and members with API keys. The member's machines become unassigned. */
export function removeMember(state: State, id: string, query: Query): Answer {
  const sendEmail = readFlag(query, 'send_email');
  const member = requireMember(state, id);
  if (member.hidden.isOwner) refuse(400, 'The team owner cannot be removed');
  if (member.hidden.hasApiKeys) refuse(400, 'Members with API keys cannot be removed, delete the keys first');
  state.members.splice(state.members.indexOf(member), 1);
  for (const machine of state.machines) {
    if (machine.user_id === member.user_id) machine.user_id = null;
    machine.hidden.connected = machine.hidden.connected.filter((each) => each !== member.user_id);
  }
  if (sendEmail && state.options.saml) state.teamMails.push({ to: member.email, about: 'password reset' });
  return noContent;
}

function requireMember(state: State, id: string): EmulatedMember {
  if (!/^\d+$/.test(id)) refuse(400, 'userID must be an integer');
  return state.members.find((each) => String(each.user_id) === id) ?? refuseUnknown();
}
