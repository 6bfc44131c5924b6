import { isProblem } from '../../domain/problem.ts';
import { linkOfInvite } from '../../flows/guest-link.ts';
import { sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { buttons } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { linkAnswer } from '../views/link.ts';
import { problemWords } from '../words/problems.ts';

/** "Show link": the guest's way in, for the eyes of who invited or of an admin. Who may is decided in the flow. */
export function listenToShowLink(gate: Gate, slack: SlackContext): void {
  gate.onButton(buttons.link, 'member', async ({ action, person, reply }) => {
    const found = await linkOfInvite(slack.flows, action.value ?? '', person);
    await reply(isProblem(found) ? sentence(problemWords(found)) : linkAnswer(found.invite, found.link));
  });
}
