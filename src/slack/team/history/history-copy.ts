import { isProblemCode } from '../../../domain/problem.ts';
import type { HistoryAction } from '../../../flows/shared/history-actions.ts';
import type { HistoryEntry, HistoryOutcome } from '../../../flows/team/read-history.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';
import { historySentences, type Sentence } from '../../shared/history-sentences.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { reasonCopy } from '../../shared/system-refusal-copy.ts';
import { tallyCopy } from '../../shared/tally-copy.ts';
import { withReaderTimes } from '../../shared/time-copy.ts';

/** What somebody did, and its result, mrkdwn. `title`: of an operation of `/team`; undefined for other actions. */
export function historyCopy(entry: HistoryEntry, title: string | undefined): string {
  const system = systemNames(entry.area);
  const [did, to, rest]: Sentence =
    title === undefined && entry.action in historySentences
      ? historySentences[entry.action as HistoryAction]
      : ['ran', 'run', () => operation(entry, title ?? entry.action, system)];
  const end = outcomeCopy(entry, system);
  return `<@${entry.actor}> ${lead(entry.outcome, did, to)} ${rest(entry.facts, system)}.${end === '' ? '' : ` ${end}`}`;
}

function lead({ kind }: HistoryOutcome, did: string, to: string): string {
  if (kind === 'done') return did;
  return kind === 'refused' ? `tried to ${to}` : `asked to ${to}`;
}

function outcomeCopy({ outcome, tally }: HistoryEntry, system: string): string {
  switch (outcome.kind) {
    case 'done':
      return tally === undefined ? '' : `${tallyCopy(tally)}${tally.open === 0 ? '' : ' so far'}.`;
    case 'open':
      return 'No result yet.';
    case 'lost':
      return `${system}'s answer was lost, so Guestlist can't tell whether this was done.`;
    case 'waits':
      return `Not done yet: ${shortText(reason(outcome, system), 400)} Guestlist keeps trying.`;
    case 'withdrawn':
      return 'Withdrawn.';
    case 'refused':
      return `Not done: ${shortText(reason(outcome, system), 500)}`;
  }
}

/** Why something wasn't done, without what happens next. Plain text. */
function reason(outcome: Extract<HistoryOutcome, { reason: string }>, system: string): string {
  const { reason: code, facts } = outcome;
  return isProblemCode(code) ? reasonCopy({ code, facts }, system) : `${code.replaceAll('_', ' ')}.`;
}

function operation({ shown }: HistoryEntry, title: string, system: string): string {
  const input = withReaderTimes(shortText(shown.join(' · '), 200));
  return `*${escapeText(title)}* at ${system}${input === '' ? '' : ` (${input})`}`;
}
