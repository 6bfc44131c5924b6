import { WebAPIPlatformError, type WebClient } from '@slack/web-api';

/** Slack takes at most 999 (https://docs.slack.dev/reference/methods/users.conversations). */
const PAGE = 999;
/** Of a person in more conversations than this, no more pages are read. */
const MAX_PAGES = 5;

export type ShownConversation = NonNullable<
  Awaited<ReturnType<WebClient['users']['conversations']>>['channels']
>[number];

/**
 * Reads the channels somebody is in (Guestlist itself, without `user`) with users.conversations, page by page: public ones, and the private
 * ones Guestlist is in too. Where the workspace did not grant `groups:read`, only the public ones. Slack's errors are thrown.
 */
export async function readConversations(
  client: WebClient,
  of: { readonly user?: string },
  each: (shown: ShownConversation) => void,
): Promise<void> {
  try {
    await readPages(client, { ...of, types: 'public_channel,private_channel' }, each);
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || error.data.error !== 'missing_scope') throw error;
    await readPages(client, { ...of, types: 'public_channel' }, each);
  }
}

async function readPages(
  client: WebClient,
  query: { readonly user?: string; readonly types: string },
  each: (shown: ShownConversation) => void,
): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await client.users.conversations({ ...query, limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const shown of answer.channels ?? []) each(shown);
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return;
  }
}
