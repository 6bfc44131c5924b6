import type { App, RespondFn, SlashCommand } from '@slack/bolt';
import { mayAdminister } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { latestDeeds, teamOperations } from '../../flows/team-operations.ts';
import { answer, sentence } from '../answer.ts';
import { commands } from '../names.ts';
import { openForm } from '../open-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { teamModal } from '../views/team-form.ts';
import { HISTORY, teamHistory } from '../views/team-history.ts';
import { problemWords } from '../words/problems.ts';

const noSystem = 'No system is on that has anything to manage. The person who runs Guestlist can change that.';
const helpWords =
  '“/team” offers everything there is to manage at the systems behind the invites. Words behind it narrow that down, as in “/team audit log”. “/team history” shows what was done this way, and by whom.';

/** `/team`: opens the form in which one chooses, with what was meant if only one fits; or shows what was done. */
export function listenToTeamCommand(app: App, slack: SlackContext): void {
  app.command(commands.team, async ({ ack, command, respond }) => {
    await ack();
    await teamCommand(slack, command, respond);
  });
}

async function teamCommand(slack: SlackContext, command: SlashCommand, respond: RespondFn): Promise<void> {
  const reply = (text: string) =>
    answer(slack, respond, { personId: command.user_id, channelId: command.channel_id }, sentence(text));
  const person = await slack.people.person(command.user_id);
  if (isProblem(person)) return reply(problemWords(person));
  const refused = mayAdminister(person, slack.flows.policy, slack.workspaceId);
  if (refused !== undefined) return reply(problemWords(refused));
  const known = teamOperations(slack.flows);
  if (known.length === 0) return reply(noSystem);

  const wanted = command.text.trim().toLowerCase();
  if (wanted === 'help') return reply(helpWords);
  if (wanted === 'history') {
    const deeds = await latestDeeds(slack.flows, person, slack.workspaceId, HISTORY);
    if (isProblem(deeds)) return reply(problemWords(deeds));
    await openForm(slack, command.trigger_id, Promise.resolve(teamHistory(deeds, known)));
    return;
  }
  const words = wanted.split(/\s+/);
  const matching = known.filter(({ id, row }) => {
    const text = `${id} ${row.section} ${row.title}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (matching.length === 0) {
    const called = `Nothing to manage is called “${command.text.trim().slice(0, 80)}”.`;
    return reply(`${called} “/team” alone offers everything there is.`);
  }
  // One that fits is meant; of several one chooses, among all of them.
  const only = matching.length === 1 ? matching[0] : undefined;
  await openForm(slack, command.trigger_id, Promise.resolve(teamModal(known, only)));
}
