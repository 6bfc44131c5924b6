import { z } from 'zod';
import { defined } from '../defined.ts';
import { permissionKeys } from '../invite.ts';
import { isProblem } from '../problem.ts';
import { asciiDomain, emailKey, readAddress } from '../text/address.ts';
import { weekdays } from '../time/allowed-hours.ts';
import { readZone } from '../time/zoned-time.ts';
import { Approval, approvalRuleOf } from './approval-text.ts';
import type { GuestRule } from './guest-rule.ts';
import { Channel, Duration, group, list, PersonOrRole, some, wordOf } from './written.ts';

/** More rules than anybody reads: each is looked at for every invite. */
const MOST_RULES = 200;

/** `example.com`, or `*.example.com`, which means the same: a domain with all below it. In ASCII and lower case. */
export const Domain = z.string('is not text').transform((text, context) => {
  const ascii = asciiDomain(text.trim().replace(/^(\*\.|@)/, ''));
  if (ascii !== undefined && /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/.test(ascii)) return ascii;
  context.addIssue({ code: 'custom', message: 'is not a domain' });
  return z.NEVER;
});

export const Guest = z.string('is not text').transform((text, context) => {
  const isAddress = /[^@]@/.test(text);
  if (!isAddress) {
    const read = Domain.safeParse(text);
    if (read.success) return read.data;
  }
  const email = isAddress ? readAddress(text.trim()) : undefined;
  if (email !== undefined && !isProblem(email)) return emailKey(email);
  context.addIssue({ code: 'custom', message: 'is neither a domain nor an email address' });
  return z.NEVER;
});

const Host = z.string('is not text').trim().min(1, 'is empty');

const Hours = z.string('is not hours').transform((text, context) => {
  const [, from = '', to = ''] = /^(\d\d?:\d\d) ?(?:-|–|to) ?(\d\d?:\d\d)$/.exec(text.trim()) ?? [];
  const pad = (time: string) => time.padStart(5, '0');
  if (isClock(pad(from)) && (isClock(pad(to)) || to === '24:00') && from !== to)
    return { from: pad(from), to: pad(to) };
  context.addIssue({ code: 'custom', message: 'is not hours' });
  return z.NEVER;
});

function isClock(time: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
}

export const Zone = z.string('is not text').transform((text, context) => {
  const zone = readZone(text);
  if (!isProblem(zone)) return zone;
  context.addIssue({ code: 'custom', message: 'is not a time zone' });
  return z.NEVER;
});

const Rule = group({
  name: z.string('is not text').trim().min(1, 'is empty').max(80, 'is longer than 80 characters'),
  when: group({
    people: some(PersonOrRole).optional(),
    channels: some(Channel).optional(),
    guests: some(Guest).optional(),
    hosts: some(Host).optional(),
  }).optional(),
  deny: z
    .union([z.literal(true), z.string().trim().max(300, 'is longer than 300 characters')], 'is neither text nor `true`')
    .optional(),
  permissions: list(wordOf(permissionKeys, 'a permission')).optional(),
  maxWindow: Duration.optional(),
  maxLead: Duration.optional(),
  hours: Hours.optional(),
  days: some(wordOf(weekdays, 'a day')).optional(),
  zone: Zone.optional(),
  approval: Approval.optional(),
});

type WrittenRule = z.infer<typeof Rule>;

/** The rules as they are written, read into what decides. What is wrong with several of them together is named at the rule. */
export const Rules = list(Rule)
  .min(1, 'is an empty list')
  .max(MOST_RULES, `has more than ${MOST_RULES} rules`)
  .superRefine((rules, context) => {
    const fault = (path: (string | number)[], message: string, remedy: string) =>
      context.addIssue({ code: 'custom', path, message, params: { remedy } });
    const names = rules.map(({ name }) => name.toLowerCase());
    for (const [index, rule] of rules.entries()) {
      const isLast = index === rules.length - 1;
      if (names.indexOf(rule.name.toLowerCase()) < index)
        fault([index, 'name'], 'is the name of an earlier rule', 'give each rule a name of its own');
      const isForAll = Object.values(rule.when ?? {}).every((condition) => condition === undefined);
      if (isLast && !isForAll)
        fault(
          [index, 'when'],
          'narrows the last rule, so that nothing decides about the rest',
          'add a last rule without `when`, e.g. `- { name: everything else, deny: true }`',
        );
      if (!isLast && isForAll)
        fault(
          [index],
          'matches everything, so that no rule after it is reached',
          'add `when:` with people, channels, guests or hosts, or move it to the end',
        );
      const limit = limits.find((key) => rule[key] !== undefined);
      if (rule.deny !== undefined && limit !== undefined)
        fault([index, limit], 'limits nothing in a rule that denies', 'take it out, or take out `deny`');
      if (rule.deny !== undefined && rule.approval !== undefined)
        fault([index, 'approval'], 'lets nothing through in a rule that denies', 'take it out, or take out `deny`');
      const timed = (['hours', 'days'] as const).find((key) => rule[key] !== undefined);
      if (timed !== undefined && rule.zone === undefined)
        fault(
          [index, timed],
          'has no time zone',
          'add `zone:` with the time zone of the computers, e.g. `zone: Europe/Paris`',
        );
      if (timed === undefined && rule.zone !== undefined)
        fault([index, 'zone'], 'has no hours and no days', 'add `hours:` or `days:`, or take it out');
    }
  })
  .transform((rules) => rules.map(ruleOf));

const limits = ['permissions', 'maxWindow', 'maxLead', 'hours', 'days'] as const;

function ruleOf(rule: WrittenRule): GuestRule {
  const { name, when = {}, deny, permissions, maxWindow, maxLead, hours, days, zone, approval } = rule;
  const timed =
    zone === undefined ? undefined : { zone, days: daysOf(days), ...(hours ?? { from: '00:00', to: '24:00' }) };
  return {
    name,
    when: defined(when),
    ...defined({
      deny: deny === true ? '' : deny,
      permissions,
      maxWindowMs: maxWindow,
      maxLeadMs: maxLead,
      hours: timed,
      approval: approval && approvalRuleOf(approval),
    }),
  };
}

function daysOf(written: readonly string[] = weekdays): readonly number[] {
  return weekdays.flatMap((day, index) => (written.includes(day) ? [index + 1] : []));
}
