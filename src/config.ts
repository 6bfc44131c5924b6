import type { z } from 'zod';
import { isInsecure, type RouteOverrides, remedies, type VariableName, Variables } from './config/variables.ts';
import type { LogLevel } from './log.ts';

export type Config = {
  readonly slack: {
    readonly botToken: string;
    /** Set: Socket Mode. Not set: HTTP, and there is a signing secret. */
    readonly appToken?: string;
    readonly signingSecret?: string;
    /** With a slash at the end, as Bolt wants it. */
    readonly apiUrl: string;
  };
  readonly http: { readonly port: number; readonly host: string };
  /** A provider that is there has all it needs. URLs have no slash at the end. */
  readonly providers: {
    readonly parsec?: ParsecConfig;
    readonly snyk?: SnykConfig;
    readonly truvera?: TruveraConfig;
    readonly intercode?: IntercodeConfig;
  };
  /** Used when there is no database URL. */
  readonly dataDir: string;
  /** `postgres://`, with the password in it. */
  readonly databaseUrl?: string;
  /** Only when it was named; otherwise policy.yaml is used if it is there. */
  readonly policyFile?: string;
  readonly logLevel: LogLevel;
};

export type ParsecConfig = {
  readonly apiKey: string;
  readonly teamId: string;
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
  /** Hosts its links may lead to, besides those it is known for. */
  readonly linkHosts?: readonly string[];
};

export type SnykConfig = {
  readonly token: string;
  readonly orgId: string;
  readonly apiUrl: string;
  readonly apiVersion: string;
  /** What people can be invited as: Snyk has no operation that tells. At least one. */
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly routes?: RouteOverrides;
  /** Hosts its links may lead to, besides those it is known for. */
  readonly linkHosts?: readonly string[];
};

export type TruveraConfig = {
  readonly apiKey: string;
  readonly teamId: string;
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
  /** Hosts its links may lead to, besides those it is known for. */
  readonly linkHosts?: readonly string[];
};

export type IntercodeConfig = {
  readonly token: string;
  readonly teamId: string;
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
  /** Hosts its links may lead to, besides those it is known for. */
  readonly linkHosts?: readonly string[];
};

/** One thing wrong with the environment. Never holds a value, since a value may be a secret in the wrong place. */
export type ConfigFault = { readonly variable: VariableName; readonly fault: string; readonly remedy: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the routes configured for a provider. Which operations there are only the providers know. */
export type RouteFaults = (provider: keyof Config['providers'], routes: RouteOverrides) => readonly string[];

/**
 * Reads the configuration from the environment; the only place that does. Answers every fault at once. An empty value
 * counts as not set, as `docker run --env-file` and CI systems pass on what nobody filled in.
 */
export function readConfig(routeFaults: RouteFaults, env: Environment = process.env): Config | ConfigFault[] {
  const given = Object.fromEntries(
    Object.keys(Variables.shape).flatMap((name) => {
      const text = env[name]?.trim();
      return text === undefined || text === '' ? [] : [[name, text]];
    }),
  );
  const read = Variables.safeParse(given);
  const faults = [
    ...togetherFaults(new Set(Object.keys(given))),
    ...(read.error?.issues ?? []).map((issue) => faultOf(variableOf(issue), issue.message)),
    ...wrongRoutes(given, routeFaults),
    ...insecureUrls(given),
  ];
  if (read.success && faults.length === 0) return configOf(read.data);
  // One fault per variable, in the order of the table: what is wrong first decides what to do.
  return Object.keys(Variables.shape).flatMap((name) => faults.find(({ variable }) => variable === name) ?? []);
}

/** The folder of the SQLite store, for what needs no more than that. */
export function storeFolder(env: Environment = process.env): string {
  return Variables.shape.DATA_DIR.parse(env.DATA_DIR?.trim() || undefined);
}

/** The URL of the PostgreSQL to copy a store into, or what is wrong with it. */
export function storeTarget(env: Environment = process.env): string | ConfigFault {
  const read = Variables.shape.DATABASE_URL.safeParse(env.DATABASE_URL?.trim() || undefined);
  if (!read.success) return faultOf('DATABASE_URL', read.error.issues[0]?.message ?? 'cannot be read');
  return read.data ?? { variable: 'DATABASE_URL', fault: 'is not set', remedy: 'give the URL of an empty PostgreSQL' };
}

/** The values that must never be seen: give them to the log. */
export function secretsOf(config: Config): string[] {
  const { parsec, snyk, truvera, intercode } = config.providers;
  const { botToken, appToken, signingSecret } = config.slack;
  const all = [botToken, appToken, signingSecret, parsec?.apiKey, snyk?.token, truvera?.apiKey, intercode?.token];
  return [...all.filter((secret) => secret !== undefined), ...databaseSecrets(config.databaseUrl)];
}

/** The URL, and the password in it as it stands there and as it is meant. */
function databaseSecrets(databaseUrl: string | undefined): string[] {
  if (databaseUrl === undefined) return [];
  const url = new URL(databaseUrl);
  const passwords = [url.password, url.searchParams.get('password') ?? ''];
  return [databaseUrl, ...passwords.flatMap((written) => [written, plain(written)]).filter((text) => text !== '')];
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Faults as text for the person who starts the bot. */
export function writeFaults(faults: readonly ConfigFault[]): string {
  const lines = faults.flatMap(({ variable, fault, remedy }) => [`  ${variable} ${fault}`, `      ${remedy}`]);
  const count = faults.length === 1 ? 'one thing is' : `${faults.length} things are`;
  return [
    `Guestlist cannot start: ${count} wrong with its environment variables.`,
    '',
    ...lines,
    '',
    'To try Guestlist with nothing configured at all: npm ci && npm run sandbox',
  ].join('\n');
}

const credentials: readonly (readonly VariableName[])[] = [
  ['PARSEC_API_KEY', 'PARSEC_TEAM_ID'],
  ['SNYK_TOKEN', 'SNYK_ORG_ID', 'SNYK_ROLES'],
  ['TRUVERA_API_KEY', 'TRUVERA_TEAM_ID'],
  ['INTERCODE_TOKEN', 'INTERCODE_TEAM_ID', 'INTERCODE_API_URL'],
];

/** What the variables must be together: judged by which are set, so that a wrong one does not hide a missing one. */
function togetherFaults(set: ReadonlySet<string>): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (!set.has('SLACK_BOT_TOKEN')) faults.push(faultOf('SLACK_BOT_TOKEN', 'is not set'));
  if (!set.has('SLACK_APP_TOKEN') && !set.has('SLACK_SIGNING_SECRET')) {
    faults.push(
      faultOf('SLACK_APP_TOKEN', 'is not set: Socket Mode needs it; for HTTP set SLACK_SIGNING_SECRET instead'),
    );
  }
  for (const names of credentials) {
    const there = names.filter((name) => set.has(name));
    if (there.length === 0) continue;
    for (const name of names.filter((other) => !set.has(other))) {
      faults.push(faultOf(name, `is not set, although ${there.join(' and ')} ${there.length > 1 ? 'are' : 'is'}`));
    }
  }
  if (!credentials.some((names) => names.some((name) => set.has(name)))) {
    faults.push(faultOf('PARSEC_API_KEY', 'is not set, nor any other provider: there is nobody to invite guests at'));
    faults.push(faultOf('PARSEC_TEAM_ID', 'is not set'));
  }
  return faults;
}

const routeVariables = [
  ['parsec', 'PARSEC_ROUTES'],
  ['snyk', 'SNYK_ROUTES'],
  ['truvera', 'TRUVERA_ROUTES'],
  ['intercode', 'INTERCODE_ROUTES'],
] as const satisfies readonly (readonly [keyof Config['providers'], VariableName])[];

/** Routes that are written right and cannot be. Read one by one, so that a fault elsewhere does not hide theirs. */
function wrongRoutes(given: Environment, routeFaults: RouteFaults): ConfigFault[] {
  return routeVariables.flatMap(([provider, variable]) => {
    const faults = routeFaults(provider, Variables.shape[variable].safeParse(given[variable]).data ?? {});
    return faults.length === 0 ? [] : [faultOf(variable, `cannot be: ${faults.join('; ')}`)];
  });
}

const urlVariables = [
  'SLACK_API_URL',
  'PARSEC_API_URL',
  'SNYK_API_URL',
  'TRUVERA_API_URL',
  'INTERCODE_API_URL',
] as const satisfies readonly VariableName[];

/** Keys that would be sent in the clear, past this machine, without anybody having said so. */
function insecureUrls(given: Environment): ConfigFault[] {
  if (given.ALLOW_INSECURE_HTTP === '1') return [];
  return urlVariables
    .filter((variable) => isInsecure(given[variable] ?? ''))
    .map((variable) => ({
      variable,
      fault: 'must be https: http to another machine sends keys in the clear',
      remedy: 'give a URL with https, or set ALLOW_INSECURE_HTTP=1 if you trust the network in between',
    }));
}

function faultOf(variable: VariableName, fault: string): ConfigFault {
  return { variable, fault, remedy: remedies[variable] };
}

function variableOf(issue: z.core.$ZodIssue): VariableName {
  const [name] = issue.path;
  const known = Object.keys(remedies).find((variable): variable is VariableName => variable === name);
  if (known === undefined) throw new Error(`no such variable: ${String(name)}`);
  return known;
}

function configOf(read: z.infer<typeof Variables>): Config {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = read;
  const { PARSEC_API_KEY, PARSEC_TEAM_ID, SNYK_TOKEN, SNYK_ORG_ID, SNYK_ROLES } = read;
  const { TRUVERA_API_KEY, TRUVERA_TEAM_ID } = read;
  const { INTERCODE_TOKEN, INTERCODE_TEAM_ID, INTERCODE_API_URL } = read;
  if (botToken === undefined) throw new Error('togetherFaults lets no missing bot token pass');
  return {
    slack: {
      botToken,
      ...(appToken === undefined ? {} : { appToken }),
      ...(signingSecret === undefined ? {} : { signingSecret }),
      apiUrl: read.SLACK_API_URL,
    },
    // In Socket Mode only health checks are served; in HTTP mode Slack must get in.
    http: { port: read.PORT, host: read.HOST ?? (appToken === undefined ? '0.0.0.0' : '127.0.0.1') },
    providers: {
      ...(PARSEC_API_KEY && PARSEC_TEAM_ID
        ? {
            parsec: {
              apiKey: PARSEC_API_KEY,
              teamId: PARSEC_TEAM_ID,
              apiUrl: read.PARSEC_API_URL,
              ...(read.PARSEC_ROUTES === undefined ? {} : { routes: read.PARSEC_ROUTES }),
              ...(read.PARSEC_LINK_HOSTS === undefined ? {} : { linkHosts: read.PARSEC_LINK_HOSTS }),
            },
          }
        : {}),
      ...(SNYK_TOKEN && SNYK_ORG_ID && SNYK_ROLES
        ? {
            snyk: {
              token: SNYK_TOKEN,
              orgId: SNYK_ORG_ID,
              apiUrl: read.SNYK_API_URL,
              apiVersion: read.SNYK_API_VERSION,
              roles: SNYK_ROLES,
              ...(read.SNYK_ROUTES === undefined ? {} : { routes: read.SNYK_ROUTES }),
              ...(read.SNYK_LINK_HOSTS === undefined ? {} : { linkHosts: read.SNYK_LINK_HOSTS }),
            },
          }
        : {}),
      ...(TRUVERA_API_KEY && TRUVERA_TEAM_ID
        ? {
            truvera: {
              apiKey: TRUVERA_API_KEY,
              teamId: TRUVERA_TEAM_ID,
              apiUrl: read.TRUVERA_API_URL,
              ...(read.TRUVERA_ROUTES === undefined ? {} : { routes: read.TRUVERA_ROUTES }),
              ...(read.TRUVERA_LINK_HOSTS === undefined ? {} : { linkHosts: read.TRUVERA_LINK_HOSTS }),
            },
          }
        : {}),
      ...(INTERCODE_TOKEN && INTERCODE_TEAM_ID && INTERCODE_API_URL
        ? {
            intercode: {
              token: INTERCODE_TOKEN,
              teamId: INTERCODE_TEAM_ID,
              apiUrl: INTERCODE_API_URL,
              ...(read.INTERCODE_ROUTES === undefined ? {} : { routes: read.INTERCODE_ROUTES }),
              ...(read.INTERCODE_LINK_HOSTS === undefined ? {} : { linkHosts: read.INTERCODE_LINK_HOSTS }),
            },
          }
        : {}),
    },
    dataDir: read.DATA_DIR,
    ...(read.DATABASE_URL === undefined ? {} : { databaseUrl: read.DATABASE_URL }),
    ...(read.POLICY_FILE === undefined ? {} : { policyFile: read.POLICY_FILE }),
    logLevel: read.LOG_LEVEL,
  };
}
