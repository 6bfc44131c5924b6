import type { ConversationsSelect, InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { defined } from '../../domain/defined.ts';
import { lineBlock } from '../blocks/blocks.ts';
import { checkboxes, input } from '../blocks/inputs.ts';
import { actions as actionIds, fields } from '../names.ts';

/**
 * The channel Guestlist posts in, the one the form was opened in unless another is chosen, and what there is to say about it (`line`, mrkdwn).
 * `actionId`: what is sent when another is chosen; `blockId`: another than usual.
 */
export function channelBlocks(
  channelId: string | undefined,
  {
    hint,
    line,
    actionId = actionIds.value,
    blockId = fields.channel,
  }: { readonly hint: string; readonly line: string; readonly actionId?: string; readonly blockId?: string },
): KnownBlock[] {
  const channel = channelSelect(channelId, { actionId, isWhereOpened: true });
  return [input(blockId, 'Post in', channel, { hint, dispatches: true }), ...lineBlock(line, 'channel_line')];
}

/** Chooses a conversation Guestlist can post in. `isWhereOpened`: the one the form was opened in stands there until another is chosen. */
export function channelSelect(
  channelId: string | undefined,
  {
    actionId = actionIds.value,
    isWhereOpened = false,
  }: { readonly actionId?: string; readonly isWhereOpened?: boolean } = {},
): ConversationsSelect {
  return {
    type: 'conversations_select',
    action_id: actionId,
    filter: { include: ['public', 'private', 'im'], exclude_external_shared_channels: false },
    ...(channelId === undefined && isWhereOpened ? { default_to_current_conversation: true } : {}),
    ...defined({ initial_conversation: channelId }),
  };
}

/** Whether the system emails the person: one box to check. */
export function mailBlock(
  label: string,
  mail: PlainTextOption,
  ticked: boolean,
  options: { readonly dispatches?: boolean } = {},
): InputBlock {
  return input(fields.mail, label, checkboxes([mail], ticked ? [mail] : []), { optional: true, ...options });
}
