import type { GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { findEmails } from '../../../domain/text/email.ts';
import { guestAccessOff } from '../../../flows/guest/guest-access-off.ts';
import type { Gate, ShortcutCall } from '../../gate.ts';
import { shortcuts } from '../../names.ts';
import type { SlackContext } from '../../slack-context.ts';
import { openInviteForm } from '../invite-form/open-invite-form.ts';
import { messageText } from './message-text.ts';

/** "Invite a guest" from anywhere, and "Invite this guest" from a message with an email address in it. */
export function listenToShortcuts(gate: Gate, slack: SlackContext): void {
  gate.onShortcut(shortcuts.inviteGuest, 'member', (call) => open(slack, call, { channelId: undefined, text: '' }));

  gate.onMessageAction(shortcuts.inviteThisGuest, 'member', async (call) => {
    const { channel, message } = call.shortcut;
    const [email = '', ...others] = findEmails(messageText(message));
    await open(slack, call, { channelId: channel.id, text: email, others });
  });
}

async function open(
  slack: SlackContext,
  { shortcut, person, reply }: ShortcutCall<GlobalShortcut | MessageShortcut>,
  from: Parameters<typeof openInviteForm>[3],
): Promise<void> {
  const off = guestAccessOff(slack.flows);
  return off === undefined ? openInviteForm(slack, shortcut.trigger_id, person, from) : reply(off);
}
