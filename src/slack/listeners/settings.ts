import { isProblem } from '../../domain/problem.ts';
import { changeSettings } from '../../flows/change-settings.ts';
import { answer, sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { fields, modals } from '../names.ts';
import { openForm } from '../open-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { readSettingsForm, settingsModal } from '../views/settings-form.ts';
import { problemWords } from '../words/problems.ts';
import { settingsWords } from '../words/settings.ts';
import type { Call } from './guest-command.ts';

/** `/guest settings`: how this channel is told. */
export async function openSettings(call: Call): Promise<void> {
  const settings = await call.slack.flows.store.getSettings(call.channelId);
  await openForm(call.slack, call.triggerId, Promise.resolve(settingsModal(call.channelId, settings)));
}

/** The settings are submitted: saved first, acknowledged then, and whoever saved them is told what holds now. */
export function listenToSettings(gate: Gate, slack: SlackContext): void {
  gate.onSubmission(modals.settings, 'member', async ({ ack, body, view, person }) => {
    const { channelId, settings } = readSettingsForm(view);
    const result = await changeSettings(slack.flows, channelId, settings, person, slack.workspaceId);
    if (isProblem(result)) {
      await ack({ response_action: 'errors', errors: { [fields.style]: problemWords(result) } });
      return;
    }
    await ack();
    await answer(slack, undefined, { personId: body.user.id, channelId }, sentence(settingsWords(settings)));
  });
}
