import { z } from 'zod';
import { nearestWord } from './nearest-word.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Larger than any workspace, and still a number that every store keeps. */
const MOST = 1_000_000;

const Admin = z.string('is not text').regex(/^[UW][A-Z0-9]+$/, 'is not a Slack member id');

const Allowed = z.string('is not text').regex(/^[UWS][A-Z0-9]+$/, 'is not the id of a Slack member or user group');

const Channel = z.string('is not text').regex(/^[CG][A-Z0-9]+$/, 'is not a Slack channel id');

const Duration = z.string('is not a duration').transform((text, context) => {
  const ms = readDuration(text);
  if (ms === undefined) context.addIssue({ code: 'custom', message: 'is not a duration' });
  return ms ?? z.NEVER;
});

/** YAML reads an id that is only digits as a number. */
const NameOrId = z
  .union([z.string(), z.int()], 'is not a name or an id')
  .transform((value) => String(value).trim())
  .refine((value) => value !== '', 'is empty');

const Count = z.int('is not a whole number').min(0, 'is below 0').max(MOST, `is above ${MOST}`);

const counts = {
  openInvites: Count.optional(),
  invitesPerHour: Count.optional(),
  memberAddressesPerHour: Count.optional(),
};

const Terms = group({
  roles: list(NameOrId).optional(),
  groups: list(NameOrId).optional(),
  appRules: list(NameOrId).optional(),
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
    context.addIssue({ code: 'custom', message, params: near === undefined ? {} : { near } });
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
    invites: group({
      maxWindow: Duration.optional(),
      adoptedChannel: Channel.optional(),
      maxLead: Duration.optional(),
      creditReserve: Count.optional(),
      sharedChannels: z.enum(['mask', 'show'], 'is neither `mask` nor `show`').optional(),
    }).prefault({}),
    members: group({
      invite: Inviters.optional(),
      systems: group(systems).prefault({}),
    }).prefault({}),
    limits: group({ ...counts, admins: group(counts).prefault({}) }).prefault({}),
  },
  groupError('is not a policy'),
);

function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, 'is not a list');
}

function group<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, groupError('is not a group of settings'));
}

/** Unknown keys keep zod's own issue, which names them. */
function groupError(message: string): { error: (issue: { code: string }) => string | undefined } {
  return { error: (issue) => (issue.code === 'invalid_type' ? message : undefined) };
}

/** `5d`, `36h`, `90m`, `1d 12h` in milliseconds; undefined when it is not one, or is nothing. */
function readDuration(text: string): number | undefined {
  const parts = /^(?:(\d{1,4})d)? ?(?:(\d{1,5})h)? ?(?:(\d{1,7})m)?$/.exec(text.trim().toLowerCase());
  if (parts === null) return undefined;
  const [days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0));
  const ms = (days ?? 0) * DAY_MS + (hours ?? 0) * (DAY_MS / 24) + (minutes ?? 0) * 60_000;
  return ms > 0 ? ms : undefined;
}
