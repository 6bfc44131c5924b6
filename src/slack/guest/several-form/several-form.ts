import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import { MOST_GUESTS } from '../../../domain/guest-group.ts';
import type { Permissions } from '../../../domain/invite.ts';
import type { ApprovalQuestion } from '../../../flows/shared/asked-for.ts';
import { context, isCarried, lineBlock, option } from '../../blocks/blocks.ts';
import {
  countedBlockId,
  input,
  modal,
  peopleSelect,
  radios,
  searchMultiSelect,
  textInput,
} from '../../blocks/inputs.ts';
import { limits } from '../../blocks/limits.ts';
import { lineSections } from '../../blocks/pages.ts';
import { actions as actionIds, fields, modals } from '../../names.ts';
import { type ApprovalAnswer, approvalBlocks, submitCopy } from '../../shared/approval-blocks.ts';
import type { CheckedPlace } from '../../shared/form-place.ts';
import { channelBlocks, mailBlock } from '../../shared/notification-blocks.ts';
import { clashBlocks } from '../invite-form/clash-question.ts';
import { writeMemory } from '../invite-form/form-memory.ts';
import { permissionBlocks } from '../invite-form/term-blocks.ts';
import { type TimeForm, timeBlocks, zoneBlock } from '../invite-form/time-blocks.ts';

/** What the form for several guests shows: what was typed, and what Guestlist remembers about it. */
export type SeveralForm = {
  /** As pasted, in any shape that a list of members may have. */
  readonly text: string;
  readonly peopleIds: readonly string[];
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
  /** Whether guests without a computer get a free one. */
  readonly fills: boolean;
  readonly eventName: string;
  readonly permissions: Permissions;
  readonly time: TimeForm;
  readonly message: string;
  readonly sendEmail: boolean;
  readonly channelId: string | undefined;
  /** What was answered about approval. */
  readonly approval: ApprovalAnswer;
  /** Where the form was opened; missing when it was opened outside of a channel. */
  readonly typedIn?: string | undefined;
  /** The channel lines.channel is about; undefined while nobody has looked at one. */
  readonly checked: CheckedPlace | undefined;
  readonly presetNo: number;
  /** Counts the times Guestlist itself filled in the computers. */
  readonly hostNo: number;
  readonly lengthNo: number;
};

export type SeveralLines = {
  /** What is wrong with single guests, mrkdwn lines; none where nothing is. */
  readonly faults: readonly string[];
  /** Which typed parts could not be read, mrkdwn; may be empty. */
  readonly unread: string;
  /** Who gets which computer, mrkdwn lines; none while nobody can say. */
  readonly plan: readonly string[];
  /** What names that (GuestsPlan.key). */
  readonly planKey: string;
  /** What the times mean, mrkdwn. */
  readonly times: string;
  /** Other invites on the computers then, mrkdwn, and what is asked about them; empty for nothing. */
  readonly clash: string;
  readonly clashKey: string;
  readonly channel: string;
  readonly cost: string;
  /** What it means that Parsec does not email the guests, mrkdwn; empty when it does. */
  readonly mail: string;
  readonly approval: ApprovalQuestion | undefined;
  /** Whether the form was submitted before it could ask that. */
  readonly isApprovalNew: boolean;
};

const mailOption = option(
  'Parsec emails each guest the invitation',
  'mail',
  'Without it, nobody sends the guests their links.',
);

export const assignments = { row: 'row', free: 'free' } as const;

const byRow = option('Each guest on the computer of the same row', assignments.row, 'The first guest gets the first.');
const byFree = option('Put the others on the next free computer', assignments.free, 'Guests you chose none for.');

/** The verb of the form's button. */
export const inviteAll = 'Invite all';

/** The modal in which several guests are invited, each with an invite of their own. */
export function severalModal(form: SeveralForm, lines: SeveralLines): ModalView {
  const reason = lines.approval === undefined ? form.approval.reason || undefined : undefined;
  const { checked, typedIn } = form;
  return modal({
    id: modals.several,
    title: 'Invite several guests',
    submit: submitCopy(inviteAll, lines.approval, form.approval),
    metadata: writeMemory(form, defined({ checked, typedIn, reason, seen: lines.planKey || undefined })),
    blocks: [
      guestsBlock(form.text),
      peopleBlock(form.peopleIds),
      ...lineSections(lines.faults),
      ...lineBlock(lines.unread, 'unread_line'),
      hostsBlock(form),
      input(fields.assign, 'Assignment', radios([byRow, byFree], form.fills ? byFree : byRow), { dispatches: true }),
      ...lineSections(lines.plan),
      ...timeBlocks(form.time, lines.times, form.lengthNo),
      ...clashBlocks({ line: lines.clash, key: lines.clashKey }, 'Invite anyway'),
      ...permissionBlocks(form.permissions, form.presetNo),
      ...approvalBlocks(lines.approval, form.approval, { subject: 'guests', wasSent: lines.isApprovalNew }),
      input(fields.event, 'Event name', textInput(form.eventName, 100, { placeholder: 'Render review' }), {
        hint: 'The guests see it in the invitation.',
      }),
      zoneBlock(form.time.zone),
      input(fields.message, 'Message', textInput(form.message, 1000, { multiline: true }), {
        optional: true,
        hint: "Included in Parsec's email to each guest.",
      }),
      mailBlock('Invitation email', mailOption, form.sendEmail, { dispatches: true }),
      ...lineBlock(lines.mail, 'mail_line'),
      ...channelBlocks(form.channelId, { hint: 'One card for all guests is posted here.', line: lines.channel }),
      context(lines.cost, 'cost'),
    ],
  });
}

function guestsBlock(text: string): InputBlock {
  const typed = textInput(text, limits.text, { multiline: true, placeholder: 'ana@example.com, ben@example.com' });
  return input(fields.guests, "Guests' emails", typed, {
    optional: true,
    hint: `Paste addresses in any form, or a CSV with a first line like “email, name”. At most ${MOST_GUESTS} guests.`,
  });
}

function peopleBlock(peopleIds: readonly string[]): InputBlock {
  return input(fields.people, 'People here', peopleSelect('Choose people of this workspace', peopleIds, MOST_GUESTS), {
    optional: true,
    dispatches: true,
    hint: 'Invited at the email in their Slack profile, after the guests above.',
  });
}

function hostsBlock({ hosts, hostNo }: SeveralForm): KnownBlock {
  const chosen = hosts.filter(({ id }) => isCarried(id)).map(({ id, name }) => option(name, id));
  const select = searchMultiSelect(actionIds.hosts, 'Search computers open to guests', chosen, MOST_GUESTS);
  return input(countedBlockId(fields.hosts, hostNo), 'Computers', select, {
    optional: true,
    dispatches: true,
    hint: 'In the order of the guests. Choose none to let Guestlist choose.',
  });
}
