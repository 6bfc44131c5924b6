export const duration = 'write days, hours or minutes with their unit, e.g. 5d, 36h or 1d 12h';
export const memberOrGroup =
  "write the id of a member (U... or W...: open the profile, then ⋮, then Copy member ID) or of a user group (S...: the end of the group's link)";
export const channel = "write the channel's id (C...): in Slack open the channel's details, it stands at their end";
export const domain = 'write a domain, e.g. `example.com`; it holds for its subdomains too';
const zone = 'write the name of a time zone, e.g. `Europe/Paris`';
export const domains = 'write a list of domains, e.g. `[example.com]`, or leave the key out';

const when = 'write `people`, `channels`, `guests` or `hosts` below it, indented by two spaces, or leave the key out';
const people = 'write a list, e.g. `[U024BE7LH, S0614TZR7, admins, coordinators]`, or leave the key out';

/** What to do about a fault in a rule, by its place; `*` is any place in a list. */
export const ruleRemedies: Readonly<Record<string, string>> = {
  rules: 'write a list of rules, e.g. `- name: everything else`, or leave the key out',
  'rules.*': 'write `name` and what the rule says below it, indented by two spaces',
  'rules.*.name': 'write a name of up to 80 characters: people read it when the rule decides',
  'rules.*.when': when,
  'rules.*.when.people': people,
  'rules.*.when.people.*': `write \`admins\`, \`coordinators\`, or ${memberOrGroup.replace('write ', '')}`,
  'rules.*.when.channels': 'write a list of channel ids, e.g. `[C024BE7LH]`, or leave the key out',
  'rules.*.when.channels.*': channel,
  'rules.*.when.guests': 'write a list of domains and addresses, e.g. `[example.com, ana@example.org]`',
  'rules.*.when.guests.*': 'write a domain such as `example.com`, which holds for its subdomains too, or an address',
  'rules.*.when.hosts': 'write a list of names, e.g. `["Edit *", "group:Render"]`, or leave the key out',
  'rules.*.when.hosts.*': 'write a name, with `*` for any letters, or `group:` and the name of a group at Parsec',
  'rules.*.deny':
    'write `deny: true`, or what people read, e.g. `deny: Ask the guest for an address of their company.`',
  'rules.*.permissions': 'write a list of `keyboard`, `mouse` and `gamepad`, or leave the key out',
  'rules.*.permissions.*': 'write `keyboard`, `mouse` or `gamepad`',
  'rules.*.maxWindow': duration,
  'rules.*.maxLead': duration,
  'rules.*.hours': 'write when they begin and end, e.g. `hours: 08:00-18:00`',
  'rules.*.days': 'write a list of days, e.g. `days: [mon, tue, wed, thu, fri]`, or leave the key out',
  'rules.*.days.*': 'write `mon`, `tue`, `wed`, `thu`, `fri`, `sat` or `sun`',
  'rules.*.zone': zone,
  examples: 'write a list of examples, or leave the key out',
  'examples.*': 'write `name`, `guest`, `host` and `expect` below it, indented by two spaces',
  'examples.*.name': 'write a name of up to 80 characters',
  'examples.*.person': 'write `anyone`, `admins`, `coordinators`, or the id of a member or a user group',
  'examples.*.guest': 'write an email address, e.g. `ana@example.com`',
  'examples.*.host': 'write the name of a computer',
  'examples.*.groups': 'write a list of groups the computer is in, e.g. `[Render]`, or leave the key out',
  'examples.*.channel': channel,
  'examples.*.permissions': 'write a list of `keyboard`, `mouse` and `gamepad`, or leave the key out',
  'examples.*.permissions.*': 'write `keyboard`, `mouse` or `gamepad`',
  'examples.*.start': 'write a day and a time, e.g. `start: 2026-11-24 14:00`',
  'examples.*.for': duration,
  'examples.*.ahead': duration,
  'examples.*.zone': zone,
  'examples.*.expect': 'write `allowed`, `approval` or `refused`',
  'examples.*.by': 'write the groups whose approval you expect, e.g. `by: [leads]`, or leave the key out',
  'examples.*.by.*': 'write the name of a group of `approvals`',
  'examples.*.count': 'write how many approvals you expect, or leave the key out',
  'examples.*.rule': 'write the name of a rule above, or leave the key out',
};
