import type { Button, ModalView } from '@slack/types';
import { whoIs } from '../../domain/who-is.ts';
import type { Member } from '../../flows/context.ts';
import { memberActions, modals } from '../names.ts';
import { button, shortText } from './blocks.ts';
import { confirmed, type ListContent, type ListFrame, type ListMemory, listModal } from './list-modal.ts';

/** What the system can do with a member, as far as this person may ask for it. */
export type MemberAbilities = { readonly remove: boolean; readonly role: boolean };

/** The members of a system. Buttons only where they can do something; who may press is decided at the click. */
export function membersModal(
  memory: ListMemory,
  content: ListContent<Member>,
  abilities: MemberAbilities,
  frame: ListFrame,
): ModalView {
  const kind = {
    callbackId: modals.memberList,
    title: 'Members',
    empty: 'There are no members.',
    noMatch: 'No member matches.',
    words: memberWords,
    id: (member: Member) => member.memberId,
    buttons: (member: Member) => memberButtons(member, abilities),
  };
  return listModal(kind, memory, content, frame);
}

function memberWords(member: Member): string {
  const role = member.role === undefined ? '' : ` · ${shortText(member.role, 100)}`;
  return `*${shortText(whoIs(member), 300)}*${role}`;
}

function memberButtons(member: Member, { remove, role }: MemberAbilities): Button[] {
  const removing = confirmed(button('Remove', memberActions.remove, member.memberId, 'danger'), {
    title: `Remove ${whoIs(member)}?`,
    text: `${whoIs(member)} is out at once. To come back, a new invite is needed.`,
    yes: 'Remove member',
    no: 'Keep member',
  });
  return [...(role ? [button('Role', memberActions.role, member.memberId)] : []), ...(remove ? [removing] : [])];
}
