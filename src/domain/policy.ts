import { z } from 'zod';

/** What a workspace allows, as its admins wrote it down. */
export type Policy = {
  /** Slack member ids of people who count as admins besides the workspace's own. */
  readonly admins: readonly string[];
  readonly invites: {
    /** The longest an invite may last, from its start to its end. */
    readonly maxWindowMs: number;
    /** The channel that gets cards for invites made in the provider's own dashboard. Without one they are only listed. */
    readonly adoptedChannel?: string;
  };
};

/** One thing wrong with a policy: where, what, and what to do about it. */
export type PolicyFault = {
  /** Keys and indexes on the way to the value, e.g. `['admins', 0]`. */
  readonly path: readonly (string | number)[];
  /** True when `path` names a key that should not be there at all. */
  readonly unknownKey: boolean;
  readonly fault: string;
  readonly remedy: string;
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** Parsec's dashboard offers windows of up to five days. */
export const defaultPolicy: Policy = { admins: [], invites: { maxWindowMs: 5 * DAY_MS } };

const Admin = z.string('is not text').regex(/^[UW][A-Z0-9]+$/, 'is not a Slack member id');

const Channel = z.string('is not text').regex(/^[CG][A-Z0-9]+$/, 'is not a Slack channel id');

const Duration = z.string('is not a duration').transform((text, context) => {
  const ms = readDuration(text);
  if (ms === undefined) context.addIssue({ code: 'custom', message: 'is not a duration' });
  return ms ?? z.NEVER;
});

const PolicyText = z.strictObject(
  {
    admins: z.array(Admin, 'is not a list').default([]),
    invites: z
      .strictObject(
        { maxWindow: Duration.optional(), adoptedChannel: Channel.optional() },
        groupError('is not a group of settings'),
      )
      .default({ maxWindow: undefined, adoptedChannel: undefined }),
  },
  groupError('is not a policy'),
);

const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '': ['admins', 'invites'],
  invites: ['maxWindow', 'adoptedChannel'],
};

const remedies: Readonly<Record<string, string>> = {
  '': 'write keys and values: `admins:` and `invites:`',
  admins: 'write a list of member ids, e.g. `admins: [U024BE7LH]`, or leave the key out',
  'admins.*': "write the person's member id (U... or W...): in Slack open the profile, then ⋮, then Copy member ID",
  invites: 'write `maxWindow` or `adoptedChannel` below it, indented by two spaces, or leave the key out',
  'invites.adoptedChannel':
    "write the channel's id (C...): in Slack open the channel's details, it stands at their end; or leave the key out",
  'invites.maxWindow': 'write days, hours or minutes with their unit, e.g. 5d, 36h or 1d 12h',
};

/**
 * Reads a policy from plain data, as a YAML parser gives it. Nothing at all (undefined or null, an empty file) is the
 * default policy. Answers every fault at once.
 */
export function readPolicy(value: unknown): Policy | PolicyFault[] {
  const read = PolicyText.safeParse(value ?? {});
  if (!read.success) return read.error.issues.flatMap(faultsOf);
  const { admins, invites } = read.data;
  return {
    admins,
    invites: {
      maxWindowMs: invites.maxWindow ?? defaultPolicy.invites.maxWindowMs,
      ...(invites.adoptedChannel === undefined ? {} : { adoptedChannel: invites.adoptedChannel }),
    },
  };
}

function faultsOf(issue: z.core.$ZodIssue): PolicyFault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const place = path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys[place] ?? [];
    return issue.keys.map((key) => ({
      path: [...path, key],
      unknownKey: true,
      fault: 'is not a setting',
      remedy: `${nearest(key, known)} (known here: ${known.join(', ')})`,
    }));
  }
  return [{ path, unknownKey: false, fault: issue.message, remedy: remedies[place] ?? '' }];
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

function nearest(key: string, known: readonly string[]): string {
  const [best] = known
    .map((name) => ({ name, steps: edits(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  return best !== undefined && best.steps <= Math.max(2, best.name.length / 2)
    ? `did you mean \`${best.name}\`?`
    : 'take it out';
}

/** How many letters must be put in, taken out or exchanged to get from one word to the other (Levenshtein). */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of from.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of to.split('').entries()) {
      const exchanged = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
