import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { emailKey } from '../../domain/email.ts';
import { type Invite, type Permissions, permissionKeys, samePermissions } from '../../domain/invite.ts';
import { cleanText } from '../../domain/text/clean.ts';
import type { SeenInvite } from '../../domain/visibility.ts';
import { actions as actionIds, fields, modals } from '../names.ts';
import { bookingWords } from '../words/bookings.ts';
import { onlyWords } from '../words/other-access.ts';
import { presets } from '../words/permissions.ts';
import { actions, button, context, cut, escapeText, isCarried, option, plain, shortText } from './blocks.ts';
import { clashBlocks } from './clash-question.ts';
import { type CheckedPlace, countedBlockId, type Memory, writeMemory } from './form-memory.ts';
import { invitationMailBlocks } from './mail-blocks.ts';
import { channelBlocks } from './telling-blocks.ts';
import { type TimeForm, timeBlocks, zoneBlock } from './time-blocks.ts';

/** What the invite form shows: what was typed, and what Guestlist says about it. */
export type InviteForm = {
  readonly email: string;
  readonly host: { readonly id: string; readonly name: string } | undefined;
  readonly eventName: string;
  readonly permissions: Permissions;
  readonly time: TimeForm;
  readonly message: string;
  readonly sendEmail: boolean;
  readonly channelId: string | undefined;
  /** Where the form was opened; missing when that was nowhere. */
  readonly typedIn?: string | undefined;
  /** Whether what is rarely needed is on the form: zone, message, e-mail and channel. */
  readonly showsMore: boolean;
  /** The channel lines.channel is about; undefined while nobody has looked at one. */
  readonly checked: CheckedPlace | undefined;
  /** Counts the presets pressed: Slack keeps what was ticked under a block's id, so a new tick needs a new id. */
  readonly presetNo: number;
  /** Counts the times Guestlist itself filled in the host. */
  readonly hostNo: number;
  /** Counts the times Guestlist itself filled in the length. */
  readonly lengthNo: number;
};

export type FormLines = {
  /** Why the guest who was named has no address in the field, mrkdwn; empty or missing when there is nothing to say. */
  readonly guest?: string;
  /** Who was named and is not invited by this form, mrkdwn; empty when there is nobody. */
  readonly others: string;
  /** Why no computer is chosen although one was named, mrkdwn; empty when there is nothing to say. */
  readonly host: string;
  /** Which typed words were not read, and what to pick, mrkdwn; empty when there is nothing to say. */
  readonly unread: string;
  /** What the times mean, mrkdwn. */
  readonly times: string;
  /** What is to be said about the channel, mrkdwn; empty when there is nothing. */
  readonly channel: string;
  /** What it costs, mrkdwn. */
  readonly cost: string;
  /** What it means that the guest is not mailed, mrkdwn; empty or missing when the guest is. */
  readonly mail?: string;
  /** Other invites on the same host then, mrkdwn; empty when there are none. */
  readonly clash: string;
  /** What is asked about them (clash-question.ts); empty or missing for nothing. */
  readonly clashKey?: string;
  /** That the computer is not known to be on, mrkdwn; empty or missing when it is. */
  readonly online?: string;
};

const permissionOptions = {
  keyboard: option('Keyboard', 'keyboard'),
  mouse: option('Mouse', 'mouse'),
  gamepad: option('Gamepad', 'gamepad'),
} satisfies Record<keyof Permissions, PlainTextOption>;

const mailOption = option(
  'Parsec emails the guest the invitation',
  'mail',
  'Without this e-mail nobody sends the guest the link to join.',
);

/** The modal in which a guest is invited. */
export function inviteModal(form: InviteForm, lines: FormLines): ModalView {
  return {
    type: 'modal',
    callback_id: modals.invite,
    title: plain('Invite a guest'),
    submit: plain('Invite'),
    close: plain('Close'),
    private_metadata: writeMemory(form, {
      ...(form.checked === undefined ? {} : { checked: form.checked }),
      ...(form.typedIn === undefined ? {} : { typedIn: form.typedIn }),
      ...(form.showsMore ? {} : { folded: foldedPart(form) }),
    }),
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
      eventBlock(form.eventName),
      ...moreBlocks(form, lines),
      context(lines.cost, 'cost'),
    ],
  };
}

function lineBlock(line: string, blockId: string): KnownBlock[] {
  return line === '' ? [] : [context(line, blockId)];
}

/** What is rarely needed, behind a button. What there is to say of the channel is said all the same. */
function moreBlocks(form: InviteForm, lines: Pick<FormLines, 'channel' | 'mail'>): KnownBlock[] {
  const more = actions(
    [button(form.showsMore ? 'Fewer options' : 'More options', actionIds.more, form.showsMore ? 'fewer' : 'more')],
    fields.more,
  );
  const unmailed = lineBlock(lines.mail ?? '', 'mail_line');
  if (!form.showsMore && form.channelId !== undefined)
    return [more, ...unmailed, ...lineBlock(lines.channel, 'channel_line')];
  const channel = channelBlocks(form.channelId, {
    hint: 'The invite card and its updates are posted here.',
    line: lines.channel,
  });
  if (!form.showsMore) return [more, ...unmailed, ...channel];
  return [
    more,
    zoneBlock(form.time.zone),
    messageBlock(form.message),
    ...invitationMailBlocks('Invitation e-mail', mailOption, form.sendEmail, lines.mail ?? ''),
    ...channel,
  ];
}

/** What stands there keeps its value while it is folded. */
function foldedPart({ time, message, sendEmail, channelId }: InviteForm): NonNullable<Memory['folded']> {
  const kept = { zone: time.zone, message: cleanText(message), sendEmail };
  return channelId === undefined ? kept : { ...kept, channelId };
}

function emailBlock(email: string): InputBlock {
  return {
    type: 'input',
    block_id: fields.email,
    label: plain("Guest's e-mail"),
    hint: plain("Must be the e-mail of the guest's Parsec account. One invite is for one guest."),
    dispatch_action: true,
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      placeholder: plain('ana@example.com'),
      max_length: 254,
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      ...(email === '' ? {} : { initial_value: cut(email, 254) }),
    },
  };
}

/** Searches Parsec's machines with guest access. */
export function hostBlock(host: InviteForm['host'], hostNo: number): InputBlock {
  return {
    type: 'input',
    block_id: countedBlockId(fields.host, hostNo),
    label: plain('Computer'),
    dispatch_action: true,
    element: {
      type: 'external_select',
      action_id: actionIds.host,
      min_query_length: 0,
      placeholder: plain('Search computers open to guests'),
      // An option Slack cannot carry would keep the whole form from opening.
      ...(host === undefined || !isCarried(host.id) ? {} : { initial_option: option(host.name, host.id) }),
    },
  };
}

function eventBlock(eventName: string): InputBlock {
  return {
    type: 'input',
    block_id: fields.event,
    label: plain('Event name'),
    hint: plain('The guest sees it in the invitation.'),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      max_length: 100,
      placeholder: plain('Render review'),
      ...(eventName === '' ? {} : { initial_value: cut(eventName, 100) }),
    },
  };
}

/** Checkboxes, and the presets that tick them; the one that is so stands out. */
export function permissionBlocks(permissions: Permissions, presetNo: number): KnownBlock[] {
  const ticked = permissionKeys.flatMap((name) => (permissions[name] ? [permissionOptions[name]] : []));
  return [
    {
      type: 'input',
      block_id: countedBlockId(fields.permissions, presetNo),
      optional: true,
      label: plain('The guest may use'),
      dispatch_action: true,
      hint: plain('Nothing ticked: the guest can only watch.'),
      element: {
        type: 'checkboxes',
        action_id: actionIds.value,
        options: Object.values(permissionOptions),
        ...(ticked.length === 0 ? {} : { initial_options: ticked }),
      },
    },
    actions(
      Object.entries(presets).map(([name, preset]) => {
        const isChosen = samePermissions(preset.permissions, permissions);
        return button(preset.label, `${fields.preset}:${name}`, name, isChosen ? 'primary' : undefined);
      }),
      fields.preset,
    ),
  ];
}

function messageBlock(message: string): InputBlock {
  return {
    type: 'input',
    block_id: fields.message,
    optional: true,
    label: plain('Message to the guest'),
    hint: plain("Goes into Parsec's e-mail."),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      multiline: true,
      max_length: 1000,
      ...(message === '' ? {} : { initial_value: cut(message, 1000) }),
    },
  };
}

/** Another invite on the chosen computer, and its hours in words, plain text. */
export type Clash = SeenInvite & { readonly when: string };

/** Named, at most. */
const MOST_CLASHES = 3;

/**
 * Who else is on the computer then, mrkdwn; '' for nobody. Of what the person may not see it says that the computer is taken. `email`: who is
 * being invited.
 */
export function clashWords(others: readonly Clash[], email = ''): string {
  if (others.length === 0) return '';
  const isSame = (other: Clash) => other.kind === 'invite' && emailKey(other.invite.guestEmail) === emailKey(email);
  const own = others.filter(isSame).slice(0, MOST_CLASHES);
  const shown = others.filter((other) => !isSame(other)).slice(0, MOST_CLASHES);
  const guests = shown.flatMap((other) => (other.kind === 'invite' ? [guestWords(other.invite, other.when)] : []));
  const bookings = shown.flatMap((other) =>
    other.kind === 'booking' ? [escapeText(bookingWords(other, other.when))] : [],
  );
  const more = others.length - shown.length - own.length;
  return [
    ...own.flatMap((other) => (other.kind === 'invite' ? [ownWords(other.invite, other.when)] : [])),
    ...(guests.length === 0 ? [] : [`Also invited to this computer then: ${guests.join('; ')}.`]),
    ...bookings,
    ...(more === 0 ? [] : [`There ${more === 1 ? 'is 1 more' : `are ${more} more`} then.`]),
    ...(shown.length === 0 ? [] : [`${others.length === 1 ? 'Both guests' : 'All guests'} can be connected at once.`]),
  ].reduce((line, next) => `${line} ${next}`, ':busts_in_silhouette:');
}

function ownWords({ eventName, permissions }: Pick<Invite, 'eventName' | 'permissions'>, when: string): string {
  return `This guest is already invited to it then: ${shortText(eventName, 150)} (${escapeText(when)}, ${onlyWords(permissions)}).`;
}

function guestWords({ guestEmail, eventName }: Pick<Invite, 'guestEmail' | 'eventName'>, when: string): string {
  return `${shortText(guestEmail, 150)} (${shortText(eventName, 150)}, ${escapeText(when)})`;
}
