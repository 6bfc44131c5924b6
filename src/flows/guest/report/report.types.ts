import type { Invite } from '../../../domain/invite.ts';
import type { AccessPeriod } from '../../../domain/report/access-periods.ts';
import type { CreditCount } from '../../../domain/report/credit-groups.ts';
import type { RequestedMember } from '../../../store/report-invites.ts';

/** From an instant to another (epoch ms, `to` excluded), and the zone (IANA) in which its days and months are meant. */
export type ReportSpan = { readonly from: number; readonly to: number; readonly zone: string };

/** What somebody asks for. `access`: who could use a computer; `person`: whom somebody let in; `dashboard`: invites made in Parsec. */
export type ReportRequest = ReportSpan &
  (
    | { readonly kind: 'access'; readonly hostId: string }
    | { readonly kind: 'person'; readonly personId: string }
    | { readonly kind: 'credits' }
    | { readonly kind: 'dashboard' }
  );
export type ReportKind = ReportRequest['kind'];

export type AccessRow = { readonly invite: Invite; readonly period: AccessPeriod };
/** `periods` are empty for an invite that let nobody in (yet). */
export type GuestRow = { readonly invite: Invite; readonly periods: readonly AccessPeriod[] };
/** In a month, of a channel ('' for none), a person ('' for Parsec's dashboard) and a computer. */
export type CreditRow = CreditCount & {
  readonly month: string;
  readonly channelId: string;
  readonly inviterId: string;
  readonly hostName: string;
};
export type DashboardRow = GuestRow & { readonly foundAt: number };

/** A report, complete or cut. */
export type Report = ReportSpan & {
  /** `own`: only the person's own invites were looked at. */
  readonly scope: 'all' | 'own';
  readonly now: number;
  /** There is more than a report holds. */
  readonly isCut: boolean;
  /** Invites in this time that Parsec has not confirmed so far: they may count, too. */
  readonly unconfirmed: number;
  /** Names of the people and channels in it, by id, as far as Slack says. */
  readonly names: ReadonlyMap<string, string>;
} & (
    | { readonly kind: 'access'; readonly hostName: string; readonly rows: readonly AccessRow[] }
    | {
        readonly kind: 'person';
        readonly personId: string;
        readonly rows: readonly GuestRow[];
        readonly members: readonly RequestedMember[];
      }
    | { readonly kind: 'credits'; readonly rows: readonly CreditRow[]; readonly knowsMembers: boolean }
    | { readonly kind: 'dashboard'; readonly rows: readonly DashboardRow[] }
  );

/** What a kind of report finds; the rest is the same for all. */
export type Found = { readonly isCut: boolean; readonly unconfirmed: number };
