import { escapeText } from '../../blocks/blocks.ts';

/** What is done to a pending invite or to a member, at once and while somebody waits. */
export type MemberAction = 'resend' | 'edit' | 'cancel' | 'remove' | 'role';

const doing = {
  resend: 'Resending the invite…',
  edit: 'Changing the invite…',
  cancel: 'Cancelling the invite…',
  remove: 'Removing the member…',
  role: 'Changing the role…',
} satisfies Record<MemberAction, string>;

const done = {
  resend: (who) => `*${who}*'s invite was sent again.`,
  edit: (who) => `*${who}*'s invite was changed.`,
  cancel: (who) => `*${who}*'s invite was cancelled.`,
  remove: (who) => `*${who}* was removed.`,
  role: (who) => `*${who}*'s role was changed.`,
} satisfies Record<MemberAction, (who: string) => string>;

/** That an action is in progress, mrkdwn. */
export function doingCopy(action: MemberAction): string {
  return `:hourglass_flowing_sand: ${doing[action]}`;
}

/** That an action is done, mrkdwn. `who` is plain text. */
export function doneCopy(action: MemberAction, who: string): string {
  return `:white_check_mark: ${done[action](escapeText(who))}`;
}

/** No connected system has such a list, plain text. */
export const noSystemCopy = {
  pending: 'No connected system supports member invites. The person who runs Guestlist can connect one.',
  members: 'No connected system shows its members. The person who runs Guestlist can connect one.',
};
