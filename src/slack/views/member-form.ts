import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Named } from '../../domain/member-batch.ts';
import { actions as actionIds, fields, memberActions, modals } from '../names.ts';
import { systemNames } from '../words/systems.ts';
import { actions, button, context, cut, escapeText, option, plain, section } from './blocks.ts';
import { choiceBlocks, type Offered } from './choice-blocks.ts';

/** Slack: a text input holds at most 3000 characters. */
const ROOM = 3000;
/** So many text areas hold 1,000 addresses. */
export const MOST_BOXES = 10;
/** Bad rows that are shown; the others are counted. */
const SHOWN_FAULTS = 25;

export type Asks = {
  readonly role: 'required' | 'optional' | 'none';
  readonly group: boolean;
  readonly appRule: boolean;
  readonly names: boolean;
  readonly sendEmail: 'always' | 'never' | 'choice';
};

/** What the form holds. Choices stand for what the system offers, as far as that is known. */
export type MemberForm = {
  readonly system: string;
  /** What was typed, a text area each. */
  readonly boxes: readonly string[];
  readonly role: Named | undefined;
  readonly group: Named | undefined;
  readonly appRule: Named | undefined;
  readonly sendEmail: boolean;
  readonly channelId: string | undefined;
  readonly leaveOut: boolean;
  /** Which bad rows are shown, as a mark; '' when none are. */
  readonly faultsShown: string;
};

export type RowFault = { readonly line: number; readonly raw: string; readonly reason: string };

/** What stands around what was typed. */
export type MemberFormFrame = {
  /** Names of the systems that are on. */
  readonly systems: readonly string[];
  readonly asks: Asks;
  readonly role: Offered;
  readonly group: Offered;
  readonly appRule: Offered;
  readonly faults: readonly RowFault[];
  /** Rows that could be invited. */
  readonly good: number;
};

const leaveOutOption = option('Leave these out, invite the others', 'leave_out');

/** The modal in which members are invited. */
export function memberModal(form: MemberForm, frame: MemberFormFrame): ModalView {
  const { asks } = frame;
  const name = systemNames(form.system);
  return {
    type: 'modal',
    callback_id: modals.memberInvite,
    title: plain('Invite members'),
    submit: plain('Invite'),
    close: plain('Close'),
    private_metadata: JSON.stringify({
      system: form.system,
      boxes: form.boxes.length,
      faultsShown: form.faultsShown,
    } satisfies Memory),
    blocks: [
      systemBlock(form.system, frame.systems),
      ...form.boxes.map((text, index) => addressBlock(text, index, asks)),
      ...(form.boxes.length < MOST_BOXES
        ? [actions([button('More room', memberActions.room, String(form.boxes.length))], 'room')]
        : []),
      ...faultBlocks(form, frame),
      ...(asks.role === 'none'
        ? []
        : choiceBlocks(fields.role, 'Role', form.system, frame.role, form.role, asks.role === 'optional')),
      ...(asks.group ? choiceBlocks(fields.group, 'Group', form.system, frame.group, form.group, true) : []),
      ...(asks.appRule ? choiceBlocks(fields.appRule, 'App rule', form.system, frame.appRule, form.appRule, true) : []),
      mailBlock(asks.sendEmail, name, form.sendEmail),
      channelBlock(form.channelId),
    ],
  };
}

export type Memory = { readonly system: string; readonly boxes: number; readonly faultsShown: string };

function systemBlock(system: string, systems: readonly string[]): KnownBlock {
  if (systems.length < 2) return context(`Into *${escapeText(systemNames(system))}*.`, fields.system);
  const options = systems.map((each) => option(systemNames(each), each));
  const chosen = options.find((each) => each.value === system);
  return {
    type: 'input',
    block_id: fields.system,
    label: plain('System'),
    dispatch_action: true,
    element: {
      type: 'static_select',
      action_id: memberActions.system,
      options,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    },
  };
}

/** The block of the nth text area, counted from 0. */
export function addressBlockId(index: number): string {
  return `${fields.addresses}_${index + 1}`;
}

function addressBlock(text: string, index: number, asks: Asks): InputBlock {
  const csv = asks.names ? 'email, first name, last name, phone' : 'email';
  const hint = `Paste them in any form, or as a CSV with a first line such as “${csv}”. At most 3,000 characters here; “More room” adds another box.`;
  return {
    type: 'input',
    block_id: addressBlockId(index),
    // One empty box of several is no fault; whether there is anybody to invite is looked at after all of them.
    optional: index > 0,
    label: plain(index === 0 ? 'E-mail addresses' : `More addresses (${index + 1})`),
    ...(index === 0 ? { hint: plain(hint) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      multiline: true,
      max_length: ROOM,
      ...(text === '' ? {} : { initial_value: cut(text, ROOM) }),
    },
  };
}

function faultBlocks(form: MemberForm, frame: MemberFormFrame): KnownBlock[] {
  const { faults, good } = frame;
  if (faults.length === 0) return [];
  const lines = faults
    .slice(0, SHOWN_FAULTS)
    .map(
      ({ line, raw, reason }) =>
        `• line ${line}, ${escapeText(cut(raw.replaceAll(/\s+/g, ' '), 60))}: ${escapeText(cut(reason, 100))}`,
    );
  const more = faults.length > SHOWN_FAULTS ? `\n…and ${faults.length - SHOWN_FAULTS} more` : '';
  const these = faults.length === 1 ? 'This row cannot be invited' : `These ${faults.length} rows cannot be invited`;
  return [
    section(
      `:warning: *${these}.* Correct them above${good === 0 ? '' : ', or leave them out'}.\n${lines.join('\n')}${more}`,
      'faults',
    ),
    ...(good === 0 ? [] : [leaveOutBlock(form.leaveOut, good)]),
  ];
}

function leaveOutBlock(leaveOut: boolean, good: number): InputBlock {
  return {
    type: 'input',
    block_id: fields.leaveOut,
    optional: true,
    label: plain(good === 1 ? '1 row is good' : `${good} rows are good`),
    element: {
      type: 'checkboxes',
      action_id: actionIds.value,
      options: [leaveOutOption],
      ...(leaveOut ? { initial_options: [leaveOutOption] } : {}),
    },
  };
}

function mailBlock(sendEmail: Asks['sendEmail'], name: string, chosen: boolean): KnownBlock {
  if (sendEmail === 'always') return context(`:email: ${name} mails each of them an invitation.`, 'mail_words');
  if (sendEmail === 'never') {
    return context(`:link: ${name} mails nobody: you get the join links on the card.`, 'mail_words');
  }
  const mail = option(
    `${name} mails each of them the invitation`,
    'mail',
    'Without it, pass on the join links yourself.',
  );
  return {
    type: 'input',
    block_id: fields.mail,
    optional: true,
    label: plain('Invitation mail'),
    element: {
      type: 'checkboxes',
      action_id: actionIds.value,
      options: [mail],
      ...(chosen ? { initial_options: [mail] } : {}),
    },
  };
}

function channelBlock(channelId: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: fields.channel,
    label: plain('Channel to tell'),
    hint: plain('The card of these invites goes there, with how far they are and who was refused.'),
    element: {
      type: 'conversations_select',
      action_id: actionIds.value,
      filter: { include: ['public', 'private', 'im'], exclude_external_shared_channels: false },
      ...(channelId === undefined ? { default_to_current_conversation: true } : { initial_conversation: channelId }),
    },
  };
}
