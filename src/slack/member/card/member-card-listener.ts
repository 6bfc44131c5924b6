import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { batchWithRows } from '../../../flows/member/read-batch.ts';
import { joinLinks, retryMembers } from '../../../flows/member/retry-members.ts';
import type { Message } from '../../blocks/blocks.ts';
import type { Gate } from '../../gate.ts';
import { memberActions } from '../../names.ts';
import type { SlackContext } from '../../slack-context.ts';
import { joinLinkList, readCardButton, refusedList } from './member-card.ts';
import { retryingCopy } from './member-copy.ts';

type Pressed = {
  readonly slack: SlackContext;
  readonly person: Person;
  readonly batchId: string;
  readonly page: number;
};

const buttons = [
  [memberActions.retry, tryAgain],
  [memberActions.links, showLinks],
  [memberActions.refused, showRefused],
] as const;

/** Buttons of a batch's card and of its lists. The flows decide who may press them, from the store. */
export function listenToMemberCard(gate: Gate, slack: SlackContext): void {
  for (const [actionId, run] of buttons) {
    const pages = new RegExp(`^${actionId}(:(previous|next))?$`);
    gate.onButton(pages, 'member', async ({ action, person, reply }) => {
      const about = readCardButton(action.value ?? '');
      const result = about === undefined ? problem('batch_unknown') : await run({ slack, person, ...about });
      await reply(result, !isProblem(result) && action.action_id !== actionId);
    });
  }
}

async function tryAgain({ slack, person, batchId }: Pressed): Promise<string | Problem> {
  const count = await retryMembers(slack.flows, batchId, person);
  return isProblem(count) ? count : retryingCopy(count);
}

async function showLinks({ slack, person, batchId, page }: Pressed): Promise<Message | Problem> {
  const found = await joinLinks(slack.flows, batchId, person);
  return isProblem(found) ? found : joinLinkList(found.batch, found.links, page);
}

async function showRefused({ slack, person, batchId, page }: Pressed): Promise<Message | Problem> {
  const found = await batchWithRows(slack.flows, batchId, person);
  return isProblem(found) ? found : refusedList(found.batch, found.rows, page);
}
