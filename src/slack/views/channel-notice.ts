import type { ChannelNotice } from '../../flows/teller.ts';
import { channelNoticeWords } from '../words/channel-notices.ts';
import { cut, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** What a channel is told that is about no invite, as a message. */
export function channelNoticeMessage(notice: ChannelNotice): Message {
  const text = channelNoticeWords(notice);
  return { text: cut(text, 3000), blocks: [section(text)] };
}
