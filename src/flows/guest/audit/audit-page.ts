import { isAdmin, mayAdminister, mayInvite, type Person } from '../../../domain/person.ts';
import type { Problem } from '../../../domain/problem.ts';
import { searchKey } from '../../../domain/text/search-key.ts';
import type { Via } from '../../../domain/via.ts';
import type { AuditCursor, AuditFilter } from '../../../store/read-audit.ts';
import type { Context } from '../../shared/context.ts';
import { type ShownEntry, withSubjects } from './audit-subjects.ts';

/** What of the audit log is wanted; what is left out does not narrow it. Instants are epoch ms, both included. */
export type AuditFilters = {
  readonly who?: string | undefined;
  readonly actions?: readonly string[] | undefined;
  readonly via?: Via | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Part of a guest's or member's address, of a computer's or an event's name. */
  readonly text?: string | undefined;
};

/** `all`: the whole log, for admins. `own`: what a person did, and what was done to invites the person answers for. */
export type AuditScope = 'all' | 'own';

export type AuditPage = { readonly entries: readonly ShownEntry[]; readonly next?: AuditCursor };

/** The scope a person gets: others than admins have their own history, whatever they ask for. */
export function scopeFor(context: Context, person: Person, wanted: AuditScope): AuditScope {
  return wanted === 'all' && isAdmin(person, context.policy()) ? 'all' : 'own';
}

/** Why a person cannot read this; undefined when they can. */
export function auditRefusal(context: Context, person: Person, scope: AuditScope): Problem | undefined {
  return scope === 'all'
    ? mayAdminister(person, context.policy(), context.workspaceId())
    : mayInvite(person, context.workspaceId());
}

/** What to ask the store for. */
export function auditFilterOf(
  context: Context,
  person: Person,
  scope: AuditScope,
  { who, actions, via, since, until, text }: AuditFilters,
): AuditFilter & { readonly workspaceId: string } {
  return {
    workspaceId: context.workspaceId(),
    ...(scope === 'own' ? { concerns: person.id } : {}),
    ...(who === undefined ? {} : { actor: who }),
    ...(actions === undefined ? {} : { actions }),
    ...(via === undefined ? {} : { via }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(text === undefined ? {} : { text: searchKey(text) }),
  };
}

/** One page of the audit log, newest first, after an entry of the page before. Problems: not_allowed_*, not_admin. */
export async function auditPage(
  context: Context,
  person: Person,
  scope: AuditScope,
  filters: AuditFilters,
  at: { readonly limit: number; readonly after?: AuditCursor | undefined },
): Promise<AuditPage | Problem> {
  const refused = auditRefusal(context, person, scope);
  if (refused !== undefined) return refused;
  const { entries, next } = await context.store.readAudit({
    ...auditFilterOf(context, person, scope, filters),
    limit: at.limit,
    ...(at.after === undefined ? {} : { after: at.after }),
  });
  return { entries: await withSubjects(context, person, entries), ...(next === undefined ? {} : { next }) };
}

/** One entry by its place, if this person may read it. Problems: not_allowed_*, not_admin. */
export async function auditEntry(
  context: Context,
  person: Person,
  scope: AuditScope,
  { at, seq }: AuditCursor,
): Promise<ShownEntry | undefined | Problem> {
  const page = await auditPage(context, person, scope, {}, { limit: 1, after: { at, seq: seq + 1 } });
  if ('kind' in page) return page;
  const [entry] = page.entries;
  return entry?.seq === seq ? entry : undefined;
}
