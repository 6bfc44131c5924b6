import { mailsGuest, wishedTerms } from '../../../domain/invite.ts';
import { isProblem } from '../../../domain/problem.ts';
import { ruleOfInvite } from '../../../flows/guest/decide-invite.ts';
import { hadEnd } from '../../../flows/guest/had-end.ts';
import { clippedEnd, openForChange, requestChange } from '../../../flows/guest/request-change.ts';
import { mrkdwnMessage } from '../../blocks/blocks.ts';
import type { Gate } from '../../gate.ts';
import { buttons } from '../../names.ts';
import { askedCopy, noAnswer } from '../../shared/approval-blocks.ts';
import { takeOverFirst } from '../../shared/take-over.ts';
import { readerTime } from '../../shared/time-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { readWarnedEnd } from '../notices/notice.ts';
import { endLaterBy } from './extend-form.ts';
import { clashOfEnd } from './open-change-form.ts';

/**
 * "Extend 30 min" under a warning. It counts from the end the warning was about: pressed twice, or by two people, it extends
 * once. Says so when the policy allows less.
 */
export function listenToExtendBy(gate: Gate, slack: SlackContext): void {
  gate.onButton(new RegExp(`^${buttons.extendBy}:\\d+$`), 'member', async ({ action, person, reply }) => {
    const sayTime = (text: string) => reply(mrkdwnMessage(text));
    const invite = await openForChange(slack.flows, action.value ?? '', person);
    if (isProblem(invite)) return reply(invite);
    const choice = action.action_id.split(':').at(-1) ?? '';
    const claimedEnd = readWarnedEnd(action.block_id) ?? invite.endsAt;
    const warnedEnd = (await hadEnd(slack.flows, invite, claimedEnd)) ? claimedEnd : invite.endsAt;
    const end = endLaterBy(choice, warnedEnd, invite.timeZone);
    if (end === undefined) return reply("Guestlist can't read that button. Use “Extend” on the card.");
    const wanted = clippedEnd(slack.flows, invite, end, await ruleOfInvite(slack.flows, person, invite));
    const endsNow = wishedTerms(invite).endsAt;
    // Somebody else was quicker, or it was pressed twice.
    if (wanted.endsAt <= endsNow) {
      const ends = readerTime(endsNow, invite.timeZone);
      return sayTime(
        wanted.clipped ? `Not extended: ${ends} is the latest end allowed.` : `Already extended to ${ends}.`,
      );
    }
    const change = { endsAt: wanted.endsAt, sendEmail: mailsGuest(invite) };
    // A button has no field for a reason: where none is needed, it asks for approval as it is.
    const result = await requestChange(slack.flows, invite.id, person, change, { approval: noAnswer });
    if (isProblem(result)) {
      if (result.code === 'approval_reason_missing')
        return reply('This needs approval, and the people who decide want to know why. Use “Extend” on the card.');
      return reply(result.code === 'inviter_left' ? takeOverFirst(invite.id) : result);
    }
    if (result.approval !== undefined) return reply(askedCopy(result.approval));
    // A button cannot ask first, so it says afterwards who else is on the computer.
    const clash = await clashOfEnd(slack, invite, wanted.endsAt, person);
    if (clash.key !== '') await sayTime(clash.line);
    if (wanted.clipped)
      await sayTime(`Extended to ${readerTime(wanted.endsAt, invite.timeZone)}, the latest end allowed.`);
  });
}
