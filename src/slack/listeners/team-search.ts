import { notAChoice } from '../../domain/not-a-choice.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { Choice } from '../../flows/context.ts';
import { inTime } from '../../flows/in-time.ts';
import { findChoices, teamOperationFor } from '../../flows/team-operations.ts';
import type { Gate } from '../gate.ts';
import { actions } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { fieldOfBlock, readTeamOperation, teamOptions } from '../views/team-form.ts';
import { teamProblemWords } from '../words/team.ts';

/** What the searchable selects of `/team` find. Slack waits 3 seconds; where there is nothing to offer, the only option says why. */
export function listenToTeamSearch(gate: Gate, slack: SlackContext): void {
  gate.onSuggestion(actions.teamSearch, 'admin', async ({ ack, payload, person }) => {
    const operation = payload.view === undefined ? '' : readTeamOperation(payload.view);
    const found = await inTime(find(slack, person, { operation, block: payload.block_id, text: payload.value }));
    await ack({ options: teamOptions(offered(found, slack.flows.now())) });
  });
}

async function find(
  slack: SlackContext,
  person: Person,
  { operation, block, text }: { readonly operation: string; readonly block: string; readonly text: string },
): Promise<readonly Choice[] | Problem> {
  const known = teamOperationFor(slack.flows, person, slack.workspaceId, operation);
  return isProblem(known) ? known : findChoices(known, fieldOfBlock(block) ?? '', text);
}

function offered(found: readonly Choice[] | Problem | 'late', now: number): readonly Choice[] {
  if (found === 'late') return [{ id: notAChoice, name: 'Still loading. Type something to look again.' }];
  return isProblem(found) ? [{ id: notAChoice, name: teamProblemWords(found, now) }] : found;
}
