import { emailKey } from '../domain/text/email.ts';

/** What shows an address, by that address as it is compared. */
export function byAddress<Item extends { readonly email: string | undefined }>(
  items: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(items.flatMap((item) => (item.email ? [[emailKey(item.email), item] as const] : [])));
}
