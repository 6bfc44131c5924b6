import type { Board } from '../../../domain/board/board.ts';
import { createBoundedMap } from '../../../domain/bounded-map.ts';
import { isProblem } from '../../../domain/problem.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import { type BoardRequest, readBoard } from '../../../flows/guest/board/read-board.ts';
import type { Call } from '../../shared/command-call.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { altCopy, elsewhereCopy, notDrawnCopy, notNamedCopy, tooSoonCopy } from './board-copy.ts';
import { boardComment, boardMessage } from './board-message.ts';
import { boardSvg } from './board-svg.ts';
import { readBoardText } from './read-board-text.ts';
import { renderPng } from './render-png.ts';

/** A person gets one picture in this time, ms: each takes a second of somebody's processor. */
const BETWEEN_MS = 10_000;
/** People whose last picture is remembered. */
const MOST_PEOPLE = 1_000;

/**
 * `/guest board [day|week] [computer]`: a picture in the channel where it was typed if Guestlist is in it, else in a direct message. Where
 * no picture can be sent, the person gets the same in words.
 */
export function createBoardAnswer(): (call: Call) => Promise<void> {
  const lastAt = createBoundedMap<string, number>(MOST_PEOPLE);
  return async (call) => {
    const now = call.slack.flows.now();
    const waitMs = (lastAt.get(call.person.id) ?? Number.NEGATIVE_INFINITY) + BETWEEN_MS - now;
    // A clock that was set back must not shut anybody out.
    if (waitMs > 0 && waitMs <= BETWEEN_MS) return call.reply(tooSoonCopy(waitMs));
    lastAt.set(call.person.id, now);
    return answerBoard(call);
  };
}

async function answerBoard(call: Call): Promise<void> {
  const { slack, person } = call;
  const zone = person.timeZone ?? 'UTC';
  const asked = { ...readBoardText(call.text), zone };
  if (await isOpenHere(call)) {
    const sent = await sendBoard(call, { ...asked, channelId: call.channelId });
    if (sent.kind !== 'not_sent') return;
  }
  const sent = await sendBoard(call, { ...asked, channelId: undefined });
  if (sent.kind === 'answered' || (sent.kind === 'sent' && sent.channelId === call.channelId)) return;
  if (sent.kind === 'sent') return call.reply(elsewhereCopy);
  slack.flows.log.info({ why: sent.why }, 'a board is answered in words');
  return call.reply(boardMessage(sent.board, sent.why));
}

/** Whether a picture can stand where the command was typed: in a channel that Guestlist and the person are in. */
async function isOpenHere({ slack, person, channelId }: Call): Promise<boolean> {
  const place = await slack.flows.channels.describe(channelId);
  if (isProblem(place) || place.kind === 'im' || !place.hasBot || place.isArchived) return false;
  return slack.flows.channels.isMember(channelId, person.id);
}

type Sent =
  | { readonly kind: 'sent'; readonly channelId: string }
  /** There is no such computer, and the person knows. */
  | { readonly kind: 'answered' }
  /** `why`: plain text. */
  | { readonly kind: 'not_sent'; readonly board: Board; readonly why: string };

async function sendBoard(call: Call, request: BoardRequest): Promise<Sent> {
  const { slack, person } = call;
  const board = await readBoard(slack.flows, person, request);
  if ('kind' in board) {
    await call.reply(notNamedCopy(request.text, board.near));
    return { kind: 'answered' };
  }
  const picture = await drawn(call, board);
  if (picture === undefined) return { kind: 'not_sent', board, why: notDrawnCopy };
  const { channelId } = request;
  const sent = await slack.sendFiles({
    personId: person.id,
    channelId,
    comment: boardComment(board),
    files: [picture],
  });
  return isProblem(sent) ? { kind: 'not_sent', board, why: problemCopy(sent) } : { kind: 'sent', ...sent };
}

async function drawn({ slack }: Call, board: Board) {
  try {
    const { date } = wallTimeOf(board.now, board.zone);
    return {
      name: `computers-${board.view}-${date}.png`,
      bytes: await renderPng(boardSvg(board)),
      altText: altCopy(board),
    };
  } catch (error) {
    slack.flows.log.error({ err: error }, 'a board could not be drawn');
    return undefined;
  }
}
