import type { DirectNotice } from '../../flows/teller.ts';
import { directNoticeWords } from '../words/direct-notices.ts';
import { cut, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** What one person is told directly, as a message. */
export function directNoticeMessage(notice: DirectNotice): Message {
  const text = directNoticeWords(notice);
  return { text: cut(text, 3000), blocks: [section(text)] };
}
