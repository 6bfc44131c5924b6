import type { DirectNotice } from '../../flows/teller.ts';
import { directNoticeWords } from '../words/direct-notices.ts';
import { actions, cutMrkdwn, section } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { takeOverButtons } from './take-over.ts';

/** What one person is told directly, as a message; of an invite that nobody answers for, with the ways to answer it. */
export function directNoticeMessage(notice: DirectNotice): Message {
  const text = directNoticeWords(notice);
  const blocks: Message['blocks'] = [section(text)];
  if (notice.name === 'inviter_left') blocks.push(actions(takeOverButtons(String(notice.facts.inviteId))));
  return { text: cutMrkdwn(text, 3000), blocks };
}
