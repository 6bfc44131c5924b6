import { mailsGuest } from '../../domain/invite.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { hadEnd } from '../../flows/had-end.ts';
import { clippedEnd, openForChange, requestChange } from '../../flows/request-change.ts';
import { sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { buttons } from '../names.ts';
import { clashOfEnd } from '../open-change-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { section } from '../views/blocks.ts';
import { endLaterBy } from '../views/extend-form.ts';
import { readWarnedEnd } from '../views/notice.ts';
import { takeOverFirst } from '../views/take-over.ts';
import { problemWords } from '../words/problems.ts';
import { zonedTime } from '../words/times.ts';

/**
 * "Extend +30 min" under a warning. It counts from the end the warning was about: pressed twice, or by two people, it prolongs
 * once. Clipped to what the policy allows, and then it says so.
 */
export function listenToExtendBy(gate: Gate, slack: SlackContext): void {
  gate.onButton(new RegExp(`^${buttons.extendBy}:\\d+$`), 'member', async ({ action, person, reply }) => {
    const say = (text: string) => reply(sentence(text));
    const refuse = (why: Problem) =>
      why.code === 'inviter_left' ? reply(takeOverFirst(action.value ?? '')) : say(problemWords(why));
    const invite = await openForChange(slack.flows, action.value ?? '', person);
    if (isProblem(invite)) return say(problemWords(invite));
    const choice = action.action_id.split(':').at(-1) ?? '';
    const claimedEnd = readWarnedEnd(action.block_id) ?? invite.endsAt;
    const warnedEnd = (await hadEnd(slack.flows, invite, claimedEnd)) ? claimedEnd : invite.endsAt;
    const end = endLaterBy(choice, warnedEnd, invite.timeZone);
    if (end === undefined) return say('That button is not understood. Use “Extend” on the card.');
    const wanted = clippedEnd(slack.flows, invite, end);
    // Somebody else was quicker, or it was pressed twice: what was asked for is so already.
    if (wanted.endsAt <= (invite.change?.endsAt ?? invite.endsAt)) {
      const ends = zonedTime(invite.change?.endsAt ?? invite.endsAt, invite.timeZone);
      return say(
        wanted.clipped
          ? `It cannot be longer: it ends ${ends}, the latest allowed.`
          : `It is extended already: it ends ${ends}.`,
      );
    }
    const result = await requestChange(slack.flows, invite.id, person, {
      endsAt: wanted.endsAt,
      sendEmail: mailsGuest(invite),
    });
    if (isProblem(result)) return refuse(result);
    // A button asks nothing: who else is on the computer is said with it.
    const clash = await clashOfEnd(slack, invite, wanted.endsAt, person);
    if (clash.key !== '') await reply({ text: clash.line, blocks: [section(clash.line)] });
    if (wanted.clipped)
      await say(`Extended until ${zonedTime(wanted.endsAt, invite.timeZone)}: that is the latest allowed.`);
  });
}
