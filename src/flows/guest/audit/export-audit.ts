import type { Person } from '../../../domain/person.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { AuditCursor } from '../../../store/read-audit.ts';
import { type Context, writeAudit } from '../../shared/context.ts';
import { type AuditFilters, type AuditScope, auditFilterOf, auditRefusal } from './audit-page.ts';
import { type ShownEntry, withSubjects } from './audit-subjects.ts';

/** The most entries an export to Slack has: the newest. `npm run audit -- export` has no limit. */
export const MOST_EXPORTED = 100_000;

/** Entries read at once: a few milliseconds, between which others have their turn. */
const PAGE = 200;

export type AuditExport = {
  /** The entries, newest first, page by page. */
  readonly pages: AsyncGenerator<readonly ShownEntry[]>;
  /** How many were read so far, and whether there are more than an export has. */
  readonly read: () => { readonly count: number; readonly isCut: boolean };
};

/**
 * Exports the audit log for a person, and writes into it that they did. `formats` say as what. That entry, and what is written meanwhile,
 * are not in it.
 * Problems: not_allowed_*, not_admin.
 */
export async function exportAudit(
  context: Context,
  person: Person,
  scope: AuditScope,
  filters: AuditFilters,
  formats: readonly string[],
): Promise<AuditExport | Problem> {
  const refused = auditRefusal(context, person, scope);
  if (refused !== undefined) return refused;
  const startedAt = context.now();
  const { actions, since, until, via, who, text } = filters;
  const facts = {
    formats: formats.join(', '),
    scope,
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
    ...(who === undefined ? {} : { person: who }),
    ...(via === undefined ? {} : { by: via }),
    ...(actions === undefined ? {} : { actions: actions.length }),
    ...(text === undefined || text === '' ? {} : { text }),
  };
  const id = context.newId();
  const row = { id, subject: 'audit', actor: person.id, action: 'audit_exported', facts } as const;
  await writeAudit(context, context.store, row);
  const closed = { ...filters, until: Math.min(until ?? startedAt, startedAt) };
  let count = 0;
  let isCut = false;

  async function* pages(): AsyncGenerator<readonly ShownEntry[]> {
    let after: AuditCursor | undefined;
    do {
      const { entries, next } = await context.store.readAudit({
        ...auditFilterOf(context, person, scope, closed),
        limit: Math.min(PAGE, MOST_EXPORTED - count),
        ...(after === undefined ? {} : { after }),
      });
      const others = entries.filter((entry) => entry.id !== id);
      count += others.length;
      yield withSubjects(context, person, others);
      after = next;
      isCut = after !== undefined && count >= MOST_EXPORTED;
      // SQLite answers at once: without this a long export would keep everybody waiting.
      await new Promise((resolve) => setImmediate(resolve));
    } while (after !== undefined && !isCut);
  }
  return { pages: pages(), read: () => ({ count, isCut }) };
}
