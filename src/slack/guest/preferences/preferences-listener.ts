import { defaultPreferences } from '../../../domain/preferences.ts';
import { problem } from '../../../domain/problem.ts';
import { changePreferences, type PreferenceField } from '../../../flows/guest/change-preferences.ts';
import { preferencesOf } from '../../../flows/guest/preferences.ts';
import { countedBlockId } from '../../blocks/inputs.ts';
import type { Gate } from '../../gate.ts';
import { actions, fields, modals } from '../../names.ts';
import type { Call } from '../../shared/command-call.ts';
import { keptChannel } from '../../shared/form-place.ts';
import { openForm, updateForm } from '../../shared/open-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { preferencesModal, readPreferences } from './preferences-form.ts';

const blocks = {
  host: fields.host,
  channel: fields.channel,
  length: fields.duration,
} satisfies Record<PreferenceField, string>;

/** `/guest preferences`: what one person wants of Guestlist. */
export async function openPreferences({ slack, triggerId, person }: Call): Promise<void> {
  const view = preferencesOf(slack.flows, person).then(async (kept) =>
    preferencesModal({ ...kept, channelId: await keptChannel(slack.flows, kept.channelId, person) }),
  );
  await openForm(slack, triggerId, view);
}

/** Saved first, acknowledged then; the form closes. */
export function listenToPreferences(gate: Gate, slack: SlackContext): void {
  gate.onSubmission(modals.preferences, 'member', async ({ ack, refuse, view, person }) => {
    const { clearedNo, reach, clock, ...wanted } = readPreferences(view);
    if (reach === undefined) return refuse({ [fields.reach]: problem('choice_missing') });
    if (clock === undefined) return refuse({ [fields.clock]: problem('choice_missing') });
    const result = await changePreferences(slack.flows, person, { ...wanted, reach, clock });
    if ('reach' in result) return ack();
    return refuse(
      Object.fromEntries(result.map(({ field, problem: why }) => [countedBlockId(blocks[field], clearedNo), why])),
    );
  });

  // What Slack keeps of a choice can't be taken back by hand; nothing is saved before “Save”.
  gate.onButton(actions.clearDefaults, 'member', async ({ body, person }) => {
    const { view } = body;
    if (view === undefined || view.callback_id !== modals.preferences) return;
    const { clearedNo, reach, clock, ...chosen } = readPreferences(view);
    const saved = await preferencesOf(slack.flows, person);
    const { digestHour, tellsArrival } = chosen;
    const shown = { ...defaultPreferences, reach: reach ?? saved.reach, clock: clock ?? saved.clock };
    const next = preferencesModal({ ...shown, digestHour, tellsArrival }, clearedNo + 1);
    await updateForm(slack, { id: view.id, hash: '' }, next);
  });
}
