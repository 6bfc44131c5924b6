import type { Invite } from '../../../domain/invite.ts';
import type { AccessPeriod } from '../../../domain/report/access-periods.ts';
import { creditsOf } from '../../../domain/report/credit-groups.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import type { Report } from '../../../flows/guest/report/report.types.ts';
import { permissionCopy } from '../../shared/permission-copy.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { shortState } from '../card/state-copy.ts';

type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** A report as a table; its times on the clock of its zone, which the columns name. */
export function reportTable(report: Report): Table {
  const { zone, names } = report;
  const time = (at: number | undefined) => (at === undefined ? '' : timeIn(at, zone));
  const channel = (id: string) => names.get(id) ?? id;
  const inviter = ({ inviterId }: Pick<Invite, 'inviterId'>) =>
    inviterId === '' ? "Parsec's dashboard" : (names.get(inviterId) ?? inviterId);
  const state = (invite: Invite) => shortState(invite, report.now);
  const from = `From (${zone})`;
  const until = `Until (${zone})`;
  const span = (periods: readonly AccessPeriod[]) => [time(periods[0]?.from), time(periods.at(-1)?.until)];
  switch (report.kind) {
    case 'access':
      return {
        columns: ['Guest', 'Computer', from, until, 'Status', 'Permissions', 'Event', 'Inviter', 'Channel', 'Invite'],
        rows: report.rows.map(({ invite, period }) => [
          invite.guestEmail,
          period.hostName,
          time(period.from),
          time(period.until),
          state(invite),
          permissionCopy(period.permissions),
          invite.eventName,
          inviter(invite),
          channel(invite.channelId),
          invite.id,
        ]),
      };
    case 'person':
      return {
        columns: ['Kind', 'System', 'Person', 'Computer or role', from, until, 'Status', 'Event', 'Channel', 'Invite'],
        rows: [
          ...report.rows.map(({ invite, periods }) => [
            'Guest',
            'Parsec',
            invite.guestEmail,
            invite.hostName,
            ...span(periods),
            state(invite),
            invite.eventName,
            channel(invite.channelId),
            invite.id,
          ]),
          ...report.members.map(({ row, batch }) => [
            'Member',
            systemNames(batch.provider),
            row.email,
            batch.terms.role?.name ?? '',
            time(row.sentAt ?? batch.createdAt),
            '',
            row.state,
            '',
            channel(batch.channelId),
            batch.id,
          ]),
        ],
      };
    case 'credits':
      return {
        columns: [
          'Month',
          'Channel',
          'Channel ID',
          'Person',
          'Person ID',
          'Computer',
          'Invites confirmed',
          'For team members',
          'Returned',
          'Credits',
        ],
        rows: report.rows.map((row) => [
          row.month,
          row.channelId === '' ? 'No channel' : channel(row.channelId),
          row.channelId,
          inviter(row),
          row.inviterId,
          row.hostName,
          String(row.confirmed),
          String(row.members),
          String(row.returned),
          String(creditsOf(row)),
        ]),
      };
    case 'dashboard':
      return {
        columns: [`Found (${zone})`, 'Guest', 'Computer', from, until, 'Status', 'Event', 'Taken over by', 'Invite'],
        rows: report.rows.map(({ invite, periods, foundAt }) => [
          time(foundAt),
          invite.guestEmail,
          invite.hostName,
          ...span(periods),
          state(invite),
          invite.eventName,
          invite.inviterId === '' ? '' : inviter(invite),
          invite.id,
        ]),
      };
  }
}

/** What the file of a report is called. */
export function reportFileName(report: Report): string {
  const about = report.kind === 'access' ? `access-${report.hostName}` : report.kind;
  const day = (at: number) => wallTimeOf(at, report.zone).date;
  const name = `guestlist-${about}-${day(report.from)}-to-${day(report.to - 1)}`;
  return `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`;
}

function timeIn(at: number, zone: string): string {
  const { date, time } = wallTimeOf(at, zone);
  return `${date} ${time}`;
}
