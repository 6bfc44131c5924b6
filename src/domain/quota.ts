/**
 * How much the systems around us let us do. A caller acquires a slot first; one that gets a 429
 * blocks the key for everybody, in this process and in every other that shares the store.
 */
export type QuotaRule = {
  /** No stretch of `windowMs`, wherever it begins, holds more than `count`. None: nobody names a number, only a 429 counts. */
  readonly limit: { readonly count: number; readonly windowMs: number } | undefined;
  /** So many of the slots are not for what comes in masses: somebody may want to take access away meanwhile. */
  readonly spared?: number;
};

/** Which slots somebody may take: all, or all but those that are spared. */
export type QuotaShare = 'all' | 'unspared';

/** `key` says what is counted within the rule: a channel, a method, an API key and a route. It never holds a secret. */
export type Quotas = {
  /** Acquires one slot, of all by default, or says how long none will be free, ms. Never throws for a store that is away. */
  acquire(rule: QuotaName, key: string, share?: QuotaShare): Promise<'acquired' | { readonly waitMs: number }>;
  /** From now on nobody acquires a slot for `ms`. Does not shorten a block that is there. */
  block(rule: QuotaName, key: string, ms: number): Promise<void>;
};

/** A provider's rule: `per` is what it counts by, `blockMs` how long a 429 without a time shuts us out. */
export type ProviderQuotaRule = QuotaRule & {
  readonly per: 'route' | 'key';
  readonly blockMs: number;
  /** A Retry-After below this is not believed, ms. */
  readonly leastBlockMs?: number;
};

const MINUTE_MS = 60_000;

/** The provider counts when a request arrives, we when it leaves; between two requests that can differ by this much, ms. */
const ON_THE_WAY_MS = 5_000;

const slackQuotas = {
  /** Slack: "no more than one message per second per channel", short bursts may pass. By channel. */
  'slack-post': { limit: { count: 1, windowMs: 1_000 } },
  /** Slack's tiers are "at least so many a minute", with bursts; chat.update is tier 3 (50+). What is too much, the 429 says. By method. */
  'slack-call': { limit: undefined },
  /**
   * Homes that are published: views.publish is tier 4, "100+ per minute" of the app in its workspace. A person who opens theirs does not wait
   * behind those that only follow what changes. https://docs.slack.dev/reference/methods/views.publish
   */
  'slack-publish': { limit: { count: 90, windowMs: MINUTE_MS }, spared: 30 },
} as const satisfies Record<string, QuotaRule>;

export const providerQuotas = {
  /** Parsec, on three routes: "Maximum 50 requests in 5 minute window. Blocked for 5 minutes if this quota is exceeded". */
  '50-per-5-minutes': {
    limit: { count: 50, windowMs: 5 * MINUTE_MS + ON_THE_WAY_MS },
    blockMs: 5 * MINUTE_MS + ON_THE_WAY_MS,
    per: 'route',
  },
  /** Snyk, per API key: 429 "until requests stop for the duration of the interval (one minute)": one more inside it extends it. */
  '1620-per-minute-then-silence': {
    limit: { count: 1_620, windowMs: MINUTE_MS + ON_THE_WAY_MS },
    spared: 20,
    blockMs: MINUTE_MS + ON_THE_WAY_MS,
    leastBlockMs: MINUTE_MS + ON_THE_WAY_MS,
    per: 'key',
  },
  /** Truvera: 200 requests in two minutes, then 429 and "wait up to a minute". */
  '200-per-2-minutes': {
    limit: { count: 200, windowMs: 2 * MINUTE_MS + ON_THE_WAY_MS },
    spared: 20,
    blockMs: MINUTE_MS,
    per: 'key',
  },
  /** For routes of which no document names a quota. */
  undocumented: { limit: undefined, blockMs: MINUTE_MS, per: 'route' },
} as const satisfies Record<string, ProviderQuotaRule>;

export const quotaRules: Readonly<Record<keyof typeof slackQuotas | ProviderQuotaName, QuotaRule>> = {
  ...slackQuotas,
  ...providerQuotas,
};

export type ProviderQuotaName = keyof typeof providerQuotas;
export type QuotaName = keyof typeof quotaRules;
