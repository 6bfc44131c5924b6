import { describe, expect, test } from 'vitest';
import { readConfig, secretsOf } from '../src/config.ts';
import { createLog, type Log } from '../src/log.ts';

const canaries = {
  SLACK_BOT_TOKEN: 'xoxb-canary-bot-3141',
  SLACK_APP_TOKEN: 'xapp-canary-app-5926',
  SLACK_SIGNING_SECRET: 'canary/signing+secret="5358',
  PARSEC_API_KEY: 'tapi_canaryKey.c2VjcmV0+/canary==',
  SNYK_TOKEN: 'canary-snyk 9793 & more'.replaceAll(' ', '~'),
  TRUVERA_API_KEY: 'canary\\truvera\\2384',
  INTERCODE_TOKEN: 'canary-intercode-6264',
  AUDIT_WEBHOOK_URL: 'https://siem.example/canary?key=3383',
  AUDIT_WEBHOOK_TOKEN: 'canary-webhook-2795',
};
const environment = {
  ...canaries,
  PARSEC_TEAM_ID: 'team',
  SNYK_ORG_ID: '5f1d2e0c-0000-4000-8000-000000000001',
  SNYK_ROLES: 'Member=5f1d2e0c-0000-4000-8000-000000000002',
  TRUVERA_TEAM_ID: '7',
  INTERCODE_TEAM_ID: 'team',
  INTERCODE_API_URL: 'https://intercode.example',
};

function openLog(level: 'debug' | 'warn' = 'debug', secrets = configuredSecrets()): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ level, secrets, destination: { write: (line: string) => void lines.push(line) } }), lines };
}

function configuredSecrets(): string[] {
  const config = readConfig(() => [], environment);
  if (Array.isArray(config)) throw new Error(JSON.stringify(config));
  return secretsOf(config);
}

/** A value as it may turn up in a log: under an innocent key, so that only the last net can catch it. */
const disguises: Record<string, (secret: string) => unknown> = {
  'as the message': (secret) => `refused ${secret} today`,
  'under an innocent key': (secret) => ({ note: secret }),
  'as a key': (secret) => ({ [secret]: 1 }),
  'in nested arrays': (secret) => ({ list: [[{ deep: [secret] }]] }),
  'in an error': (secret) => new Error(`cannot use ${secret}`),
  'in the cause of an error': (secret) => ({ problem: new Error('outer', { cause: new Error(secret) }) }),
  'in an aggregate error': (secret) => new AggregateError([new Error(secret)], 'many'),
  'on a property of an error': (secret) => Object.assign(new Error('plain'), { data: { got: secret } }),
  'in a URL query': (secret) => ({ url: new URL(`https://slack.example/?a=${encodeURIComponent(secret)}`) }),
  'in a form body': (secret) => ({ body: new URLSearchParams({ a: secret }).toString() }),
  'in JSON inside text': (secret) => ({ body: JSON.stringify({ a: secret }) }),
  'in HTTP Basic': (secret) => ({ line: `x ${Buffer.from(secret).toString('base64')}` }),
  'in a map': (secret) => ({ map: new Map([['a', new Set([secret])]]) }),
  'in headers': (secret) => ({ headers: new Headers({ 'x-a': secret }) }),
};

describe('a configured secret is never written', () => {
  const cases = Object.entries(canaries).flatMap(([name, secret]) =>
    Object.entries(disguises).map(([where, disguise]) => ({ name, where, secret, disguise })),
  );

  test.each(cases)('$name $where', ({ secret, disguise }) => {
    const { log, lines } = openLog();
    log.error(disguise(secret), 'said %s and %j', secret, { a: secret });
    expect(lines).toHaveLength(1);
    // Every eight letters of it, so that a half-blanked secret counts as written.
    const readable = JSON.stringify(lines);
    for (const part of [secret.slice(-8), Buffer.from(secret).toString('base64').slice(0, 12)]) {
      expect(readable).not.toContain(part);
      expect(readable).not.toContain(encodeURIComponent(part));
    }
    expect(readable).toContain('[redacted]');
  });

  test('the lines are still JSON', () => {
    const { log, lines } = openLog();
    for (const { secret, disguise } of cases) log.info(disguise(secret), 'x');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'info' });
    expect(lines).toHaveLength(cases.length);
  });
});

describe('private data is never written, also when it is not configured', () => {
  const canary = 'canary2718';
  const keys = [
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'token',
    'bot_token',
    'accessToken',
    'apiKey',
    'API_KEY',
    'x-api-key',
    'client_secret',
    'password',
    'set-cookie',
    'x-slack-signature',
    'response_url',
    'response_urls',
    'trigger_id',
    'interactivity_pointer',
    'link',
    'join_url',
    'private_metadata',
    'email',
    'guestEmail',
    'guest_email',
  ];

  test.each(keys)('under the key %s, at any depth', (key) => {
    const { log, lines } = openLog('debug', []);
    const bag = { [key]: canary };
    log.info({ ...bag, a: { b: { c: { d: { e: [[bag]] } } } } }, 'nested %j', bag);
    log.error(Object.assign(new Error('boom', { cause: Object.assign(new Error('why'), bag) }), { request: bag }));
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain(canary);
  });

  test.each([
    'Bearer canary2718281828',
    'Authorization: token 0canary2718-4000',
    'xoxb-1-canary2718',
    'xapp-1-A1-canary2718',
    'tapi_abc.canary2718+/=',
    'https://hooks.slack.com/commands/T1/2/canary2718',
    'wss://wss-primary.slack.com/link/?ticket=canary2718&app_id=a',
    'GET https://api.example/x?limit=1&api_key=canary2718',
    'postgres://bot:canary2718@db.example/x',
    'mail to canary2718@studio.example failed',
    'GET /v1/members?email=canary2718%40studio.example',
  ])('in the text %s', (text) => {
    const { log, lines } = openLog('debug', []);
    log.warn({ rawHeaders: ['x', text] }, text);
    log.warn(new Error(text));
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain(canary);
  });

  test('also not the rest of a secret that begins with another one', () => {
    const { log, lines } = openLog('debug', ['secret-one', 'secret-one-and-more']);
    log.info('secret-one-and-more');
    expect(lines.join('')).not.toContain('and-more');
  });
});

describe('other data stays readable', () => {
  test('facts, messages, and an error with its cause', () => {
    const { log, lines } = openLog();
    log.info({ inviteId: 'inv_1', sendEmail: true, requestKey: 'V1', link: undefined }, 'granted');
    log.error(new Error('outer', { cause: new RangeError('inner') }));
    const [granted, failed] = lines.map((line): unknown => JSON.parse(line));
    expect(granted).toMatchObject({ inviteId: 'inv_1', sendEmail: true, requestKey: 'V1', msg: 'granted' });
    expect(failed).toMatchObject({
      level: 'error',
      msg: 'outer',
      err: {
        message: 'outer',
        stack: expect.stringContaining('log.test.ts'),
        cause: { name: 'RangeError', message: 'inner' },
      },
    });
  });

  test('circles, depths, throwing getters, bytes and big numbers do not break the log', () => {
    const { log, lines } = openLog();
    const circle: Record<string, unknown> = { big: 1n, bytes: Buffer.from('canary2718'), at: new Date(Number.NaN) };
    circle.self = circle;
    Object.defineProperty(circle, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('trap');
      },
    });
    let deep: unknown = 'bottom';
    for (let i = 0; i < 5000; i++) deep = { deep };
    log.info({ circle, deep }, 'odd');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      circle: { big: '1', bytes: '[10 bytes]', at: 'Invalid Date', self: '[circular]', trap: '[unreadable]' },
    });
  });

  test('the level applies', () => {
    const { log, lines } = openLog('warn');
    log.info('quiet');
    log.warn('loud');
    expect(lines).toHaveLength(1);
  });

  test('a value too short to be a secret hides no words', () => {
    const { log, lines } = openLog('debug', ['a', '']);
    log.info('a plain word');
    expect(lines.join('')).toContain('a plain word');
  });
});
