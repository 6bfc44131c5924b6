import { teamOperations } from '../../../flows/team/team-operations.ts';
import type { CommandCall, Gate } from '../../gate.ts';
import { commands } from '../../names.ts';
import { openForm } from '../../shared/open-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { readHistoryText } from '../history/history-text.ts';
import { historyView } from '../history/team-history-listener.ts';
import { helpCopy, noOperationCopy, noSystemCopy } from '../operation/team-copy.ts';
import { teamModal } from '../operation/team-form.ts';

/** `/team`: opens the form to choose an operation, with the one that fits if there is only one; or shows the history. */
export function listenToTeamCommand(gate: Gate, slack: SlackContext): void {
  gate.onCommand(commands.team, 'admin', (call) => teamCommand(slack, call));
}

async function teamCommand(slack: SlackContext, { command, text, person, reply }: CommandCall): Promise<void> {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  if (first.toLowerCase() === 'history') {
    const memory = { ...readHistoryText(rest.join(' ')), page: 0, no: 0 };
    await openForm(slack, command.trigger_id, historyView(slack, person, memory));
    return;
  }
  const known = teamOperations(slack.flows);
  if (known.length === 0) return reply(noSystemCopy);

  const wanted = text.trim().toLowerCase();
  if (wanted === 'help') return reply(helpCopy);
  const words = wanted.split(/\s+/);
  const matching = known.filter(({ id, row }) => {
    const searched = `${id} ${row.section} ${row.title}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
  if (matching.length === 0) return reply(noOperationCopy(text.trim()));
  // The only one that fits, or the one with this title. Of several the person chooses, among all of them.
  const called = matching.filter(({ row }) => row.title.toLowerCase() === wanted);
  const [only, ...others] = called.length === 0 ? matching : called;
  await openForm(slack, command.trigger_id, teamModal(known, others.length === 0 ? only : undefined));
}
