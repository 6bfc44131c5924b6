import type { ModalView } from '@slack/types';
import type { z } from 'zod';
import { type Invite, mailsGuest, wishedTerms } from '../../../domain/invite.ts';
import { type Problem, problem } from '../../../domain/problem.ts';
import { addLength, isDateAndTime, readWallTime } from '../../../domain/time/zoned-time.ts';
import { context, option, section, shortText } from '../../blocks/blocks.ts';
import { titleAbout } from '../../blocks/dialog-copy.ts';
import { datePicker, input, modal, radios, timePicker } from '../../blocks/inputs.ts';
import { fields, modals } from '../../names.ts';
import { type ApprovalAnswer, approvalBlocks, submitCopy } from '../../shared/approval-blocks.ts';
import { readerTime, zonedTime } from '../../shared/time-copy.ts';
import { eventCopy, guestCopy } from '../facts-copy.ts';
import { type ClashQuestion, clashBlocks, noClash } from '../invite-form/clash-question.ts';
import type { Extends } from '../invite-form/form-memory.ts';
import type { FormLines } from '../invite-form/invite-form.ts';
import { mailChangeBlock } from './update-form.ts';

const MINUTE_MS = 60_000;

/** The ready-made lengths, in minutes, and a calendar day. */
export const extensions = {
  '30': '30 minutes',
  '60': '1 hour',
  '120': '2 hours',
  day: '1 day',
  custom: 'To a time you pick',
} as const;

/** The same on a button. */
const shortLengths: Readonly<Record<string, string>> = { '30': '30 min', '60': '1 hour', '120': '2 hours' };

export type ExtendForm = {
  readonly choice: string;
  readonly date: string;
  readonly time: string;
  /** The end it counts from (epoch ms) and the zone of its times, as when it opened: submitted twice, it extends once, to what it showed. */
  readonly endsAt: number;
  readonly timeZone: string;
  /** What was answered about approval. */
  readonly approval: ApprovalAnswer;
};

/** The end after one of the ready-made extensions, epoch ms; undefined for a time the person picks, and for no choice. */
export function endLaterBy(choice: string, endsAt: number, timeZone: string): number | undefined {
  if (choice === 'custom' || !isExtension(choice)) return undefined;
  const length = choice === 'day' ? { days: 1, ms: 0 } : { days: 0, ms: Number(choice) * MINUTE_MS };
  return addLength(endsAt, length, timeZone);
}

function isExtension(choice: string): choice is keyof typeof extensions {
  return Object.hasOwn(extensions, choice);
}

/** The end an extend form asks for, epoch ms. Problems: choice_missing, time_invalid, time_never. */
export function extendedEnd({ choice, date, time, endsAt, timeZone }: ExtendForm): number | Problem {
  if (!isExtension(choice)) return problem('choice_missing');
  const end = endLaterBy(choice, endsAt, timeZone);
  if (end !== undefined) return end;
  if (!isDateAndTime(date, time)) return problem('time_invalid', { text: `${date} ${time}`.trim() });
  const read = readWallTime(`${date}T${time}`, timeZone);
  if (read.kind !== 'never') return read.kind === 'once' ? read.at : read.laterAt;
  return problem('time_never', { local: time, gapFrom: read.gapFrom.slice(11), gapTo: read.gapTo.slice(11) });
}

/** The modal in which the end of an invite is moved. Day and time are asked for only when the person wants to pick them. */
export function extendModal(
  invite: Invite,
  form: ExtendForm,
  meaning: string,
  clash: ClashQuestion = noClash,
  asked: Pick<FormLines, 'approval' | 'isApprovalNew'> = {},
): ModalView {
  const { endsAt, timeZone } = form;
  const { approval, isApprovalNew: wasSent = false } = asked;
  const reason = approval === undefined ? form.approval.reason || undefined : undefined;
  const verb = Object.hasOwn(shortLengths, form.choice) ? `Extend ${shortLengths[form.choice]}` : 'Extend';
  const host = shortText(wishedTerms(invite).hostName, 150);
  const options = Object.entries(extensions).map(([value, label]) => {
    const end = endLaterBy(value, endsAt, timeZone);
    return option(label, value, end === undefined ? undefined : `until ${zonedTime(end, timeZone)}`);
  });
  const chosen = options.find((each) => each.value === form.choice) ?? options[0];
  return modal({
    id: modals.extend,
    title: titleAbout('Extend', invite.guestEmail),
    submit: submitCopy(verb, approval, form.approval),
    metadata: JSON.stringify({ inviteId: invite.id, endsAt, timeZone, reason } satisfies z.infer<typeof Extends>),
    blocks: [
      section(`*${eventCopy(invite)}*\n${guestCopy(invite)} on ${host}, until ${readerTime(endsAt, timeZone)}`),
      input(fields.extension, 'Extend by', radios(options, chosen), { dispatches: true }),
      ...(form.choice === 'custom'
        ? [
            input(fields.endDate, 'New end date', datePicker(form.date), { dispatches: true }),
            input(fields.endTime, 'New end time', timePicker(form.time), { dispatches: true }),
          ]
        : []),
      context(meaning, 'times'),
      ...clashBlocks(clash, 'Extend anyway'),
      ...approvalBlocks(approval, form.approval, { subject: 'change', wasSent }),
      mailChangeBlock(mailsGuest(invite)),
    ],
  });
}
