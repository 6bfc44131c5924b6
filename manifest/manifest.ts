import type { Manifest } from './schema.ts';

/** Each scope with the reason it is asked for; the reasons go into slack-manifest.yml, for whoever approves the app. */
export const botScopes = {
  commands: 'the slash command and the shortcuts',
  'chat:write': 'post and edit the card of an invite, its thread, and answers only one person sees',
  'chat:write.public': 'post the card in a public channel without having to be invited to it',
  'users:read': "who may invite (guests and bots may not), who is an admin, and a person's time zone",
  'im:write': 'tell a person directly when their channel is archived or gone',
  'channels:read': 'see whether a person is in the channel they choose, and whether it is shared with another company',
} as const;

/**
 * Asked for, but Guestlist works without them: it may then post twice rather than stay silent, sends no files, cannot be used in private
 * channels, counts nobody as a member of a user group, and finds nobody's address by their name.
 */
export const optionalBotScopes = {
  'groups:read':
    'see the same of private channels Guestlist is a member of; without it, no private channel can be chosen',
  'channels:history': 'find out in a public channel whether a post whose answer was lost is there',
  'groups:history': 'the same in a private channel Guestlist is a member of',
  'im:history': 'the same in a direct message with Guestlist',
  'usergroups:read': 'find out who is in a user group that the policy lets invite members',
  'users:read.email': 'fill in the address of a guest who is named as @ben; without it, only addresses can be typed',
  'files:write': 'send an admin a list that is too long to be shown, such as an audit log, as a CSV file',
} as const;

/** The app as Slack should know it, over Socket Mode. */
export function manifest(): Manifest {
  return {
    display_information: {
      name: 'Guestlist',
      description: 'Invite guests to machines for just the hours they need, and change your mind at any moment.',
      background_color: '#2f4858',
    },
    features: {
      // No home tab yet; messages are on so that the bot can write to a person, who has nothing to answer there.
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Guestlist', always_online: true },
      shortcuts: [
        {
          name: 'Invite a guest',
          type: 'global',
          callback_id: 'invite_guest',
          description: 'Let a guest use a machine for some hours',
        },
        {
          name: 'Invite this guest',
          type: 'message',
          callback_id: 'invite_this_guest',
          description: 'Invite the guest whose e-mail address stands in this message',
        },
      ],
      slash_commands: [
        {
          command: '/guest',
          description: 'Invite guests to machines, and update, extend, cancel or kick',
          usage_hint: 'invite [e-mail] [computer] [tomorrow 14:00-16:00] | list | hosts | credits | settings | help',
          // A person or channel in the text comes as an id then, not as a name that somebody else may have too.
          should_escape: true,
        },
        {
          command: '/member',
          description: 'Invite members to the systems, and look after invites and members',
          usage_hint: 'invite [addresses] | pending | list | help',
          // What is pasted behind it stays as it is: addresses, or lines of a table.
          should_escape: false,
        },
        {
          command: '/team',
          description: 'For admins: computers, members, groups and rules of the systems behind the invites',
          usage_hint: '[what to do] | history [system] [@person] [action] | help',
          // A person in the text comes as an id then.
          should_escape: true,
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(botScopes), bot_optional: Object.keys(optionalBotScopes) } },
    settings: {
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  };
}

/** The same app over HTTP. `origin` is where Slack reaches the bot, e.g. `https://guestlist.example.com`. */
export function httpManifest(origin: string): Manifest {
  const url = `${origin.replace(/\/+$/, '')}/slack/events`;
  const base = manifest();
  const { features, settings } = base;
  const { slash_commands = [] } = features;
  return {
    ...base,
    features: { ...features, slash_commands: slash_commands.map((command) => ({ ...command, url })) },
    settings: {
      ...settings,
      ...(settings.event_subscriptions
        ? { event_subscriptions: { ...settings.event_subscriptions, request_url: url } }
        : {}),
      interactivity: { ...settings.interactivity, request_url: url, message_menu_options_url: url },
      socket_mode_enabled: false,
    },
  };
}
