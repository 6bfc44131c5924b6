/** What of Home is shown: a little of everything, or one part of it, page by page. */
export const homeParts = ['overview', 'needs', 'now', 'next', 'ended', 'computers'] as const;
export type HomePart = (typeof homeParts)[number];

/** What a person has chosen to see in Home. `scope`: whose invites, where they never said undefined; `page` counts from 0. */
export type HomeFilter = {
  readonly scope: 'mine' | 'all' | undefined;
  readonly part: HomePart;
  readonly hostId: string | undefined;
  readonly hostName: string | undefined;
  readonly page: number;
};

/** The Home tab of one person. Instants are epoch milliseconds. */
export type Home = HomeFilter & {
  readonly personId: string;
  /** When they opened it last, or pressed something in it. */
  readonly openedAt: number;
  /** How often they opened it, or pressed something in it. */
  readonly visits: number;
  /** They may have it open: it follows what changes. Slack does not say when somebody leaves it. */
  readonly isWatched: boolean;
  /** When it was published last. */
  readonly shownAt: number | undefined;
  /** What was published, as a hash: the same is not published again. */
  readonly shownHash: string | undefined;
  /** Slack's own hash of what stands there: what was drawn for something older does not replace it. */
  readonly slackHash: string | undefined;
};

/** How long after somebody opened Home it follows what changes, ms. Later, opening it draws it. */
export const WATCHED_MS = 4 * 3_600_000;

/** Two drawings of one Home that nobody waits for are at least so far apart, ms: what changes meanwhile is in the second. */
export const BUNDLE_MS = 3_000;

/** How far ahead Home looks, and how far back, ms. */
export const NEXT_MS = 7 * 24 * 3_600_000;
export const LATELY_MS = 14 * 24 * 3_600_000;

/** The one job that passes on what may concern everybody. */
export const ALL_HOMES = 'all';

/** Whether somebody waits in front of it: they opened it, or pressed something in it, since it was drawn. */
export function isAwaited({ openedAt, shownAt }: Pick<Home, 'openedAt' | 'shownAt'>): boolean {
  return shownAt === undefined || openedAt >= shownAt;
}

/**
 * When a Home that nobody waits for is drawn next, for what changed of other people's (epoch ms, 0 for at once). The more people have it
 * open, the rarer: together they stay well below what Slack lets an app publish. `count`: how many there are who see as much.
 */
export function followsAt(
  { shownAt = 0 }: Pick<Home, 'shownAt'>,
  { sees, count, now }: { readonly sees: 'mine' | 'all'; readonly count: number; readonly now: number },
): number {
  // 60 a minute of those who see everybody's, and 30 of the others.
  const apartMs = sees === 'all' ? Math.max(BUNDLE_MS, count * 1_000) : Math.max(3 * BUNDLE_MS, count * 2_000);
  // What was shown in the future was shown before the clock was set back.
  return shownAt > now || shownAt + apartMs <= now ? 0 : shownAt + apartMs;
}

/** Who is on a computer at once: more stand in no Home. */
export const MOST_ON_HOST = 3;
