import { describe, expect, it } from 'vitest';
import { readPolicyText, writePolicyFaults } from '../../../src/policy-file.ts';

const HOUR_MS = 3_600_000;

const text = `approvals:
  groups:
    leads:    { people: [U0LEAD, U0SECOND], channel: C0APPROVE }
    security: { people: [admins] }
  self: false
  remindAfter: 1h
  escalateAfter: 4h
  expireAfter: 24h
  breakGlass: [S0ONCALL]
rules:
  - name: partners
    when: { guests: [partner.example] }
    permissions: [keyboard, mouse]
    maxWindow: 4d
    approval:
      by: [leads, security]
      count: 1
      reason: required
      above: { window: 3d, lead: 7d, permissions: [mouse] }
      extensions: true
  - name: everything else
    deny: true
members:
  systems:
    snyk: { approval: { by: [leads], count: 2, roles: [Org Admin] } }
`;

/** The faults of the text after some changes, as people read them: the place and the fault, and what to do. */
function faults(...changes: [from: string, to: string][]): string[] {
  const changed = changes.reduce((whole, [from, to]) => {
    expect(whole).toContain(from);
    return whole.replace(from, to);
  }, text);
  const read = readPolicyText(changed, 'policy.yaml');
  return Array.isArray(read) ? writePolicyFaults(read).split('\n') : [];
}

describe('approvals in a policy', () => {
  it('are read as they are written', () => {
    const asked = { by: ['leads', 'security'], count: 1, needsReason: true };
    const above = { windowMs: 72 * HOUR_MS, leadMs: 168 * HOUR_MS, permissions: ['mouse'] };
    expect(readPolicyText(text, 'policy.yaml')).toMatchObject({
      approvals: {
        groups: {
          leads: { people: ['U0LEAD', 'U0SECOND'], channelId: 'C0APPROVE' },
          security: { people: ['admins'] },
        },
        self: false,
        remindAfterMs: HOUR_MS,
        escalateAfterMs: 4 * HOUR_MS,
        expireAfterMs: 24 * HOUR_MS,
        breakGlass: ['S0ONCALL'],
      },
      rules: [{ approval: { ...asked, above, extensions: true } }, { deny: '' }],
      members: {
        systems: { snyk: { approval: { by: ['leads'], count: 2, needsReason: false, roles: ['Org Admin'] } } },
      },
    });
  });

  it('need one approval, of everything, unless a rule says otherwise', () => {
    const short = text.replace(/ {6}count[\s\S]*true\n {2}- name: ev/, '  - name: ev');
    expect(readPolicyText(short, 'policy.yaml')).toMatchObject({
      rules: [{ approval: { by: ['leads', 'security'], count: 1, needsReason: false, extensions: true } }, {}],
    });
    expect(JSON.stringify(readPolicyText(short, 'policy.yaml'))).not.toContain('"above"');
  });

  it.each<[string, [string, string][], string, string]>([
    [
      'a group that is not there',
      [['by: [leads, security]', 'by: [Leads, security]']],
      '16:12 rules[0].approval.by[0] is not a group of `approvals`',
      'did you mean `leads`? (known here: leads, security)',
    ],
    [
      'a group that is near to none',
      [['by: [leads], count', 'by: [the board], count']],
      '25:30 members.systems.snyk.approval.by[0] is not a group of `approvals`',
      'add it under `groups` of `approvals` (known here: leads, security)',
    ],
    [
      'a word of the language as a group',
      [['by: [leads, security]', 'by: [constructor]']],
      '16:12 rules[0].approval.by[0] is not a group of `approvals`',
      'add it under `groups` of `approvals` (known here: leads, security)',
    ],
    [
      'more approvals than people',
      [['count: 2', 'count: 3']],
      '25:45 members.systems.snyk.approval.count is more than the 2 people in `leads`',
      'write a smaller number, or add people or another group',
    ],
    [
      'no approval',
      [['count: 1', 'count: 0']],
      '17:14 rules[0].approval.count is below 1',
      'write how many different people have to approve, from 1 on, or leave the key out',
    ],
    [
      'a next group that is never asked',
      [['expireAfter: 24h', 'expireAfter: 4h']],
      '7:18 approvals.escalateAfter is not before `expireAfter`, so that the next group is never asked',
      'write a shorter time, or a longer `expireAfter` (24h where it is left out)',
    ],
    [
      'an end before the default of the next group',
      [
        ['  escalateAfter: 4h\n', ''],
        ['expireAfter: 24h', 'expireAfter: 2h'],
      ],
      '7:16 approvals.expireAfter is not later than `escalateAfter`, which is 4h where it is left out',
      'write a longer time, or add a shorter `escalateAfter`',
    ],
    [
      'reminders without a pause',
      [['remindAfter: 1h', 'remindAfter: 0h']],
      '6:16 approvals.remindAfter is not a duration',
      'write days, hours or minutes with their unit, e.g. 5d, 36h or 1d 12h',
    ],
    [
      'approval of what is denied',
      [['deny: true', 'deny: true\n    approval: { by: [leads] }']],
      '23:15 rules[1].approval lets nothing through in a rule that denies',
      'take it out, or take out `deny`',
    ],
    [
      'a group of nobody',
      [['people: [admins]', 'people: []']],
      '4:25 approvals.groups.security.people is an empty list',
      'write a list, e.g. `people: [U024BE7LH, S0614TZR7, admins, coordinators]`',
    ],
    [
      'somebody who is nobody',
      [['people: [admins]', 'people: [admin]']],
      '4:26 approvals.groups.security.people[0] is neither `admins` nor `coordinators` nor the id of a Slack member or user group',
      'did you mean `admins`? Or write `admins`, `coordinators`, or the id of a member',
    ],
    [
      'two groups of one name',
      [['    security:', '    Leads: { people: [admins] }\n    security:']],
      '4:5 approvals.groups.Leads has the name of `leads` but for its case',
      'give each group a name of its own',
    ],
    [
      'approval of nobody',
      [['by: [leads, security]', 'by: []']],
      '16:11 rules[0].approval.by is an empty list',
      'write a list of groups of `approvals`, e.g. `by: [leads]`',
    ],
    [
      'a window as long as the rule allows',
      [['window: 3d', 'window: 4d']],
      '19:24 rules[0].approval.above.window is all that `maxWindow` allows, so that nothing is left to approve',
      'write less, or leave the key out',
    ],
    [
      'a window as long as any invite',
      [
        ['maxWindow: 4d', 'maxWindow: 14d'],
        ['window: 3d', 'window: 5d'],
      ],
      '19:24 rules[0].approval.above.window is all that `maxWindow` allows, so that nothing is left to approve',
      'write less, or leave the key out',
    ],
    [
      'a lead as long as any invite',
      [['lead: 7d', 'lead: 90d']],
      '19:34 rules[0].approval.above.lead is all that `maxLead` allows, so that nothing is left to approve',
      'write less, or leave the key out',
    ],
    [
      'the permissions of the rule',
      [['permissions: [mouse]', 'permissions: [mouse, keyboard]']],
      '19:51 rules[0].approval.above.permissions is all that the rule allows, so that nothing is left to approve',
      'write less, or leave the key out',
    ],
    [
      'limits that are none',
      [['above: { window: 3d, lead: 7d, permissions: [mouse] }', 'above: {}']],
      '19:14 rules[0].approval.above is empty',
      'write `window`, `lead` or `permissions` below it, indented by two spaces, or leave the key out',
    ],
    [
      'a reason that is perhaps needed',
      [['reason: required', 'reason: require']],
      '18:15 rules[0].approval.reason is not a way to ask for a reason',
      'did you mean `required`? Or write `required` or `optional`',
    ],
    [
      'a setting that is none',
      [['extensions: true', 'extension: true']],
      '20:7 rules[0].approval.extension is not a setting',
      'did you mean `extensions`? (known here: by, count, reason, above, extensions)',
    ],
    [
      'a setting of a group that is none',
      [['channel:', 'chanel:']],
      '3:45 approvals.groups.leads.chanel is not a setting',
      'did you mean `channel`? (known here: people, channel)',
    ],
  ])('name %s, with its place and what to do', (_, changes, fault, remedy) => {
    const [first = '', second = '', ...more] = faults(...changes);
    expect(first).toBe(`policy.yaml:${fault}`);
    expect(second.trim()).toContain(remedy);
    expect(more).toEqual([]);
  });

  it('count people of several groups together, and nobody where a group can grow', () => {
    const count: [string, string] = ['count: 1', 'count: 3'];
    expect(faults(count)).toEqual([]);
    expect(faults(count, ['people: [admins]', 'people: [U0LEAD, U0THIRD]'])).toEqual([]);
    expect(faults(count, ['people: [admins]', 'people: [U0LEAD]'])[0]).toContain(
      '17:14 rules[0].approval.count is more than the 2 people in `leads` and `security`',
    );
  });

  it('name each mistake at once', () => {
    const all = faults(['by: [leads, security]', 'by: [lead]'], ['count: 2', 'count: 9'], ['lead: 7d', 'lead: 100d']);
    expect(all.filter((line) => !line.startsWith(' ')).map((line) => line.split(' ')[0])).toEqual([
      'policy.yaml:16:12',
      'policy.yaml:19:34',
      'policy.yaml:25:45',
    ]);
  });
});
