import type { IncomingMessage } from 'node:http';

/** What all bodies together may announce before their signature was checked, bytes. */
const MAX_UNVERIFIED_BYTES = 16 * 1_048_576;
/** Nearly all that Slack sends is smaller. It comes in one piece with its headers, and is never refused for want of room. */
const SMALL_BYTES = 65_536;
/** What is not there after this long is not being sent, ms. */
const STALLS_AFTER_MS = 500;

/** Reads the body of a request that announced `length` bytes; undefined when it does not come, or there is no room for it. */
export type ReadBody = (request: IncomingMessage, length: number) => Promise<Buffer | undefined>;

type Reader = {
  readonly length: number;
  /** As which of all it began: how many came since is its age. */
  readonly number: number;
  stalls: boolean;
  readonly giveUp: () => void;
};

/**
 * Bodies are read side by side, as long as they announce no more than `most` bytes together. Then that one makes room which holds the
 * most for the longest: for a small one whichever it is, for a large one only of those that stall. So a flood of large bodies is mostly
 * refused before it is read, and what Slack sends gets through. Memory is taken as bytes arrive, and never more than was announced.
 */
export function createReadBody(most = MAX_UNVERIFIED_BYTES): ReadBody {
  const readers = new Set<Reader>();
  let announced = 0;
  let begun = 0;

  function makeRoomFor(newest: Reader): void {
    while (announced > most) {
      let costliest = newest;
      for (const each of readers)
        if ((each.stalls || newest.length <= SMALL_BYTES) && cost(each) > cost(costliest)) costliest = each;
      costliest.giveUp();
    }
  }

  function cost({ length, number }: Reader): number {
    return length * (begun - number + 1);
  }

  return (request, length) => {
    const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
    let buffer = Buffer.alloc(0);
    let used = 0;
    begun += 1;
    const reader: Reader = { length, number: begun, stalls: false, giveUp: () => finish(undefined) };
    const stalling = setTimeout(() => {
      reader.stalls = true;
    }, STALLS_AFTER_MS);
    readers.add(reader);
    announced += length;

    function finish(body: Buffer | undefined): void {
      clearTimeout(stalling);
      if (readers.delete(reader)) announced -= length;
      request.off('data', take).off('end', end).off('close', reader.giveUp);
      resolve(body);
    }
    function end(): void {
      finish(used === length ? buffer.subarray(0, used) : undefined);
    }
    // One buffer per body: a drip of single bytes would otherwise cost a hundred times what it weighs.
    function take(chunk: Buffer): void {
      if (used + chunk.length > buffer.length) {
        // Not filled with zeros: what nothing was written to costs nothing, and is not looked at.
        const isSmall = used + chunk.length <= SMALL_BYTES;
        const grown = Buffer.allocUnsafeSlow(isSmall ? Math.min(length, SMALL_BYTES) : length);
        buffer.copy(grown);
        buffer = grown;
      }
      used += chunk.copy(buffer, used);
    }
    // A connection that breaks says so on its request as well; what matters is that it closes.
    request.on('error', () => {});
    makeRoomFor(reader);
    if (readers.has(reader)) request.on('data', take).on('end', end).on('close', reader.giveUp);
    return promise;
  };
}
