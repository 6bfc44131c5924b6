import type { State } from './invitations.ts';

/**
 * The links of a page. `next` is a path that holds version and limit already, in one of the forms it was seen in; what the last page
 * says of it differs too.
 */
export function linksOf(
  state: State,
  query: Readonly<Record<string, string>>,
  place: { readonly next: string | undefined; readonly isLast: boolean },
): object {
  const { links, linkPaths, lastPage } = state.options;
  const link = (cursor: string | undefined) => {
    const { starting_after: _, ending_before: __, ...kept } = query;
    const parts = new URLSearchParams(cursor === undefined ? kept : { ...kept, starting_after: cursor });
    const path = `/orgs/${state.orgId}/invites?${parts}`;
    const base = { orgs: '', rest: '/rest', absolute: 'https://api.snyk.io/rest' }[linkPaths ?? 'orgs'];
    return links === 'object' ? { href: base + path, meta: {} } : base + path;
  };
  const self = link(query.starting_after);
  if (!place.isLast) return { self, next: link(place.next) };
  switch (lastPage) {
    case 'null':
      return { self, next: null };
    case 'itself':
      return { self, next: self };
    case 'an empty page':
      return place.next === undefined ? { self } : { self, next: link(place.next) };
    default:
      return { self };
  }
}
