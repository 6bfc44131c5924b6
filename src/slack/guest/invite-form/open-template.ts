import type { Person } from '../../../domain/person.ts';
import { isProblem } from '../../../domain/problem.ts';
import { preferencesOf } from '../../../flows/guest/preferences.ts';
import { templateToUse } from '../../../flows/guest/templates.ts';
import type { SlackContext } from '../../slack-context.ts';
import { openFilledForm } from './open-invite-form.ts';
import { blankForm, noLine } from './start-form.ts';
import { withTemplate } from './use-template.ts';

/** Opens the invite form filled in from a template; for one that is gone, a modal that says so. `channelId`: where that was asked for. */
export async function openTemplate(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  { id, channelId }: { readonly id: string; readonly channelId: string | undefined },
): Promise<void> {
  const { flows } = slack;
  const filled = Promise.all([templateToUse(flows, person, id), preferencesOf(flows, person)]).then(
    ([template, preferences]) => {
      if (isProblem(template)) return template;
      const [zone, now] = [person.timeZone ?? 'UTC', flows.now()];
      const { hostId, hostName } = template;
      const host = hostId === undefined ? preferences.host : { id: hostId, name: hostName ?? hostId };
      const form = withTemplate(blankForm({ zone, now, channelId, inline: noLine, preferences }), template);
      return { ...form, host, typedIn: channelId };
    },
  );
  await openFilledForm(slack, triggerId, person, filled);
}
