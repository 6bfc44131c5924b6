import type { Manifest } from './schema.ts';

/** Each scope with its reason; the reasons go into slack-manifest.yml, for the person who approves the app. */
export const botScopes = {
  commands: 'slash commands and shortcuts',
  'chat:write': 'post and edit the card of an invite and its thread, and reply to one person',
  'chat:write.public': 'post the card in a public channel without being invited to it',
  'users:read': "find out who can invite (guests and bots can't), who is an admin, and a person's time zone",
  'im:write': 'message a person directly when their channel is archived or deleted',
  'channels:read':
    'see whether a person is a member of the channel they choose, and whether it is shared with another company',
} as const;

/**
 * Guestlist works without these. It then may post twice rather than stay silent, sends no files, can't be used in private channels, counts
 * nobody as a member of a user group, and looks up no addresses.
 */
export const optionalBotScopes = {
  'groups:read':
    "see the same for private channels Guestlist is a member of; without it, people can't choose a private channel",
  'channels:history': 'check in a public channel whether a message arrived after its response was lost',
  'groups:history': 'check the same in a private channel Guestlist is a member of',
  'im:history': 'check the same in a direct message with Guestlist',
  'usergroups:read': 'find out who is in a user group that the policy names',
  'users:read.email': 'look up the email address of a guest typed as @ben; without it, people have to type the address',
  'files:write':
    'send a picture of who is on which computer when, calendar files, and lists that are too long for a window, such as an audit log, as CSV files; delete such files with personal data',
} as const;

/** The app as Slack should know it, over Socket Mode. */
export function manifest(): Manifest {
  return {
    display_information: {
      name: 'Guestlist',
      description: 'Invite guests to computers for the hours they need, and change or end their access at any time.',
      background_color: '#2f4858',
    },
    features: {
      // The messages tab is on so that the bot can write to a person, and read-only since it expects no reply.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Guestlist', always_online: true },
      shortcuts: [
        {
          name: 'Invite a guest',
          type: 'global',
          callback_id: 'invite_guest',
          description: 'Let a guest use a computer for a few hours',
        },
        {
          name: 'Invite this guest',
          type: 'message',
          callback_id: 'invite_this_guest',
          description: 'Invite the guest whose email address is in this message',
        },
      ],
      slash_commands: [
        {
          command: '/guest',
          description: 'Invite guests to computers, and update, extend, cancel, or kick',
          usage_hint:
            'invite [email] [computer] [tomorrow 14:00-16:00] | list | find | board | approvals | hosts | credits | settings | help',
          // Slack then sends a person or channel in the text as an id, not as a name that others may share.
          should_escape: true,
        },
        {
          command: '/member',
          description: 'Invite members to the connected systems, and manage invites and members',
          usage_hint: 'invite [addresses] | pending | list | help',
          // Pasted addresses and lines of a table stay as they are.
          should_escape: false,
        },
        {
          command: '/team',
          description: 'For admins: manage computers, members, groups, and rules in the connected systems',
          usage_hint: '[what to do] | history [system] [@person] [action] | help',
          // Slack then sends a person in the text as an id.
          should_escape: true,
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(botScopes), bot_optional: Object.keys(optionalBotScopes) } },
    settings: {
      // The Home tab is drawn when somebody opens it, and while they have it open.
      event_subscriptions: { bot_events: ['app_home_opened'] },
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
