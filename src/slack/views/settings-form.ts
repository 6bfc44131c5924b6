import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { type ChannelSettings, warnChoices } from '../../domain/channel-settings.ts';
import type { Reach } from '../../domain/reach.ts';
import { actions as actionIds, fields, modals } from '../names.ts';
import { option, plain, section } from './blocks.ts';
import { formValues } from './form-values.ts';
import { Id } from './metadata.ts';

const startsOption = option('Say when an invite starts', 'starts');

const warnOptions = warnChoices.map((minutes) =>
  option(minutes === 0 ? 'Never' : `${minutes} minutes before`, String(minutes)),
);

const styleOptions = {
  broadcast: option('In the thread, and the end in the channel too', 'broadcast'),
  thread: option('In the thread only', 'thread'),
  card: option('The card alone', 'card', 'Only what went wrong is said in its thread.'),
} satisfies Record<ChannelSettings['style'], ReturnType<typeof option>>;

const reachOptions = {
  mention: option('Mention me in the thread', 'mention'),
  direct: option('Send me a direct message', 'direct'),
} satisfies Record<Reach, ReturnType<typeof option>>;

/** The modal in which a channel chooses how it is told, and a person how they hear of their own invites. */
export function settingsModal(channelId: string, settings: ChannelSettings, reach: Reach): ModalView {
  const warn = warnOptions.find((each) => each.value === String(settings.warnMinutes)) ?? warnOptions[0];
  return {
    type: 'modal',
    callback_id: modals.settings,
    title: plain('How to tell'),
    submit: plain('Save'),
    close: plain('Close'),
    private_metadata: JSON.stringify({ channelId }),
    blocks: [
      section(`How Guestlist tells <#${channelId}> about invites. It holds for everybody here.`),
      {
        type: 'input',
        block_id: fields.style,
        label: plain('Where'),
        element: {
          type: 'radio_buttons',
          action_id: actionIds.value,
          options: Object.values(styleOptions),
          initial_option: styleOptions[settings.style],
        },
      },
      {
        type: 'input',
        block_id: fields.warn,
        label: plain('Warn before an invite ends'),
        element: {
          type: 'static_select',
          action_id: actionIds.value,
          options: warnOptions,
          ...(warn === undefined ? {} : { initial_option: warn }),
        },
      },
      {
        type: 'input',
        block_id: fields.starts,
        optional: true,
        label: plain('Start'),
        element: {
          type: 'checkboxes',
          action_id: actionIds.value,
          options: [startsOption],
          ...(settings.starts ? { initial_options: [startsOption] } : {}),
        },
      },
      {
        type: 'input',
        block_id: fields.reach,
        label: plain('Your invites'),
        hint: plain('Only for you, in every channel: warnings, failures, and what others change.'),
        element: {
          type: 'radio_buttons',
          action_id: actionIds.value,
          options: Object.values(reachOptions),
          initial_option: reachOptions[reach],
        },
      },
    ],
  };
}

export const SettingsMemory = z.object({ channelId: Id });
const Style = z.enum(['broadcast', 'thread', 'card']);
const Reached = z.enum(['mention', 'direct']);

/** What the settings modal holds now; what is none of its choices is undefined. */
export function readSettingsForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>): {
  readonly channelId: string;
  readonly starts: boolean;
  readonly warnMinutes: number | undefined;
  readonly style: ChannelSettings['style'] | undefined;
  /** 'not asked': an older Guestlist opened the form. */
  readonly reach: Reach | 'not asked' | undefined;
} {
  const values = formValues(view);
  const warn = values.choice(fields.warn);
  return {
    channelId: SettingsMemory.parse(JSON.parse(view.private_metadata)).channelId,
    starts: values.ticked(fields.starts).includes('starts'),
    warnMinutes: warnChoices.find((minutes) => String(minutes) === warn),
    style: Style.safeParse(values.choice(fields.style)).data,
    reach: values.has(fields.reach) ? Reached.safeParse(values.choice(fields.reach)).data : 'not asked',
  };
}
