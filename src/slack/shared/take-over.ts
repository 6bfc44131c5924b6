import type { Button } from '@slack/types';
import { actions, button, escapeText, type Message, section } from '../blocks/blocks.ts';
import { buttons } from '../names.ts';
import { problemCopy } from './problem-copy.ts';

/** What an admin can do about an invite whose inviter has left. */
export function takeOverButtons(inviteId: string): Button[] {
  return [
    button('Take over', buttons.takeOver, inviteId, 'primary'),
    button('Cancel invite', buttons.cancel, inviteId, 'danger'),
  ];
}

/** Says that somebody has to take over an invite before it can be changed, with the buttons to do so. */
export function takeOverFirst(inviteId: string): Message {
  const text = problemCopy({ code: 'inviter_left', facts: {} });
  return { text, blocks: [section(escapeText(text)), actions(takeOverButtons(inviteId))] };
}
