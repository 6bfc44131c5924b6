import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Variables } from '../src/config/variables.ts';
import { type Config, type ConfigFault, type Environment, readConfig, secretsOf, writeFaults } from '../src/config.ts';
import { routeFaults } from '../src/providers/registry.ts';

const socket = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  PARSEC_API_KEY: 'tapi_k.s',
  PARSEC_TEAM_ID: 'team',
};
const uuids = [
  'b1d2c3f4-0000-4000-8000-000000000001',
  'b1d2c3f4-0000-4000-8000-000000000002',
  'b1d2c3f4-0000-4000-8000-000000000003',
  'b1d2c3f4-0000-4000-8000-000000000004',
] as const;
/** The other systems, complete. */
const others = {
  SNYK_TOKEN: 's',
  SNYK_ORG_ID: uuids[0],
  SNYK_ROLES: uuids[1],
  TRUVERA_API_KEY: 't',
  TRUVERA_TEAM_ID: '1',
};
const { SLACK_APP_TOKEN: _, ...withoutAppToken } = socket;
const http = { ...withoutAppToken, SLACK_SIGNING_SECRET: 'abcdef0123' };

function configFrom(env: Environment): Config {
  const config = readConfig(routeFaults, env);
  if (Array.isArray(config)) throw new Error(writeFaults(config));
  return config;
}

/** `VARIABLE fault` each, in the order reported. */
function faultsFrom(env: Environment): string[] {
  const faults = readConfig(routeFaults, env);
  return Array.isArray(faults) ? faults.map(({ variable, fault }) => `${variable} ${fault}`) : [];
}

describe('a configuration', () => {
  test('for Socket Mode, with every default', () => {
    expect(configFrom(socket)).toEqual({
      slack: { botToken: 'xoxb-1', appToken: 'xapp-1', apiUrl: 'https://slack.com/api/' },
      http: { port: 3000, host: '127.0.0.1' },
      providers: { parsec: { apiKey: 'tapi_k.s', teamId: 'team', apiUrl: 'https://api.parsec.app' } },
      dataDir: './data',
      logLevel: 'info',
    });
  });

  test('for HTTP listens to the world', () => {
    const config = configFrom(http);
    expect(config.slack).toEqual({ botToken: 'xoxb-1', signingSecret: 'abcdef0123', apiUrl: 'https://slack.com/api/' });
    expect(config.http).toEqual({ port: 3000, host: '0.0.0.0' });
  });

  test('with everything set', () => {
    const config = configFrom({
      ...socket,
      ...http,
      SLACK_API_URL: 'http://127.0.0.1:4000/api',
      PORT: '0',
      HOST: '::1',
      PARSEC_API_URL: 'http://localhost:4001/',
      PARSEC_ROUTES:
        '{"Get Team Machines":{"method":"POST","path":"/v2/{teamID}"},"Get Relays":{"path":"/v2/relays/{teamID}"}}',
      SNYK_TOKEN: 's',
      SNYK_ORG_ID: uuids[0],
      SNYK_ROLES: `Developer = ${uuids[1]}, A=B=${uuids[2]},${uuids[3]},`,
      SNYK_ROUTES: '{"List pending user invitations":{"path":"/orgs/{org_id}/invitations"}}',
      TRUVERA_API_KEY: 't',
      TRUVERA_TEAM_ID: '1',
      TRUVERA_ROUTES: '{"List members":{"method":"POST"}}',
      INTERCODE_TOKEN: 'i',
      INTERCODE_TEAM_ID: '2',
      INTERCODE_API_URL: 'http://intercode.internal/api/',
      ALLOW_INSECURE_HTTP: '1',
      PARSEC_LINK_HOSTS: 'Links.Parsec.example, münchen.example,',
      INTERCODE_ROUTES: '{"Get team members":{"path":"/team/members"}}',
      DATA_DIR: '/var/lib/guestlist',
      POLICY_FILE: 'rules.yaml',
      LOG_LEVEL: 'debug',
      UNRELATED: 'x',
    });
    expect(config).toEqual({
      slack: {
        botToken: 'xoxb-1',
        appToken: 'xapp-1',
        signingSecret: 'abcdef0123',
        apiUrl: 'http://127.0.0.1:4000/api/',
      },
      http: { port: 0, host: '::1' },
      providers: {
        parsec: {
          apiKey: 'tapi_k.s',
          teamId: 'team',
          apiUrl: 'http://localhost:4001',
          routes: {
            'Get Team Machines': { method: 'POST', path: '/v2/{teamID}' },
            'Get Relays': { path: '/v2/relays/{teamID}' },
          },
          linkHosts: ['links.parsec.example', 'xn--mnchen-3ya.example'],
        },
        snyk: {
          token: 's',
          orgId: uuids[0],
          apiUrl: 'https://api.snyk.io/rest',
          apiVersion: '2024-10-15',
          roles: [
            { id: uuids[1], name: 'Developer' },
            { id: uuids[2], name: 'A=B' },
            { id: uuids[3], name: uuids[3] },
          ],
          routes: { 'List pending user invitations': { path: '/orgs/{org_id}/invitations' } },
        },
        truvera: {
          apiKey: 't',
          teamId: '1',
          apiUrl: 'https://api.truvera.io',
          routes: { 'List members': { method: 'POST' } },
        },
        intercode: {
          token: 'i',
          teamId: '2',
          apiUrl: 'http://intercode.internal/api',
          routes: { 'Get team members': { path: '/team/members' } },
        },
      },
      dataDir: '/var/lib/guestlist',
      policyFile: 'rules.yaml',
      logLevel: 'debug',
    });
    expect(secretsOf(config)).toEqual(['xoxb-1', 'xapp-1', 'abcdef0123', 'tapi_k.s', 's', 't', 'i']);
  });

  test.each(['postgres', 'postgresql'])(
    'accepts a %s:// URL and keeps its password secret, however it is spelled',
    (scheme) => {
      const databaseUrl = `${scheme}://bot:p%40ss-word@db.internal:5432/guestlist?sslmode=require`;
      const config = configFrom({ ...socket, DATABASE_URL: databaseUrl });
      expect(config.databaseUrl).toBe(databaseUrl);
      expect(secretsOf(config)).toEqual(expect.arrayContaining([databaseUrl, 'p%40ss-word', 'p@ss-word']));
    },
  );

  test('takes a file and a webhook for the audit log, and keeps the webhook secret', () => {
    const url = 'https://siem.example/hook?key=hush';
    const audit = { AUDIT_FILE: '/var/log/audit.jsonl', AUDIT_WEBHOOK_URL: url, AUDIT_WEBHOOK_TOKEN: 'token' };
    const config = configFrom({ ...socket, ...audit });
    expect(config).toMatchObject({ auditFile: '/var/log/audit.jsonl', auditWebhook: { url, token: 'token' } });
    expect(secretsOf(config)).toEqual(expect.arrayContaining([url, 'token']));
    expect(faultsFrom({ ...socket, AUDIT_WEBHOOK_TOKEN: 'token' })).toEqual([
      'AUDIT_WEBHOOK_URL is not set, but AUDIT_WEBHOOK_TOKEN is',
    ]);
  });

  test('accepts a database URL without a password', () => {
    const databaseUrl = 'postgres://bot@db/guestlist';
    const config = configFrom({ ...socket, DATABASE_URL: databaseUrl });
    expect(secretsOf(config)).not.toContain('');
  });

  test('counts empty and blank values as not set', () => {
    const blank = Object.fromEntries(Object.keys(Variables.shape).map((name) => [name, '  ']));
    expect(configFrom({ ...blank, ...socket })).toEqual(configFrom(socket));
    expect(faultsFrom(blank)).toEqual(faultsFrom({}));
  });

  test('trims blanks around a value', () => {
    expect(configFrom({ ...socket, SLACK_BOT_TOKEN: ' xoxb-1\n' })).toEqual(configFrom(socket));
  });
});

describe('a faulty configuration', () => {
  test('with nothing set is reported with every required variable at once', () => {
    expect(faultsFrom({})).toEqual([
      'SLACK_BOT_TOKEN is not set',
      'SLACK_APP_TOKEN is not set: Socket Mode needs it; for HTTP, set SLACK_SIGNING_SECRET instead',
      'PARSEC_API_KEY is not set, and no other provider is configured',
      'PARSEC_TEAM_ID is not set',
    ]);
  });

  test('is reported with invalid and missing values together', () => {
    const faults = faultsFrom({ SLACK_BOT_TOKEN: 'xapp-9', PORT: 'http', SNYK_TOKEN: 's', LOG_LEVEL: 'loud' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'PORT',
      'SNYK_ORG_ID',
      'SNYK_ROLES',
      'LOG_LEVEL',
    ]);
  });

  const wrong: [string, string, string][] = [
    ['SLACK_BOT_TOKEN', 'xapp-1', 'is a different kind of token (xapp-)'],
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'is a different kind of token (xoxp-)'],
    ['SLACK_BOT_TOKEN', 'hello', 'does not start with xoxb-'],
    ['SLACK_BOT_TOKEN', 'xoxb-1 2', 'contains a space'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'is a different kind of token (xoxb-)'],
    ['SLACK_SIGNING_SECRET', 'xoxb-1', 'is a token, not the signing secret'],
    ['SLACK_API_URL', 'slack.com/api', 'is not a URL'],
    ['SLACK_API_URL', 'http://slack.com/api/', 'must use https'],
    ['SLACK_API_URL', 'ftp://slack.com/api/', 'is not an http or https URL'],
    ['AUDIT_WEBHOOK_URL', 'siem', 'is not a URL'],
    ['AUDIT_WEBHOOK_URL', 'http://siem.example/', 'must use https'],
    ['AUDIT_WEBHOOK_URL', 'https://me:hush@siem.example/', 'must not contain a user name or password'],
    ['AUDIT_WEBHOOK_URL', 'https://siem.example/#a', 'must not contain a query or a fragment'],
    ['PORT', '-1', 'is not a port number'],
    ['PORT', '65536', 'is not a port number'],
    ['PORT', '30.5', 'is not a port number'],
    ['HOST', 'http://me', 'is not a host name'],
    ['HOST', '127.0.0.1:3000', 'is not a host name'],
    ['PARSEC_API_KEY', 'tapi_k.\ns', 'contains a space, a line break'],
    ['PARSEC_API_URL', 'http://api.parsec.app', 'must use https'],
    ['PARSEC_API_URL', 'https://me:pw@api.parsec.app', 'must not contain a user name or password'],
    ['PARSEC_API_URL', 'https://api.parsec.app?key=1', 'must not contain a query'],
    ['PARSEC_ROUTES', '{', 'is not JSON'],
    ['PARSEC_ROUTES', '{"A":{"path":"x"}}', 'has entries that are not routes (check: A.path)'],
    ['PARSEC_ROUTES', '{"A":{"verb":"GET"}}', 'has entries that are not routes (check: A)'],
    ['PARSEC_ROUTES', '[]', 'has entries that are not routes'],
    ['PARSEC_ROUTES', '{"Make tea":{}}', 'is invalid: there is no operation "Make tea"'],
    ['SNYK_ORG_ID', 'our-company', 'is not a UUID'],
    ['SNYK_API_VERSION', 'latest', 'is not a version'],
    ['SNYK_API_VERSION', '2024-13-01', 'is not a version'],
    ['SNYK_API_VERSION', '2021-06-04', 'is before 2022-11-14'],
    ['SNYK_API_VERSION', '2024-10-15~beta', 'has a stability suffix'],
    ['SNYK_ROLES', ',', 'names no roles'],
    ['SNYK_ROLES', 'Developer', 'is not Name=id at entry 1'],
    ['SNYK_ROLES', `${uuids[1]},=${uuids[2]}`, 'is not Name=id at entry 2'],
    ['SNYK_ROLES', `A=${uuids[1]},A=${uuids[2]}`, 'names the same role twice'],
    ['SNYK_ROLES', `A=${uuids[1]},B=${uuids[1].toUpperCase()}`, 'names the same role twice'],
    ['SNYK_ROUTES', '{', 'is not JSON'],
    ['SNYK_ROUTES', '{"List pending user invitations":{"path":"/orgs"}}', 'is invalid: the path of'],
    ['TRUVERA_TEAM_ID', 'ours', 'is not a whole number'],
    ['TRUVERA_ROUTES', '{"A":1}', 'has entries that are not routes'],
    ['TRUVERA_ROUTES', '{"List members":{"path":"/teams/{id}/members?key=2718"}}', 'is invalid: the path of'],
    ['INTERCODE_ROUTES', '[]', 'has entries that are not routes'],
    ['INTERCODE_ROUTES', '{"Get own team":{"path":"/teams/members"}}', 'is invalid: "Get own team" and'],
    ['DATABASE_URL', 'mysql://db/x', 'is not a URL that starts with postgres://'],
    ['DATABASE_URL', 'postgres://db:port/x', 'is not a URL that starts with postgres://'],
    ['DATABASE_URL', 'postgres://bot:two words@db/x', 'contains a space'],
    ['LOG_LEVEL', 'verbose', 'is not a log level'],
    ['ALLOW_INSECURE_HTTP', 'yes', 'must be 0 or 1'],
    ['PARSEC_LINK_HOSTS', ',', 'names no hosts'],
    ['PARSEC_LINK_HOSTS', 'parsec.app,https://parsec.app', 'is not a host name at entry 2'],
    ['SNYK_LINK_HOSTS', 'snyk.io:443', 'is not a host name at entry 1'],
    ['SNYK_LINK_HOSTS', '*.snyk.io', 'is not a host name at entry 1'],
    // All of the hosts below it would count.
    ['TRUVERA_LINK_HOSTS', 'io', 'is not a host name at entry 1'],
    ['TRUVERA_LINK_HOSTS', 'truvera.io.', 'is not a host name at entry 1'],
    ['INTERCODE_LINK_HOSTS', 'a.example/b', 'is not a host name at entry 1'],
    ['INTERCODE_LINK_HOSTS', 'me@a.example', 'is not a host name at entry 1'],
  ];

  test.each(wrong)('%s=%j %s', (variable, value, fault) => {
    const faults = faultsFrom({ ...socket, ...others, [variable]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`${variable} ${fault}`);
  });

  const urls = Object.keys(Variables.shape).filter((name) => name.endsWith('_API_URL'));
  const complete = {
    ...socket,
    ...others,
    INTERCODE_TOKEN: 'i',
    INTERCODE_TEAM_ID: '2',
    INTERCODE_API_URL: 'https://i.example',
  };

  test.each(urls)('with %s that sends keys in the clear is reported with the way to allow it', (variable) => {
    expect(urls).toHaveLength(5);
    for (const url of [
      'http://api.example',
      'http://10.0.0.1:80',
      'http://127.0.0.1.evil.example',
      'http://localhost.evil.example',
      'http://0.0.0.0',
    ]) {
      const faults = readConfig(routeFaults, { ...complete, [variable]: url });
      expect(faults).toEqual([
        {
          variable,
          fault: expect.stringContaining('must use https'),
          remedy: expect.stringContaining('ALLOW_INSECURE_HTTP=1'),
        },
      ]);
      expect(faultsFrom({ ...complete, [variable]: url, ALLOW_INSECURE_HTTP: '0' })).toHaveLength(1);
      expect(faultsFrom({ ...complete, [variable]: url, ALLOW_INSECURE_HTTP: '1' })).toEqual([]);
    }
  });

  test.each(urls)('is not one whose %s is http to this machine, however that is written', (variable) => {
    const here = [
      '127.0.0.1:4010',
      '127.9.9.9',
      '127.1',
      '0x7f000001',
      'localhost',
      'LOCALHOST:80',
      '[::1]',
      '[0:0:0:0:0:0:0:1]:80',
      '[::ffff:127.0.0.1]',
    ];
    for (const host of here) expect(faultsFrom({ ...complete, [variable]: `http://${host}` })).toEqual([]);
  });

  test('with invalid routes is reported with every error in them, beside the other errors', () => {
    const routes = {
      'Get own team': { path: '/teams/members' },
      'Get team roles': { path: '/teams/{secret}' },
      'Make tea': {},
    };
    // A system that is off is checked, too: an operator who sets its routes is about to turn it on.
    const env = { ...socket, PORT: 'x', INTERCODE_ROUTES: JSON.stringify(routes), SNYK_ROUTES: '{"Make coffee":{}}' };
    expect(faultsFrom(env)).toEqual([
      'PORT is not a port number',
      'SNYK_ROUTES is invalid: there is no operation "Make coffee" (see src/providers/snyk/README.md)',
      'INTERCODE_ROUTES is invalid: there is no operation "Make tea" (see src/providers/intercode/README.md); ' +
        'the path of "Get team roles" must contain no placeholders; ' +
        '"Get own team" and "Get team members" have the same method and path',
    ]);
  });

  test('is reported without the path of a route, which may hold a key', () => {
    const routes = { 'List members': { path: '/teams/{id}/members?key=2718' }, 'List invitations': { path: '/2718' } };
    expect(faultsFrom({ ...socket, TRUVERA_ROUTES: JSON.stringify(routes) }).join()).not.toContain('2718');
  });

  const halves: [Record<string, string>, string[]][] = [
    [{ SNYK_TOKEN: 'x' }, ['SNYK_ORG_ID is not set, but SNYK_TOKEN is', 'SNYK_ROLES is not set, but SNYK_TOKEN is']],
    [{ SNYK_ORG_ID: uuids[0], SNYK_ROLES: uuids[1] }, ['SNYK_TOKEN is not set, but SNYK_ORG_ID and SNYK_ROLES are']],
    [{ TRUVERA_API_KEY: 'x' }, ['TRUVERA_TEAM_ID is not set, but TRUVERA_API_KEY is']],
    [
      { INTERCODE_API_URL: 'https://i.example' },
      [
        'INTERCODE_TOKEN is not set, but INTERCODE_API_URL is',
        'INTERCODE_TEAM_ID is not set, but INTERCODE_API_URL is',
      ],
    ],
    [
      { INTERCODE_TOKEN: 'x', INTERCODE_TEAM_ID: 'x' },
      ['INTERCODE_API_URL is not set, but INTERCODE_TOKEN and INTERCODE_TEAM_ID are'],
    ],
  ];

  test.each(halves)('with half a provider: %j', (env, faults) => {
    expect(faultsFrom({ ...socket, ...env })).toEqual(faults);
  });

  test('without Socket Mode and the signing secret is reported', () => {
    expect(faultsFrom(http)).toEqual([]);
    expect(faultsFrom(withoutAppToken)).toEqual([expect.stringContaining('SLACK_SIGNING_SECRET')]);
  });

  test('is reported with what to do for every variable, and without any value', () => {
    const canary = 'canary 2718';
    const env = Object.fromEntries(Object.keys(Variables.shape).map((name) => [name, canary]));
    const read = readConfig(routeFaults, env);
    const faults: ConfigFault[] = Array.isArray(read) ? read : [];
    // Free text: a folder and a file may be called anything.
    const free = ['DATA_DIR', 'POLICY_FILE', 'AUDIT_FILE'];
    expect(faults.map(({ variable }) => variable)).toEqual(
      Object.keys(Variables.shape).filter((name) => !free.includes(name)),
    );
    expect(faults.every(({ remedy }) => remedy.length > 10)).toBe(true);
    expect(writeFaults(faults)).not.toContain('2718');
    expect(writeFaults(faults)).toContain('npm run sandbox');
  });
});

test('reads the environment of the process without an argument', () => {
  const script = `import { readConfig } from './src/config.ts'; console.log(readConfig(() => []).http.port)`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...socket, PORT: '4321' },
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe('4321');
});
