import type { ViewOutput } from '@slack/bolt';
import type { ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Preferences } from '../../../domain/preferences.ts';
import type { Reach } from '../../../domain/reach.ts';
import { type HourClock, writeClock } from '../../../domain/time/hour-clock.ts';
import type { WantedPreferences } from '../../../flows/guest/change-preferences.ts';
import { actions, button, context, option } from '../../blocks/blocks.ts';
import { formValues } from '../../blocks/form-values.ts';
import {
  checkboxes,
  countedBlockId,
  input,
  modal,
  radios,
  searchSelect,
  select,
  textInput,
} from '../../blocks/inputs.ts';
import { Count, memoryOf } from '../../blocks/metadata.ts';
import { actions as actionIds, fields, modals } from '../../names.ts';
import { channelSelect } from '../../shared/notification-blocks.ts';
import { beginsWith, reachOptions } from '../../shared/settings-copy.ts';

const arrivalOption = option('Tell me when my guest arrives', 'arrival');
const clockOptions = { '24': option('14:30', '24'), '12': option('2:30 PM', '12') } satisfies Record<
  HourClock,
  PlainTextOption
>;
const neverOption = option('Never', 'never');

/** What the form remembers: how often Guestlist itself has emptied what a form begins with. */
export const PreferencesMemory = z.object({ clearedNo: Count });

/** The modal in which one person chooses what they want of Guestlist. */
export function preferencesModal(preferences: Preferences, clearedNo = 0): ModalView {
  const { reach, tellsArrival, digestHour, clock, channelId, host, length } = preferences;
  const hours = hourOptions(clock);
  const id = (blockId: string) => countedBlockId(blockId, clearedNo);
  const hasDefaults = host !== undefined || channelId !== undefined || length !== undefined;
  return modal({
    id: modals.preferences,
    title: 'Your preferences',
    submit: 'Save',
    metadata: JSON.stringify({ clearedNo } satisfies z.infer<typeof PreferencesMemory>),
    blocks: [
      input(fields.reach, 'Your invites', radios(Object.values(reachOptions), reachOptions[reach]), {
        hint: 'Warnings, failures and changes by others, in every channel.',
      }),
      input(fields.arrival, 'Arrivals', checkboxes([arrivalOption], tellsArrival ? [arrivalOption] : []), {
        optional: true,
      }),
      input(
        fields.digestHour,
        'Daily digest',
        select([neverOption, ...hours], hours[digestHour ?? -1] ?? neverOption),
        {
          hint: "Today's guests, what ends, and what waits, in a direct message. None on an empty day.",
        },
      ),
      input(fields.clock, 'Times', radios(Object.values(clockOptions), clockOptions[clock]), {
        hint: 'In forms and in your digest. Elsewhere Slack shows times as you set it there.',
      }),
      context(beginsWith),
      input(id(fields.host), 'Computer', hostSelect(host), { optional: true }),
      input(id(fields.channel), 'Post in', channelSelect(channelId), {
        optional: true,
        hint: 'Used where a form is opened outside of a channel.',
      }),
      input(id(fields.duration), 'Duration', textInput(length ?? '', 40), {
        optional: true,
        hint: 'For example 90, 2h, two hours or 1 week.',
      }),
      ...(hasDefaults ? [actions([button('Clear these three', actionIds.clearDefaults, 'clear')], 'clear')] : []),
    ],
  });
}

function hostSelect(host: Preferences['host']) {
  const chosen = host && option(host.name, host.id);
  return searchSelect(actionIds.host, 'Search computers open to guests', chosen);
}

/** Each hour of a day, on a clock. */
function hourOptions(clock: HourClock): PlainTextOption[] {
  return Array.from({ length: 24 }, (_, hour) =>
    option(`At ${writeClock(`${String(hour).padStart(2, '0')}:00`, clock)}`, String(hour)),
  );
}

const Reached = z.enum(['mention', 'direct']);
const Clock = z.enum(['12', '24']);
const Hour = z.string().regex(/^([0-9]|1[0-9]|2[0-3])$/);

/** What the form holds now; `reach` and `clock` undefined for what is no choice. */
export function readPreferences(view: Pick<ViewOutput, 'state' | 'private_metadata'>): Omit<
  WantedPreferences,
  'reach' | 'clock'
> & {
  readonly reach: Reach | undefined;
  readonly clock: HourClock | undefined;
  readonly clearedNo: number;
} {
  const values = formValues(view);
  const hour = Hour.safeParse(values.choice(fields.digestHour)).data;
  return {
    clearedNo: memoryOf(view, PreferencesMemory).clearedNo,
    reach: Reached.safeParse(values.choice(fields.reach)).data,
    tellsArrival: values.ticked(fields.arrival).includes('arrival'),
    digestHour: hour === undefined ? undefined : Number(hour),
    clock: Clock.safeParse(values.choice(fields.clock)).data,
    channelId: values.conversation(fields.channel),
    hostId: values.choice(fields.host) || undefined,
    length: values.text(fields.duration).trim() || undefined,
  };
}
