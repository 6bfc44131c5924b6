import { MOST_ADDRESSES } from '../../../domain/member-batch.ts';
import { mayAdminister } from '../../../domain/person.ts';
import { problem } from '../../../domain/problem.ts';
import { inviterRefusal } from '../../../flows/member/inviter-refusal.ts';
import type { CommandCall, Gate } from '../../gate.ts';
import { commands } from '../../names.ts';
import type { Call } from '../../shared/command-call.ts';
import { inviterCopy } from '../../shared/power-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { boxesOf, MOST_BOXES } from '../invite-form/address-blocks.ts';
import { openMemberForm } from '../invite-form/open-member-form.ts';
import { openMemberList } from '../list/open-member-list.ts';
import { isMemberSubcommand, type MemberSubcommand, memberHelp, memberUsage } from './member-help.ts';

/** What opens forms of other rooms. */
export type MemberForms = {
  readonly openOnboarding: (call: Call) => Promise<void>;
  readonly openOffboarding: (call: Call) => Promise<void>;
};

const subcommands = (forms: MemberForms): Record<MemberSubcommand, (call: Call) => Promise<void>> => ({
  invite: invitersOnly((call) =>
    boxesOf(call.text).length > MOST_BOXES
      ? call.reply(problem('addresses_too_many', { max: MOST_ADDRESSES }))
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
  help: (call) => call.reply(memberHelp(inviterCopy(call.slack.flows.policy()))),
  onboard: invitersOnly(forms.openOnboarding),
  offboard: adminsOnly(forms.openOffboarding),
});

type Open = (call: Call) => Promise<void>;

/** For people who may invite members; others get the reason. The flows check again when something is done. */
function invitersOnly(open: Open): Open {
  return async (call) => {
    const refused = await inviterRefusal(call.slack.flows, call.person);
    return refused === undefined ? open(call) : call.reply(refused);
  };
}

/** For admins; otherwise the same. */
function adminsOnly(open: Open): Open {
  return async (call) => {
    const refused = mayAdminister(call.person, call.slack.flows.policy(), call.slack.flows.workspaceId());
    return refused === undefined ? open(call) : call.reply(refused);
  };
}

/** `/member ...`: acknowledged at once, then answered to the person only. */
export function listenToMemberCommand(gate: Gate, slack: SlackContext, forms: MemberForms): void {
  const run = subcommands(forms);
  gate.onCommand(commands.member, 'member', (call) => memberCommand(slack, run, call));
}

async function memberCommand(
  slack: SlackContext,
  run: ReturnType<typeof subcommands>,
  { command, text, person, reply }: CommandCall,
): Promise<void> {
  // Keeps lines: the text after `invite` may be a table.
  const [, name = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const subcommand = name === '' ? 'help' : name.toLowerCase();
  if (!isMemberSubcommand(subcommand)) return reply(memberUsage(name));
  const { channel_id: channelId, trigger_id: triggerId } = command;
  return run[subcommand]({ slack, person, channelId, triggerId, text: rest.trim(), reply });
}
