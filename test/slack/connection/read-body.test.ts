import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReadBody, type ReadBody } from '../../../src/slack/connection/read-body.ts';

/** A request of which a test writes the body. */
function aRequest(
  readBody: ReadBody,
  length: number,
): { readonly stream: PassThrough; readonly body: Promise<string> } {
  const stream = new PassThrough({ highWaterMark: 1_048_576 });
  const body = readBody(stream as unknown as IncomingMessage, length).then((read) => read?.toString() ?? 'given up');
  return { stream, body };
}

it('reads a body of the announced length in any number of pieces, also an empty one', async () => {
  const readBody = createReadBody(100_000);
  const text = 'abcdefghij'.repeat(2_000);
  const { stream, body } = aRequest(readBody, text.length);
  for (const letter of text) stream.write(letter);
  stream.end();
  expect(await body).toBe(text);
  const nothing = aRequest(readBody, 0);
  nothing.stream.end();
  expect(await nothing.body).toBe('');
});

it('gives up a body that ends too soon or whose connection closes', async () => {
  const readBody = createReadBody(100_000);
  const short = aRequest(readBody, 10);
  short.stream.end('12345');
  expect(await short.body).toBe('given up');
  const cut = aRequest(readBody, 10);
  cut.stream.write('12345');
  cut.stream.destroy(new Error('gone'));
  expect(await cut.body).toBe('given up');
});

/** What became of bodies by now. */
const now = (bodies: readonly { readonly body: Promise<string> }[]) =>
  Promise.all(bodies.map(({ body }) => Promise.race([body, turn('reading')])));

describe('when there is no more room', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('a small body is read, and the largest announced body that has stalled the longest is given up', async () => {
    const readBody = createReadBody(100_000);
    const large = [70_000, 20_000].map((length) => aRequest(readBody, length));
    const small = Array.from({ length: 3 }, () => aRequest(readBody, 10_000));
    expect(await now([...large, ...small])).toEqual(['given up', 'reading', 'reading', 'reading', 'reading']);
    for (const { stream } of small) stream.end('x'.repeat(10_000));
    expect(await now(small)).toEqual(small.map(() => 'x'.repeat(10_000)));

    // A thousand that are as small, and stall: the newest are read.
    const stalled = Array.from({ length: 1_000 }, () => aRequest(readBody, 10_000));
    const late = aRequest(readBody, 10_000);
    late.stream.end('z'.repeat(10_000));
    expect(await late.body).toBe('z'.repeat(10_000));
    expect((await now(stalled)).filter((body) => body === 'reading').length).toBeLessThanOrEqual(10);
  });

  it('a large body is refused while other large ones are coming in, and read as soon as one of them stalls', async () => {
    const readBody = createReadBody(1_000_000);
    const large = Array.from({ length: 1_000 }, () => aRequest(readBody, 250_000));
    expect((await now(large)).map((body) => body === 'reading').lastIndexOf(true)).toBe(3);
    vi.advanceTimersByTime(500);
    const genuine = aRequest(readBody, 250_000);
    genuine.stream.end('x'.repeat(250_000));
    expect(await genuine.body).toHaveLength(250_000);
    expect((await now(large)).filter((body) => body === 'reading')).toHaveLength(3);
  });
});
