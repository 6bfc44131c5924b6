import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { answer } from '../posting/answer.ts';
import { threadOf } from '../posting/thread-of.ts';
import type { SlackContext } from '../slack-context.ts';

const Named = z.object({ id: z.string() }).optional().catch(undefined);
const text = z.string().optional().catch(undefined);
/** Who did it and where, as interactions name them and as commands do. */
const About = z.object({ user: Named, user_id: text, channel: Named, channel_id: text });

/** What Bolt's extended error handler is given, as far as it is read here. */
export type Caught = { readonly error: Error; readonly body: object };

/**
 * The last net under every listener: the same short reference goes into the log and to the person, so that "it said 4f1c" is
 * enough to find what happened.
 */
export async function reportBug(slack: SlackContext, { error, body }: Caught): Promise<void> {
  const reference = randomUUID().slice(0, 8);
  slack.flows.log.error({ err: error, reference }, 'a listener failed');
  const about = About.safeParse(body).data;
  const personId = about?.user?.id ?? about?.user_id;
  if (personId === undefined) return;
  const channelId = about?.channel?.id ?? about?.channel_id;
  const said = `Something went wrong in Guestlist. Try again. If it happens again, give this code to the person who runs Guestlist: ${reference}.`;
  await answer(slack, { personId, channelId, threadTs: threadOf(body) }, said);
}
