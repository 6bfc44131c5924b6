import type { Kysely } from 'kysely';
import { defined } from '../domain/defined.ts';
import type { Tables } from './schema.ts';

/**
 * Where the card of a batch of members, or of a request about one person, stands (undefined: nowhere), which channel it is for, and when it
 * was written last, epoch ms.
 */
export async function saveStandingCard(
  db: Kysely<Tables>,
  table: 'member_batch' | 'person_request',
  id: string,
  card: {
    readonly place?: { readonly channelId: string; readonly ts: string } | undefined;
    readonly channelId?: string;
    readonly shownAt?: number;
  },
): Promise<void> {
  await db
    .updateTable(table)
    .set({
      card_channel_id: card.place?.channelId ?? null,
      card_ts: card.place?.ts ?? null,
      ...defined({ channel_id: card.channelId, card_shown_at: card.shownAt }),
    })
    .where('id', '=', id)
    .execute();
}
