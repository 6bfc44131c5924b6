/** Slack: a request whose timestamp is more than five minutes away from our clock, either way, may be a replay. */
const MAX_AWAY_S = 300;

/** Whether a signed request's timestamp header (epoch seconds) is near enough to the computer's clock (`now`, epoch ms). */
export function freshTimestamp(header: string | string[] | undefined, now: number): boolean {
  if (typeof header !== 'string' || !/^\d{1,12}$/.test(header)) return false;
  return Math.abs(now / 1000 - Number(header)) <= MAX_AWAY_S;
}
