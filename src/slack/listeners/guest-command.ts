import type { Person } from '../../domain/person.ts';
import { dateOrderOf } from '../../domain/time/date-order.ts';
import { guestAccessOff } from '../../flows/guest-access-off.ts';
import { sentence } from '../answer.ts';
import type { CommandCall, Gate } from '../gate.ts';
import { commands } from '../names.ts';
import { openInviteForm } from '../open-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { guestHelp, isSubcommand, type Subcommand, usage } from '../views/help.ts';
import type { Message } from '../views/invite-card.ts';
import { problemWords } from '../words/problems.ts';
import { creditsAnswer, hostsAnswer, listAnswer, showAnswer } from './guest-answers.ts';
import { openChange } from './open-change.ts';
import { openSettings } from './settings.ts';

/** What a subcommand is given. `text` is what stands behind its name. */
export type Call = {
  readonly slack: SlackContext;
  readonly person: Person;
  readonly channelId: string;
  readonly triggerId: string;
  readonly text: string;
  readonly reply: (message: Message) => Promise<void>;
};

const run = {
  invite: (call) => openInviteForm(call.slack, call.triggerId, call.person, call),
  update: (call) => openChange(call, 'update'),
  extend: (call) => openChange(call, 'extend'),
  cancel: (call) => openChange(call, 'cancel'),
  kick: (call) => openChange(call, 'kick'),
  list: listAnswer,
  show: showAnswer,
  hosts: hostsAnswer,
  credits: creditsAnswer,
  settings: openSettings,
  help: (call) => call.reply(guestHelp(dateOrderOf(call.person.locale))),
} satisfies Record<Subcommand, (call: Call) => Promise<void>>;

/** `/guest ...`: acknowledged at once, then answered for the person alone. */
export function listenToGuestCommand(gate: Gate, slack: SlackContext): void {
  gate.onCommand(commands.guest, 'member', (call) => guestCommand(slack, call));
}

async function guestCommand(slack: SlackContext, { command, text, person, reply }: CommandCall): Promise<void> {
  const [name = '', ...rest] = text.trim().split(/\s+/);
  const subcommand = name === '' ? 'help' : name.toLowerCase();
  if (!isSubcommand(subcommand)) return reply(usage(name));
  const off = guestAccessOff(slack.flows);
  if (off !== undefined && subcommand !== 'help') return reply(sentence(problemWords(off)));
  return run[subcommand]({
    slack,
    person,
    channelId: command.channel_id,
    triggerId: command.trigger_id,
    text: rest.join(' '),
    reply,
  });
}
