import type { KnownBlock, ModalView } from '@slack/types';
import { type Invite, mailsGuest, wishedTerms } from '../../domain/invite.ts';
import { addLength } from '../../domain/zoned-time.ts';
import { actions as actionIds, fields, modals } from '../names.ts';
import { readerTime, zonedTime } from '../words/times.ts';
import { context, option, plain, section, shortText } from './blocks.ts';
import { type ClashQuestion, clashBlocks, noClash } from './clash-question.ts';
import { titleAbout } from './dialog-words.ts';
import { writeExtends } from './form-memory.ts';
import { mailChangeBlock } from './update-form.ts';

const MINUTE_MS = 60_000;

/** The ready-made prolongations, in minutes, and a day of the calendar. */
const extensions = {
  '30': '30 minutes',
  '60': '1 hour',
  '120': '2 hours',
  day: '1 day',
  custom: 'Until a time of my choice',
} as const;

/** The same on a button. */
const shortLengths: Readonly<Record<string, string>> = { '30': '30 min', '60': '1 hour', '120': '2 hours' };

export type ExtendForm = {
  readonly choice: string;
  readonly date: string;
  readonly time: string;
  /** The end it counts from (epoch ms) and the zone it tells times in, as when it opened: submitted twice, it prolongs once, to what it showed. */
  readonly endsAt: number;
  readonly timeZone: string;
};

/** The end a choice makes of this one, epoch ms; undefined for a time of one's own, and for what is no choice. */
export function endLaterBy(choice: string, endsAt: number, timeZone: string): number | undefined {
  if (choice === 'custom' || !isExtension(choice)) return undefined;
  return addLength(
    endsAt,
    choice === 'day' ? { days: 1, ms: 0 } : { days: 0, ms: Number(choice) * MINUTE_MS },
    timeZone,
  );
}

/** Whether this is one of the choices. */
export function isExtension(choice: string): choice is keyof typeof extensions {
  return Object.hasOwn(extensions, choice);
}

/** The modal in which the end of an invite is moved. A time of one's own is asked for only when that is chosen. */
export function extendModal(
  invite: Invite,
  form: ExtendForm,
  meaning: string,
  clash: ClashQuestion = noClash,
): ModalView {
  const options = Object.entries(extensions).map(([value, label]) => {
    const end = endLaterBy(value, form.endsAt, form.timeZone);
    return option(label, value, end === undefined ? undefined : `until ${zonedTime(end, form.timeZone)}`);
  });
  const chosen = options.find((each) => each.value === form.choice) ?? options[0];
  return {
    type: 'modal',
    callback_id: modals.extend,
    title: titleAbout('Extend', invite.guestEmail),
    submit: plain(Object.hasOwn(shortLengths, form.choice) ? `Extend ${shortLengths[form.choice]}` : 'Extend'),
    close: plain('Close'),
    private_metadata: writeExtends({ inviteId: invite.id, endsAt: form.endsAt, timeZone: form.timeZone }),
    blocks: [
      section(
        `*${shortText(invite.eventName, 150)}*\n${shortText(invite.guestEmail, 254)} on ${shortText(wishedTerms(invite).hostName, 150)}, until ${readerTime(form.endsAt, form.timeZone)}`,
      ),
      {
        type: 'input',
        block_id: fields.extension,
        label: plain('Longer by'),
        dispatch_action: true,
        element: {
          type: 'radio_buttons',
          action_id: actionIds.value,
          options,
          ...(chosen === undefined ? {} : { initial_option: chosen }),
        },
      },
      ...(form.choice === 'custom' ? customBlocks(form) : []),
      context(meaning, 'times'),
      ...clashBlocks(clash, 'Extend anyway'),
      mailChangeBlock(mailsGuest(invite)),
    ],
  };
}

function customBlocks(form: ExtendForm): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: fields.endDate,
      label: plain('New end day'),
      dispatch_action: true,
      element: { type: 'datepicker', action_id: actionIds.value, initial_date: form.date },
    },
    {
      type: 'input',
      block_id: fields.endTime,
      label: plain('New end time'),
      dispatch_action: true,
      element: { type: 'timepicker', action_id: actionIds.value, initial_time: form.time },
    },
  ];
}
