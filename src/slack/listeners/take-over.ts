import { isProblem } from '../../domain/problem.ts';
import { takeOver } from '../../flows/take-over.ts';
import { sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { buttons } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { problemWords } from '../words/problems.ts';

/** "Take over": an admin answers for an invite whose inviter has left. Who may is decided in the flow, since its inviter may be back. */
export function listenToTakeOver(gate: Gate, slack: SlackContext): void {
  gate.onButton(buttons.takeOver, 'member', async ({ action, person, reply }) => {
    const invite = await takeOver(slack.flows, action.value ?? '', person);
    await reply(
      sentence(isProblem(invite) ? problemWords(invite) : 'You answer for this invite now. Its card shows how it is.'),
    );
  });
}
