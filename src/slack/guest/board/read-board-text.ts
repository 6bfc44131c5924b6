import type { BoardView } from '../../../domain/board/board.ts';
import { cleanLine } from '../../../domain/text/clean.ts';

const views: Readonly<Record<string, BoardView>> = { day: 'day', today: 'day', week: 'week' };

/**
 * Reads `/guest board …`: a view, first or last, and a computer's name or a part of it. In quotes a name is only that ("Day 1"). Without a
 * view it is the day.
 */
export function readBoardText(text: string): { readonly view: BoardView; readonly text: string } {
  const words = cleanLine(text)
    .split(' ')
    .filter((word) => word !== '');
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  const atStart = views[first.toLowerCase()];
  if (atStart !== undefined) return { view: atStart, text: unquoted(words.slice(1)) };
  const atEnd = views[last.toLowerCase()];
  if (atEnd !== undefined) return { view: atEnd, text: unquoted(words.slice(0, -1)) };
  return { view: 'day', text: unquoted(words) };
}

function unquoted(words: readonly string[]): string {
  return words
    .join(' ')
    .replace(/^["“](.*)["”]$/, '$1')
    .trim();
}
