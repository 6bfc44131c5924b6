import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import type { Permissions } from '../../../domain/invite.ts';
import { cleanText } from '../../../domain/text/clean.ts';
import type { ApprovalQuestion } from '../../../flows/shared/asked-for.ts';
import { actions, button, context, lineBlock, option } from '../../blocks/blocks.ts';
import { input, modal, select, textInput } from '../../blocks/inputs.ts';
import { actions as actionIds, fields, modals } from '../../names.ts';
import { type ApprovalAnswer, approvalBlocks, submitCopy } from '../../shared/approval-blocks.ts';
import type { CheckedPlace } from '../../shared/form-place.ts';
import { channelBlocks, mailBlock } from '../../shared/notification-blocks.ts';
import { clashBlocks } from './clash-question.ts';
import { type Memory, writeMemory } from './form-memory.ts';
import { noRepeat, type RepeatForm, repeatBlocks } from './repeat-blocks.ts';
import { hostBlock, permissionBlocks } from './term-blocks.ts';
import { type TimeForm, timeBlocks, zoneBlock } from './time-blocks.ts';

/** What the invite form shows: what was typed, and what Guestlist says about it. */
export type InviteForm = {
  readonly email: string;
  readonly host: { readonly id: string; readonly name: string } | undefined;
  readonly eventName: string;
  readonly permissions: Permissions;
  readonly time: TimeForm;
  readonly message: string;
  /** The language of the message; '' for the policy's default. */
  readonly language: string;
  readonly sendEmail: boolean;
  readonly channelId: string | undefined;
  /** What was answered about approval. */
  readonly approval: ApprovalAnswer;
  /** Where the form was opened; missing when it was opened outside of a channel. */
  readonly typedIn?: string | undefined;
  /** How often it comes. */
  readonly repeat: RepeatForm;
  /** The occurrence of a series that it is for. */
  readonly occurrence?: string | undefined;
  /** Whether the rarely needed inputs are shown: zone, message, email and channel. */
  readonly showsMore: boolean;
  /** The channel lines.channel is about; undefined while nobody has looked at one. */
  readonly checked: CheckedPlace | undefined;
  /** Counts the presets pressed: Slack keeps what was checked under a block's id, so other checks need a new id. */
  readonly presetNo: number;
  /** Counts the times Guestlist itself filled in the host. */
  readonly hostNo: number;
  /** Counts the times Guestlist itself filled in the length. */
  readonly lengthNo: number;
};

export type FormLines = {
  /** Why a named guest has no address in the field, mrkdwn; may be empty. */
  readonly guest?: string;
  /** Who else was named and is not invited by this form, mrkdwn; may be empty. */
  readonly others: string;
  /** Why no computer is chosen although one was named, mrkdwn; may be empty. */
  readonly host: string;
  /** Which typed parts could not be read, and what to pick, mrkdwn; may be empty. */
  readonly unread: string;
  /** What the times mean, mrkdwn. */
  readonly times: string;
  /** What to know about the channel, mrkdwn; may be empty. */
  readonly channel: string;
  /** Which invites a series has, or the first thing that is wrong with its days, mrkdwn; empty or missing for none. */
  readonly repeat?: string;
  /** What it costs, mrkdwn. */
  readonly cost: string;
  /** What it means that Parsec does not email the guest, mrkdwn; empty or missing when it does. */
  readonly mail?: string;
  /** Other invites on the same host then, mrkdwn; empty when there are none. */
  readonly clash: string;
  /** What is asked about them (clash-question.ts); empty or missing for nothing. */
  readonly clashKey?: string;
  /** What the policy allows this invite, mrkdwn; empty or missing when it limits nothing. */
  readonly policy?: string;
  /** What is asked about approval; missing when nobody has to approve. */
  readonly approval?: ApprovalQuestion | undefined;
  /** Whether the form was submitted before it could ask that. */
  readonly isApprovalNew?: boolean;
  /** That the computer is not known to be on, mrkdwn; empty or missing when it is. */
  readonly online?: string;
  /** The languages a message can be in, by what they call themselves; what is asked about only where there are several. */
  readonly languages?: readonly MessageLanguage[];
};

/** `tag`: BCP 47. */
export type MessageLanguage = { readonly tag: string; readonly name: string; readonly isDefault: boolean };

const mailOption = option(
  'Parsec emails the guest the invitation',
  'mail',
  'Without it, nobody sends the guest the link.',
);

/** The modal in which a guest is invited. */
export function inviteModal(form: InviteForm, lines: FormLines): ModalView {
  return modal({
    id: modals.invite,
    title: 'Invite a guest',
    submit: submitCopy('Invite', lines.approval, form.approval),
    metadata: writeMemory(
      form,
      defined({
        checked: form.checked,
        typedIn: form.typedIn,
        occurrence: form.occurrence,
        repeat: form.repeat === noRepeat ? undefined : form.repeat,
        reason: lines.approval === undefined ? form.approval.reason || undefined : undefined,
        folded: form.showsMore ? undefined : foldedPart(form),
      }),
    ),
    blocks: [
      emailBlock(form.email),
      ...lineBlock(lines.guest ?? '', 'guest_line'),
      ...lineBlock(lines.others, 'others_line'),
      hostBlock(form.host, form.hostNo),
      ...lineBlock(lines.host, 'host_line'),
      ...lineBlock(lines.online ?? '', 'online_line'),
      ...lineBlock(lines.unread, 'unread_line'),
      ...timeBlocks(form.time, lines.times, form.lengthNo),
      ...clashBlocks({ line: lines.clash, key: lines.clashKey ?? '' }, 'Invite anyway'),
      ...permissionBlocks(form.permissions, form.presetNo),
      ...lineBlock(lines.policy ?? '', 'policy_line'),
      ...approvalBlocks(lines.approval, form.approval, {
        subject: 'invite',
        ...defined({ wasSent: lines.isApprovalNew }),
      }),
      eventBlock(form.eventName),
      ...moreBlocks(form, lines),
      context(lines.cost, 'cost'),
    ],
  });
}

/** The rarely needed inputs, behind a button. The lines about the channel and about a series are always shown. */
function moreBlocks(
  form: InviteForm,
  lines: Pick<FormLines, 'channel' | 'mail' | 'repeat' | 'languages'>,
): KnownBlock[] {
  const more = actions(
    [button(form.showsMore ? 'Fewer options' : 'More options', actionIds.more, form.showsMore ? 'fewer' : 'more')],
    fields.more,
  );
  const unmailed = lineBlock(lines.mail ?? '', 'mail_line');
  const repeats = lineBlock(lines.repeat ?? '', 'repeat_line');
  if (!form.showsMore && form.channelId !== undefined)
    return [more, ...repeats, ...unmailed, ...lineBlock(lines.channel, 'channel_line')];
  const channel = channelBlocks(form.channelId, {
    hint: 'The invite card and its updates are posted here.',
    line: lines.channel,
  });
  if (!form.showsMore) return [more, ...repeats, ...unmailed, ...channel];
  return [
    more,
    ...repeatBlocks(form.repeat),
    ...repeats,
    zoneBlock(form.time.zone),
    messageBlock(form.message),
    ...languageBlocks(form.language, lines.languages ?? []),
    mailBlock('Invitation email', mailOption, form.sendEmail, { dispatches: true }),
    ...unmailed,
    ...channel,
  ];
}

/** What is folded away keeps its value. */
function foldedPart({ time, message, language, sendEmail, channelId }: InviteForm): NonNullable<Memory['folded']> {
  return defined({ zone: time.zone, message: cleanText(message), language, sendEmail, channelId });
}

function emailBlock(email: string): InputBlock {
  const typed = textInput(email, 254, { placeholder: 'ana@example.com', sendOn: ['on_enter_pressed'] });
  return input(fields.email, "Guest's email", typed, {
    hint: "The email of the guest's Parsec account. One guest per invite.",
    dispatches: true,
  });
}

function eventBlock(eventName: string): InputBlock {
  return input(fields.event, 'Event name', textInput(eventName, 100, { placeholder: 'Render review' }), {
    hint: 'The guest sees it in the invitation.',
  });
}

function messageBlock(message: string): InputBlock {
  return input(fields.message, 'Message', textInput(message, 1000, { multiline: true }), {
    optional: true,
    hint: "Included in Parsec's email to the guest. {guest}, {computer}, {event}, {start}, {end} and {zone} are filled in.",
  });
}

/** Which of the policy's texts the guest gets where nothing is typed, and how dates are written. One language is no question. */
function languageBlocks(chosen: string, languages: readonly MessageLanguage[]): InputBlock[] {
  if (languages.length < 2) return [];
  const options = languages.map(({ tag, name }) => option(name, tag));
  // One that is no longer in the policy is not offered.
  const known = languages.find(({ tag }) => tag === chosen) ?? languages.find(({ isDefault }) => isDefault);
  return [
    input(
      fields.language,
      'Language',
      select(
        options,
        options.find(({ value }) => value === known?.tag),
      ),
      {
        hint: 'Of the default message, and of dates in a message.',
      },
    ),
  ];
}
