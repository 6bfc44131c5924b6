import type { Button } from '@slack/types';
import { buttons } from '../names.ts';
import { problemWords } from '../words/problems.ts';
import { actions, button, escapeText, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** What an admin can do about an invite whose inviter has left. */
export function takeOverButtons(inviteId: string): Button[] {
  return [
    button('Take over', buttons.takeOver, inviteId, 'primary'),
    button('Cancel invite', buttons.cancel, inviteId, 'danger'),
  ];
}

/** Why an invite cannot be changed before somebody takes it over, with the ways to do so. */
export function takeOverFirst(inviteId: string): Message {
  const text = problemWords({ code: 'inviter_left', facts: {} });
  return { text, blocks: [section(escapeText(text)), actions(takeOverButtons(inviteId))] };
}
