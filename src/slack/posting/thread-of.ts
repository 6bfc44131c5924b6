import { z } from 'zod';

const Within = z.object({
  ts: z.string().optional(),
  message_ts: z.string().optional(),
  thread_ts: z.string().optional(),
});
const Body = z.object({
  container: Within.optional().catch(undefined),
  message: Within.optional().catch(undefined),
});

/**
 * The thread a click or a message's menu was used in; undefined outside of threads. The message a thread begins with carries the thread's ts,
 * too, and stands in the channel. Of an ephemeral message Slack sends the container alone
 * (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload).
 */
export function threadOf(body: object): string | undefined {
  const { container, message } = Body.safeParse(body).data ?? {};
  const threadTs = container?.thread_ts ?? message?.thread_ts;
  const own = container?.message_ts ?? message?.ts;
  return threadTs === own ? undefined : threadTs;
}
