import type { z } from 'zod';
import { nearestWord } from '../text/nearest-word.ts';
import { approvalKeys, approvalRemedies } from './approval-remedies.ts';
import { messageKeys, messageRemedies } from './message-text.ts';
import { channel, domain, domains, duration, memberOrGroup, ruleRemedies } from './rule-remedies.ts';

/** One thing wrong with a policy: where, what, and what to do about it. */
export type PolicyFault = {
  /** Keys and indexes on the way to the value, e.g. `['admins', 0]`. */
  readonly path: readonly (string | number)[];
  /** True when `path` names a key that should not be there at all. */
  readonly unknownKey: boolean;
  readonly fault: string;
  readonly remedy: string;
};

const counts = ['openInvites', 'invitesPerHour', 'invitesPerDay', 'memberAddressesPerHour'];

/** The keys of each group; `*` is any system, or any place in a list. */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': [
    'admins',
    'coordinators',
    'domains',
    'rules',
    'approvals',
    'examples',
    'invites',
    'members',
    'messages',
    'profiles',
    'retention',
    'limits',
  ],
  ...approvalKeys,
  ...messageKeys,
  domains: ['allowed', 'blocked'],
  'examples.*': [
    'name',
    'person',
    'guest',
    'host',
    'groups',
    'channel',
    'permissions',
    'start',
    'for',
    'ahead',
    'zone',
    'expect',
    'by',
    'count',
    'rule',
  ],
  'rules.*': ['name', 'when', 'deny', 'permissions', 'maxWindow', 'maxLead', 'hours', 'days', 'zone', 'approval'],
  'rules.*.when': ['people', 'channels', 'guests', 'hosts'],
  invites: [
    'maxWindow',
    'adoptedChannel',
    'maxLead',
    'creditReserve',
    'creditsPerDay',
    'sharedChannels',
    'channels',
    'maskedChannels',
    'unmaskedChannels',
  ],
  retention: ['personalData'],
  members: ['invite', 'systems'],
  'members.systems': ['parsec', 'snyk', 'truvera', 'intercode'],
  'members.systems.*': ['roles', 'groups', 'appRules', 'domains', 'approval'],
  'profiles.*': ['parsec', 'snyk', 'truvera', 'intercode'],
  'profiles.*.*': ['role', 'group', 'appRule'],
  limits: [...counts, 'admins'],
  'limits.admins': counts,
};

const names = (what: string, example: string) =>
  `write a list of ${what}, by name or id as the system shows them, e.g. \`${example}\`, or leave the key out`;
const count = 'write a whole number from 0 on, or leave the key out';

export const remedies: Readonly<Record<string, string>> = {
  '': 'write keys and values: `admins:`, `rules:`, `approvals:`, `invites:`, `members:`, `profiles:`, `messages:`, `retention:` and `limits:`',
  admins: 'write a list of member ids, e.g. `admins: [U024BE7LH]`, or leave the key out',
  'admins.*': "write the person's member id (U... or W...): in Slack open the profile, then ⋮, then Copy member ID",
  coordinators: 'write a list of ids, e.g. `coordinators: [U024BE7LH, S0614TZR7]`, or leave the key out',
  'coordinators.*': memberOrGroup,
  domains: 'write `allowed` or `blocked` below it, indented by two spaces, or leave the key out',
  'domains.allowed': domains,
  'domains.blocked': domains,
  'domains.allowed.*': domain,
  'domains.blocked.*': domain,
  ...ruleRemedies,
  ...approvalRemedies,
  ...messageRemedies,
  invites: 'write `maxWindow` or another of its settings below it, indented by two spaces, or leave the key out',
  'invites.maxWindow': duration,
  'invites.adoptedChannel': `${channel}; or leave the key out`,
  'invites.maxLead': duration,
  'invites.creditReserve': count,
  'invites.creditsPerDay': count,
  'invites.sharedChannels':
    "write `mask` to hide the guest's address in channels shared with another company, or `show`",
  'invites.channels': "write `mask` to hide guests' addresses in every channel, or `show`",
  'invites.maskedChannels': 'write a list of channel ids, e.g. `maskedChannels: [C012AB3CD]`, or leave the key out',
  'invites.maskedChannels.*': channel,
  'invites.unmaskedChannels': 'write a list of channel ids, e.g. `unmaskedChannels: [C012AB3CD]`, or leave the key out',
  'invites.unmaskedChannels.*': channel,
  retention: 'write `personalData: 90d` below it, indented by two spaces, or leave the key out',
  'retention.personalData': duration,
  members: 'write `invite` or `systems` below it, indented by two spaces, or leave the key out',
  'members.invite': 'write `everyone`, `admins`, or a list such as `[U024BE7LH, S0614TZR7]`',
  'members.invite.*': memberOrGroup,
  'members.systems': 'write the name of a system below it, indented by two spaces, or leave the key out',
  'members.systems.*': 'write `roles`, `groups` or `appRules` below it, indented by two spaces, or leave the key out',
  'members.systems.*.roles': names('roles', 'roles: [Viewer]'),
  'members.systems.*.groups': names('groups', 'groups: [Freelancers]'),
  'members.systems.*.appRules': names('app rules', 'appRules: [Watermark]'),
  'members.systems.*.domains': domains,
  'members.systems.*.domains.*': domain,
  'members.systems.*.roles.*': 'write the name of a role, or its id',
  'members.systems.*.groups.*': 'write the name of a group, or its id',
  'members.systems.*.appRules.*': 'write the name of an app rule, or its id',
  profiles: 'write the name of a profile below it, indented by two spaces, or leave the key out',
  'profiles.*': 'write the name of a system below it, e.g. `snyk: { role: Developer }`',
  'profiles.*.*': 'write `role`, `group` or `appRule` below it, or nothing for an invite without',
  'profiles.*.*.role': 'write the name of a role, or its id',
  'profiles.*.*.group': 'write the name of a group, or its id',
  'profiles.*.*.appRule': 'write the name of an app rule, or its id',
  limits: 'write `openInvites` or another limit below it, indented by two spaces, or leave the key out',
  'limits.admins': 'write `openInvites` or another limit below it, indented by two spaces, or leave the key out',
  ...Object.fromEntries(
    counts.flatMap((name) => [
      [`limits.${name}`, count],
      [`limits.admins.${name}`, count],
    ]),
  ),
};

/** What an issue of the schema means to the person who wrote the policy. */
export function faultsOf(issue: z.core.$ZodIssue): PolicyFault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const place = placeOf(path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys[place] ?? [];
    return issue.keys.map((key) => ({
      path: [...path, key],
      unknownKey: true,
      fault: place === 'members.systems' || place === 'profiles.*' ? 'is not a system' : 'is not a setting',
      remedy: `${meant(nearestWord(key, known)) ?? 'take it out'} (known here: ${known.join(', ')})`,
    }));
  }
  const { near, remedy: own }: { near?: unknown; remedy?: unknown } =
    issue.code === 'custom' ? (issue.params ?? {}) : {};
  const known = typeof own === 'string' ? own : remedies[place];
  const remedy = [meant(near) ?? [], known ?? []].flat().join(' Or ');
  return [{ path, unknownKey: false, fault: issue.message, remedy }];
}

/** The key of the tables above for a path: every place in a list, every system, and every group of approvers goes by `*`. */
function placeOf(path: readonly (string | number)[]): string {
  const named = path.slice(0, 2).join('.');
  const isNamed = ['members.systems', 'approvals.groups', 'messages.texts'].includes(named);
  // The name of a profile, and of a system in it.
  const inProfiles = (nth: number) => path[0] === 'profiles' && (nth === 1 || nth === 2);
  const isAny = (step: string | number, nth: number) =>
    typeof step === 'number' || (isNamed && nth === 2) || inProfiles(nth);
  return path.map((step, nth) => (isAny(step, nth) ? '*' : step)).join('.');
}

/** The proposal of a word that is near; undefined where none is. */
export function meant(word: unknown): string | undefined {
  return typeof word === 'string' ? `did you mean \`${word}\`?` : undefined;
}
