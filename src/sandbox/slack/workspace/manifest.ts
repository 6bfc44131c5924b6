import { asJson, asText, jsonList, texts } from '../json.ts';
import type { AppProfile, Json, Shortcut, SlashCommand } from '../slack-server.types.ts';

/** The parts of an app's manifest that the sandbox uses. */
export type Manifest = {
  readonly botName: string;
  readonly commands: readonly (SlashCommand & { readonly shouldEscape: boolean })[];
  readonly shortcuts: readonly Shortcut[];
  readonly botEvents: readonly string[];
  readonly homeTab: boolean;
  readonly messagesTab: boolean;
  readonly interactivity: boolean;
  readonly scopes: ReadonlySet<string>;
  readonly profile: AppProfile;
};

/** `refused`: scopes of the manifest that the workspace did not grant. */
export function readManifest(manifest: Json, refused: readonly string[]): Manifest {
  const features = asJson(manifest.features);
  const home = asJson(features.app_home);
  const settings = asJson(manifest.settings);
  const scopes = asJson(asJson(manifest.oauth_config).scopes);
  const display = asJson(manifest.display_information);
  const appName = asText(display.name) ?? 'App';
  const botEvents = texts(asJson(settings.event_subscriptions).bot_events);
  const granted = [...texts(scopes.bot), ...texts(scopes.bot_optional)].filter((one) => !refused.includes(one));
  return {
    botName: asText(asJson(features.bot_user).display_name) ?? appName,
    commands: jsonList(features.slash_commands).map((one) => ({
      command: asText(one.command) ?? '',
      description: asText(one.description) ?? '',
      usageHint: asText(one.usage_hint) ?? '',
      shouldEscape: one.should_escape === true,
    })),
    shortcuts: jsonList(features.shortcuts).map((one) => ({
      name: asText(one.name) ?? '',
      type: one.type === 'message' ? 'message' : 'global',
      callbackId: asText(one.callback_id) ?? '',
      description: asText(one.description) ?? '',
    })),
    botEvents,
    homeTab: home.home_tab_enabled === true,
    messagesTab: home.messages_tab_enabled === true,
    interactivity: asJson(settings.interactivity).is_enabled === true,
    scopes: new Set(granted),
    profile: {
      name: appName,
      description: asText(display.description) ?? '',
      longDescription: asText(display.long_description) ?? '',
      homeTab: home.home_tab_enabled === true,
      messagesTab: home.messages_tab_enabled === true,
      readOnly: home.messages_tab_read_only_enabled === true,
      hearsHomeOpened: botEvents.includes('app_home_opened'),
      scopes: granted,
    },
  };
}
