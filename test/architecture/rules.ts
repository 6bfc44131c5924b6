type Rule = { readonly imports: readonly string[]; readonly types?: readonly string[] };

/**
 * The plan of the house as data. A part is a folder of src/ or a file beside them: `domain`, `app`, `config` (config.ts and
 * config/). `imports` are the parts it may import, `types` those it may import types from; itself goes without saying, and
 * types of `log` are free to all.
 */
export const parts: Readonly<Record<string, Rule>> = {
  domain: { imports: [] },
  providers: { imports: ['domain'] },
  store: { imports: ['domain'] },
  flows: { imports: ['domain'], types: ['providers', 'store'] },
  jobs: { imports: ['domain', 'flows'] },
  slack: { imports: ['domain', 'flows'] },
  // The sandbox runs the product from outside, so that an emulator cannot agree with a client by sharing its mistakes.
  sandbox: { imports: ['app', 'config', 'policy-file', 'policy-watch', 'clock', 'log', 'new-id'] },
  clock: { imports: [] },
  log: { imports: [] },
  'new-id': { imports: [] },
  'http-server': { imports: [] },
  config: { imports: ['log', 'domain'], types: ['providers'] },
  'policy-file': { imports: ['domain'] },
  'policy-watch': { imports: ['policy-file'] },
  // What a rule refuses, people read in Slack and operators on the command line in the same words.
  'policy-lines': { imports: ['domain', 'slack'] },
  policy: { imports: ['domain', 'config', 'policy-file', 'policy-lines'] },
  'audit-sinks': { imports: ['domain', 'providers'] },
  app: {
    imports: [
      'audit-sinks',
      'domain',
      'providers',
      'store',
      'flows',
      'jobs',
      'slack',
      'http-server',
      'clock',
      'log',
      'new-id',
    ],
    types: ['config', 'policy-file', 'policy-watch'],
  },
  'audit-log': { imports: ['asks-for-help', 'reason-of', 'domain', 'store', 'config'] },
  'migrate-store': { imports: ['reason-of', 'store', 'config'] },
  'asks-for-help': { imports: [] },
  'reason-of': { imports: [] },
  // Scripts about one person: the flows that the bot has too, on the same store.
  'person-script': { imports: ['domain', 'store', 'flows', 'config', 'clock', 'new-id'] },
  erase: { imports: ['asks-for-help', 'reason-of', 'person-script', 'flows'] },
  'export-person': { imports: ['asks-for-help', 'reason-of', 'person-script', 'flows'] },
  main: { imports: ['app', 'config', 'policy-file', 'policy-watch', 'providers', 'clock', 'log', 'new-id'] },
};

const surface = ['shared', 'blocks', 'posting', 'directory'];

/**
 * The rooms of a part, and which others of its rooms each may import (or import types from). A file beside the rooms is free to all of them.
 * `guest`, `member` and `team` know what they share, never each other.
 */
export const rooms: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  domain: { time: { imports: ['text'] }, text: { imports: [] }, policy: { imports: ['time', 'text'] } },
  flows: {
    guest: { imports: ['shared'] },
    member: { imports: ['shared'] },
    team: { imports: ['shared'] },
    approval: { imports: ['guest', 'member', 'shared'] },
    home: { imports: ['guest', 'approval', 'shared'] },
    person: { imports: ['guest', 'member', 'shared'] },
    shared: { imports: [] },
  },
  slack: {
    guest: { imports: surface, types: ['connection'] },
    member: { imports: surface, types: ['connection'] },
    team: { imports: surface, types: ['connection'] },
    approval: { imports: [...surface, 'guest', 'member'], types: ['connection'] },
    home: { imports: [...surface, 'guest', 'approval'], types: ['connection'] },
    person: { imports: [...surface, 'guest', 'member'], types: ['connection'] },
    shared: { imports: ['blocks', 'posting', 'directory'], types: ['connection'] },
    blocks: { imports: [] },
    posting: { imports: ['blocks', 'directory'] },
    directory: { imports: ['posting'] },
    connection: { imports: ['directory', 'posting', 'shared'] },
  },
};

/** Which files of src/ may import a package: a path from src/ on, a folder when it ends in `/`. Others may not; a package that is not here is not used. */
export const packages: Readonly<Record<string, Rule>> = {
  // One file draws pictures; the rest of the board is text.
  '@resvg/resvg-js': { imports: ['slack/guest/board/png-worker.ts'] },
  '@slack/bolt': { imports: ['slack/'] },
  '@slack/socket-mode': { imports: ['slack/'] },
  '@slack/types': { imports: ['slack/'] },
  '@slack/web-api': { imports: ['slack/'] },
  'better-sqlite3': { imports: ['store/'] },
  'csv-parse': { imports: ['domain/text/'] },
  'date-fns': { imports: ['domain/time/'] },
  'date-fns-tz': { imports: ['domain/time/'] },
  esbuild: { imports: ['sandbox/page-server/'] },
  htm: { imports: ['sandbox/page/'] },
  // Calendar files are written in one place.
  'ical-generator': { imports: ['domain/calendar/write-ics.ts'] },
  kysely: { imports: ['store/'] },
  luxon: { imports: ['domain/time/'] },
  pg: { imports: ['store/'] },
  pino: { imports: ['log.ts'] },
  // What replicas share lies in the store's PostgreSQL; everybody else is given the contract of domain/quota.ts.
  'rate-limiter-flexible': { imports: ['store/'] },
  preact: { imports: ['sandbox/page/'] },
  // http.ts for the providers, fetch.ts for Slack's client: what leaves goes through one dispatcher.
  undici: { imports: ['providers/http.ts', 'providers/fetch.ts'], types: ['app.ts'] },
  ws: { imports: ['sandbox/'] },
  yaml: { imports: ['policy-file.ts', 'sandbox/'] },
  zod: {
    imports: ['config.ts', 'config/', 'domain/', 'providers/', 'store/', 'flows/', 'jobs/', 'slack/', 'sandbox/'],
  },
};

/** What only these files may do, or those of a folder that ends in `/`; everybody else is given it. */
export const onlyIn = {
  'asks what time it is': ['clock.ts'],
  'reads process.env': ['config.ts'],
  'writes to the console': [],
  'has a default export': [],
  // What people are shown of invites is decided in flows/shared/see-invites.ts.
  'reads the store past the flows': ['flows/', 'jobs/', 'app.ts', 'slack/guest/settings/settings-listener.ts'],
  'listens to Slack past the gate': ['slack/gate.ts'],
} as const;

/** Words that say nothing about what is in a file. */
export const emptyWords = [
  'util',
  'utils',
  'helper',
  'helpers',
  'service',
  'services',
  'manager',
  'managers',
  'common',
  'misc',
];
