import type { Person } from '../../domain/person.ts';
import { withoutUnseen } from '../../domain/text/clean.ts';
import { dateOrderOf } from '../../domain/time/date-order.ts';
import { guestAccessOff } from '../../flows/guest-access-off.ts';
import { sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { buttons, commands } from '../names.ts';
import { openInviteForm } from '../open-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { guestHelp, isSubcommand, type Subcommand, usage } from '../views/help.ts';
import type { Message } from '../views/invite-card.ts';
import { problemWords } from '../words/problems.ts';
import { creditsAnswer, hostsAnswer, listAnswer, showAnswer } from './guest-answers.ts';
import { openChange } from './open-change.ts';
import { openSettings } from './settings.ts';

/** What a command is given. `text` is what stands behind /guest, and behind the subcommand's name once that is read. */
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

/** `/guest ...`: acknowledged at once, then answered for the person alone. A button may run one, too. */
export function listenToGuestCommand(gate: Gate, slack: SlackContext): void {
  gate.onCommand(commands.guest, 'member', ({ command, text, person, reply }) =>
    guestCommand({ slack, person, channelId: command.channel_id, triggerId: command.trigger_id, text, reply }),
  );
  gate.onButton(buttons.run, 'member', async ({ body, action, person, reply }) => {
    const text = withoutUnseen(action.value ?? '').trim();
    const [name = ''] = text.split(/\s+/);
    if (!isSubcommand(name)) return reply(sentence("Guestlist can't read that button. Type “/guest help”."));
    const channelId = body.channel?.id ?? person.id;
    return guestCommand({ slack, person, channelId, triggerId: body.trigger_id, text, reply });
  });
}

/** Runs what stands behind /guest. */
async function guestCommand(call: Call): Promise<void> {
  const [name = '', ...words] = call.text.trim().split(/\s+/);
  const rest = words.join(' ');
  const subcommand = name === '' ? 'help' : name.toLowerCase();
  if (!isSubcommand(subcommand)) return call.reply(usage(name, rest));
  const off = guestAccessOff(call.slack.flows);
  if (off !== undefined && subcommand !== 'help') return call.reply(sentence(problemWords(off)));
  return run[subcommand]({ ...call, text: rest });
}
