import { MOST_ADDRESSES } from '../../domain/member-batch.ts';
import { mayAdminister } from '../../domain/person.ts';
import { problem } from '../../domain/problem.ts';
import { inviterRefusal } from '../../flows/inviter-refusal.ts';
import { sentence } from '../answer.ts';
import type { CommandCall, Gate } from '../gate.ts';
import { commands } from '../names.ts';
import { openMemberForm } from '../open-member-form.ts';
import { openMemberList } from '../open-member-list.ts';
import type { SlackContext } from '../slack-context.ts';
import { boxesOf, MOST_BOXES } from '../views/address-blocks.ts';
import { isMemberSubcommand, type MemberSubcommand, memberHelp, memberUsage } from '../views/member-help.ts';
import { inviterWords } from '../words/power.ts';
import { problemWords } from '../words/problems.ts';
import type { Call } from './guest-command.ts';

const run = {
  invite: invitersOnly((call) =>
    boxesOf(call.text).length > MOST_BOXES
      ? call.reply(sentence(problemWords(problem('addresses_too_many', { max: MOST_ADDRESSES }))))
      : openMemberForm(call.slack, call.triggerId, call.person, call),
  ),
  pending: (call) => openMemberList(call, 'pending', () => true),
  resend: invitersOnly((call) =>
    openMemberList(call, 'pending', (system) => system.memberInvites?.resend !== undefined),
  ),
  edit: invitersOnly((call) => openMemberList(call, 'pending', (system) => system.memberInvites?.edit !== undefined)),
  cancel: invitersOnly((call) => openMemberList(call, 'pending', () => true)),
  list: (call) => openMemberList(call, 'members', () => true),
  remove: adminsOnly((call) => openMemberList(call, 'members', (system) => system.members?.remove !== undefined)),
  role: adminsOnly((call) => openMemberList(call, 'members', (system) => system.members?.setRole !== undefined)),
  help: (call) => call.reply(memberHelp(inviterWords(call.slack.flows.policy))),
} satisfies Record<MemberSubcommand, (call: Call) => Promise<void>>;

/** For those to whom the policy opens it; others are told so. Decided again when something is done. */
function invitersOnly(open: (call: Call) => Promise<void>): (call: Call) => Promise<void> {
  return async (call) => {
    const refused = await inviterRefusal(call.slack.flows, call.person);
    return refused === undefined ? open(call) : call.reply(sentence(problemWords(refused)));
  };
}

/** For admins; others are told so. Decided again when something is done. */
function adminsOnly(open: (call: Call) => Promise<void>): (call: Call) => Promise<void> {
  return async (call) => {
    const refused = mayAdminister(call.person, call.slack.flows.policy, call.slack.workspaceId);
    return refused === undefined ? open(call) : call.reply(sentence(problemWords(refused)));
  };
}

/** `/member ...`: acknowledged at once, then answered for the person alone. */
export function listenToMemberCommand(gate: Gate, slack: SlackContext): void {
  gate.onCommand(commands.member, 'member', (call) => memberCommand(slack, call));
}

async function memberCommand(slack: SlackContext, { command, text, person, reply }: CommandCall): Promise<void> {
  // Lines are kept: what is pasted behind `invite` may be a table.
  const [, name = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const subcommand = name === '' ? 'help' : name.toLowerCase();
  if (!isMemberSubcommand(subcommand)) return reply(memberUsage(name));
  return run[subcommand]({
    slack,
    person,
    channelId: command.channel_id,
    triggerId: command.trigger_id,
    text: rest.trim(),
    reply,
  });
}
