import type { Invite } from '../../../domain/invite.ts';
import type { AuditEvent } from '../../../domain/report/audit-event.ts';
import type { ReportQuery } from '../../../store/report-invites.ts';
import type { Context } from '../../shared/context.ts';

/** Invites read at once: with their audit rows a few milliseconds, between which others have their turn. */
const PAGE = 250;

/** The most rows a report has: more than anybody reads, and a file Slack takes at once. */
export const MOST_ROWS = 20_000;

/** An invite with its audit rows, oldest first. */
export type InviteWithEvents = { readonly invite: Invite; readonly events: readonly AuditEvent[] };

/** Every invite a report is about, with its audit rows, page by page. */
export async function* invitesWithEvents(
  { store }: Pick<Context, 'store'>,
  query: Omit<ReportQuery, 'after' | 'limit'>,
): AsyncGenerator<readonly InviteWithEvents[]> {
  let after: ReportQuery['after'];
  for (;;) {
    const invites = await store.invitesForReport({ ...query, ...(after === undefined ? {} : { after }), limit: PAGE });
    const events = await store.auditOfInvites(invites.map(({ id }) => id));
    yield invites.map((invite) => ({ invite, events: events.get(invite.id) ?? [] }));
    if (invites.length < PAGE) return;
    after = invites.at(-1);
    // SQLite answers at once: without this a long report would keep everybody waiting.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Whether the provider has not confirmed an invite that was sent to it: the guest may be able to connect. */
export function isUnconfirmed({ state, inDoubt, createSentAt }: Invite): boolean {
  return state === 'requested' && (inDoubt || createSentAt !== undefined);
}
