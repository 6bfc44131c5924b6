import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { changeReach } from '../../flows/change-reach.ts';
import { changeSettings } from '../../flows/change-settings.ts';
import { checkPlace } from '../../flows/check-place.ts';
import { answer, sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { fields, modals } from '../names.ts';
import { openForm } from '../open-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { readSettingsForm, settingsModal } from '../views/settings-form.ts';
import { problemWords } from '../words/problems.ts';
import { reachWords, settingsWords } from '../words/settings.ts';
import type { Call } from './guest-command.ts';

/** `/guest settings`: how this channel is told, and how the person hears of their own invites. */
export async function openSettings(call: Call): Promise<void> {
  const place = await checkPlace(call.slack.flows, call.channelId, call.person);
  if (isProblem(place)) return call.reply(sentence(problemWords(place)));
  const { store } = call.slack.flows;
  const settings = await store.getSettings(call.channelId);
  const reach = await store.getReach(call.person.id);
  await openForm(call.slack, call.triggerId, Promise.resolve(settingsModal(call.channelId, settings, reach)));
}

/** The settings are submitted: saved first, acknowledged then, and whoever saved them is told what holds now. */
export function listenToSettings(gate: Gate, slack: SlackContext): void {
  gate.onSubmission(modals.settings, 'member', async ({ ack, body, view, person }) => {
    const { channelId, starts, warnMinutes, style, reach } = readSettingsForm(view);
    const refuse = (block: string, why: Problem) =>
      ack({ response_action: 'errors', errors: { [block]: problemWords(why) } });
    if (style === undefined) return refuse(fields.style, problem('choice_missing'));
    if (warnMinutes === undefined) return refuse(fields.warn, problem('choice_missing'));
    if (reach === undefined) return refuse(fields.reach, problem('choice_missing'));
    const settings = { starts, warnMinutes, style };
    const result = await changeSettings(slack.flows, channelId, settings, person, slack.workspaceId);
    if (isProblem(result)) return refuse(fields.style, result);
    const changed = reach !== 'not asked' && (await changeReach(slack.flows, person, reach)) === 'changed';
    await ack();
    const words = changed ? `${settingsWords(settings)} ${reachWords(reach)}` : settingsWords(settings);
    await answer(slack, undefined, { personId: body.user.id, channelId }, sentence(words));
  });
}
