import { z } from 'zod';

/**
 * The part of Slack's app manifest that Guestlist uses, with the limits of Slack's published manifest schema. Other keys are refused, so
 * that a typo does not become a setting.
 */
const url = z.url({ protocol: /^https?$/ }).max(3000);
const names = z
  .array(z.string().min(1).max(50))
  .refine((list) => new Set(list).size === list.length, 'has a duplicate');

const SlashCommand = z.strictObject({
  command: z
    .string()
    .min(2)
    .max(32)
    .regex(/^\/[a-z0-9_-]+$/, 'must begin with / and continue in lowercase'),
  url: url.exactOptional(),
  description: z.string().min(1).max(2000),
  usage_hint: z.string().min(1).max(1000).exactOptional(),
  should_escape: z.boolean().exactOptional(),
});

const Shortcut = z.strictObject({
  name: z.string().min(1).max(24),
  type: z.enum(['global', 'message']),
  callback_id: z.string().min(1).max(255),
  description: z.string().min(1).max(150),
});

export const ManifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140).exactOptional(),
    background_color: z
      .string()
      .regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/)
      .exactOptional(),
    long_description: z.string().min(175).max(4000).exactOptional(),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean().exactOptional() }),
    shortcuts: z.array(Shortcut).min(1).max(10).exactOptional(),
    slash_commands: z.array(SlashCommand).min(1).max(50).exactOptional(),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.url().max(2500)).max(1000).exactOptional(),
    scopes: z.strictObject({ bot: names.max(255), bot_optional: names.max(255).exactOptional() }),
  }),
  settings: z.strictObject({
    event_subscriptions: z
      .strictObject({ request_url: url.exactOptional(), bot_events: names.max(100).exactOptional() })
      .exactOptional(),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: url.exactOptional(),
      message_menu_options_url: url.exactOptional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

export type Manifest = z.infer<typeof ManifestSchema>;

/** Every rule of Slack's that a manifest breaks, one sentence each; empty when it is valid. */
export function manifestFaults(value: unknown): string[] {
  const read = ManifestSchema.safeParse(value);
  if (!read.success) return read.error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`);
  return rules.flatMap((rule) => rule(read.data));
}

/** Rules about several keys at once, which Slack's schema does not have. */
const rules: readonly ((manifest: Manifest) => string[])[] = [
  function transport({ settings, features }) {
    const urls: Record<string, string | undefined> = {
      'settings.interactivity.request_url': settings.interactivity.request_url,
      // Slack requests the options of external selects here, which Guestlist's modals have.
      'settings.interactivity.message_menu_options_url': settings.interactivity.message_menu_options_url,
    };
    if (settings.event_subscriptions)
      urls['settings.event_subscriptions.request_url'] = settings.event_subscriptions.request_url;
    for (const { command, url } of features.slash_commands ?? []) urls[`url of ${command}`] = url;
    return Object.entries(urls).flatMap(([place, url]) => {
      if (settings.socket_mode_enabled) return url === undefined ? [] : [`${place}: Socket Mode takes no URL`];
      if (url === undefined) return [`${place}: HTTP needs a URL`];
      return /^https:\/\/[^/?#]+\/slack\/events$/.test(url) ? [] : [`${place}: is not https://HOST/slack/events`];
    });
  },
  function interactivity({ settings, features }) {
    const needed = (features.shortcuts ?? []).length > 0;
    return needed && !settings.interactivity.is_enabled ? ['shortcuts need settings.interactivity.is_enabled'] : [];
  },
  function homeTab({ settings, features }) {
    const heard = settings.event_subscriptions?.bot_events?.includes('app_home_opened') ?? false;
    if (features.app_home.home_tab_enabled === heard) return [];
    return [heard ? 'app_home_opened needs the home tab' : 'the home tab needs the bot event app_home_opened'];
  },
  function directMessages({ settings, features, oauth_config: { scopes } }) {
    if (features.app_home.messages_tab_enabled) return [];
    const writes = scopes.bot.includes('im:write') || (scopes.bot_optional ?? []).includes('im:write');
    const reads = settings.event_subscriptions?.bot_events?.includes('message.im') ?? false;
    return writes || reads ? ['direct messages need features.app_home.messages_tab_enabled'] : [];
  },
  function grants({ features, oauth_config: { scopes } }) {
    const optional = scopes.bot_optional ?? [];
    const faults = optional.filter((scope) => scopes.bot.includes(scope)).map((s) => `${s}: required and optional`);
    const has = (scope: string) => scopes.bot.includes(scope);
    const called = [...(features.slash_commands ?? []), ...(features.shortcuts ?? [])].length > 0;
    if (called && !has('commands')) faults.push('slash commands and shortcuts need the scope commands');
    if (has('chat:write.public') && !has('chat:write')) faults.push('chat:write.public needs chat:write');
    return faults;
  },
  function twice({ features }) {
    const commands = (features.slash_commands ?? []).map(({ command }) => command);
    const callbacks = (features.shortcuts ?? []).map(({ callback_id }) => callback_id);
    return [commands, callbacks].flatMap((list) =>
      list.filter((name, index) => list.indexOf(name) !== index).map((name) => `${name}: is listed twice`),
    );
  },
];
