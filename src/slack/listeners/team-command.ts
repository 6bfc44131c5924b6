import { teamOperations } from '../../flows/team-operations.ts';
import { sentence } from '../answer.ts';
import type { CommandCall, Gate } from '../gate.ts';
import { readHistoryText } from '../history-text.ts';
import { commands } from '../names.ts';
import { openForm } from '../open-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { cut } from '../views/blocks.ts';
import { teamModal } from '../views/team-form.ts';
import { historyView } from './team-history.ts';

const noSystem = 'No system is on that has anything to manage. The person who runs Guestlist can change that.';
const helpWords =
  '“/team” offers everything there is to manage at the systems behind the invites. Words behind it narrow that down, as in “/team audit log”. “/team history” shows who did what, here and by /member and /guest; narrow it as in “/team history snyk @mia remove”.';

/** `/team`: opens the form in which one chooses, with what was meant if only one fits; or shows what was done. */
export function listenToTeamCommand(gate: Gate, slack: SlackContext): void {
  gate.onCommand(commands.team, 'admin', (call) => teamCommand(slack, call));
}

async function teamCommand(slack: SlackContext, asked: CommandCall): Promise<void> {
  const { command, person } = asked;
  const reply = (text: string) => asked.reply(sentence(text));
  const [first = '', ...rest] = asked.text.trim().split(/\s+/);
  if (first.toLowerCase() === 'history') {
    const memory = { ...readHistoryText(rest.join(' ')), page: 0, no: 0 };
    await openForm(slack, command.trigger_id, historyView(slack, person, memory));
    return;
  }
  const known = teamOperations(slack.flows);
  if (known.length === 0) return reply(noSystem);

  const wanted = asked.text.trim().toLowerCase();
  if (wanted === 'help') return reply(helpWords);
  const words = wanted.split(/\s+/);
  const matching = known.filter(({ id, row }) => {
    const text = `${id} ${row.section} ${row.title}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (matching.length === 0) {
    const nothing = `Nothing to manage is called “${cut(asked.text.trim(), 80)}”.`;
    return reply(`${nothing} “/team” alone offers everything there is.`);
  }
  // One that fits, or is called just so, is meant; of several one chooses, among all of them.
  const called = matching.filter(({ row }) => row.title.toLowerCase() === wanted);
  const [only, ...others] = called.length === 0 ? matching : called;
  await openForm(slack, command.trigger_id, Promise.resolve(teamModal(known, others.length === 0 ? only : undefined)));
}
