import { isProblem } from '../../domain/problem.ts';
import { withdrawRemoval } from '../../flows/withdraw-removal.ts';
import type { Gate } from '../gate.ts';
import { type ListScreen, placeOf } from '../list-screen.ts';
import { memberActions } from '../names.ts';
import { updateForm } from '../open-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { escapeText, section } from '../views/blocks.ts';
import { keptModal } from '../views/removal.ts';
import { problemWords } from '../words/problems.ts';
import { keptWords } from '../words/removals.ts';

/**
 * "Keep the member", "Keep the invite", "Withdraw": a removal that does not get through is not wanted any more. Pressed in a list, in a form
 * over one, in the form of `/team` or in a direct message. Who may is decided in the flow.
 */
export function listenToKeepMember(gate: Gate, slack: SlackContext, screen: ListScreen): void {
  gate.onButton(memberActions.keep, 'member', async ({ body, action, person, reply }) => {
    const result = await withdrawRemoval(slack.flows, action.value ?? '', person);
    const words = isProblem(result) ? `:warning: ${escapeText(problemWords(result))}` : keptWords(result);
    const place = placeOf(body.view, person);
    if (place !== undefined) await screen.reload(place, words);
    else if (body.view !== undefined) await updateForm(slack, { id: body.view.id, hash: '' }, keptModal(words));
    else await reply({ text: words, blocks: [section(words)] });
  });
}
