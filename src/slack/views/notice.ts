import type { Invite } from '../../domain/invite.ts';
import type { Notice } from '../../flows/teller.ts';
import { buttons } from '../names.ts';
import { noticeWords } from '../words/notices.ts';
import { actions, button, cutMrkdwn, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** Which end a warning was about: two presses on it mean one prolongation, not two. */
const SOON = 'soon:';

/** A notice as a message; a warning of the end has the ways to answer it. */
export function noticeMessage(invite: Invite, notice: Notice, now: number): Message {
  const text = noticeWords(invite, notice, now);
  const blocks: Message['blocks'] = [section(text)];
  if (notice.name === 'ends_soon') {
    blocks.push(
      actions(
        [
          button('Extend +30 min', `${buttons.extendBy}:30`, invite.id),
          button('Extend +1 h', `${buttons.extendBy}:60`, invite.id),
          button('Custom…', buttons.extend, invite.id),
          button('End now', buttons.cancel, invite.id, 'danger'),
        ],
        `${SOON}${notice.facts.endsAt ?? invite.endsAt}`,
      ),
    );
  }
  return { text: cutMrkdwn(text, 3000), blocks };
}

/** The end (epoch ms) a pressed warning was about; undefined when the block is none of a warning. */
export function readWarnedEnd(blockId: string): number | undefined {
  const end = blockId.startsWith(SOON) ? Number(blockId.slice(SOON.length)) : Number.NaN;
  return Number.isSafeInteger(end) ? end : undefined;
}
