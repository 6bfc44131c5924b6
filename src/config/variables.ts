import { z } from 'zod';
import { isThisMachine, readHostName } from '../domain/links.ts';
import { logLevels } from '../log.ts';
import { snykRoles, snykVersion, uuid } from './snyk-variables.ts';

/** What each environment variable must look like, one by one; what they must be together stands in ../config.ts. */
export const Variables = z.object({
  SLACK_BOT_TOKEN: slackToken('xoxb-', 'the bot token').optional(),
  SLACK_APP_TOKEN: slackToken('xapp-', 'the app-level token').optional(),
  SLACK_SIGNING_SECRET: oneWord()
    .refine((text) => !/^(xox|xapp-)/.test(text), 'is a token, not the signing secret')
    .optional(),
  SLACK_API_URL: url({ slashAtEnd: true }).default('https://slack.com/api/'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port')
    .default(3000),
  HOST: oneWord().refine(isAddress, 'is not a host name or address').optional(),
  PARSEC_API_KEY: oneWord().optional(),
  PARSEC_TEAM_ID: oneWord().optional(),
  PARSEC_API_URL: url({}).default('https://api.parsec.app'),
  PARSEC_ROUTES: routes().optional(),
  PARSEC_LINK_HOSTS: linkHosts().optional(),
  SNYK_TOKEN: oneWord().optional(),
  // Snyk: org_id is a uuid. The name of the organisation, as it stands in the browser, would be "not found" at every call.
  SNYK_ORG_ID: oneWord().regex(uuid, "is not a UUID: it is the organisation's id, not its name").optional(),
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
    .refine(isPostgresUrl, 'is not a URL that begins with postgres:// or postgresql://')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  POLICY_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, 'is not a level').default('info'),
  ALLOW_INSECURE_HTTP: z.enum(['0', '1'], 'is neither 1 nor 0').optional(),
});

export type VariableName = keyof typeof Variables.shape;

const linkHostsRemedy =
  'give host names with commas between, e.g. links.example.com,example.org (subdomains count), or unset it';

/** What to do about a fault: where the value is to be found, or what it must look like. */
export const remedies: Readonly<Record<VariableName, string>> = {
  SLACK_BOT_TOKEN: 'api.slack.com/apps, your app, OAuth & Permissions, "Bot User OAuth Token": it begins with xoxb-',
  SLACK_APP_TOKEN:
    'api.slack.com/apps, your app, Basic Information, App-Level Tokens, one with the scope connections:write: it begins with xapp-',
  SLACK_SIGNING_SECRET:
    'api.slack.com/apps, your app, Basic Information, App Credentials, "Signing Secret" (or set SLACK_APP_TOKEN to use Socket Mode)',
  SLACK_API_URL: 'unset it to talk to Slack itself, or give a URL such as https://slack.com/api/',
  PORT: 'give a whole number from 0 (any free port) to 65535, or unset it for 3000',
  HOST: 'give an address of this machine such as 127.0.0.1 or 0.0.0.0, without a port, or unset it',
  PARSEC_API_KEY: 'Parsec dashboard, team settings, API keys (the team owner makes them): it begins with tapi_',
  PARSEC_TEAM_ID: 'Parsec dashboard, team settings; it is not the part of the API key between tapi_ and the dot',
  PARSEC_API_URL: 'unset it to talk to Parsec itself, or give a URL such as https://api.parsec.app',
  PARSEC_ROUTES:
    'give JSON that names operations, e.g. {"Get Guest Access Invites":{"method":"GET","path":"/v1/teams/{teamID}/guest-access-invites"}}, or unset it',
  PARSEC_LINK_HOSTS: linkHostsRemedy,
  SNYK_TOKEN: 'Snyk, account settings, "API Token", or a service account of the organisation',
  SNYK_ORG_ID: 'Snyk, organisation settings, General, "Organization ID"',
  SNYK_API_URL:
    'unset it for https://api.snyk.io/rest, or give the URL of your region, e.g. https://api.eu.snyk.io/rest',
  SNYK_API_VERSION: 'give a date such as 2024-10-15, or unset it',
  SNYK_ROLES:
    'give the roles people may be invited with as Name=id,Name=id; the ids are UUIDs, Snyk shows them under group settings, Member Roles',
  SNYK_ROUTES:
    'give JSON that names operations, e.g. {"List pending user invitations":{"method":"GET","path":"/orgs/{org_id}/invites"}}, or unset it',
  SNYK_LINK_HOSTS: linkHostsRemedy,
  TRUVERA_API_KEY: 'Truvera dashboard, API keys',
  TRUVERA_TEAM_ID: 'Truvera dashboard, team settings',
  TRUVERA_ROUTES:
    'give JSON that names operations, e.g. {"List members":{"method":"GET","path":"/teams/{id}/members"}}, or unset it',
  TRUVERA_API_URL: 'unset it for https://api.truvera.io, or give https://api-testnet.truvera.io for the test network',
  TRUVERA_LINK_HOSTS: linkHostsRemedy,
  INTERCODE_TOKEN: 'the access token of a user of your Intercode deployment',
  INTERCODE_TEAM_ID: 'the id of the team in your Intercode deployment',
  INTERCODE_API_URL: 'the URL of your own Intercode deployment, e.g. https://saas.example.com/api',
  INTERCODE_ROUTES:
    'give JSON that names operations, e.g. {"Get team members":{"method":"GET","path":"/teams/members"}}, or unset it',
  INTERCODE_LINK_HOSTS: linkHostsRemedy,
  DATABASE_URL:
    'give a URL such as postgres://user:password@host:5432/guestlist (special letters percent-encoded), or unset it: then all is kept in SQLite, in the folder DATA_DIR',
  DATA_DIR: 'give a folder the bot may write to, or unset it for ./data',
  POLICY_FILE: 'give the path of a YAML file, or unset it for policy.yaml',
  LOG_LEVEL: `give one of ${logLevels.join(', ')}, or unset it for info`,
  ALLOW_INSECURE_HTTP: 'give 1 to allow http to other machines, or unset it',
};

const looks = /^(xox[a-z]-|xapp-)/;

function slackToken(prefix: 'xoxb-' | 'xapp-', what: string) {
  return oneWord().superRefine((token, context) => {
    if (token.startsWith(prefix)) return;
    const other = looks.exec(token)?.[0];
    const fault = other === undefined ? `does not begin with ${prefix}` : `is a token of another kind (${other})`;
    context.addIssue({ code: 'custom', message: `${fault}: ${what} begins with ${prefix}` });
  });
}

/** A value that goes into an HTTP header or a path: a line break inside comes from copying and would break every request. */
function oneWord() {
  return z.string().regex(/^[\x21-\x7e]+$/, 'has a space, a line break or a foreign letter in it: copied wrongly?');
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
  if (read.username !== '' || read.password !== '') return 'must not hold a name or password';
  return read.search !== '' || read.hash !== '' ? 'must not hold a query or a fragment' : undefined;
}

/** Whether a URL is http to another machine: a key sent in the clear is a key given away. */
export function isInsecure(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !isThisMachine(hostname);
}

/** Host names with commas between, as URLs have them. */
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
    if (names.length === 0) context.addIssue({ code: 'custom', message: 'names no host' });
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

/** Routes that stand in for those this version knows, by the operation's name in the provider's documents. */
export type RouteOverrides = Readonly<Record<string, z.infer<typeof Route>>>;

const Route = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).exactOptional(),
  path: z.string().startsWith('/').exactOptional(),
});

function routes() {
  return z.string().transform((text, context): RouteOverrides => {
    try {
      const read = z.record(z.string(), Route).safeParse(JSON.parse(text));
      if (read.success) return read.data;
      const places = read.error.issues.map((issue) => issue.path.join('.') || 'the whole');
      context.addIssue({
        code: 'custom',
        message: `does not hold routes (look at: ${[...new Set(places)].join(', ')})`,
      });
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
    }
    return z.NEVER;
  });
}
