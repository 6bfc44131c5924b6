import type { App, RespondFn, SlashCommand } from '@slack/bolt';
import { mayInvite } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { answer, sentence } from '../answer.ts';
import { commands } from '../names.ts';
import { openMemberForm } from '../open-member-form.ts';
import type { SlackContext } from '../slack-context.ts';
import type { Message } from '../views/invite-card.ts';
import { isMemberSubcommand, type MemberSubcommand, memberHelp, memberUsage } from '../views/member-help.ts';
import { problemWords } from '../words/problems.ts';
import type { Call } from './guest-command.ts';
import { openMembers, openPending } from './member-lists.ts';

const run = {
  invite: (call) => openMemberForm(call.slack, call.triggerId, call),
  pending: openPending,
  resend: openPending,
  edit: openPending,
  cancel: openPending,
  list: openMembers,
  remove: openMembers,
  role: openMembers,
  help: (call) => call.reply(memberHelp()),
} satisfies Record<MemberSubcommand, (call: Call) => Promise<void>>;

/** `/member ...`: acknowledged at once, then answered for the person alone. */
export function listenToMemberCommand(app: App, slack: SlackContext): void {
  app.command(commands.member, async ({ ack, command, respond }) => {
    await ack();
    await memberCommand(slack, command, respond);
  });
}

async function memberCommand(slack: SlackContext, command: SlashCommand, respond: RespondFn): Promise<void> {
  const reply = (message: Message) =>
    answer(slack, respond, { personId: command.user_id, channelId: command.channel_id }, message);
  const person = await slack.people.person(command.user_id);
  if (isProblem(person)) return reply(sentence(problemWords(person)));
  const refused = mayInvite(person, slack.workspaceId);
  if (refused !== undefined) return reply(sentence(problemWords(refused)));

  // Lines are kept: what is pasted behind `invite` may be a table.
  const [, name = '', text = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(unescapeEntities(command.text)) ?? [];
  const subcommand = name === '' ? 'help' : name.toLowerCase();
  if (!isMemberSubcommand(subcommand)) return reply(memberUsage(name));
  return run[subcommand]({
    slack,
    person,
    channelId: command.channel_id,
    triggerId: command.trigger_id,
    text: text.trim(),
    reply,
  });
}

/** Slack escapes &, < and > in command text. */
function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
