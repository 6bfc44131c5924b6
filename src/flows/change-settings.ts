import type { ChannelSettings } from '../domain/channel-settings.ts';
import { mayInvite, type Person } from '../domain/person.ts';
import type { Problem } from '../domain/problem.ts';
import type { Context } from './context.ts';
import { planWarning } from './plan-window.ts';

/** Changes how a channel is told, and moves the warnings of its open invites with it. Problems: not_allowed_*. */
export async function changeSettings(
  context: Context,
  channelId: string,
  settings: ChannelSettings,
  person: Person,
  workspaceId: string,
): Promise<'changed' | Problem> {
  const refused = mayInvite(person, workspaceId);
  if (refused !== undefined) return refused;
  await context.store.transaction(async (tx) => {
    await tx.saveSettings(channelId, settings, { by: person.id, at: context.now() });
    for (const invite of await tx.openInvitesInChannel(channelId, context.now())) await planWarning(tx, invite);
  });
  context.wake();
  return 'changed';
}
