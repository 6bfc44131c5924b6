import type { ModalView } from '@slack/types';
import { type Facts, isProblemCode } from '../../../domain/problem.ts';
import type { ShownEntry } from '../../../flows/guest/audit/audit-subjects.ts';
import { context, escapeText, fieldsSection, lineBlock, section, shortText } from '../../blocks/blocks.ts';
import { modal } from '../../blocks/inputs.ts';
import { modals } from '../../names.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';
import { viaNames } from './audit-modal.ts';
import { aboutCopy, actorCopy, auditSentence } from './audit-sentence.ts';
import { changedValues, notedLines } from './changed-values.ts';

const erased = 'Personal data of this entry was erased.';

/** Everything an entry says: who, what, on what, before and after, when, where, by which rule and whose approval. */
export function auditDetails(entry: ShownEntry): ModalView {
  const zone = entry.invite?.timeZone ?? 'UTC';
  const { inviteId, subject, via, rule, approvedBy, reason, seq, hash } = entry;
  const about = aboutCopy(entry);
  const pairs: (readonly [string, string])[] = [
    ['Who', actorCopy(entry.actor)],
    ['When', readerTime(entry.at, zone)],
    ['On what', about === '' ? reference(inviteId ?? subject ?? '') : `${about}\n${reference(inviteId ?? '')}`],
    ['Through', via === undefined ? 'Not recorded' : viaNames[via]],
    ['Allowed by', rule === undefined ? 'No rule recorded' : shortText(rule, 200)],
    ...(approvedBy === undefined ? [] : [['Approved by', approversOf(approvedBy)] as const]),
  ];
  const changes = changedValues(entry, zone).map(
    ({ name, before, after }) => `*${name}*: ${before === '' ? after : `${before} → ${after}`}`,
  );
  const noted = notedLines(entry, zone);
  const { problem } = entry.facts;
  const why = isProblemCode(problem) ? escapeText(problemCopy({ code: problem, facts: entry.facts as Facts })) : '';
  return modal({
    id: modals.auditEntry,
    title: 'Audit entry',
    blocks: [
      section(auditSentence(entry)),
      fieldsSection(pairs),
      ...(reason === undefined ? [] : [section(`*Reason*\n${shortText(reason, 1_000)}`)]),
      ...(changes.length === 0 ? [] : [section(`*Before and after*\n${changes.join('\n')}`)]),
      ...(why === '' ? [] : [section(`*Why*\n${why}`)]),
      ...(noted.length === 0 ? [] : [section(noted.join('\n'))]),
      ...lineBlock(entry.isErased === true ? erased : ''),
      context(`Entry ${seq}, \`${escapeText(entry.action)}\`, hash \`${hash.slice(0, 16)}\``),
    ],
  });
}

function reference(id: string): string {
  return id === '' ? 'Nothing else' : `\`${escapeText(id.slice(0, 100))}\``;
}

/** Who approved what was sent. Nobody did where somebody went ahead without. */
function approversOf(ids: readonly string[]): string {
  return ids.length === 0 ? 'Nobody: it went ahead without approval' : ids.map((id) => `<@${id}>`).join(', ');
}
