import type { ChannelSettings } from '../../domain/channel-settings.ts';
import { mayInvite, type Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { checkPlace } from '../shared/check-place.ts';
import { type Context, writeAudit } from '../shared/context.ts';
import { SETTINGS } from '../shared/history-actions.ts';
import { planWarning } from './plan-window.ts';

type SettingsChange = Readonly<Record<string, string | number>>;

/**
 * Changes what is posted in a channel, for those who are in it: moves the warnings of its open invites with it, and notifies the channel, in one
 * transaction. What is as it was already changes nothing, and nobody is notified. Problems: not_allowed_*, those of checkPlace.
 */
export async function changeSettings(
  context: Context,
  channelId: string,
  settings: ChannelSettings,
  person: Person,
  workspaceId: string,
): Promise<'changed' | Problem> {
  const refused = mayInvite(person, workspaceId);
  if (refused !== undefined) return refused;
  const place = await checkPlace(context, channelId, person);
  if (isProblem(place)) return place;
  await context.store.transaction(async (tx) => {
    // Two who change them at once do it one after the other: each notice says what its change was.
    await tx.lockSame(channelId);
    const was = await tx.getSettings(channelId);
    const change = changeOf(was, settings);
    if (change === undefined) return;
    const now = context.now();
    const id = context.newId();
    await tx.saveSettings(channelId, settings, { by: person.id, at: now });
    for (const invite of await tx.openInvitesInChannel(channelId, now)) await planWarning(tx, invite);
    await writeAudit(context, tx, {
      id,
      subject: `channel/${channelId}`,
      workspaceId,
      actor: person.id,
      action: 'settings_changed',
      facts: { channel: channelId, ...change },
      history: { area: SETTINGS, about: channelId },
      before: { ...was },
      after: { ...settings },
    });
    const facts = { channel: channelId, by: person.id, askedAt: now, ...change };
    const name = `settings_changed:${id}:${channelId}`;
    await tx.enqueueOnce({ kind: 'channel_notice', name, facts });
  });
  context.wake();
  return 'changed';
}

/** What is otherwise from now on, with what it was; undefined when nothing is. */
function changeOf(was: ChannelSettings, is: ChannelSettings): SettingsChange | undefined {
  const change = {
    ...(was.style === is.style ? {} : { styleBefore: was.style, style: is.style }),
    ...(was.warnMinutes === is.warnMinutes ? {} : { warnBefore: was.warnMinutes, warn: is.warnMinutes }),
    ...(was.starts === is.starts ? {} : { starts: is.starts ? 1 : 0 }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}
