import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SIGNED_WITHIN_MS } from '../../flows/shared/accept-request.ts';

/** What a request says of its signature, not yet compared with anything. */
export type Claim = {
  /** `v0=` and 64 hexadecimal digits. */
  readonly signature: string;
  /** Epoch seconds, as sent. */
  readonly timestamp: string;
  /** The same in epoch ms. */
  readonly signedAt: number;
};

/**
 * The signature and the time a request claims in its headers; undefined when they are not there, cannot be Slack's, or name a time
 * too far from the computer's clock (`now`, epoch ms). https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function readClaim(headers: IncomingHttpHeaders, now: number): Claim | undefined {
  const signature = headers['x-slack-signature'];
  const timestamp = headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) return undefined;
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return undefined;
  const signedAt = Number(timestamp) * 1000;
  return Math.abs(now - signedAt) <= SIGNED_WITHIN_MS ? { signature, timestamp, signedAt } : undefined;
}

/** Whether Slack signed this very body. Takes as long for a signature that is nearly right as for one that is all wrong. */
export function isSigned(secret: string, { signature, timestamp }: Claim, body: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice('v0='.length), 'hex'));
}
