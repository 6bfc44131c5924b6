import type { Button, ModalView } from '@slack/types';
import { whoIs } from '../../domain/who-is.ts';
import type { OwnedInvite } from '../../flows/read-member-lists.ts';
import { memberActions, modals } from '../names.ts';
import { readerTime } from '../words/times.ts';
import { button, shortText } from './blocks.ts';
import { confirmed, type ListContent, type ListFrame, type ListMemory, listModal } from './list-modal.ts';

/** What the system can do with a pending invite, and whether this person may. */
export type PendingAbilities = {
  readonly resend: boolean;
  readonly edit: boolean;
  readonly mayChange: (invite: OwnedInvite) => boolean;
  /** Whether nothing is hidden from the person. */
  readonly seesAll: boolean;
};

/** The invites nobody has taken yet, `now` in epoch ms. Buttons only where they can do something; who may press is decided at the click. */
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
    hint: abilities.seesAll ? undefined : 'Your invites and those of channels you can open. Admins see all.',
    empty: abilities.seesAll ? 'Nobody is invited at the moment.' : 'There are no pending invites you can see.',
    noMatch: 'No pending invite matches.',
    words: (invite: OwnedInvite) => pendingWords(invite, now),
    id: (invite: OwnedInvite) => invite.inviteId,
    buttons: (invite: OwnedInvite) => pendingButtons(invite, abilities),
  };
  return listModal(kind, memory, content, frame);
}

function pendingWords(invite: OwnedInvite, now: number): string {
  const about = [
    ...(invite.role === undefined ? [] : [shortText(invite.role, 100)]),
    ...(invite.askerId === undefined ? [] : [`invited by <@${invite.askerId}>`]),
    ...(invite.invitedAt === undefined ? [] : [readerTime(invite.invitedAt, 'UTC')]),
    ...(invite.expiresAt === undefined ? [] : [endWords(invite.expiresAt, now)]),
  ];
  return [`*${shortText(whoIs(invite), 300)}*`, ...(about.length === 0 ? [] : [about.join(' · ')])].join('\n');
}

/** What is over still stands in the list: at Parsec it can be sent again, and is good again then. */
function endWords(expiresAt: number, now: number): string {
  return `${expiresAt > now ? 'good until' : ':warning: expired'} ${readerTime(expiresAt, 'UTC')}`;
}

function pendingButtons(invite: OwnedInvite, { resend, edit, mayChange }: PendingAbilities): Button[] {
  if (!mayChange(invite)) return [];
  const id = invite.inviteId;
  return [
    ...(resend ? [button('Resend', memberActions.resend, id)] : []),
    ...(edit ? [button('Edit', memberActions.edit, id)] : []),
    confirmed(button('Cancel', memberActions.cancel, id, 'danger'), {
      title: `Cancel the invite of ${whoIs(invite)}?`,
      text: `${whoIs(invite)} can no longer use it.`,
      yes: 'Cancel invite',
      no: 'Keep invite',
    }),
  ];
}
