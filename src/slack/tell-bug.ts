import { randomUUID } from 'node:crypto';
import { answer, sentence } from './answer.ts';
import type { SlackContext } from './slack-context.ts';
import { threadOf } from './thread-of.ts';

/** What Bolt's extended error handler is given, as far as it is read here. */
export type Caught = { readonly error: Error; readonly body: object };

/**
 * The last net under every listener: the same short reference goes into the log and to the person, so that "it said 4f1c" is
 * enough to find what happened.
 */
export async function tellBug(slack: SlackContext, { error, body }: Caught): Promise<void> {
  const reference = randomUUID().slice(0, 8);
  slack.flows.log.error({ err: error, reference }, 'a listener failed');
  const personId = idOf(body, 'user') ?? textOf(body, 'user_id');
  if (personId === undefined) return;
  const channelId = idOf(body, 'channel') ?? textOf(body, 'channel_id');
  await answer(
    slack,
    undefined,
    { personId, channelId, threadTs: threadOf(body) },
    sentence(
      `Something went wrong on our side, and it was noted. Try again; if it stays, tell the person who runs Guestlist: ${reference}.`,
    ),
  );
}

function idOf(body: object, key: string): string | undefined {
  const part: unknown = Reflect.get(body, key);
  return typeof part === 'object' && part !== null ? textOf(part, 'id') : undefined;
}

function textOf(body: object, key: string): string | undefined {
  const part: unknown = Reflect.get(body, key);
  return typeof part === 'string' ? part : undefined;
}
