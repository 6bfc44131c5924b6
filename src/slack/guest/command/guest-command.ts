import { withoutUnseen } from '../../../domain/text/clean.ts';
import { dateOrderOf } from '../../../domain/time/date-order.ts';
import { guestAccessOff } from '../../../flows/guest/guest-access-off.ts';
import type { Gate } from '../../gate.ts';
import { buttons, commands } from '../../names.ts';
import type { Call } from '../../shared/command-call.ts';
import type { SlackContext } from '../../slack-context.ts';
import { openAudit, openHistory } from '../audit/audit-listener.ts';
import type { SendExport } from '../audit/send-export.ts';
import { openFind } from '../find/find-listener.ts';
import { openInviteForm } from '../invite-form/open-invite-form.ts';
import { openReport } from '../report/report-listener.ts';
import { openSeriesList } from '../series/series-listener.ts';
import { openSettings } from '../settings/settings-listener.ts';
import { creditsAnswer, hostsAnswer, listAnswer, showAnswer } from './guest-answers.ts';
import { guestHelp, isSubcommand, type Subcommand, usage } from './help.ts';
import { openChange } from './open-change.ts';
import { policyAnswer } from './policy-answer.ts';

/** What subcommands need that other rooms or files make. */
export type Means = {
  readonly sendExport: SendExport;
  readonly openApprovals: (call: Call) => Promise<void>;
  readonly board: (call: Call) => Promise<void>;
};

const run = {
  invite: (call) => openInviteForm(call.slack, call.triggerId, call.person, call),
  update: (call) => openChange(call, 'update'),
  extend: (call) => openChange(call, 'extend'),
  cancel: (call) => openChange(call, 'cancel'),
  kick: (call) => openChange(call, 'kick'),
  list: listAnswer,
  find: openFind,
  show: showAnswer,
  series: openSeriesList,
  hosts: hostsAnswer,
  board: (call, { board }) => board(call),
  credits: creditsAnswer,
  policy: policyAnswer,
  report: openReport,
  approvals: (call, { openApprovals }) => openApprovals(call),
  audit: (call, { sendExport }) => openAudit(call, sendExport),
  history: (call, { sendExport }) => openHistory(call, sendExport),
  settings: openSettings,
  help: (call) => call.reply(guestHelp(dateOrderOf(call.person.locale))),
} satisfies Record<Subcommand, (call: Call, means: Means) => Promise<void>>;

/** What is about the past, or about Guestlist itself, and needs no Parsec. */
const withoutParsec: ReadonlySet<Subcommand> = new Set(['approvals', 'find', 'report', 'audit', 'history', 'help']);

/** `/guest ...`: acknowledged at once, then answered for the person alone. A button may run one, too. */
export function listenToGuestCommand(gate: Gate, slack: SlackContext, means: Means): void {
  gate.onCommand(commands.guest, 'member', ({ command, text, person, reply }) =>
    guestCommand({ slack, person, channelId: command.channel_id, triggerId: command.trigger_id, text, reply }, means),
  );
  gate.onButton(buttons.run, 'member', async ({ body, action, person, reply }) => {
    const text = withoutUnseen(action.value ?? '').trim();
    const [name = ''] = text.split(/\s+/);
    if (!isSubcommand(name)) return reply("Guestlist can't read that button. Type “/guest help”.");
    const channelId = body.channel?.id ?? person.id;
    return guestCommand({ slack, person, channelId, triggerId: body.trigger_id, text, reply }, means);
  });
}

/** Runs a subcommand of /guest. */
async function guestCommand(call: Call, means: Means): Promise<void> {
  const [name = '', ...args] = call.text.trim().split(/\s+/);
  const rest = args.join(' ');
  const subcommand = name === '' ? 'help' : name.toLowerCase();
  if (!isSubcommand(subcommand)) return call.reply(usage(name, rest));
  const off = guestAccessOff(call.slack.flows);
  if (off !== undefined && !withoutParsec.has(subcommand)) return call.reply(off);
  return run[subcommand]({ ...call, text: rest }, means);
}
