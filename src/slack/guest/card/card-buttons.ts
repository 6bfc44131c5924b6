import type { Button, Overflow } from '@slack/types';
import { cardState, type Invite, isAnnounced } from '../../../domain/invite.ts';
import type { BesideInvite } from '../../../flows/shared/notifier.ts';
import { button, option, overflow } from '../../blocks/blocks.ts';
import { approvalActions, buttons } from '../../names.ts';

/** What the menu of a card offers, in its order. Slack: at most five. */
const menuActions = {
  extend: 'Extend',
  update: 'Update',
  kick: 'Kick guest',
  link: 'Show link',
  calendar: 'Calendar file',
  cancel: 'Cancel invite',
  show: 'Show details',
} as const;

export type MenuAction = keyof typeof menuActions;

/**
 * The buttons a card has at `now` (epoch ms), and a menu for what is needed more rarely; `details` stand there already when they are shown.
 * Who may press them is decided at the click, not here.
 */
export function cardButtons(
  invite: Invite,
  now: number,
  details: 'asked for' | 'shown' = 'asked for',
): (Button | Overflow)[] {
  const extend = button('Extend', buttons.extend, invite.id);
  const cancel = button('Cancel', buttons.cancel, invite.id, 'danger');
  const takeOver = button('Take over', buttons.takeOver, invite.id, 'primary');
  const withdraw = button('Withdraw kick', buttons.keep, invite.id);
  const hasLeft = invite.inviterLeft !== undefined;
  const kicks = invite.stuckSince !== undefined;
  const show: MenuAction[] = details === 'shown' ? [] : ['show'];
  // Where the card's menu is full, the details have it.
  const save = details === 'shown' ? [button('Save as template', buttons.templateSave, invite.id)] : [];
  switch (cardState(invite, now)) {
    case 'awaiting':
      return [cancel, menu(invite, ['update', ...show])];
    case 'creating':
    case 'unconfirmed':
      return [cancel];
    case 'holding':
    case 'held':
      return [takeOver, cancel];
    case 'scheduled':
      return hasLeft
        ? [takeOver, cancel]
        : [extend, menu(invite, ['update', 'link', 'calendar', 'cancel', ...show]), ...save];
    case 'active':
      return [
        hasLeft ? takeOver : extend,
        ...(kicks ? [withdraw] : []),
        menu(invite, [
          ...(hasLeft ? [] : (['update', 'link'] as const)),
          // Five choices are taken where a kick is one; “Show details” has this one, too.
          ...(hasLeft || (!kicks && show.length > 0) ? [] : (['calendar'] as const)),
          ...(kicks ? [] : (['kick'] as const)),
          'cancel',
          ...show,
        ]),
        ...save,
      ];
    case 'failed':
      return [button('Try again', buttons.again, invite.id, 'primary')];
    case 'cancelling':
      return invite.stuckSince === undefined || invite.cancel === undefined
        ? []
        : [button('Keep invite', buttons.keep, invite.id)];
    case 'ending':
      return [];
    case 'cancelled':
    case 'ended':
      // A card that has ended is as small as it can be.
      return details === 'shown' && invite.erasedAt === undefined ? [againButton(invite), ...save] : [];
  }
}

/** Takes a change back that waits for approval. An invite that waits is cancelled. */
export function withdrawButton({ waits }: BesideInvite): Button[] {
  if (waits?.approval.kind !== 'change') return [];
  const { id, revision } = waits.approval;
  return [button('Withdraw change', approvalActions.withdraw, `${id}:${revision}`)];
}

/** On a card whose guest's address is masked; of one that was erased there is nothing to show. */
export function emailButton({ id, erasedAt }: Pick<Invite, 'id' | 'erasedAt'>, isMasked = false): Button[] {
  return isMasked && erasedAt === undefined ? [button('Show email', buttons.showEmail, id)] : [];
}

/** The buttons of an invite in a list at `now` (epoch ms): the most used. The card and “Show” have the others. */
export function listButtons(invite: Invite, now: number): Button[] {
  const extend = button('Extend', buttons.extend, invite.id);
  const cancel = button('Cancel', buttons.cancel, invite.id, 'danger');
  switch (cardState(invite, now)) {
    case 'scheduled':
    case 'active':
      return invite.inviterLeft === undefined ? [extend, cancel] : [cancel];
    case 'awaiting':
    case 'creating':
    case 'unconfirmed':
    case 'holding':
    case 'held':
      return [cancel];
    case 'cancelled':
    case 'ended':
      return [againButton(invite)];
    default:
      return [];
  }
}

/** Opens the form for the same guest, computer, length and permissions. */
export function againButton({ id }: Pick<Invite, 'id'>): Button {
  return button('Invite again', buttons.again, id);
}

export function menu(invite: Invite, actions: readonly MenuAction[]): Overflow {
  const { id } = invite;
  // A calendar file goes into the thread of a card.
  const offered = isAnnounced(invite) ? actions : actions.filter((action) => action !== 'calendar');
  return overflow(
    offered.map((action) => option(menuActions[action], `${action}:${id}`)),
    buttons.more,
  );
}

/** What was chosen in a card's menu, and the invite it is about; undefined for anything else. */
export function readMenuChoice(value: string): { readonly action: MenuAction; readonly inviteId: string } | undefined {
  const [action = '', ...id] = value.split(':');
  return Object.hasOwn(menuActions, action) ? { action: action as MenuAction, inviteId: id.join(':') } : undefined;
}
