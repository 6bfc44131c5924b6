import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { actions as actionIds, fields } from '../names.ts';
import { context, plain } from './blocks.ts';

/**
 * Which channel is told, the one the form was opened in unless another is named, and what there is to say about it (`line`, mrkdwn). `hint`
 * says what it will be told, `actionId` what is sent when another is chosen.
 */
export function channelBlocks(
  channelId: string | undefined,
  {
    hint,
    line,
    actionId = actionIds.value,
  }: { readonly hint: string; readonly line: string; readonly actionId?: string },
): KnownBlock[] {
  return [channelBlock(channelId, hint, actionId), ...(line === '' ? [] : [context(line, 'channel_line')])];
}

function channelBlock(channelId: string | undefined, hint: string, actionId: string): InputBlock {
  return {
    type: 'input',
    block_id: fields.channel,
    label: plain('Post in'),
    hint: plain(hint),
    dispatch_action: true,
    element: {
      type: 'conversations_select',
      action_id: actionId,
      filter: { include: ['public', 'private', 'im'], exclude_external_shared_channels: false },
      ...(channelId === undefined ? { default_to_current_conversation: true } : { initial_conversation: channelId }),
    },
  };
}

/** Whether the system mails whoever it is about: one box to tick. */
export function mailBlock(label: string, mail: PlainTextOption, ticked: boolean): InputBlock {
  return {
    type: 'input',
    block_id: fields.mail,
    optional: true,
    label: plain(label),
    element: {
      type: 'checkboxes',
      action_id: actionIds.value,
      options: [mail],
      ...(ticked ? { initial_options: [mail] } : {}),
    },
  };
}
