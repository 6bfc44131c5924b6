import { z } from 'zod';
import { defined } from '../defined.ts';
import { type Permissions, permissionKeys } from '../invite.ts';
import { readWallTime } from '../time/zoned-time.ts';
import { ApprovalCount, GroupName } from './approval-text.ts';
import type { PolicyExample } from './example.ts';
import { faultsOf, type PolicyFault } from './policy-faults.ts';
import { Guest, Zone } from './rule-text.ts';
import { Allowed, Channel, Duration, group, list, some, wordOf } from './written.ts';

const HOUR_MS = 3_600_000;
const roles = ['anyone', 'admins', 'coordinators'] as const;

const Who = z.string('is not text').superRefine((text, context) => {
  if (roles.some((role) => role === text) || Allowed.safeParse(text).success) return;
  context.addIssue({ code: 'custom', message: "isn't somebody a rule can name" });
});

const Address = Guest.refine((guest) => guest.includes('@'), 'is not an email address');

const WallTime = z.string('is not a day and a time').regex(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d$/, 'is not a day and a time');

const shape = {
  name: z.string('is not text').trim().min(1, 'is empty').max(80, 'is longer than 80 characters'),
  person: Who.default('anyone'),
  guest: Address,
  host: z.string('is not text').trim().min(1, 'is empty'),
  groups: list(z.string('is not text').trim()).default([]),
  channel: Channel.optional(),
  permissions: list(wordOf(permissionKeys, 'a permission')).optional(),
  start: WallTime,
  for: Duration,
  ahead: Duration.optional(),
  zone: Zone.default('UTC'),
  expect: wordOf(['allowed', 'approval', 'refused'], 'a decision'),
  by: some(GroupName).optional(),
  count: ApprovalCount.optional(),
  rule: z.string('is not text').trim().optional(),
};

/** Reads one example from plain data; answers every fault at once. */
export function readExample(value: unknown): PolicyExample | PolicyFault[] {
  const read = Examples.safeParse([value]);
  if (read.success) return read.data[0] as PolicyExample;
  return read.error.issues.flatMap((issue) => {
    const [, ...path] = issue.path;
    return faultsOf({ ...issue, path: ['examples', 0, ...path] }).map((fault) => ({
      ...fault,
      path: fault.path.slice(2),
    }));
  });
}

const Example = group(shape).superRefine(({ expect, ...written }, context) => {
  const asked = (['by', 'count'] as const).find((key) => written[key] !== undefined);
  if (expect === 'approval' || asked === undefined) return;
  const params = { remedy: 'write `expect: approval`, or take it out' };
  context.addIssue({ code: 'custom', path: [asked], message: 'says nothing where no approval is expected', params });
});

/** `ahead`: how long before its start it is asked for; an hour where that does not matter. */
export const Examples = list(Example).transform((examples) =>
  examples.map(({ start, for: lengthMs, ahead = HOUR_MS, groups, channel = '', permissions = [], ...example }) => {
    const read = readWallTime(start.replace(' ', 'T'), example.zone);
    const startsAt = read.kind === 'twice' ? read.earlierAt : read.at;
    const allowed = Object.fromEntries(permissionKeys.map((key) => [key, permissions.includes(key)]));
    return defined({
      ...example,
      channel,
      host: { name: example.host, groups },
      permissions: allowed as Permissions,
      startsAt,
      endsAt: startsAt + lengthMs,
      now: startsAt - ahead,
    } satisfies { [Key in keyof PolicyExample]: PolicyExample[Key] | undefined });
  }),
);
