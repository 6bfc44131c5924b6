import type { Button, ModalView } from '@slack/types';
import { whoIs } from '../../../domain/who-is.ts';
import type { Member } from '../../../flows/shared/context.ts';
import { button, shortText } from '../../blocks/blocks.ts';
import { memberActions, modals } from '../../names.ts';
import { confirmed, type ListContent, type ListFrame, type ListMemory, listModal } from '../../shared/list-modal.ts';

/** What this person can do with a member at the system. */
export type MemberAbilities = { readonly remove: boolean; readonly role: boolean };

/** The members of a system. Shows only buttons that can do something; the flows decide who may press them. */
export function membersModal(
  memory: ListMemory,
  content: ListContent<Member>,
  abilities: MemberAbilities,
  frame: ListFrame,
): ModalView {
  const kind = {
    callbackId: modals.memberList,
    title: 'Members',
    empty: 'No members yet.',
    noMatch: 'No members match.',
    text: memberCopy,
    id: (member: Member) => member.memberId,
    buttons: (member: Member) => memberButtons(member, abilities),
  };
  return listModal(kind, memory, content, frame);
}

function memberCopy(member: Member): string {
  const role = member.role === undefined ? '' : ` · ${shortText(member.role, 100)}`;
  return `*${shortText(whoIs(member), 300)}*${role}`;
}

function memberButtons(member: Member, { remove, role }: MemberAbilities): Button[] {
  const removing = confirmed(button('Remove', memberActions.remove, member.memberId, 'danger'), {
    title: `Remove ${whoIs(member)}?`,
    text: `${whoIs(member)} loses access at once and needs a new invite to come back.`,
    yes: 'Remove member',
    no: 'Keep member',
  });
  return [...(role ? [button('Change role', memberActions.role, member.memberId)] : []), ...(remove ? [removing] : [])];
}
