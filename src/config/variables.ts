import { z } from 'zod';
import { isThisMachine, readHostName } from '../domain/links.ts';
import { logLevels } from '../log.ts';
import type { RouteOverrides } from '../providers/route.ts';
import { snykRoles, snykVersion, uuid } from './snyk-variables.ts';

/** The form of each environment variable; ../config.ts checks them together. */
export const Variables = z.object({
  SLACK_BOT_TOKEN: slackToken('xoxb-').optional(),
  SLACK_APP_TOKEN: slackToken('xapp-').optional(),
  SLACK_SIGNING_SECRET: oneWord()
    .refine((text) => !/^(xox|xapp-)/.test(text), 'is a token, not the signing secret')
    .optional(),
  SLACK_API_URL: url({ slashAtEnd: true }).default('https://slack.com/api/'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port number')
    .default(3000),
  HOST: oneWord().refine(isAddress, 'is not a host name or address').optional(),
  PARSEC_API_KEY: oneWord().optional(),
  PARSEC_TEAM_ID: oneWord().optional(),
  PARSEC_API_URL: url({}).default('https://api.parsec.app'),
  PARSEC_ROUTES: routes().optional(),
  PARSEC_LINK_HOSTS: linkHosts().optional(),
  SNYK_TOKEN: oneWord().optional(),
  // Snyk: org_id is a uuid. The organization's name, as in the browser's address bar, would be "not found" at every call.
  SNYK_ORG_ID: oneWord().regex(uuid, "is not a UUID: use the organization's ID, not its name").optional(),
  SNYK_API_URL: url({}).default('https://api.snyk.io/rest'),
  SNYK_API_VERSION: snykVersion().default('2024-10-15'),
  SNYK_ROLES: snykRoles().optional(),
  SNYK_ROUTES: routes().optional(),
  SNYK_LINK_HOSTS: linkHosts().optional(),
  TRUVERA_API_KEY: oneWord().optional(),
  TRUVERA_TEAM_ID: oneWord().regex(/^\d+$/, 'is not a whole number').optional(),
  TRUVERA_API_URL: url({}).default('https://api.truvera.io'),
  TRUVERA_ROUTES: routes().optional(),
  TRUVERA_LINK_HOSTS: linkHosts().optional(),
  INTERCODE_TOKEN: oneWord().optional(),
  INTERCODE_TEAM_ID: oneWord().optional(),
  INTERCODE_API_URL: url({}).optional(),
  INTERCODE_ROUTES: routes().optional(),
  INTERCODE_LINK_HOSTS: linkHosts().optional(),
  DATABASE_URL: oneWord()
    .refine(isPostgresUrl, 'is not a URL that starts with postgres:// or postgresql://')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  POLICY_FILE: z.string().optional(),
  AUDIT_FILE: z.string().optional(),
  AUDIT_WEBHOOK_URL: webhookUrl().optional(),
  AUDIT_WEBHOOK_TOKEN: oneWord().optional(),
  LOG_LEVEL: z.enum(logLevels, 'is not a log level').default('info'),
  ALLOW_INSECURE_HTTP: z.enum(['0', '1'], 'must be 0 or 1').optional(),
});

export type VariableName = keyof typeof Variables.shape;

const linkHostsRemedy =
  'Use host names separated by commas, e.g. links.example.com,example.org (subdomains count), or unset it.';

/** The fix of a fault: where to find the value, or what it must look like. */
export const remedies: Readonly<Record<VariableName, string>> = {
  SLACK_BOT_TOKEN:
    'Copy it from api.slack.com/apps > your app > OAuth & Permissions > "Bot User OAuth Token". It starts with xoxb-.',
  SLACK_APP_TOKEN:
    'Create one with the scope connections:write at api.slack.com/apps > your app > Basic Information > App-Level Tokens. It starts with xapp-.',
  SLACK_SIGNING_SECRET:
    'Copy it from api.slack.com/apps > your app > Basic Information > App Credentials, or set SLACK_APP_TOKEN to use Socket Mode.',
  SLACK_API_URL: 'Unset it to use Slack itself, or use a URL such as https://slack.com/api/.',
  PORT: 'Use a whole number from 0 (any free port) to 65535, or unset it for 3000.',
  HOST: 'Use an address of this host, such as 127.0.0.1 or 0.0.0.0, without a port, or unset it.',
  PARSEC_API_KEY:
    'Copy it from the Parsec dashboard > team settings > API keys (the team owner creates them). It starts with tapi_.',
  PARSEC_TEAM_ID:
    'Copy it from the Parsec dashboard > team settings. It is not the part of the API key between tapi_ and the dot.',
  PARSEC_API_URL: 'Unset it to use Parsec itself, or use a URL such as https://api.parsec.app.',
  PARSEC_ROUTES:
    'Use JSON that names operations, e.g. {"Get Guest Access Invites":{"method":"GET","path":"/v1/teams/{teamID}/guest-access-invites"}}, or unset it.',
  PARSEC_LINK_HOSTS: linkHostsRemedy,
  SNYK_TOKEN: 'Copy it from Snyk > account settings > "API Token", or from a service account of the organization.',
  SNYK_ORG_ID: 'Copy it from Snyk > organization settings > General > "Organization ID".',
  SNYK_API_URL:
    'Unset it for https://api.snyk.io/rest, or use the URL of your region, e.g. https://api.eu.snyk.io/rest.',
  SNYK_API_VERSION: 'Use a date such as 2024-10-15, or unset it.',
  SNYK_ROLES:
    'List the roles for invites as Name=id,Name=id. The ids are UUIDs from Snyk > group settings > Member Roles.',
  SNYK_ROUTES:
    'Use JSON that names operations, e.g. {"List pending user invitations":{"method":"GET","path":"/orgs/{org_id}/invites"}}, or unset it.',
  SNYK_LINK_HOSTS: linkHostsRemedy,
  TRUVERA_API_KEY: 'Copy it from the Truvera dashboard > API keys.',
  TRUVERA_TEAM_ID: 'Copy it from the Truvera dashboard > team settings.',
  TRUVERA_ROUTES:
    'Use JSON that names operations, e.g. {"List members":{"method":"GET","path":"/teams/{id}/members"}}, or unset it.',
  TRUVERA_API_URL: 'Unset it for https://api.truvera.io, or use https://api-testnet.truvera.io for the test network.',
  TRUVERA_LINK_HOSTS: linkHostsRemedy,
  INTERCODE_TOKEN: 'Use the access token of a user of your Intercode deployment.',
  INTERCODE_TEAM_ID: 'Use the ID of the team in your Intercode deployment.',
  INTERCODE_API_URL: 'Use the URL of your Intercode deployment, e.g. https://saas.example.com/api.',
  INTERCODE_ROUTES:
    'Use JSON that names operations, e.g. {"Get team members":{"method":"GET","path":"/teams/members"}}, or unset it.',
  INTERCODE_LINK_HOSTS: linkHostsRemedy,
  DATABASE_URL:
    'Use a URL such as postgres://user:password@host:5432/guestlist (special characters percent-encoded), or unset it to use SQLite in DATA_DIR.',
  DATA_DIR: 'Use a folder the bot can write to, or unset it for ./data.',
  POLICY_FILE: 'Use the path of a YAML file, or unset it for policy.yaml.',
  AUDIT_FILE: 'Use the path of a file in a folder the bot can write to, or unset it.',
  AUDIT_WEBHOOK_URL:
    'Use the URL that takes the entries as JSON, e.g. https://siem.example.com/guestlist, or unset it.',
  AUDIT_WEBHOOK_TOKEN: 'Use the bearer token of the webhook, and set AUDIT_WEBHOOK_URL; or unset it.',
  LOG_LEVEL: `Use one of ${logLevels.join(', ')}, or unset it for info.`,
  ALLOW_INSECURE_HTTP: 'Use 1 to allow http to other hosts, or unset it.',
};

const looks = /^(xox[a-z]-|xapp-)/;

function slackToken(prefix: 'xoxb-' | 'xapp-') {
  return oneWord().superRefine((token, context) => {
    if (token.startsWith(prefix)) return;
    const other = looks.exec(token)?.[0];
    const message = other === undefined ? `does not start with ${prefix}` : `is a different kind of token (${other})`;
    context.addIssue({ code: 'custom', message });
  });
}

/** A value for an HTTP header or a path: a line break in it comes from copying and would break every request. */
function oneWord() {
  return z.string().regex(/^[\x21-\x7e]+$/, 'contains a space, a line break or a non-ASCII character: copy it again');
}

/** Answers the URL with exactly one slash at the end, or none. */
function url(must: { slashAtEnd?: boolean }) {
  return z.string().transform((text, context) => {
    const read = URL.canParse(text) ? new URL(text) : undefined;
    const fault = read === undefined ? 'is not a URL' : urlFault(read);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    return text.replace(/\/*$/, must.slashAtEnd ? '/' : '');
  });
}

function urlFault(read: URL): string | undefined {
  if (read.protocol !== 'https:' && read.protocol !== 'http:') return 'is not an http or https URL';
  if (read.username !== '' || read.password !== '') return 'must not contain a user name or password';
  return read.search !== '' || read.hash !== '' ? 'must not contain a query or a fragment' : undefined;
}

/** A URL of others, with whatever query they want in it. */
function webhookUrl() {
  return oneWord().superRefine((text, context) => {
    const read = URL.canParse(text) ? new URL(text) : undefined;
    if (read?.search) read.search = '';
    const fault = read === undefined ? 'is not a URL' : urlFault(read);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });
}

/** Whether a URL is http to another host: a key sent unencrypted is a key given away. */
export function isInsecure(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !isThisMachine(hostname);
}

/** Host names separated by commas, as in URLs. */
function linkHosts() {
  return z.string().transform((text, context) => {
    const names = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const hosts = names.flatMap((name) => readHostName(name) ?? []);
    const nth = names.findIndex((name) => readHostName(name) === undefined) + 1;
    // Never the text itself: it may be a secret in the wrong place.
    if (nth > 0) context.addIssue({ code: 'custom', message: `is not a host name at entry ${nth}` });
    if (names.length === 0) context.addIssue({ code: 'custom', message: 'names no hosts' });
    return hosts;
  });
}

/** Whether a text is the URL of a PostgreSQL. */
function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

function isAddress(text: string): boolean {
  return text.includes(':') ? URL.canParse(`http://[${text}]`) : /^[\w.-]+$/.test(text);
}

const Route = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).exactOptional(),
  path: z.string().startsWith('/').exactOptional(),
});

function routes() {
  return z.string().transform((text, context): RouteOverrides => {
    try {
      const read = z.record(z.string(), Route).safeParse(JSON.parse(text));
      if (read.success) return read.data;
      const places = read.error.issues.map((issue) => issue.path.join('.') || 'the whole value');
      context.addIssue({
        code: 'custom',
        message: `has entries that are not routes (check: ${[...new Set(places)].join(', ')})`,
      });
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
    }
    return z.NEVER;
  });
}
