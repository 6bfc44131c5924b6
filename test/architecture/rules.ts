/**
 * The plan of the house as data. A part is a folder of src/ or a file beside them: `domain`, `app`, `config` (config.ts and
 * config/). `imports` are the parts it may import, `types` those it may import types from; itself goes without saying, and
 * types of `log` are free to all.
 */
export const parts: Readonly<
  Record<string, { readonly imports: readonly string[]; readonly types?: readonly string[] }>
> = {
  domain: { imports: [] },
  providers: { imports: ['domain'] },
  store: { imports: ['domain'] },
  flows: { imports: ['domain'], types: ['providers', 'store'] },
  jobs: { imports: ['domain', 'flows'] },
  slack: { imports: ['domain', 'flows'] },
  // The sandbox runs the product from outside, so that an emulator cannot agree with a client by sharing its mistakes.
  sandbox: { imports: ['app', 'config', 'policy-file', 'clock', 'log', 'new-id'] },
  clock: { imports: [] },
  log: { imports: [] },
  'new-id': { imports: [] },
  'http-server': { imports: [] },
  config: { imports: ['log', 'domain'] },
  'policy-file': { imports: ['domain'] },
  app: {
    imports: ['domain', 'providers', 'store', 'flows', 'jobs', 'slack', 'http-server', 'clock', 'log', 'new-id'],
    types: ['config', 'policy-file'],
  },
  'migrate-store': { imports: ['store', 'config'] },
  main: { imports: ['app', 'config', 'policy-file', 'providers', 'clock', 'log', 'new-id'] },
};

/** Which files of src/ may import a package: a path from src/ on, a folder when it ends in `/`. Others may not; a package that is not here is not used. */
export const packages: Readonly<
  Record<string, { readonly imports: readonly string[]; readonly types?: readonly string[] }>
> = {
  '@slack/bolt': { imports: ['slack/'] },
  '@slack/socket-mode': { imports: ['slack/'] },
  '@slack/types': { imports: ['slack/'] },
  '@slack/web-api': { imports: ['slack/'] },
  'better-sqlite3': { imports: ['store/'] },
  'csv-parse': { imports: ['domain/pasted-table.ts'] },
  'date-fns': { imports: ['domain/zoned-time.ts'] },
  'date-fns-tz': { imports: ['domain/zoned-time.ts'] },
  htm: { imports: ['sandbox/page/'] },
  kysely: { imports: ['store/', 'jobs/'] },
  luxon: { imports: ['domain/zoned-time.ts'] },
  pg: { imports: ['store/'] },
  'pg-boss': { imports: ['jobs/engines/'] },
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
  // What people are shown of invites is decided in flows/see-invites.ts.
  'reads the store past the flows': ['flows/', 'jobs/', 'app.ts', 'slack/listeners/settings.ts'],
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
