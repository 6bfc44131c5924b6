import type { IncomingMessage } from 'node:http';

/** What is held for all bodies together before their signature was checked, bytes. */
const MAX_UNVERIFIED_BYTES = 16 * 1_048_576;
const FIRST_BYTES = 4_096;

/** Reads the body of a request that announced `length` bytes; undefined when it does not come, or had to make room. */
export type ReadBody = (request: IncomingMessage, length: number) => Promise<Buffer | undefined>;

type Reader = { buffer: Buffer; readonly giveUp: () => void };

/**
 * Bodies are read side by side and hold no more than `most` bytes together. When more come, the largest makes room: what Slack sends
 * is small, so a flood of large ones pushes out itself. Memory is taken as bytes arrive, not as they are announced.
 */
export function createReadBody(most = MAX_UNVERIFIED_BYTES): ReadBody {
  const readers = new Set<Reader>();
  let held = 0;

  function release(reader: Reader): void {
    if (readers.delete(reader)) held -= reader.buffer.length;
  }

  function makeRoom(): void {
    while (held > most) {
      let largest: Reader | undefined;
      for (const each of readers) if (each.buffer.length > (largest?.buffer.length ?? -1)) largest = each;
      if (largest === undefined) return;
      largest.giveUp();
    }
  }

  return (request, length) => {
    const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
    let used = 0;
    const reader: Reader = { buffer: Buffer.alloc(0), giveUp: () => finish(undefined) };
    readers.add(reader);

    function finish(body: Buffer | undefined): void {
      release(reader);
      request.off('data', take).off('end', end).off('close', reader.giveUp);
      resolve(body);
    }
    function end(): void {
      finish(used === length ? reader.buffer.subarray(0, used) : undefined);
    }
    // One buffer per body: a drip of single bytes would otherwise cost a hundred times what it weighs.
    function take(chunk: Buffer): void {
      if (used + chunk.length > reader.buffer.length) {
        const grown = Buffer.alloc(Math.min(length, Math.max(FIRST_BYTES, used + chunk.length, 2 * used)));
        reader.buffer.copy(grown);
        held += grown.length - reader.buffer.length;
        reader.buffer = grown;
      }
      used += chunk.copy(reader.buffer, used);
      makeRoom();
    }
    // A connection that breaks says so on its request as well; what matters is that it closes.
    request.on('error', () => {});
    request.on('data', take).on('end', end).on('close', reader.giveUp);
    return promise;
  };
}
