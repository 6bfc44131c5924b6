import { asJson, asText, jsonList, texts } from '../json.ts';
import type { Json, Shortcut, SlashCommand } from '../slack-server.types.ts';

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
};

/** `refused`: scopes of the manifest that the workspace did not grant. */
export function readManifest(manifest: Json, refused: readonly string[]): Manifest {
  const features = asJson(manifest.features);
  const home = asJson(features.app_home);
  const settings = asJson(manifest.settings);
  const scopes = asJson(asJson(manifest.oauth_config).scopes);
  const appName = asText(asJson(manifest.display_information).name) ?? 'App';
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
    botEvents: texts(asJson(settings.event_subscriptions).bot_events),
    homeTab: home.home_tab_enabled === true,
    messagesTab: home.messages_tab_enabled === true,
    interactivity: asJson(settings.interactivity).is_enabled === true,
    scopes: new Set([...texts(scopes.bot), ...texts(scopes.bot_optional)].filter((one) => !refused.includes(one))),
  };
}
