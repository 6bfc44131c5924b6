import type { ModalView } from '@slack/types';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { RawInput } from '../../flows/context.ts';
import { startPatience } from '../../flows/in-time.ts';
import {
  askTeamOperation,
  type HeardBefore,
  heardBefore,
  type KnownOperation,
  lookUpChosen,
  type TeamRequest,
  teamOperationFor,
  teamOperations,
} from '../../flows/team-operations.ts';
import type { Gate } from '../gate.ts';
import { actions, modals } from '../names.ts';
import { createNewestOnly } from '../newest-only.ts';
import { updateForm } from '../open-form.ts';
import { runTeam } from '../run-team.ts';
import type { SlackContext } from '../slack-context.ts';
import { sayModal } from '../views/pick-form.ts';
import { readTeamConfirm, teamConfirm } from '../views/team-confirm.ts';
import { readTeamForm, readTeamOperation, teamBlock, teamLines, teamModal, teamTitle } from '../views/team-form.ts';
import { teamFailure, teamOutcome, teamWorking } from '../views/team-result.ts';
import { problemWords } from '../words/problems.ts';
import { lateWords, teamProblemWords } from '../words/team.ts';

/** How long a system may take to say what was chosen, ms: Slack waits three seconds, and has said who this is before. */
const PATIENCE_MS = 1_300;

/** What admins do at the systems, each from its row: choose, fill in, confirm what destroys, see what came of it. */
export function listenToTeam(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();

  gate.onAction(actions.teamOperation, 'admin', async ({ body, action, person }) => {
    const viewId = body.view?.id;
    if (viewId === undefined) return;
    const id = action.type === 'static_select' ? action.selected_option?.value : undefined;
    // Of two choices in quick succession the last one counts.
    await newestOnly(viewId, async () => {
      const chosen = allowed(slack, person, id ?? '');
      const view = isProblem(chosen)
        ? sayModal(teamTitle, problemWords(chosen))
        : teamModal(teamOperations(slack.flows), chosen.known);
      await updateForm(slack, { id: viewId, hash: '' }, view);
    });
  });

  gate.onSubmission(modals.team, 'admin', async ({ ack, view, person }) => {
    const show = (next: ModalView) => ack({ response_action: 'update', view: next });
    const chosen = allowed(slack, person, readTeamOperation(view));
    if (isProblem(chosen)) return show(teamFailure('Nothing was done', problemWords(chosen)));
    const { known } = chosen;
    const refuse = (faults: readonly (readonly [field: string, fault: string])[]) =>
      ack({
        response_action: 'errors',
        errors: Object.fromEntries(faults.map(([field, fault]) => [teamBlock(known, field), fault])),
      });
    const raw = readTeamForm(view, known);
    const read = known.row.read(raw);
    if ('faults' in read) return refuse(Object.entries(read.faults));
    const looked = await lookUp(slack, known, raw);
    if ('faults' in looked) {
      const heard = await heardBefore(slack.flows, view.id);
      return heard === undefined ? refuse(looked.faults) : show(heardView(known, heard));
    }
    const { shown } = looked;
    if (known.row.effect !== 'destroys') {
      return take(slack, show, { ...chosen, raw, shown, requestKey: view.id });
    }
    const confirm = teamConfirm(known, raw, shown);
    if (confirm !== undefined) return ack({ response_action: 'push', view: confirm });
    const [longest = ''] = Object.keys(raw).toSorted((a, b) => lengthOf(raw[b]) - lengthOf(raw[a]));
    return refuse([[longest, 'That is too much at once. Give less.']]);
  });

  gate.onSubmission(modals.teamConfirm, 'admin', async ({ ack, view, person }) => {
    const show = (next: ModalView) => ack({ response_action: 'update', view: next });
    const { operation, raw } = readTeamConfirm(view);
    const chosen = allowed(slack, person, operation);
    if (isProblem(chosen)) return show(teamFailure('Nothing was done', problemWords(chosen)));
    const looked = await lookUp(slack, chosen.known, raw);
    if ('faults' in looked) {
      // What a first submission deleted the system does not have any more.
      const heard = await heardBefore(slack.flows, view.id);
      const why = looked.faults.map(([, words]) => words).join('\n');
      return show(heard === undefined ? teamFailure('Nothing was done', why) : heardView(chosen.known, heard));
    }
    const { shown } = looked;
    await take(slack, show, { ...chosen, raw, shown, requestKey: view.id });
  });
}

type Looked = { readonly shown: readonly string[] } | { readonly faults: readonly (readonly [string, string])[] };

/** What was put in, in lines, with what was chosen under the system's own names; or what is wrong with it, by field. */
async function lookUp(slack: SlackContext, known: KnownOperation, raw: RawInput): Promise<Looked> {
  const looked = await startPatience(PATIENCE_MS)(lookUpChosen(known, raw));
  if (looked === 'late') {
    const field = Object.keys(known.row.fields).find((name) => known.row.fields[name]?.look !== undefined) ?? '';
    return { faults: [[field, lateWords(known.provider)]] };
  }
  if ('names' in looked) return { shown: teamLines(known, raw, looked.names) };
  const now = slack.flows.now();
  return { faults: Object.entries(looked.faults).map(([field, why]) => [field, teamProblemWords(why, now)]) };
}

/**
 * Written down first, acknowledged then, and then done. Of a second click nothing comes: the first shows its result. Where it has
 * already, that is gone with this answer, and what stands in the books is shown instead.
 */
async function take(
  slack: SlackContext,
  show: (view: ModalView) => Promise<void>,
  request: TeamRequest,
): Promise<void> {
  const asked = await askTeamOperation(slack.flows, request);
  if (isProblem(asked)) {
    return show(teamFailure('Nothing was done', problemWords(asked)));
  }
  if ('outcome' in asked) return show(heardView(request.known, asked));
  await show(teamWorking(request.known.row.title));
  await runTeam(slack, request, asked);
}

function heardView({ row: { title } }: KnownOperation, { outcome }: HeardBefore): ModalView {
  return outcome === 'asked' ? teamWorking(title) : teamOutcome(title, outcome);
}

function allowed(slack: SlackContext, person: Person, id: string): Pick<TeamRequest, 'person' | 'known'> | Problem {
  const known: KnownOperation | Problem = teamOperationFor(slack.flows, person, slack.workspaceId, id);
  return isProblem(known) ? known : { person, known };
}

function lengthOf(value: unknown): number {
  return JSON.stringify(value ?? '').length;
}
