import type { SnykEmulatorOptions } from './snyk-emulator.types.ts';

/**
 * The links of a page. `next` already contains version and limit, in one of the forms that were seen; the last page's `next` differs
 * too.
 */
export function linksOf(
  { options, orgId }: { readonly options: SnykEmulatorOptions; readonly orgId: string },
  query: Readonly<Record<string, string>>,
  place: { readonly next: string | undefined; readonly isLast: boolean },
): object {
  const { links, linkPaths, lastPage } = options;
  const link = (cursor: string | undefined) => {
    const { starting_after: _, ending_before: __, ...kept } = query;
    const parts = new URLSearchParams(cursor === undefined ? kept : { ...kept, starting_after: cursor });
    const path = `/orgs/${orgId}/invites?${parts}`;
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
