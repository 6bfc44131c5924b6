import { creditsOf, groupCredits } from '../../../domain/report/credit-groups.ts';
import { writeMonth } from '../../../domain/time/months.ts';
import { cityOf, writeTime } from '../../../domain/time/zoned-time.ts';
import type { CreditRow, Report, ReportKind } from '../../../flows/guest/report/report.types.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';

type About = { readonly title: string; readonly counts: string };

const canConnect =
  "A row is a time in which a guest could connect. Parsec doesn't tell Guestlist whether the guest did. Team members need no invite, so they have no rows.";
const credits =
  'Parsec takes 1 credit for each invite it confirms, and none for team members. A cancel before the start returns the credit.';

const about = {
  access: { title: 'Access to a computer', counts: canConnect },
  person: {
    title: 'People somebody let in',
    counts: 'A row is a guest whose invite Parsec confirmed, or a member a system accepted.',
  },
  credits: { title: 'Credits', counts: credits },
  dashboard: {
    title: 'Invites made in Parsec',
    counts:
      "A row is a guest invite made in Parsec's dashboard. Guestlist looks every minute, so it misses one that was made and cancelled in between.",
  },
} satisfies Record<ReportKind, About>;

/** What a report is called, and what it counts, plain text. Others than admins have their own invites in it. */
export function aboutReport(kind: ReportKind, isAdmin: boolean): About {
  const { title, counts } = about[kind];
  if (isAdmin) return { title, counts };
  return {
    title: kind === 'person' ? 'People you let in' : title,
    counts: kind === 'person' ? counts : `${counts} The report covers your own invites only.`,
  };
}

/** The days a report covers, and the zone of its times, plain text. */
export function spanCopy({ from, to, zone, scope }: Report): string {
  const first = writeTime(from, zone, 'full').replace(/, .*$/, '');
  const last = writeTime(to - 1, zone, 'full').replace(/, .*$/, '');
  const days = first === last ? first : `${first} to ${last}`;
  return `${days}. Times are in ${cityOf(zone)} (${zone}).${scope === 'own' ? ' Your own invites only.' : ''}`;
}

/** What a report found, in one sentence, mrkdwn. */
export function foundCopy(report: Report): string {
  switch (report.kind) {
    case 'access': {
      const guests = new Set(report.rows.map(({ invite }) => invite.guestEmail)).size;
      const host = `*${escapeText(report.hostName)}*`;
      return guests === 0
        ? `No guest could connect to ${host}.`
        : `${counted(guests, 'guest')} could connect to ${host}, with ${counted(inviteCount(report.rows), 'invite')}.`;
    }
    case 'person': {
      const who = `<@${report.personId}>`;
      const [guests, members] = [report.rows.length, report.members.length];
      if (guests + members === 0) return `${who} let nobody in.`;
      const parts = [
        ...(guests === 0 ? [] : [counted(guests, 'guest invite')]),
        ...(members === 0 ? [] : [counted(members, 'member invite')]),
      ];
      return `${who} let people in with ${parts.join(' and ')}.`;
    }
    case 'credits': {
      const total = report.rows.reduce((sum, row) => sum + creditsOf(row), 0);
      const confirmed = report.rows.reduce((sum, row) => sum + row.confirmed, 0);
      return confirmed === 0
        ? 'Parsec confirmed no invites.'
        : `*${counted(total, 'credit')}* for ${counted(confirmed, 'invite')} Parsec confirmed.`;
    }
    case 'dashboard':
      return report.rows.length === 0
        ? "Guestlist found no invites made in Parsec's dashboard."
        : `Guestlist found ${counted(report.rows.length, 'invite')} made in Parsec's dashboard.`;
  }
}

/** What the report cannot say for certain, plain text, a sentence each. */
export function certaintyCopy(report: Report): readonly string[] {
  const { unconfirmed, isCut } = report;
  return [
    ...(isCut ? ['There are more rows than a report holds. Choose a shorter period to see all of them.'] : []),
    ...(unconfirmed === 0 ? [] : [`Not counted: ${counted(unconfirmed, 'invite')} Parsec hasn't confirmed yet.`]),
    ...(report.kind === 'access' ? [canConnect] : []),
    ...(report.kind === 'credits' ? creditNotes(report.knowsMembers) : []),
  ];
}

function creditNotes(knowsMembers: boolean): readonly string[] {
  return [
    credits,
    "The true number can be lower: Parsec also returns the credit of an invite no guest used, and Guestlist can't see that.",
    knowsMembers
      ? 'Team members are those of today.'
      : "Parsec didn't say who is a team member, so members are counted as guests.",
  ];
}

/** How a report of credits is put together in the modal; the file has every combination. */
const groupings = [
  ['By channel', (row: CreditRow) => (row.channelId === '' ? 'No channel' : `<#${row.channelId}>`)],
  ['By person', (row: CreditRow) => (row.inviterId === '' ? "Parsec's dashboard" : `<@${row.inviterId}>`)],
  ['By computer', (row: CreditRow) => shortText(row.hostName, 80)],
] as const;

/** Groups of one kind that the modal shows; the file has all. */
const MOST_GROUPS = 10;

/** Credits by month and channel, person, and computer, mrkdwn. */
export function creditLines(rows: readonly CreditRow[]): readonly string[] {
  return groupings.flatMap(([title, nameOf]) => {
    const groups = groupCredits(rows, (row) => `${row.month} ${nameOf(row)}`);
    const more = groups.length - MOST_GROUPS;
    return [
      `*${title}*`,
      ...groups.slice(0, MOST_GROUPS).map((row) => creditLine(row, nameOf(row))),
      ...(more > 0 ? [`And ${more.toLocaleString('en-US')} more in the file.`] : []),
    ];
  });
}

function creditLine(row: CreditRow, name: string): string {
  const details = [
    counted(row.confirmed, 'invite'),
    ...(row.members === 0 ? [] : [`${row.members} for team members`]),
    ...(row.returned === 0 ? [] : [`${row.returned} returned`]),
  ];
  return `${writeMonth(row.month)} · ${name}: ${counted(creditsOf(row), 'credit')} (${details.join(', ')})`;
}

function inviteCount(rows: readonly { readonly invite: { readonly id: string } }[]): number {
  return new Set(rows.map(({ invite }) => invite.id)).size;
}

/** "1 guest", "1,200 guests". */
function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
}
