import type { Context } from './context.ts';

/** A card that is edited ever after: where it is to stand, since when it is asked for (epoch ms), and where it stands. */
export type Card = {
  readonly channelId: string;
  readonly createdAt: number;
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
};

/** The card of an invite, a group of guests, a series, a batch of members, or a request about one person; undefined for any other id. */
export async function cardById({ store }: Pick<Context, 'store'>, id: string): Promise<Card | undefined> {
  return (
    (await store.getInvite(id)) ??
    (await store.getGuestGroup(id)) ??
    (await store.getSeries(id)) ??
    (await store.getMemberBatch(id)) ??
    (await store.getPersonRequest(id))
  );
}
