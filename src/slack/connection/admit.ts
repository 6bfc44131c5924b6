import type { IncomingHttpHeaders } from 'node:http';
import { type Claim, readClaim } from './signature.ts';

/** Slack sends at most a view of 250 kB and what is around it. */
const MAX_BODY_BYTES = 1_048_576;

export type Admission = {
  readonly claim: Claim;
  /** Of the body, as announced. */
  readonly length: number;
};

/**
 * Whether a request may send its body at all, by its headers alone; otherwise the status it is refused with: 401 without what looks
 * like a fresh signature of Slack, 411 without an announced length, 413 with too much of it. `now`: the computer's clock, epoch ms.
 */
export function admit(headers: IncomingHttpHeaders, now: number): Admission | 401 | 411 | 413 {
  const claim = readClaim(headers, now);
  if (claim === undefined) return 401;
  const length = headers['content-length'];
  if (length === undefined || headers['transfer-encoding'] !== undefined) return 411;
  return Number(length) <= MAX_BODY_BYTES ? { claim, length: Number(length) } : 413;
}
