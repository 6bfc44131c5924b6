import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { type ChannelSettings, warnChoices } from '../../../domain/channel-settings.ts';
import type { Reach } from '../../../domain/reach.ts';
import { option, section } from '../../blocks/blocks.ts';
import { formValues } from '../../blocks/form-values.ts';
import { checkboxes, input, modal, radios, select } from '../../blocks/inputs.ts';
import { Id, memoryOf } from '../../blocks/metadata.ts';
import { fields, modals } from '../../names.ts';
import { reachOptions } from '../../shared/settings-copy.ts';

const startsOption = option('Post when an invite starts', 'starts');

const warnOptions = warnChoices.map((minutes) =>
  option(minutes === 0 ? 'Never' : `${minutes} minutes before`, String(minutes)),
);

const styleOptions = {
  broadcast: option("In the card's thread; ends also in the channel", 'broadcast'),
  thread: option("In the card's thread only", 'thread'),
  card: option('On the card only', 'card', 'Only failures go to its thread.'),
} satisfies Record<ChannelSettings['style'], ReturnType<typeof option>>;

/** The modal in which a channel chooses what is posted in it, and a person how they hear of their own invites. */
export function settingsModal(channelId: string, settings: ChannelSettings, reach: Reach): ModalView {
  const warn = warnOptions.find((each) => each.value === String(settings.warnMinutes)) ?? warnOptions[0];
  const starts = checkboxes([startsOption], settings.starts ? [startsOption] : []);
  return modal({
    id: modals.settings,
    title: 'Channel notifications',
    submit: 'Save',
    metadata: JSON.stringify({ channelId }),
    blocks: [
      section(`What Guestlist posts in <#${channelId}>. Applies to everyone in the channel.`),
      input(fields.style, 'Updates', radios(Object.values(styleOptions), styleOptions[settings.style])),
      input(fields.warn, 'Warning before end', select(warnOptions, warn)),
      input(fields.starts, 'Starts', starts, { optional: true }),
      input(fields.reach, 'Your invites', radios(Object.values(reachOptions), reachOptions[reach]), {
        hint: 'Only for you, in every channel: warnings, failures and changes by others.',
      }),
    ],
  });
}

export const SettingsMemory = z.object({ channelId: Id });
const Style = z.enum(['broadcast', 'thread', 'card']);
const Reached = z.enum(['mention', 'direct']);

/** What the settings modal holds now; anything that is not a choice is undefined. */
export function readSettingsForm(view: Pick<ViewOutput, 'state' | 'private_metadata'>) {
  const values = formValues(view);
  const warn = values.choice(fields.warn);
  return {
    channelId: memoryOf(view, SettingsMemory).channelId,
    starts: values.ticked(fields.starts).includes('starts'),
    warnMinutes: warnChoices.find((minutes) => String(minutes) === warn),
    style: Style.safeParse(values.choice(fields.style)).data,
    // An older Guestlist opened the form.
    reach: values.has(fields.reach) ? Reached.safeParse(values.choice(fields.reach)).data : ('not asked' as const),
  };
}
