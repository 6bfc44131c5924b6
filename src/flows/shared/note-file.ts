import type { Context } from './context.ts';

/** Writes down a file that a person is about to get, by Slack's id of it: so it can be deleted when personal data is erased. */
export function noteFile(
  { store, now }: Pick<Context, 'store' | 'now'>,
  { fileId, personId }: { readonly fileId: string; readonly personId: string },
): Promise<void> {
  return store.insertSentFile({ fileId, personId, sentAt: now() });
}
