import type { z } from 'zod';
import { isInsecure, remedies, type VariableName, Variables } from './config/variables.ts';
import { defined } from './domain/defined.ts';
import type { LogLevel } from './log.ts';
import type { ProvidersConfig } from './providers/registry.ts';
import type { RouteOverrides } from './providers/route.ts';

export type Config = {
  readonly slack: {
    readonly botToken: string;
    /** With it Socket Mode; without it HTTP, with a signing secret. */
    readonly appToken?: string;
    readonly signingSecret?: string;
    /** With a slash at the end, as Bolt wants it. */
    readonly apiUrl: string;
  };
  readonly http: { readonly port: number; readonly host: string };
  /** A provider that is there has all it needs. */
  readonly providers: ProvidersConfig;
  /** Used when there is no database URL. */
  readonly dataDir: string;
  /** `postgres://`, with the password in it. */
  readonly databaseUrl?: string;
  /** Only when POLICY_FILE is set; otherwise policy.yaml is used if it exists. */
  readonly policyFile?: string;
  /** Where the audit log is streamed to, besides the store. The URL may hold a secret. */
  readonly auditFile?: string;
  readonly auditWebhook?: { readonly url: string; readonly token?: string };
  readonly logLevel: LogLevel;
};

/** One fault of the environment. Never contains a value: it may be a secret in the wrong place. */
export type ConfigFault = { readonly variable: VariableName; readonly fault: string; readonly remedy: string };

const variableNames = Object.keys(remedies) as readonly VariableName[];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The faults of the routes configured for a provider. Only the providers know their operations. */
export type RouteFaults = (provider: keyof Config['providers'], routes: RouteOverrides) => readonly string[];

/**
 * Reads the configuration from the environment; the only place that does. Answers every fault at once. An empty value counts as not
 * set: `docker run --env-file` and CI systems pass on variables that nobody filled in.
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
  // One fault per variable, in the order of the table: the first one decides what to do.
  return Object.keys(Variables.shape).flatMap((name) => faults.find(({ variable }) => variable === name) ?? []);
}

/** The folder of the SQLite store, for a program that needs no other configuration. */
export function storeFolder(env: Environment = process.env): string {
  return Variables.shape.DATA_DIR.parse(env.DATA_DIR?.trim() || undefined);
}

/** The policy file that is configured; undefined for `policy.yaml`, if it is there. */
export function policyFileNamed(env: Environment = process.env): string | undefined {
  return env.POLICY_FILE?.trim() || undefined;
}

/** The port of the sandbox's page as the environment gives it, undefined without one: not read yet, since a mistake in it is the sandbox's to report. */
export function sandboxPort(env: Environment = process.env): string | undefined {
  return env.PORT || undefined;
}

/** Where the store is, for a program that needs no other configuration, or the fault of DATABASE_URL. */
export function storePlace(
  env: Environment = process.env,
): { readonly dataDir: string } | { readonly databaseUrl: string } | { readonly fault: ConfigFault } {
  const read = Variables.shape.DATABASE_URL.safeParse(env.DATABASE_URL?.trim() || undefined);
  if (!read.success) return { fault: faultOf('DATABASE_URL', read.error.issues[0]?.message ?? 'is invalid') };
  return read.data === undefined ? { dataDir: storeFolder(env) } : { databaseUrl: read.data };
}

/** The URL of the PostgreSQL to copy a store into, or its fault. */
export function storeTarget(env: Environment = process.env): string | ConfigFault {
  const read = Variables.shape.DATABASE_URL.safeParse(env.DATABASE_URL?.trim() || undefined);
  if (!read.success) return faultOf('DATABASE_URL', read.error.issues[0]?.message ?? 'is invalid');
  return (
    read.data ?? {
      variable: 'DATABASE_URL',
      fault: 'is not set',
      remedy: 'Set it to the URL of an empty PostgreSQL database.',
    }
  );
}

/** The values that must never be shown: the log redacts them. */
export function secretsOf(config: Config): string[] {
  const { parsec, snyk, truvera, intercode } = config.providers;
  const { botToken, appToken, signingSecret } = config.slack;
  const { url, token } = config.auditWebhook ?? {};
  const all = [
    botToken,
    appToken,
    signingSecret,
    url,
    token,
    parsec?.apiKey,
    snyk?.token,
    truvera?.apiKey,
    intercode?.token,
  ];
  return [...all.filter((secret) => secret !== undefined), ...databaseSecrets(config.databaseUrl)];
}

/** The URL, and the password in it, encoded and decoded. */
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
  const count = faults.length === 1 ? 'one environment variable' : `${faults.length} environment variables`;
  return [
    `Guestlist can't start. Fix ${count}:`,
    '',
    ...lines,
    '',
    'To try Guestlist without any configuration: npm ci && npm run sandbox',
  ].join('\n');
}

const credentials: readonly (readonly VariableName[])[] = [
  ['PARSEC_API_KEY', 'PARSEC_TEAM_ID'],
  ['SNYK_TOKEN', 'SNYK_ORG_ID', 'SNYK_ROLES'],
  ['TRUVERA_API_KEY', 'TRUVERA_TEAM_ID'],
  ['INTERCODE_TOKEN', 'INTERCODE_TEAM_ID', 'INTERCODE_API_URL'],
];

/** Faults of variables together, by which of them are set, so that a wrong value does not hide a missing one. */
function togetherFaults(set: ReadonlySet<string>): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (!set.has('SLACK_BOT_TOKEN')) faults.push(faultOf('SLACK_BOT_TOKEN', 'is not set'));
  if (!set.has('SLACK_APP_TOKEN') && !set.has('SLACK_SIGNING_SECRET')) {
    faults.push(
      faultOf('SLACK_APP_TOKEN', 'is not set: Socket Mode needs it; for HTTP, set SLACK_SIGNING_SECRET instead'),
    );
  }
  for (const names of credentials) {
    const there = names.filter((name) => set.has(name));
    if (there.length === 0) continue;
    for (const name of names.filter((other) => !set.has(other))) {
      faults.push(faultOf(name, `is not set, but ${there.join(' and ')} ${there.length > 1 ? 'are' : 'is'}`));
    }
  }
  if (!credentials.some((names) => names.some((name) => set.has(name)))) {
    faults.push(faultOf('PARSEC_API_KEY', 'is not set, and no other provider is configured'));
    faults.push(faultOf('PARSEC_TEAM_ID', 'is not set'));
  }
  if (set.has('AUDIT_WEBHOOK_TOKEN') && !set.has('AUDIT_WEBHOOK_URL')) {
    faults.push(faultOf('AUDIT_WEBHOOK_URL', 'is not set, but AUDIT_WEBHOOK_TOKEN is'));
  }
  return faults;
}

const routeVariables = [
  ['parsec', 'PARSEC_ROUTES'],
  ['snyk', 'SNYK_ROUTES'],
  ['truvera', 'TRUVERA_ROUTES'],
  ['intercode', 'INTERCODE_ROUTES'],
] as const satisfies readonly (readonly [keyof Config['providers'], VariableName])[];

/** Routes that can be read and are invalid. Read one by one, so that a fault elsewhere does not hide theirs. */
function wrongRoutes(given: Environment, routeFaults: RouteFaults): ConfigFault[] {
  return routeVariables.flatMap(([provider, variable]) => {
    const faults = routeFaults(provider, Variables.shape[variable].safeParse(given[variable]).data ?? {});
    return faults.length === 0 ? [] : [faultOf(variable, `is invalid: ${faults.join('; ')}`)];
  });
}

/** URLs that would send keys unencrypted to another host, unless the operator allows it. */
function insecureUrls(given: Environment): ConfigFault[] {
  if (given.ALLOW_INSECURE_HTTP === '1') return [];
  return variableNames
    .filter((variable) => /_(API|WEBHOOK)_URL$/.test(variable) && isInsecure(given[variable] ?? ''))
    .map((variable) => ({
      variable,
      fault: 'must use https: http to another host sends keys unencrypted',
      remedy: 'Use an https URL, or set ALLOW_INSECURE_HTTP=1 if you trust the network.',
    }));
}

function faultOf(variable: VariableName, fault: string): ConfigFault {
  return { variable, fault, remedy: remedies[variable] };
}

function variableOf(issue: z.core.$ZodIssue): VariableName {
  const [name] = issue.path;
  const known = variableNames.find((variable) => variable === name);
  if (known === undefined) throw new Error(`no such variable: ${String(name)}`);
  return known;
}

function configOf(read: z.infer<typeof Variables>): Config {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = read;
  if (botToken === undefined) throw new Error('togetherFaults lets no missing bot token pass');
  return {
    slack: { botToken, apiUrl: read.SLACK_API_URL, ...defined({ appToken, signingSecret }) },
    // In Socket Mode only health checks are served; in HTTP mode Slack must reach the bot.
    http: { port: read.PORT, host: read.HOST ?? (appToken === undefined ? '0.0.0.0' : '127.0.0.1') },
    providers: providersOf(read),
    dataDir: read.DATA_DIR,
    logLevel: read.LOG_LEVEL,
    ...defined({ databaseUrl: read.DATABASE_URL, policyFile: read.POLICY_FILE, auditFile: read.AUDIT_FILE }),
    ...(read.AUDIT_WEBHOOK_URL === undefined
      ? {}
      : { auditWebhook: { url: read.AUDIT_WEBHOOK_URL, ...defined({ token: read.AUDIT_WEBHOOK_TOKEN }) } }),
  };
}

function connection(apiUrl: string, routes: RouteOverrides | undefined, linkHosts: readonly string[] | undefined) {
  return { apiUrl, ...defined({ routes, linkHosts }) };
}

/** The providers whose credentials are set. */
function providersOf(read: z.infer<typeof Variables>): ProvidersConfig {
  const { PARSEC_API_KEY, PARSEC_TEAM_ID, SNYK_TOKEN, SNYK_ORG_ID, SNYK_ROLES } = read;
  const { TRUVERA_API_KEY, TRUVERA_TEAM_ID } = read;
  const { INTERCODE_TOKEN, INTERCODE_TEAM_ID, INTERCODE_API_URL } = read;
  return defined({
    parsec:
      PARSEC_API_KEY && PARSEC_TEAM_ID
        ? {
            apiKey: PARSEC_API_KEY,
            teamId: PARSEC_TEAM_ID,
            ...connection(read.PARSEC_API_URL, read.PARSEC_ROUTES, read.PARSEC_LINK_HOSTS),
          }
        : undefined,
    snyk:
      SNYK_TOKEN && SNYK_ORG_ID && SNYK_ROLES
        ? {
            token: SNYK_TOKEN,
            orgId: SNYK_ORG_ID,
            ...connection(read.SNYK_API_URL, read.SNYK_ROUTES, read.SNYK_LINK_HOSTS),
            apiVersion: read.SNYK_API_VERSION,
            roles: SNYK_ROLES,
          }
        : undefined,
    truvera:
      TRUVERA_API_KEY && TRUVERA_TEAM_ID
        ? {
            apiKey: TRUVERA_API_KEY,
            teamId: TRUVERA_TEAM_ID,
            ...connection(read.TRUVERA_API_URL, read.TRUVERA_ROUTES, read.TRUVERA_LINK_HOSTS),
          }
        : undefined,
    intercode:
      INTERCODE_TOKEN && INTERCODE_TEAM_ID && INTERCODE_API_URL
        ? {
            token: INTERCODE_TOKEN,
            teamId: INTERCODE_TEAM_ID,
            ...connection(INTERCODE_API_URL, read.INTERCODE_ROUTES, read.INTERCODE_LINK_HOSTS),
          }
        : undefined,
  });
}
