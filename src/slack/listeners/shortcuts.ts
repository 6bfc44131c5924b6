import { findEmails } from '../../domain/email.ts';
import type { Person } from '../../domain/person.ts';
import { guestAccessOff } from '../../flows/guest-access-off.ts';
import { answer, sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { messageText } from '../message-text.ts';
import { shortcuts } from '../names.ts';
import { openInviteForm } from '../open-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { threadOf } from '../thread-of.ts';
import { problemWords } from '../words/problems.ts';

/** "Invite a guest" from anywhere, and "Invite this guest" from a message with an e-mail address in it. */
export function listenToShortcuts(gate: Gate, slack: SlackContext): void {
  gate.onShortcut(shortcuts.inviteGuest, 'member', ({ shortcut, person }) =>
    open(slack, person, shortcut.trigger_id, { channelId: undefined, text: '' }),
  );

  gate.onMessageAction(shortcuts.inviteThisGuest, 'member', async ({ shortcut, person }) => {
    const [email = '', ...others] = findEmails(messageText(shortcut.message));
    const from = { channelId: shortcut.channel.id, threadTs: threadOf(shortcut), text: email, others };
    await open(slack, person, shortcut.trigger_id, from);
  });
}

async function open(
  slack: SlackContext,
  person: Person,
  triggerId: string,
  from: {
    readonly channelId: string | undefined;
    readonly threadTs?: string | undefined;
    readonly text: string;
    readonly others?: readonly string[];
  },
): Promise<void> {
  const off = guestAccessOff(slack.flows);
  if (off === undefined) return openInviteForm(slack, triggerId, person, from);
  const { channelId, threadTs } = from;
  return answer(slack, undefined, { personId: person.id, channelId, threadTs }, sentence(problemWords(off)));
}
