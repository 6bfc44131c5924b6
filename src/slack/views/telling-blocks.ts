import type { InputBlock, PlainTextOption } from '@slack/types';
import { actions as actionIds, fields } from '../names.ts';
import { plain } from './blocks.ts';

/** Which channel is told; the one the form was opened in, unless another is named. `hint` says what it will be told. */
export function channelBlock(channelId: string | undefined, hint: string): InputBlock {
  return {
    type: 'input',
    block_id: fields.channel,
    label: plain('Channel to tell'),
    hint: plain(hint),
    element: {
      type: 'conversations_select',
      action_id: actionIds.value,
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
