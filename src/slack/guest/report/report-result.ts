import type { KnownBlock, ModalView } from '@slack/types';
import type { Invite } from '../../../domain/invite.ts';
import type { AccessPeriod } from '../../../domain/report/access-periods.ts';
import type { Report } from '../../../flows/guest/report/report.types.ts';
import { context, cut, escapeText, header, lineBlock, section, shortText } from '../../blocks/blocks.ts';
import { modal } from '../../blocks/inputs.ts';
import { lineSections } from '../../blocks/pages.ts';
import { modals } from '../../names.ts';
import { type FileState, fileCopy } from '../../shared/file-state.ts';
import { inviterCopy } from '../../shared/inviter-copy.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { readerSpan, readerTime } from '../../shared/time-copy.ts';
import { shortState } from '../card/state-copy.ts';
import { guestCopy, hostCopy } from '../facts-copy.ts';
import { aboutReport, certaintyCopy, creditLines, foundCopy, spanCopy } from './report-copy.ts';

/** Rows the modal shows; the file has all of them. */
const MOST_SHOWN = 15;

/** Shown while the report is made. */
export function reportWorking(): ModalView {
  return resultModal([context(':hourglass_flowing_sand: Creating the report…')]);
}

/** Why there is no report. `why`: plain text. */
export function reportFailure(why: string): ModalView {
  return resultModal([section(`:x: ${escapeText(cut(why, 2_500))}`)]);
}

/** How many rows a report has. */
export function rowCount(report: Report): number {
  return report.rows.length + (report.kind === 'person' ? report.members.length : 0);
}

/** What was found, in short, and where the file with all of it is. Nothing found has no file. */
export function reportResult(report: Report, file: FileState | undefined): ModalView {
  const lines = shownLines(report);
  // Credits are shown put together, and say themselves what is left out.
  const hidden = report.kind === 'credits' ? 0 : rowCount(report) - lines.length;
  const { title } = aboutReport(report.kind, report.scope === 'all');
  return resultModal([
    header(title),
    context(escapeText(spanCopy(report))),
    section(foundCopy(report)),
    ...lineSections(lines),
    ...lineBlock(hidden === 0 ? '' : hiddenCopy(hidden)),
    ...lineBlock(file === undefined ? '' : fileCopy(file)),
    ...lineBlock(escapeText(certaintyCopy(report).join(' '))),
  ]);
}

function hiddenCopy(hidden: number): string {
  const rows = hidden === 1 ? '1 more row is' : `${hidden.toLocaleString('en-US')} more rows are`;
  return `${rows} in the file.`;
}

function resultModal(blocks: readonly KnownBlock[]): ModalView {
  return modal({ id: modals.reportResult, title: 'Report', blocks: [...blocks] });
}

function shownLines(report: Report): readonly string[] {
  const { zone, now } = report;
  const guest = (invite: Invite) => `*${guestCopy(invite)}*`;
  const span = ({ from, until }: Pick<AccessPeriod, 'from' | 'until'>) => readerSpan(from, until, zone);
  const hours = (periods: readonly AccessPeriod[], invite: Invite) => {
    const [first, last] = [periods[0], periods.at(-1)];
    return first === undefined || last === undefined
      ? shortState(invite, now)
      : span({ from: first.from, until: last.until });
  };
  switch (report.kind) {
    case 'access':
      return report.rows
        .slice(0, MOST_SHOWN)
        .map(({ invite, period }) => line(guest(invite), span(period), inviterCopy(invite), event(invite)));
    case 'person': {
      const guests = report.rows.map(({ invite, periods }) =>
        line(`${guest(invite)} on ${hostCopy(invite)}`, hours(periods, invite), event(invite)),
      );
      const members = report.members.map(({ row, batch }) => {
        const role = batch.terms.role === undefined ? '' : ` as ${shortText(batch.terms.role.name, 80)}`;
        const when = readerTime(row.sentAt ?? batch.createdAt, zone);
        return line(`*${shortText(row.email, 254)}* at ${systemNames(batch.provider)}${role}`, when, row.state);
      });
      return [...guests, ...members].slice(0, MOST_SHOWN);
    }
    case 'credits':
      return report.rows.length === 0 ? [] : creditLines(report.rows);
    case 'dashboard':
      return report.rows
        .slice(0, MOST_SHOWN)
        .map(({ invite, periods, foundAt }) =>
          line(
            `${guest(invite)} on ${hostCopy(invite)}`,
            hours(periods, invite),
            `found ${readerTime(foundAt, zone)}`,
            ...(invite.inviterId === '' ? [] : [`taken over by ${inviterCopy(invite)}`]),
          ),
        );
  }
}

function event({ eventName }: Invite): string {
  return shortText(eventName, 80);
}

function line(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
