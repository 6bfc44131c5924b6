import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import type { AuditFilters, AuditScope } from '../../../flows/guest/audit/audit-page.ts';
import { exportAudit, MOST_EXPORTED } from '../../../flows/guest/audit/export-audit.ts';
import { escapeText } from '../../blocks/blocks.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { auditFiles } from './audit-files.ts';
import type { ExportFormat } from './audit-text.ts';

const number = (count: number) => count.toLocaleString('en-US');

/** Sends the audit log as files in a direct message; answers the result, plain text, or a Problem. */
export type SendExport = (
  person: Person,
  scope: AuditScope,
  filters: AuditFilters,
  formats: readonly ExportFormat[],
) => Promise<string | Problem>;

/** How exports are sent: one of a person at a time. */
export function createSendExport(slack: SlackContext): SendExport {
  const underWay = new Set<string>();
  return async (person, scope, filters, formats) => {
    if (underWay.has(person.id)) return 'Your last export is still in progress. Try again when its files are there.';
    underWay.add(person.id);
    try {
      return await send(slack, person, scope, filters, formats);
    } catch (error) {
      slack.flows.log.error({ err: error }, 'an export of the audit log failed');
      return 'Something went wrong in Guestlist, and no file was sent. Try again.';
    } finally {
      underWay.delete(person.id);
    }
  };
}

async function send(
  slack: SlackContext,
  person: Person,
  scope: AuditScope,
  filters: AuditFilters,
  formats: readonly ExportFormat[],
): Promise<string | Problem> {
  const started = await exportAudit(slack.flows, person, scope, filters, formats);
  if (isProblem(started)) return started;
  const zone = person.timeZone ?? 'UTC';
  const { date, time } = wallTimeOf(slack.flows.now(), zone);
  const name = `guestlist-${scope === 'all' ? 'audit' : 'history'}-${date}-${time.replace(':', '')}`;
  const files = auditFiles(started.pages, formats, { name, zone });
  const first = await files.next();
  if (first.done === true) return 'Nothing matches, so there is no file.';
  const sent = await slack.sendFiles({
    personId: person.id,
    comment: escapeText(`Your export of the audit log, newest first. Times are in UTC and in ${zone}.`),
    files: followed(first.value, files),
  });
  if (isProblem(sent)) {
    slack.flows.log.warn({ problem: sent }, 'the files of an export could not be sent');
    return `Guestlist couldn't send the files. ${problemCopy(sent)}`;
  }
  const { count, isCut } = started.read();
  const rest = isCut
    ? ` An export has at most ${number(MOST_EXPORTED)} entries; these are the newest. Choose days to get older ones, or ask the person who runs Guestlist.`
    : '';
  return `${count === 1 ? '1 entry is' : `${number(count)} entries are`} in your direct messages from Guestlist.${rest}`;
}

async function* followed<Item>(first: Item, others: AsyncIterable<Item>): AsyncGenerator<Item> {
  yield first;
  yield* others;
}
