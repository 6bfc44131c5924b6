import { z } from 'zod';
import { defined } from '../defined.ts';
import { nearestWord } from '../text/nearest-word.ts';
import { Approvals, SystemApproval } from './approval-text.ts';
import { Examples } from './example-text.ts';
import { Messages } from './message-text.ts';
import { Profiles } from './profile-text.ts';
import { Domain, Rules } from './rule-text.ts';
import { Allowed, Channel, Duration, group, groupError, list, NameOrId } from './written.ts';

/** Larger than any workspace, and still a number that every store keeps. */
const MOST = 1_000_000;

const Admin = z.string('is not text').regex(/^[UW][A-Z0-9]+$/, 'is not a Slack member id');

const Count = z.int('is not a whole number').min(0, 'is below 0').max(MOST, `is above ${MOST}`);

const counts = {
  openInvites: Count.optional(),
  invitesPerHour: Count.optional(),
  invitesPerDay: Count.optional(),
  memberAddressesPerHour: Count.optional(),
};

const Terms = group({
  roles: list(NameOrId).optional(),
  groups: list(NameOrId).optional(),
  appRules: list(NameOrId).optional(),
  domains: list(Domain).optional(),
  approval: SystemApproval.optional(),
});

const systems = {
  parsec: Terms.optional(),
  snyk: Terms.optional(),
  truvera: Terms.optional(),
  intercode: Terms.optional(),
};

/** Who may invite members: a word, or a list of ids. The word is checked by hand, so that a typo is named with the nearest one. */
const Inviters = z.unknown().transform((value, context): 'everyone' | 'admins' | readonly string[] => {
  if (value === 'everyone' || value === 'admins') return value;
  if (!Array.isArray(value)) {
    const near = typeof value === 'string' ? nearestWord(value, ['everyone', 'admins']) : undefined;
    const message = 'is neither `everyone` nor `admins` nor a list of ids';
    context.addIssue({ code: 'custom', message, params: defined({ near }) });
    return z.NEVER;
  }
  return value.map((each, index) => {
    const read = Allowed.safeParse(each);
    if (!read.success) {
      context.addIssue({ code: 'custom', path: [index], message: read.error.issues[0]?.message ?? 'is not an id' });
    }
    return read.data ?? z.NEVER;
  });
});

/** A policy as it is written, with `undefined` for everything that is left out. Its faults have no remedies yet. */
export const PolicyText = z.strictObject(
  {
    admins: list(Admin).default([]),
    coordinators: list(Allowed).default([]),
    domains: group({ allowed: list(Domain).optional(), blocked: list(Domain).optional() }).prefault({}),
    rules: Rules.optional(),
    approvals: Approvals.prefault({}),
    examples: Examples.default([]),
    invites: group({
      maxWindow: Duration.optional(),
      adoptedChannel: Channel.optional(),
      maxLead: Duration.optional(),
      creditReserve: Count.optional(),
      creditsPerDay: Count.optional(),
      sharedChannels: z.enum(['mask', 'show'], 'is neither `mask` nor `show`').optional(),
      channels: z.enum(['mask', 'show'], 'is neither `mask` nor `show`').optional(),
      maskedChannels: list(Channel).optional(),
      unmaskedChannels: list(Channel).optional(),
    }).prefault({}),
    members: group({
      invite: Inviters.optional(),
      systems: group(systems).prefault({}),
    }).prefault({}),
    messages: Messages.prefault({}),
    profiles: Profiles.default({}),
    retention: group({ personalData: Duration.optional() }).prefault({}),
    limits: group({ ...counts, admins: group(counts).prefault({}) }).prefault({}),
  },
  groupError('is not a policy'),
);
