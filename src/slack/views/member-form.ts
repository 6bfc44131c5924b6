import type { KnownBlock, ModalView } from '@slack/types';
import type { Named } from '../../domain/member-batch.ts';
import { fields, memberActions, modals } from '../names.ts';
import { systemNames } from '../words/systems.ts';
import { addressBlock, faultBlocks, MOST_BOXES, type RowFault } from './address-blocks.ts';
import { actions, button, context, escapeText, option, plain } from './blocks.ts';
import { choiceBlocks, type Offered } from './choice-blocks.ts';
import type { CheckedPlace } from './form-memory.ts';
import { channelBlocks, mailBlock } from './telling-blocks.ts';

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
  /** Where the form was opened; missing when that was nowhere. */
  readonly typedIn?: string | undefined;
  /** The channel that the line under the channel is about; undefined while nobody has looked at one. */
  readonly checked: CheckedPlace | undefined;
  readonly leaveOut: boolean;
  /** Which bad rows are shown, as a mark; '' when none are. */
  readonly faultsShown: string;
};

/** What stands around what was typed. */
export type MemberFormFrame = {
  /** Names of the systems that are on. */
  readonly systems: readonly string[];
  readonly asks: Asks;
  readonly role: Offered;
  readonly group: Offered;
  readonly appRule: Offered;
  /** Said where there is no role to choose, plain text. */
  readonly noRole: string;
  /** That there is more than this person may give, plain text; '' when there is not. */
  readonly forAdmins: string;
  readonly faults: readonly RowFault[];
  /** Rows that could be invited. */
  readonly good: number;
  /** What is to be said about the channel, mrkdwn; '' when there is nothing. */
  readonly channel: string;
};

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
      sendEmail: form.sendEmail,
      ...(form.checked === undefined ? {} : { checked: form.checked }),
      ...(form.typedIn === undefined ? {} : { typedIn: form.typedIn }),
    } satisfies Memory),
    blocks: [
      systemBlock(form.system, frame.systems),
      ...form.boxes.map((text, index) => addressBlock(text, index, asks.names)),
      ...(form.boxes.length < MOST_BOXES
        ? [actions([button('More room', memberActions.room, String(form.boxes.length))], 'room')]
        : []),
      ...faultBlocks(frame.faults, frame.good, form.faultsShown, form.leaveOut),
      ...(asks.role === 'none'
        ? []
        : choiceBlocks(
            fields.role,
            'Role',
            form.system,
            frame.role,
            form.role,
            asks.role === 'optional',
            frame.noRole,
          )),
      ...(asks.group ? choiceBlocks(fields.group, 'Group', form.system, frame.group, form.group, true) : []),
      ...(asks.appRule ? choiceBlocks(fields.appRule, 'App rule', form.system, frame.appRule, form.appRule, true) : []),
      ...(frame.forAdmins === '' ? [] : [context(escapeText(frame.forAdmins), 'for_admins')]),
      mailOf(asks.sendEmail, name, form.sendEmail),
      ...channelBlocks(form.channelId, {
        hint: 'The card of these invites is posted here, with how many are done and who was refused.',
        line: frame.channel,
        actionId: memberActions.channel,
      }),
    ],
  };
}

/** `sendEmail`: a system that does not ask about mail must not lose what was chosen before. */
export type Memory = {
  readonly system: string;
  readonly boxes: number;
  readonly faultsShown: string;
  readonly sendEmail: boolean;
  readonly checked?: CheckedPlace | undefined;
  readonly typedIn?: string | undefined;
};

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

function mailOf(sendEmail: Asks['sendEmail'], name: string, chosen: boolean): KnownBlock {
  if (sendEmail === 'always') return context(`:email: ${name} mails each of them an invitation.`, 'mail_words');
  if (sendEmail === 'never') {
    return context(`:link: ${name} mails nobody: you get the join links on the card.`, 'mail_words');
  }
  const mail = option(
    `${name} mails each of them the invitation`,
    'mail',
    'Without it, pass on the join links yourself.',
  );
  return mailBlock('Invitation mail', mail, chosen);
}
