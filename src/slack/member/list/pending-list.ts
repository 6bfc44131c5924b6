import type { Button, ModalView } from '@slack/types';
import { whoIs } from '../../../domain/who-is.ts';
import type { OwnedInvite } from '../../../flows/member/read-member-lists.ts';
import { button, shortText } from '../../blocks/blocks.ts';
import { memberActions, modals } from '../../names.ts';
import { confirmed, type ListContent, type ListFrame, type ListMemory, listModal } from '../../shared/list-modal.ts';
import { readerTime } from '../../shared/time-copy.ts';

/** What this person can do with a pending invite at the system. */
export type PendingAbilities = {
  readonly resend: boolean;
  readonly edit: boolean;
  readonly mayChange: (invite: OwnedInvite) => boolean;
  /** Whether the person sees every invite. */
  readonly seesAll: boolean;
};

/** Invites that nobody has accepted yet. Shows only buttons that can do something; the flows decide who may press them. `now`: epoch ms. */
export function pendingModal(
  memory: ListMemory,
  content: ListContent<OwnedInvite>,
  abilities: PendingAbilities,
  frame: ListFrame,
  now: number,
): ModalView {
  const kind = {
    callbackId: modals.memberPending,
    title: 'Pending invites',
    hint: abilities.seesAll ? undefined : 'Your invites and those in channels you can open. Admins see all.',
    empty: abilities.seesAll ? 'No pending invites.' : 'No pending invites that you can see.',
    noMatch: 'No pending invites match.',
    text: (invite: OwnedInvite) => pendingCopy(invite, now),
    id: (invite: OwnedInvite) => invite.inviteId,
    buttons: (invite: OwnedInvite) => pendingButtons(invite, abilities),
  };
  return listModal(kind, memory, content, frame);
}

function pendingCopy(invite: OwnedInvite, now: number): string {
  const about = [
    ...(invite.role === undefined ? [] : [shortText(invite.role, 100)]),
    ...(invite.requesterId === undefined ? [] : [`invited by <@${invite.requesterId}>`]),
    ...(invite.invitedAt === undefined ? [] : [readerTime(invite.invitedAt, 'UTC')]),
    ...(invite.expiresAt === undefined ? [] : [endCopy(invite.expiresAt, now)]),
  ];
  return [`*${shortText(whoIs(invite), 300)}*`, ...(about.length === 0 ? [] : [about.join(' · ')])].join('\n');
}

/** Expired invites stay in the list: Parsec can send them again, and they work again then. */
function endCopy(expiresAt: number, now: number): string {
  return `${expiresAt > now ? 'expires' : ':warning: expired'} ${readerTime(expiresAt, 'UTC')}`;
}

function pendingButtons(invite: OwnedInvite, { resend, edit, mayChange }: PendingAbilities): Button[] {
  if (!mayChange(invite)) return [];
  const id = invite.inviteId;
  return [
    ...(resend ? [button('Resend', memberActions.resend, id)] : []),
    ...(edit ? [button('Edit', memberActions.edit, id)] : []),
    confirmed(button('Cancel', memberActions.cancel, id, 'danger'), {
      title: `Cancel ${whoIs(invite)}'s invite?`,
      text: `${whoIs(invite)} can no longer accept it.`,
      yes: 'Cancel invite',
      no: 'Keep invite',
    }),
  ];
}
