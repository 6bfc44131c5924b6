import type { App, BlockAction, RespondFn, SlashCommand, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { mayAdminister, type Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { RawInput } from '../../flows/context.ts';
import {
  findChoices,
  type KnownOperation,
  runTeamOperation,
  teamOperationFor,
  teamOperations,
} from '../../flows/team-operations.ts';
import { answer, sentence } from '../answer.ts';
import { inTime } from '../in-time.ts';
import { actions, commands, modals } from '../names.ts';
import { openForm, updateForm } from '../open-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { option } from '../views/blocks.ts';
import { formValues } from '../views/form-values.ts';
import { sayModal } from '../views/pick-form.ts';
import { fieldOfBlock, readTeamForm, readTeamOperation, teamModal } from '../views/team-form.ts';
import { readTeamConfirm, teamConfirm, teamFailure, teamResult, teamWorking } from '../views/team-result.ts';
import { problemWords } from '../words/problems.ts';

const MAX_OPTIONS = 100;

/** `/team`: what admins do at the systems, each from its row: choose, fill in, confirm what destroys, see what came of it. */
export function listenToTeam(app: App, slack: SlackContext): void {
  app.command(commands.team, async ({ ack, command, respond }) => {
    await ack();
    await teamCommand(slack, command, respond);
  });

  app.action<BlockAction>(
    { type: 'block_actions', action_id: actions.teamOperation },
    async ({ ack, body, action }) => {
      await ack();
      if (body.view === undefined) return;
      const id = action.type === 'static_select' ? action.selected_option?.value : undefined;
      const chosen = await allowed(slack, body.user.id, id ?? '');
      const view = isProblem(chosen)
        ? sayModal('Manage teams', problemWords(chosen))
        : teamModal(teamOperations(slack.flows), chosen.known);
      await updateForm(slack, { id: body.view.id, hash: '' }, view);
    },
  );

  app.options<'block_suggestion'>(
    { type: 'block_suggestion', action_id: actions.teamSearch },
    async ({ ack, payload }) => {
      const chosen = await allowed(slack, payload.user.id, operationOf(payload.view));
      const field = fieldOfBlock(payload.block_id);
      const found =
        isProblem(chosen) || field === undefined ? [] : await inTime(findChoices(chosen.known, field, payload.value));
      const choices = found === 'late' || isProblem(found) ? [] : found;
      await ack({ options: choices.slice(0, MAX_OPTIONS).map((choice) => option(choice.name, choice.id)) });
    },
  );

  app.view({ type: 'view_submission', callback_id: modals.team }, async ({ ack, body, view }) => {
    const chosen = await allowed(slack, body.user.id, readTeamOperation(view));
    if (isProblem(chosen)) {
      await ack({ response_action: 'update', view: teamFailure('Nothing was done', problemWords(chosen)) });
      return;
    }
    const { known, person } = chosen;
    const { raw, blockOf } = readTeamForm(view, teamOperations(slack.flows), known);
    const read = known.row.read(raw);
    if ('faults' in read) {
      const errors = Object.entries(read.faults).map(([field, fault]) => [blockOf(field), fault]);
      await ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
      return;
    }
    if (known.row.effect !== 'destroys') {
      await ack({ response_action: 'update', view: teamWorking(known.row.title) });
      await runAndShow(slack, person, known, raw, view.id);
      return;
    }
    const confirm = teamConfirm(known, raw, shownInputs(view, known, blockOf));
    if (confirm !== undefined) await ack({ response_action: 'push', view: confirm });
    else {
      const [first = ''] = Object.keys(known.row.fields);
      await ack({ response_action: 'errors', errors: { [blockOf(first)]: 'That is too much at once. Choose fewer.' } });
    }
  });

  app.view({ type: 'view_submission', callback_id: modals.teamConfirm }, async ({ ack, body, view }) => {
    const { operation, raw } = readTeamConfirm(view);
    const chosen = await allowed(slack, body.user.id, operation);
    if (isProblem(chosen)) {
      await ack({ response_action: 'update', view: teamFailure('Nothing was done', problemWords(chosen)) });
      return;
    }
    await ack({ response_action: 'update', view: teamWorking(chosen.known.row.title) });
    await runAndShow(slack, chosen.person, chosen.known, raw, view.id);
  });
}

async function teamCommand(slack: SlackContext, command: SlashCommand, respond: RespondFn): Promise<void> {
  const reply = (text: string) =>
    answer(slack, respond, { personId: command.user_id, channelId: command.channel_id }, sentence(text));
  const person = await slack.people.person(command.user_id);
  const refused = isProblem(person) ? person : mayAdminister(person, slack.flows.policy, slack.workspaceId);
  if (refused !== undefined) return reply(problemWords(refused));
  const known = teamOperations(slack.flows);
  if (known.length === 0)
    return reply('No system is on that has anything to manage. Set its credentials and start the bot again.');

  const wanted = command.text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matching = known.filter(({ id, row }) => {
    const text = `${id} ${row.section} ${row.title}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  if (matching.length === 0) {
    return reply(
      `Nothing to manage is called “${command.text.trim().slice(0, 80)}”. “/team” alone offers everything there is.`,
    );
  }
  // One that fits is meant; of several one chooses, among all of them.
  const only = matching.length === 1 ? matching[0] : undefined;
  await openForm(slack, command.trigger_id, Promise.resolve(teamModal(known, only)));
}

async function allowed(
  slack: SlackContext,
  personId: string,
  id: string,
): Promise<{ readonly person: Person; readonly known: KnownOperation } | Problem> {
  const person = await slack.people.person(personId);
  if (isProblem(person)) return person;
  const known = teamOperationFor(slack.flows, person, slack.workspaceId, id);
  return isProblem(known) ? known : { person, known };
}

/** Runs it and shows what came of it where it was asked; a person who closed the modal meanwhile is told directly. */
async function runAndShow(
  slack: SlackContext,
  person: Person,
  known: KnownOperation,
  raw: RawInput,
  viewId: string,
): Promise<void> {
  const { title, effect } = known.row;
  let view: ModalView;
  let words: string;
  try {
    const result = await runTeamOperation(slack.flows, person, known, raw);
    const failed = 'faults' in result ? problem('team_operation_unknown') : isProblem(result) ? result : undefined;
    words = failed !== undefined ? problemWords(failed) : 'words' in result ? result.words : '';
    view = 'words' in result ? teamResult(title, result) : teamFailure(title, words);
  } catch (error) {
    slack.flows.log.error({ err: error, operation: known.id }, 'an operation of /team failed');
    words = 'Something went wrong on our side. Look at the system itself to see whether it was done.';
    view = teamFailure(title, words);
  }
  const shown = await updateForm(slack, { id: viewId, hash: '' }, view);
  if (shown !== undefined || effect === 'looks') return;
  await answer(slack, undefined, { personId: person.id, channelId: undefined }, sentence(`${title}: ${words}`));
}

/** What was put in, as the person reads it: label and value. */
function shownInputs(view: ViewOutput, known: KnownOperation, blockOf: (field: string) => string): string[] {
  const values = formValues(view);
  return Object.entries(known.row.fields).flatMap(([name, field]) => {
    const shown = values.shown(blockOf(name));
    return shown === '' ? [] : [`${field.label}: ${shown}`];
  });
}

function operationOf(view: { readonly private_metadata: string } | undefined): string {
  return view === undefined ? '' : readTeamOperation(view);
}
