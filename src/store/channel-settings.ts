import type { Kysely } from 'kysely';
import { type ChannelSettings, defaultSettings } from '../domain/channel-settings.ts';
import type { Tables } from './schema.ts';

/** The settings of a channel; the defaults when it never chose. */
export async function getSettings(db: Kysely<Tables>, channelId: string): Promise<ChannelSettings> {
  const row = await db
    .selectFrom('channel_settings')
    .selectAll()
    .where('channel_id', '=', channelId)
    .executeTakeFirst();
  if (row === undefined) return defaultSettings;
  return { starts: row.starts === 1, warnMinutes: row.warn_minutes, style: row.style };
}

export async function saveSettings(
  db: Kysely<Tables>,
  channelId: string,
  settings: ChannelSettings,
  change: { readonly by: string; readonly at: number },
): Promise<void> {
  const parts = {
    starts: settings.starts ? 1 : 0,
    warn_minutes: settings.warnMinutes,
    style: settings.style,
    changed_by: change.by,
    changed_at: change.at,
  };
  await db
    .insertInto('channel_settings')
    .values({ channel_id: channelId, ...parts })
    .onConflict((conflict) => conflict.column('channel_id').doUpdateSet(parts))
    .execute();
}
