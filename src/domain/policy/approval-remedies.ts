import { channel, duration, memberOrGroup } from './rule-remedies.ts';

/** The keys of what a policy says of approvals, by their place; `*` is any group, system, or place in a list. */
export const approvalKeys: Readonly<Record<string, readonly string[]>> = {
  approvals: ['groups', 'self', 'remindAfter', 'escalateAfter', 'expireAfter', 'breakGlass'],
  'approvals.groups.*': ['people', 'channel'],
  'rules.*.approval': ['by', 'count', 'reason', 'above', 'extensions'],
  'rules.*.approval.above': ['window', 'lead', 'permissions'],
  'members.systems.*.approval': ['by', 'count', 'reason', 'roles'],
};

const person = `write \`admins\`, \`coordinators\`, or ${memberOrGroup.replace('write ', '')}`;
const approval = 'write `by` with groups of `approvals` below it, indented by two spaces, or leave the key out';

const asked = {
  '': approval,
  '.by': 'write a list of groups of `approvals`, e.g. `by: [leads]`',
  '.by.*': 'write the name of a group of `approvals`',
  '.count': 'write how many different people have to approve, from 1 on, or leave the key out',
  '.reason': 'write `required` or `optional`',
};

/** What to do about a fault in them, by its place. */
export const approvalRemedies: Readonly<Record<string, string>> = {
  approvals: 'write `groups` or another of its settings below it, indented by two spaces, or leave the key out',
  'approvals.groups': 'write the name of a group below it, e.g. `leads: { people: [U024BE7LH] }`',
  'approvals.groups.*': 'write a name of up to 60 characters, and `people` below it, indented by two spaces',
  'approvals.groups.*.people': 'write a list, e.g. `people: [U024BE7LH, S0614TZR7, admins, coordinators]`',
  'approvals.groups.*.people.*': person,
  'approvals.groups.*.channel': `${channel}; without it each of the group gets a direct message`,
  'approvals.self': 'write `true` if who asks can approve it as well, or leave the key out',
  'approvals.remindAfter': duration,
  'approvals.escalateAfter': duration,
  'approvals.expireAfter': duration,
  'approvals.breakGlass': 'write a list, e.g. `breakGlass: [S0614TZR7, admins]`, or leave the key out',
  'approvals.breakGlass.*': person,
  ...at('rules.*.approval'),
  'rules.*.approval.above':
    'write `window`, `lead` or `permissions` below it, indented by two spaces, or leave the key out',
  'rules.*.approval.above.window': duration,
  'rules.*.approval.above.lead': duration,
  'rules.*.approval.above.permissions': 'write a list of what needs no approval, e.g. `[mouse]`, or leave the key out',
  'rules.*.approval.above.permissions.*': 'write `keyboard`, `mouse` or `gamepad`',
  'rules.*.approval.extensions': 'write `false` if a later end alone needs no approval, or leave the key out',
  ...at('members.systems.*.approval'),
  'members.systems.*.approval.roles':
    'write a list of roles that need approval, by name or id as the system shows them, or leave the key out',
  'members.systems.*.approval.roles.*': 'write the name of a role, or its id',
};

function at(place: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asked).map(([key, remedy]) => [`${place}${key}`, remedy]));
}
