import { isProblem, type Problem } from '../../domain/problem.ts';
import { checked, createCaller } from '../caller.ts';
import { type ConnectionConfig, linkHostsOf } from '../connection-config.ts';
import type { CursorPage } from '../cursor-pages.ts';
import type { Send } from '../http.ts';
import { unreadable } from '../interpret-response.ts';
import { snykErrorMapping } from './problems.ts';
import { type Operation, routes } from './routes.ts';
import * as schema from './schema.ts';

/** `apiUrl` is the region's, with `/rest` and without a slash at the end. `roles` stand in for an operation Snyk does not have. */
export type SnykConfig = ConnectionConfig & {
  readonly token: string;
  readonly orgId: string;
  /** A date; sent with every request. */
  readonly apiVersion: string;
  readonly roles: readonly { readonly id: string; readonly name: string }[];
};

/** Snyk: `limit` is 10 to 100 in steps of ten. */
export type Paging = { readonly limit: number; readonly starting_after?: string; readonly ending_before?: string };

/** Hosts its links may lead to. */
export function linkHosts(config: SnykConfig): readonly string[] {
  return linkHostsOf(config, 'snyk.io');
}

export type SnykApi = ReturnType<typeof createSnykApi>;

/**
 * Invitations to one Snyk organization in Snyk's own terms, one function per operation. Each answers what Snyk answered or a
 * Problem, and never throws for what comes over the network. What is out of the documented bounds is refused before it is sent
 * (`provider_rejected`).
 */
export function createSnykApi(config: SnykConfig, deps: { readonly send: Send }) {
  const { read, done } = createCaller<Operation>({
    ...deps,
    routes,
    config,
    errorMapping: snykErrorMapping(config.token, linkHosts(config)),
    headers: { scheme: 'token', mediaType: 'application/vnd.api+json', traceHeader: 'snyk-request-id' },
  });
  const ids = { org_id: config.orgId };
  const version = config.apiVersion;

  return {
    /** `role` is the role's id. Answers the invitation, with its id. */
    async createOrgInvitation(invitation: { readonly email: string; readonly role: string }) {
      const attributes = checked('snyk', schema.NewInvitation, invitation);
      const body = isProblem(attributes) ? attributes : { data: { type: 'org_invitation', attributes } };
      return read('createOrgInvitation', schema.InvitationDocument, { ids, query: { version }, body });
    },

    /** Pending ones only. `next` is what to ask for as `starting_after`; `role` of an item is a name here. */
    async listOrgInvitation(paging: Paging): Promise<CursorPage<schema.Invitation> | Problem> {
      const query = checked('snyk', schema.Paging, paging);
      if (isProblem(query)) return query;
      const page = await read('listOrgInvitation', schema.InvitationPage, { ids, query: { version, ...query } });
      if (isProblem(page) || page.next === undefined) return page;
      const next = cursorIn(page.next);
      return next === undefined ? unreadable('snyk', routes.listOrgInvitation) : { items: page.items, next };
    },

    async deleteOrgInvitation(invitationId: string) {
      const id = checked('snyk', schema.InvitationId, { invite_id: invitationId });
      return isProblem(id) ? id : done('deleteOrgInvitation', { ids: { ...ids, ...id }, query: { version } });
    },
  };
}

/**
 * The cursor of a link. The link itself is not followed: it comes with `/rest` in front or without, and repeating what it
 * already holds (version, limit) is an error at Snyk.
 */
function cursorIn(link: string): string | undefined {
  const base = 'https://snyk.invalid';
  return URL.canParse(link, base) ? (new URL(link, base).searchParams.get('starting_after') ?? undefined) : undefined;
}
