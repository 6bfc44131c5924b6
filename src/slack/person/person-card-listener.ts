import { isProblem, problem } from '../../domain/problem.ts';
import { retryOnboarding } from '../../flows/person/retry-onboarding.ts';
import type { Gate } from '../gate.ts';
import { retryingCopy } from '../member/card/member-copy.ts';
import { personActions } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';

/** Buttons of the card of a request about one person and several systems. The flows decide who may press them, from the store. */
export function listenToPersonCard(gate: Gate, slack: SlackContext): void {
  gate.onButton(personActions.retry, 'member', async ({ action, person, reply }) => {
    const { value = '' } = action;
    const count = /^pr_[\w-]+$/.test(value)
      ? await retryOnboarding(slack.flows, value, person)
      : problem('batch_unknown');
    await reply(isProblem(count) ? count : retryingCopy(count));
  });
}
