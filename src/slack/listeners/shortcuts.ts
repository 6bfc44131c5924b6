import type { App, GlobalShortcut, MessageShortcut } from '@slack/bolt';
import { findEmails } from '../../domain/email.ts';
import { mayInvite } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { guestAccessOff } from '../../flows/guest-access-off.ts';
import { answer, sentence } from '../answer.ts';
import { shortcuts } from '../names.ts';
import { openInviteForm } from '../open-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { problemWords } from '../words/problems.ts';

/** "Invite a guest" from anywhere, and "Invite this guest" from a message with an e-mail address in it. */
export function listenToShortcuts(app: App, slack: SlackContext): void {
  app.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: shortcuts.inviteGuest }, async ({ ack, shortcut }) => {
    await ack();
    await open(slack, shortcut.user.id, shortcut.trigger_id, { channelId: undefined, text: '' });
  });

  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: shortcuts.inviteThisGuest },
    async ({ ack, shortcut }) => {
      await ack();
      const text = 'text' in shortcut.message && typeof shortcut.message.text === 'string' ? shortcut.message.text : '';
      const [email = '', ...others] = findEmails(text);
      await open(slack, shortcut.user.id, shortcut.trigger_id, { channelId: shortcut.channel.id, text: email, others });
    },
  );
}

async function open(
  slack: SlackContext,
  personId: string,
  triggerId: string,
  from: { readonly channelId: string | undefined; readonly text: string; readonly others?: readonly string[] },
): Promise<void> {
  const person = await slack.people.person(personId);
  const refused = isProblem(person) ? person : (mayInvite(person, slack.workspaceId) ?? guestAccessOff(slack.flows));
  if (refused !== undefined) {
    return answer(slack, undefined, { personId, channelId: from.channelId }, sentence(problemWords(refused)));
  }
  if (!isProblem(person)) await openInviteForm(slack, triggerId, person, from);
}
