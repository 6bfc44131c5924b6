import type { z } from 'zod';
import { nearestWord } from './nearest-word.ts';

/** One thing wrong with a policy: where, what, and what to do about it. */
export type PolicyFault = {
  /** Keys and indexes on the way to the value, e.g. `['admins', 0]`. */
  readonly path: readonly (string | number)[];
  /** True when `path` names a key that should not be there at all. */
  readonly unknownKey: boolean;
  readonly fault: string;
  readonly remedy: string;
};

const counts = ['openInvites', 'invitesPerHour', 'memberAddressesPerHour'];

/** The keys of each group; `*` is any system, or any place in a list. */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': ['admins', 'invites', 'members', 'limits'],
  invites: ['maxWindow', 'adoptedChannel', 'maxLead', 'creditReserve', 'sharedChannels'],
  members: ['invite', 'systems'],
  'members.systems': ['parsec', 'snyk', 'truvera', 'intercode'],
  'members.systems.*': ['roles', 'groups', 'appRules'],
  limits: [...counts, 'admins'],
  'limits.admins': counts,
};

const names = (what: string, example: string) =>
  `write a list of ${what}, by name or id as the system shows them, e.g. \`${example}\`, or leave the key out`;
const count = 'write a whole number from 0 on, or leave the key out';
const duration = 'write days, hours or minutes with their unit, e.g. 5d, 36h or 1d 12h';

const remedies: Readonly<Record<string, string>> = {
  '': 'write keys and values: `admins:`, `invites:`, `members:` and `limits:`',
  admins: 'write a list of member ids, e.g. `admins: [U024BE7LH]`, or leave the key out',
  'admins.*': "write the person's member id (U... or W...): in Slack open the profile, then ⋮, then Copy member ID",
  invites: 'write `maxWindow` or another of its settings below it, indented by two spaces, or leave the key out',
  'invites.maxWindow': duration,
  'invites.adoptedChannel':
    "write the channel's id (C...): in Slack open the channel's details, it stands at their end; or leave the key out",
  'invites.maxLead': duration,
  'invites.creditReserve': count,
  'invites.sharedChannels':
    "write `mask` to hide the guest's address in channels shared with another company, or `show`",
  members: 'write `invite` or `systems` below it, indented by two spaces, or leave the key out',
  'members.invite': 'write `everyone`, `admins`, or a list such as `[U024BE7LH, S0614TZR7]`',
  'members.invite.*':
    "write the id of a member (U... or W...: open the profile, then ⋮, then Copy member ID) or of a user group (S...: the end of the group's link)",
  'members.systems': 'write the name of a system below it, indented by two spaces, or leave the key out',
  'members.systems.*': 'write `roles`, `groups` or `appRules` below it, indented by two spaces, or leave the key out',
  'members.systems.*.roles': names('roles', 'roles: [Viewer]'),
  'members.systems.*.groups': names('groups', 'groups: [Freelancers]'),
  'members.systems.*.appRules': names('app rules', 'appRules: [Watermark]'),
  'members.systems.*.roles.*': 'write the name of a role, or its id',
  'members.systems.*.groups.*': 'write the name of a group, or its id',
  'members.systems.*.appRules.*': 'write the name of an app rule, or its id',
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
      fault: place === 'members.systems' ? 'is not a system' : 'is not a setting',
      remedy: `${meant(nearestWord(key, known)) ?? 'take it out'} (known here: ${known.join(', ')})`,
    }));
  }
  const near: unknown = issue.code === 'custom' ? issue.params?.near : undefined;
  const remedy = [meant(near) ?? [], remedies[place] ?? []].flat().join(' Or ');
  return [{ path, unknownKey: false, fault: issue.message, remedy }];
}

/** The key of the tables above for a path: every place in a list, and every system, goes by `*`. */
function placeOf(path: readonly (string | number)[]): string {
  const isSystem = (index: number) => index === 2 && path[0] === 'members' && path[1] === 'systems';
  return path.map((step, index) => (typeof step === 'number' || isSystem(index) ? '*' : step)).join('.');
}

function meant(word: unknown): string | undefined {
  return typeof word === 'string' ? `did you mean \`${word}\`?` : undefined;
}
