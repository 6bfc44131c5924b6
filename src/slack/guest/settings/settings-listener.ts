import { isProblem, problem } from '../../../domain/problem.ts';
import { changeReach } from '../../../flows/guest/change-reach.ts';
import { changeSettings } from '../../../flows/guest/change-settings.ts';
import { checkPlace } from '../../../flows/shared/check-place.ts';
import type { Gate } from '../../gate.ts';
import { fields, modals } from '../../names.ts';
import { answer } from '../../posting/answer.ts';
import type { Call } from '../../shared/command-call.ts';
import { openForm } from '../../shared/open-form.ts';
import { reachCopy, settingsCopy } from '../../shared/settings-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { readSettingsForm, settingsModal } from './settings-form.ts';

/** `/guest settings`: what is posted in this channel, and how the person hears of their own invites. */
export async function openSettings(call: Call): Promise<void> {
  const place = await checkPlace(call.slack.flows, call.channelId, call.person);
  if (isProblem(place)) return call.reply(place);
  const { store } = call.slack.flows;
  const settings = await store.getSettings(call.channelId);
  const reach = await store.getReach(call.person.id);
  await openForm(call.slack, call.triggerId, settingsModal(call.channelId, settings, reach));
}

/** The settings are submitted: saved first, acknowledged then, and the person gets a summary of them. */
export function listenToSettings(gate: Gate, slack: SlackContext): void {
  gate.onSubmission(modals.settings, 'member', async ({ ack, refuse, body, view, person }) => {
    const { channelId, starts, warnMinutes, style, reach } = readSettingsForm(view);
    if (style === undefined) return refuse({ [fields.style]: problem('choice_missing') });
    if (warnMinutes === undefined) return refuse({ [fields.warn]: problem('choice_missing') });
    if (reach === undefined) return refuse({ [fields.reach]: problem('choice_missing') });
    const settings = { starts, warnMinutes, style };
    const result = await changeSettings(slack.flows, channelId, settings, person, slack.flows.workspaceId());
    if (isProblem(result)) return refuse({ [fields.style]: result });
    const changed = reach !== 'not asked' && (await changeReach(slack.flows, person, reach)) === 'changed';
    await ack();
    const saved = changed ? `${settingsCopy(settings)} ${reachCopy(reach)}` : settingsCopy(settings);
    await answer(slack, { personId: body.user.id, channelId }, saved);
  });
}
