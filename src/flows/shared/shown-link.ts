import { type CheckedLink, checkLink } from '../../domain/links.ts';
import type { Context } from './context.ts';

/** A link as it may be shown, and the name of the system that gave it. */
export type ShownLink = { readonly provider: string; readonly checked: CheckedLink };

/**
 * A link of the store, checked against what the system is known to use now: so one that came before an operator named its host is shown from
 * then on. Of a system that is off nothing is known.
 */
export function shownLink(context: Pick<Context, 'providers'>, provider: string, link: string): ShownLink {
  const known = context.providers.find(({ name }) => name === provider)?.linkHosts ?? [];
  return { provider, checked: checkLink(link, known) };
}

/** The guest's own link, given by the system that has guest access; undefined where it gave none. */
export function guestLink(context: Pick<Context, 'providers'>, link: string | undefined): ShownLink | undefined {
  const provider = context.providers.find(({ guestAccess }) => guestAccess !== undefined)?.name;
  return link === undefined || provider === undefined ? undefined : shownLink(context, provider, link);
}
