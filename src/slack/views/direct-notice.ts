import type { RemovalKind } from '../../domain/removal.ts';
import type { DirectNotice } from '../../flows/teller.ts';
import { directNoticeWords } from '../words/direct-notices.ts';
import { actions, cutMrkdwn, section } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { keepButtons } from './removal.ts';
import { takeOverButtons } from './take-over.ts';

/** What one person is told directly, as a message; of an invite that nobody answers for, with the ways to answer it, and of a
 * removal that does not get through, with the way to withdraw it. `now` in epoch ms. */
export function directNoticeMessage(notice: DirectNotice, now: number): Message {
  const text = directNoticeWords(notice, now);
  const blocks: Message['blocks'] = [section(text)];
  if (notice.name === 'inviter_left') blocks.push(actions(takeOverButtons(String(notice.facts.inviteId))));
  if (notice.name === 'removal_stuck') {
    const { removalId, kind } = notice.facts;
    const keep = { id: String(removalId), kind: String(kind) as RemovalKind, mayWithdraw: true };
    blocks.push(actions(keepButtons(keep)));
  }
  return { text: cutMrkdwn(text, 3000), blocks };
}
