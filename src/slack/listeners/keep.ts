import { isProblem } from '../../domain/problem.ts';
import { withdrawRequest } from '../../flows/withdraw-request.ts';
import { sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { buttons } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { problemWords } from '../words/problems.ts';

/** “Keep the invite” and “Withdraw the kick”: what does not get through is not wanted any more. Who may is decided in the flow. */
export function listenToKeep(gate: Gate, slack: SlackContext): void {
  gate.onButton(buttons.keep, 'member', async ({ action, person, reply }) => {
    const result = await withdrawRequest(slack.flows, action.value ?? '', person);
    if (isProblem(result)) await reply(sentence(problemWords(result)));
  });
}
