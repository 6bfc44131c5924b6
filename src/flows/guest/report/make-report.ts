import { isAdmin, mayAdminister, mayInvite, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { type Context, writeAudit } from '../../shared/context.ts';
import { accessReport } from './access-report.ts';
import { creditReport } from './credit-report.ts';
import { dashboardReport } from './dashboard-report.ts';
import { personReport } from './person-report.ts';
import type { Report, ReportRequest } from './report.types.ts';
import { reportHost } from './report-hosts.ts';
import { reportNames } from './report-names.ts';

/** A report before the names of people and channels are looked up. */
type Unnamed = Report extends infer Each ? (Each extends Report ? Omit<Each, 'names'> : never) : never;

/** Why a person cannot have a report; undefined when they can. Others than admins have reports over their own invites. */
export function reportRefusal(context: Context, person: Person, request: ReportRequest): Problem | undefined {
  const forAdmins = request.kind === 'dashboard' || (request.kind === 'person' && request.personId !== person.id);
  if (forAdmins) return mayAdminister(person, context.policy(), context.workspaceId());
  return mayInvite(person, context.workspaceId());
}

/**
 * Makes a report for a person, and writes into the audit log that they had it. Problems: not_allowed_*, not_admin; host_unknown for a
 * computer they were never offered.
 */
export async function makeReport(context: Context, person: Person, request: ReportRequest): Promise<Report | Problem> {
  const refused = reportRefusal(context, person, request);
  if (refused !== undefined) return refused;
  const report = await readReport(context, person, request);
  if (isProblem(report)) return report;
  const { from, to, scope, kind } = report;
  const about = kind === 'access' ? { host: report.hostName } : kind === 'person' ? { person: report.personId } : {};
  const facts = { report: kind, scope, from, to, ...about };
  await writeAudit(context, context.store, {
    subject: `report/${kind}`,
    actor: person.id,
    action: 'report_made',
    facts,
  });
  return { ...report, names: await reportNames(context, idsIn(report)) };
}

async function readReport(context: Context, person: Person, request: ReportRequest): Promise<Unnamed | Problem> {
  const mayAll = isAdmin(person, context.policy());
  const { from, to, zone } = request;
  const common = { from, to, zone, now: context.now(), scope: mayAll ? 'all' : 'own' } as const;
  const own = mayAll ? undefined : person.id;
  switch (request.kind) {
    case 'access': {
      const host = await reportHost(context, person, request.hostId);
      if (host === undefined) return problem('host_unknown');
      const found = await accessReport(context, host, request, own);
      return { ...common, kind: 'access', hostName: host.hostName, ...found };
    }
    case 'person': {
      const { personId } = request;
      return { ...common, kind: 'person', personId, ...(await personReport(context, personId, request, !mayAll)) };
    }
    case 'credits':
      return { ...common, kind: 'credits', ...(await creditReport(context, request, own)) };
    case 'dashboard':
      return { ...common, kind: 'dashboard', ...(await dashboardReport(context, request)) };
  }
}

function idsIn(report: Unnamed): { readonly people: readonly string[]; readonly channels: readonly string[] } {
  if (report.kind === 'credits') {
    const { rows } = report;
    return { people: rows.map(({ inviterId }) => inviterId), channels: rows.map(({ channelId }) => channelId) };
  }
  const invites = report.rows.map(({ invite }) => invite);
  const asked = report.kind === 'person' ? [report.personId] : [];
  return {
    people: [...asked, ...invites.map(({ inviterId }) => inviterId)],
    channels: invites.map(({ channelId }) => channelId),
  };
}
