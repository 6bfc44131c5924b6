import type { ModalView } from '@slack/types';
import type { TeamDeed } from '../../flows/context.ts';
import type { KnownOperation } from '../../flows/team-operations.ts';
import { systemNames } from '../words/systems.ts';
import { outcomeWords } from '../words/team.ts';
import { withReaderTimes } from '../words/times.ts';
import { context, cut, escapeText, header, plain, section } from './blocks.ts';
import { paragraphs } from './pages.ts';

/** Deeds shown. A line has at most 800 characters: three fit into each of the sections a modal has room for. */
export const HISTORY = 100;
const LINE = 800;

/** What admins did by `/team`, newest first. Of an operation that is not there any more its name is shown. */
export function teamHistory(deeds: readonly TeamDeed[], known: readonly KnownOperation[]): ModalView {
  const lines = deeds.map((deed) => line(deed, known));
  return {
    type: 'modal',
    callback_id: 'say',
    title: plain('What was done'),
    close: plain('Close'),
    blocks: [
      header('What was done by /team'),
      ...(lines.length === 0 ? [section('Nothing yet.')] : paragraphs(lines, 3000).map((part) => section(part))),
      ...(lines.length < HISTORY ? [] : [context(`These are the latest ${HISTORY}.`)]),
    ],
  };
}

function line({ at, actor, provider, operation, input, outcome }: TeamDeed, known: readonly KnownOperation[]): string {
  const title = known.find(({ id }) => id === `${provider}/${operation}`)?.row.title ?? operation;
  const when = `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time}|${new Date(at).toISOString()}>`;
  const head = `${when} <@${actor}> *${escapeText(title)}* (${systemNames(provider)}): ${outcomeWords(outcome)}`;
  const shown = withReaderTimes(escapeText(cut(input.shown.join(' · ').replaceAll(/\s+/g, ' '), 200)));
  return cut(shown === '' ? head : `${head} · ${shown}`, LINE);
}
