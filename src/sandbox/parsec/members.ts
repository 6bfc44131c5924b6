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
} from './answers.ts';
import type { EmulatedMember } from './emulated.types.ts';
import { type State, sameAddress, shown } from './state.ts';

export function listMembers(state: State, query: Query): Answer {
  const page = readPage(query);
  if ('status' in page) return page;
  const admin = readFlag(query.is_admin);
  if (admin === 'wrong') return refuse(400, 'is_admin must be true or false');
  const wrong = wholeNumberFault(query, ['group_id']);
  if (wrong !== undefined) return wrong;
  const found = state.members.filter(
    (member) =>
      (admin === undefined || member.is_admin === admin) &&
      (query.group_id === undefined || member.group_ids.includes(Number(query.group_id))) &&
      (query.email === undefined || sameAddress(member.email, query.email)),
  );
  return pageOf(found.map(shown), page);
}

export function getMember(state: State, id: string): Answer {
  return onMember(state, id, (member) => ({ status: 200, body: { data: shown(member) } }));
}

/** Neither the owner nor anybody with API keys. What was assigned to the member is nobody's any more. */
export function removeMember(state: State, id: string, query: Query): Answer {
  const sendEmail = readFlag(query.send_email);
  if (sendEmail === 'wrong') return refuse(400, 'send_email must be true or false');
  return onMember(state, id, (member) => {
    if (member.hidden.isOwner) return refuse(400, 'The team owner cannot be removed');
    if (member.hidden.hasApiKeys) return refuse(400, 'Members with API keys cannot be removed, delete the keys first');
    state.members.splice(state.members.indexOf(member), 1);
    for (const machine of state.machines) {
      if (machine.user_id === member.user_id) machine.user_id = null;
      machine.hidden.connected = machine.hidden.connected.filter((each) => each !== member.user_id);
    }
    if (sendEmail && state.options.saml) state.teamMails.push({ to: member.email, about: 'password reset' });
    return noContent;
  });
}

function onMember(state: State, id: string, run: (member: EmulatedMember) => Answer): Answer {
  if (!/^\d+$/.test(id)) return refuse(400, 'userID must be an integer');
  const member = state.members.find((each) => String(each.user_id) === id);
  return member === undefined ? notFound : run(member);
}
