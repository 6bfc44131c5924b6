import { asText } from '../json.ts';
import { refuse } from '../messages/message-content.ts';
import type { Json, Person } from '../slack-server.types.ts';
import { personOf, teamOf, type Workspace } from '../workspace/workspace.ts';
import { isTrue, type Method, page } from './method.ts';

/** A person as users.info shows them. The email needs users:read.email; deactivated accounts have no time zone. */
function describePerson(workspace: Workspace, person: Person, withLocale: boolean): Json {
  const { kind } = person;
  const team = teamOf(workspace, person);
  const admin = kind === 'admin' || kind === 'owner';
  const withEmail = workspace.manifest.scopes.has('users:read.email') && kind !== 'bot';
  return {
    id: person.id,
    team_id: team,
    name: person.name,
    deleted: kind === 'deactivated',
    ...(kind === 'deactivated'
      ? {}
      : {
          color: '9f69e7',
          real_name: person.realName,
          tz: person.tz,
          tz_label: zoneName(person.tz, workspace.now(), 'long') ?? person.tz,
          ...(withLocale ? { locale: person.locale } : {}),
          tz_offset: zoneOffsetSeconds(person.tz, workspace.now()),
          is_admin: admin,
          is_owner: kind === 'owner',
          is_primary_owner: kind === 'owner',
          is_restricted: kind === 'guest' || kind === 'single_channel_guest',
          is_ultra_restricted: kind === 'single_channel_guest',
        }),
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      ...(withEmail ? { email: person.email } : {}),
      ...(kind === 'bot' ? { api_app_id: workspace.appId, bot_id: workspace.botId } : {}),
      team,
    },
    is_bot: kind === 'bot',
    is_app_user: false,
    ...(kind === 'external' ? { is_stranger: true } : {}),
    updated: 1_502_138_686,
    who_can_share_contact_card: 'EVERYONE',
  };
}

/** Made once for each zone: making one takes longer than using it a hundred times. */
const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function zoneName(tz: string, at: number, timeZoneName: 'long' | 'longOffset'): string | undefined {
  const key = `${timeZoneName} ${tz}`;
  const format = zoneFormats.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName });
  zoneFormats.set(key, format);
  return format.formatToParts(at).find((one) => one.type === 'timeZoneName')?.value;
}

function zoneOffsetSeconds(tz: string, at: number): number {
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(zoneName(tz, at, 'longOffset') ?? '') ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

export const userMethods: Readonly<Record<string, Method>> = {
  'users.info': {
    tier: 4,
    scopes: ['users:read'],
    required: ['user'],
    run({ workspace }, args) {
      const person = personOf(workspace, asText(args.user) ?? '');
      return person === undefined
        ? refuse('user_not_found')
        : { ok: true, user: describePerson(workspace, person, isTrue(args.include_locale)) };
    },
  },
  'users.list': {
    tier: 2,
    scopes: ['users:read'],
    run({ workspace }, args) {
      const found = page(workspace.people, args, { standard: 1000, max: 1000 });
      if ('error' in found) return found;
      return {
        ok: true,
        members: found.items.map((one) => describePerson(workspace, one, isTrue(args.include_locale))),
        cache_ts: Math.floor(workspace.now() / 1000),
        response_metadata: { next_cursor: found.nextCursor },
      };
    },
  },
  'users.lookupByEmail': {
    tier: 3,
    scopes: ['users:read.email'],
    required: ['email'],
    run({ workspace }, args) {
      const email = (asText(args.email) ?? '').toLowerCase();
      const person = workspace.people.find(
        (one) => one.email.toLowerCase() === email && !['deactivated', 'external', 'bot'].includes(one.kind),
      );
      return person === undefined
        ? refuse('users_not_found')
        : { ok: true, user: describePerson(workspace, person, false) };
    },
  },
  'usergroups.users.list': {
    tier: 2,
    scopes: ['usergroups:read'],
    required: ['usergroup'],
    run({ workspace }, args) {
      if (!workspace.hasUserGroups) return refuse('plan_upgrade_required');
      const group = workspace.userGroups.find(({ id }) => id === asText(args.usergroup));
      // [assumed] A disabled group is not found unless the call asks for disabled ones.
      if (group === undefined || (group.disabled && !isTrue(args.include_disabled))) return refuse('no_such_subteam');
      return { ok: true, users: [...group.members] };
    },
  },
};
