import { asText } from '../json.ts';
import { refuse } from '../messages/message-content.ts';
import type { Method } from './method.ts';

/** auth.test, apps.connections.open, team.info, bots.info. */
export const appMethods: Readonly<Record<string, Method>> = {
  'auth.test': {
    tier: 5,
    run: ({ workspace, base }) => ({
      ok: true,
      url: `${base()}/`,
      team: 'Sandbox',
      user: workspace.people[0]?.name ?? '',
      team_id: workspace.teamId,
      user_id: workspace.botUserId,
      bot_id: workspace.botId,
      is_enterprise_install: false,
    }),
  },
  'apps.connections.open': {
    tier: 3,
    token: 'app',
    run: ({ socketMode, base }) => ({ ok: true, url: socketMode.ticket(base().replace(/^http/, 'ws')) }),
  },
  'team.info': {
    tier: 3,
    scopes: ['team:read'],
    run: ({ workspace }, args) =>
      args.team !== undefined && args.team !== workspace.teamId
        ? refuse('team_not_found')
        : {
            ok: true,
            team: {
              id: workspace.teamId,
              name: 'Sandbox',
              domain: workspace.teamDomain,
              email_domain: 'example.com',
              icon: { image_default: true },
            },
          },
  },
  'bots.info': {
    tier: 3,
    scopes: ['users:read'],
    run({ workspace }, args) {
      const bot = asText(args.bot);
      if (bot !== undefined && bot !== workspace.botId) return refuse('bot_not_found');
      return {
        ok: true,
        bot: {
          id: workspace.botId,
          deleted: false,
          name: workspace.manifest.botName,
          updated: 0,
          app_id: workspace.appId,
          user_id: workspace.botUserId,
          icons: {},
        },
      };
    },
  },
};
