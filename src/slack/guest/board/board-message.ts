import type { Board } from '../../../domain/board/board.ts';
import { context, cutMrkdwn, escapeText, header, lineBlock, type Message, shortText } from '../../blocks/blocks.ts';
import { limits } from '../../blocks/limits.ts';
import { lineSections } from '../../blocks/pages.ts';
import { boardLines, boardNotes, boardTitle, emptyCopy, freeLines, zoneCopy } from './board-copy.ts';

/** Slack: a message has 50 blocks. So many of them hold lines. */
const MOST_SECTIONS = 40;
/** What stands above a picture, in characters: Slack advises 4,000 at most. */
const MOST_COMMENT = 3_000;

/** What stands above the picture: which time it is about, and when each computer is free next, mrkdwn. */
export function boardComment(board: Board): string {
  const lines = freeLines(board).map((line) => `• ${escapeText(line)}`);
  const said = lines.length === 0 ? [emptyCopy] : lines;
  return cutMrkdwn(
    [`*${escapeText(boardTitle(board))}*`, escapeText(zoneCopy(board)), ...said].join('\n'),
    MOST_COMMENT,
  );
}

/** A board in words, for where no picture can be sent. `why`: plain text. */
export function boardMessage(board: Board, why: string): Message {
  const title = boardTitle(board);
  const lines = boardLines(board).map((line) => `• ${shortText(line, limits.text / 3)}`);
  return {
    text: title,
    blocks: [
      header(title),
      context(escapeText(zoneCopy(board))),
      ...lineSections(lines.length === 0 ? [emptyCopy] : lines).slice(0, MOST_SECTIONS),
      ...lineBlock(escapeText(boardNotes(board).join(' '))),
      ...lineBlock(escapeText(why)),
    ],
  };
}
