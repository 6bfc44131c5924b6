import type { ModalView } from '@slack/types';
import { notAChoice } from '../../../domain/not-a-choice.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import type { Choice, RawInput } from '../../../flows/shared/context.ts';
import { inTime, startPatience } from '../../../flows/shared/in-time.ts';
import {
  askTeamOperation,
  findChoices,
  type HeardBefore,
  heardBefore,
  type KnownOperation,
  lookUpChosen,
  type TeamRequest,
  teamOperationFor,
  teamOperations,
} from '../../../flows/team/team-operations.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import { actedAt, createNewestOnly } from '../../blocks/newest-only.ts';
import type { Gate } from '../../gate.ts';
import { actions, modals } from '../../names.ts';
import { updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { runTeam } from './run-team.ts';
import { TeamConfirmMemory, teamConfirm } from './team-confirm.ts';
import { lateCopy, nothingDone, teamProblemCopy, teamTitle } from './team-copy.ts';
import { fieldOfBlock, readTeamForm, TeamMemory, teamBlock, teamLines, teamModal, teamOptions } from './team-form.ts';
import { teamFailure, teamOutcome, teamWorking } from './team-result.ts';

/** How long a system may take to look up a choice, ms: Slack waits three seconds, and looking up the person takes part of them. */
const PATIENCE_MS = 1_300;

/** Operations of admins, each from its row: choose, search, fill in, confirm if it destroys, see the result. */
export function listenToTeam(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();

  gate.onAction(actions.teamOperation, 'admin', async ({ body, action, person }) => {
    const viewId = body.view?.id;
    if (viewId === undefined) return;
    const id = action.type === 'static_select' ? action.selected_option?.value : undefined;
    // Of two quick choices the last one counts.
    await newestOnly(viewId, actedAt(action), async () => {
      const chosen = allowed(slack, person, id ?? '');
      const view = isProblem(chosen)
        ? sayModal(teamTitle, chosen)
        : teamModal(teamOperations(slack.flows), chosen.known);
      await updateForm(slack, { id: viewId, hash: '' }, view);
    });
  });

  // Slack waits 3 seconds for a search; if there is nothing to offer, the only option says why.
  gate.onSuggestion(actions.teamSearch, 'admin', async ({ ack, payload, person }) => {
    const operation = payload.view === undefined ? '' : memoryOf(payload.view, TeamMemory).operation;
    const chosen = allowed(slack, person, operation);
    const field = fieldOfBlock(payload.block_id) ?? '';
    const found = isProblem(chosen) ? chosen : await inTime(findChoices(chosen.known, field, payload.value));
    await ack({ options: teamOptions(offered(found, slack.flows.now())) });
  });

  gate.onSubmission(modals.team, 'admin', async ({ ack, refuse, show, view, person }) => {
    const chosen = allowed(slack, person, memoryOf(view, TeamMemory).operation);
    if (isProblem(chosen)) return show(teamFailure(nothingDone, problemCopy(chosen)));
    const { known } = chosen;
    const refuseFields = (faults: readonly (readonly [field: string, fault: string])[]) =>
      refuse(Object.fromEntries(faults.map(([field, fault]) => [teamBlock(known, field), fault])));
    const raw = readTeamForm(view, known);
    const read = known.row.read(raw);
    if ('faults' in read) return refuseFields(Object.entries(read.faults));
    const looked = await lookUp(slack, known, raw);
    if ('faults' in looked) {
      const heard = await heardBefore(slack.flows, view.id);
      return heard === undefined ? refuseFields(looked.faults) : show(heardView(known, heard));
    }
    const { shown } = looked;
    if (known.row.effect !== 'destroys') {
      return start(slack, show, { ...chosen, raw, shown, requestKey: view.id });
    }
    const confirm = teamConfirm(known, raw, shown);
    if (confirm !== undefined) return ack({ response_action: 'push', view: confirm });
    const [longest = ''] = Object.keys(raw).toSorted((a, b) => lengthOf(raw[b]) - lengthOf(raw[a]));
    return refuseFields([[longest, 'Shorten this text. It is too long to confirm.']]);
  });

  gate.onSubmission(modals.teamConfirm, 'admin', async ({ show, view, person }) => {
    const { operation, raw } = memoryOf(view, TeamConfirmMemory);
    const chosen = allowed(slack, person, operation);
    if (isProblem(chosen)) return show(teamFailure(nothingDone, problemCopy(chosen)));
    const looked = await lookUp(slack, chosen.known, raw);
    if ('faults' in looked) {
      // The system no longer has what a first submission deleted.
      const heard = await heardBefore(slack.flows, view.id);
      const why = looked.faults.map(([, text]) => text).join('\n');
      return show(heard === undefined ? teamFailure(nothingDone, why) : heardView(chosen.known, heard));
    }
    const { shown } = looked;
    await start(slack, show, { ...chosen, raw, shown, requestKey: view.id });
  });
}

function offered(found: readonly Choice[] | Problem | 'late', now: number): readonly Choice[] {
  if (found === 'late') return [{ id: notAChoice, name: 'Still loading. Type something to search again.' }];
  return isProblem(found) ? [{ id: notAChoice, name: teamProblemCopy(found, now) }] : found;
}

type Looked = { readonly shown: readonly string[] } | { readonly faults: readonly (readonly [string, string])[] };

/** The input in lines, with the system's names for choices; or what is wrong with it, by field. */
async function lookUp(slack: SlackContext, known: KnownOperation, raw: RawInput): Promise<Looked> {
  const looked = await startPatience(PATIENCE_MS)(lookUpChosen(known, raw));
  if (looked === 'late') {
    const field = Object.keys(known.row.fields).find((name) => known.row.fields[name]?.look !== undefined) ?? '';
    return { faults: [[field, lateCopy(known.provider)]] };
  }
  if ('names' in looked) return { shown: teamLines(known, raw, looked.names) };
  const now = slack.flows.now();
  return { faults: Object.entries(looked.faults).map(([field, why]) => [field, teamProblemCopy(why, now)]) };
}

/**
 * Records the operation, acknowledges it, and runs it. A second click runs nothing: it shows the recorded outcome, because its answer
 * replaces the result of the first.
 */
async function start(
  slack: SlackContext,
  show: (view: ModalView) => Promise<void>,
  request: TeamRequest,
): Promise<void> {
  const asked = await askTeamOperation(slack.flows, request);
  if (isProblem(asked)) {
    return show(teamFailure(nothingDone, problemCopy(asked)));
  }
  if ('outcome' in asked) return show(heardView(request.known, asked));
  await show(teamWorking(request.known.row.title));
  await runTeam(slack, request, asked);
}

function heardView({ row: { title } }: KnownOperation, { outcome }: HeardBefore): ModalView {
  return outcome === 'asked' ? teamWorking(title) : teamOutcome(title, outcome);
}

function allowed(slack: SlackContext, person: Person, id: string): Pick<TeamRequest, 'person' | 'known'> | Problem {
  const known: KnownOperation | Problem = teamOperationFor(slack.flows, person, slack.flows.workspaceId(), id);
  return isProblem(known) ? known : { person, known };
}

function lengthOf(value: unknown): number {
  return JSON.stringify(value ?? '').length;
}
