import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { batchWithRows } from '../../flows/read-batch.ts';
import { joinLinks, retryMembers } from '../../flows/retry-members.ts';
import { sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { memberActions } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import type { Message } from '../views/invite-card.ts';
import { joinLinkList, readCardButton, refusedList } from '../views/member-card.ts';
import { problemWords } from '../words/problems.ts';

type Pressed = {
  readonly slack: SlackContext;
  readonly person: Person;
  readonly batchId: string;
  readonly page: number;
};

const deeds = [
  [memberActions.retry, tryAgain],
  [memberActions.links, showLinks],
  [memberActions.refused, showRefused],
] as const;

/** Buttons of a batch's card, and of the lists behind it. Who may press one is decided here, from the store. */
export function listenToMemberCard(gate: Gate, slack: SlackContext): void {
  for (const [actionId, run] of deeds) {
    const pages = new RegExp(`^${actionId}(:(previous|next))?$`);
    gate.onButton(pages, 'member', async ({ action, person, reply }) => {
      const about = readCardButton(action.value ?? '');
      const result = about === undefined ? problem('batch_unknown') : await run({ slack, person, ...about });
      const turned = action.action_id !== actionId;
      if (isProblem(result)) await reply(sentence(problemWords(result)));
      else await reply(result, turned);
    });
  }
}

async function tryAgain({ slack, person, batchId }: Pressed): Promise<Message | Problem> {
  const count = await retryMembers(slack.flows, batchId, person);
  if (isProblem(count)) return count;
  return sentence(
    count === 1 ? 'One is tried again; the card will say.' : `${count} are tried again; the card will say.`,
  );
}

async function showLinks({ slack, person, batchId, page }: Pressed): Promise<Message | Problem> {
  const found = await joinLinks(slack.flows, batchId, person);
  return isProblem(found) ? found : joinLinkList(found.batch, found.links, page);
}

async function showRefused({ slack, person, batchId, page }: Pressed): Promise<Message | Problem> {
  const found = await batchWithRows(slack.flows, batchId, person);
  return isProblem(found) ? found : refusedList(found.batch, found.rows, page);
}
