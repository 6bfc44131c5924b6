import { parseArgs } from 'node:util';
import type { AuditFilter } from '../store/read-audit.ts';
import type { Expected } from '../store/verify-audit.ts';

export const usage = `Checks, exports, or shows the audit log. The bot can go on running.

  npm run --silent audit -- verify [--expect WORKSPACE/SEQ:HASH] [--json]
  npm run --silent audit -- export --format csv|jsonl [--since TIME] [--until TIME]
                            [--actor PERSON] [--action NAME] [--subject ID] [--workspace ID]
  npm run --silent audit -- tail [-n LINES] [-f] [--json]

verify exits with 1 when a row was changed, removed, inserted, or moved, and names it. It prints the end of each
chain: note it elsewhere, and pass it as --expect next time. --expect and --action can be repeated.
TIME is 2026-05-01 or 2026-05-01T14:00Z; a date covers the whole day, in UTC.
The store is the one of DATABASE_URL or DATA_DIR.`;

/** An end that was noted; without a workspace when there is only one. */
export type Noted = Omit<Expected, 'workspaceId'> & { readonly workspaceId?: string };

export type Command =
  | { readonly name: 'verify'; readonly expect: readonly Noted[]; readonly json: boolean }
  | { readonly name: 'export'; readonly format: 'csv' | 'jsonl'; readonly filter: AuditFilter }
  | { readonly name: 'tail'; readonly lines: number; readonly follow: boolean; readonly json: boolean };

const options = {
  expect: { type: 'string', multiple: true },
  format: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  actor: { type: 'string' },
  action: { type: 'string', multiple: true },
  subject: { type: 'string' },
  workspace: { type: 'string' },
  lines: { type: 'string', short: 'n' },
  follow: { type: 'boolean', short: 'f' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const allowed = {
  verify: ['expect', 'json'],
  export: ['format', 'since', 'until', 'actor', 'action', 'subject', 'workspace'],
  tail: ['lines', 'follow', 'json'],
} as const satisfies Record<Command['name'], readonly (keyof Values)[]>;

/** The command as it was typed, or what is wrong with it. Never shows what was typed: it may be a secret in the wrong place. */
export function readCommand(args: readonly string[]): Command | string {
  const read = tryToParse(args);
  if (read === undefined) return 'An option is unknown or has no value.';
  const [name = '', ...rest] = read.positionals;
  if (!isCommand(name) || rest.length > 0) return 'Say verify, export, or tail.';
  const other = Object.keys(read.values).find((key) => !allowed[name].some((each) => each === key));
  if (other !== undefined) return `${name} has no option --${other}.`;
  return readers[name](read.values);
}

function isCommand(name: string): name is Command['name'] {
  return Object.hasOwn(allowed, name);
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

function tryToParse(args: readonly string[]): ReturnType<typeof parse> | undefined {
  try {
    return parse(args);
  } catch {
    return undefined;
  }
}

const readers: Readonly<Record<Command['name'], (values: Values) => Command | string>> = {
  verify({ expect = [], json = false }) {
    const noted = expect.map(readNoted);
    const isWhole = (each: Noted | undefined): each is Noted => each !== undefined;
    if (!noted.every(isWhole)) return 'Use --expect as verify prints it: WORKSPACE/SEQ:HASH.';
    return { name: 'verify', expect: noted, json };
  },
  export({ format, since, until, actor, action, subject, workspace }) {
    if (format !== 'csv' && format !== 'jsonl') return 'Use --format csv or --format jsonl.';
    const [from, to] = [readTime(since, DAY_START), readTime(until, DAY_END)];
    if (Number.isNaN(from) || Number.isNaN(to)) return 'Use a time such as 2026-05-01 or 2026-05-01T14:00Z.';
    const filter = {
      ...(from === undefined ? {} : { since: from }),
      ...(to === undefined ? {} : { until: to }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { actions: action }),
      ...(subject === undefined ? {} : { subject }),
      ...(workspace === undefined ? {} : { workspaceId: workspace }),
    };
    return { name: 'export', format, filter };
  },
  tail({ lines = '10', follow = false, json = false }) {
    if (!/^\d{1,6}$/.test(lines)) return 'Use -n with a whole number up to 999999.';
    return { name: 'tail', lines: Number(lines), follow, json };
  },
};

function readNoted(text: string): Noted | undefined {
  const read = /^(?:([^/:]*)\/)?(\d{1,15}):([\da-f]{64})$/.exec(text.trim());
  if (read === null) return undefined;
  const [, workspaceId, seq, hash = ''] = read;
  return { ...(workspaceId === undefined ? {} : { workspaceId }), seq: Number(seq), hash };
}

const DAY_START = 'T00:00:00.000Z';
const DAY_END = 'T23:59:59.999Z';

/** Epoch ms; NaN for what is no time. A time without a zone would be that of this machine: it is none. */
function readTime(text: string | undefined, ofDay: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Date.parse(`${text}${ofDay}`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}
