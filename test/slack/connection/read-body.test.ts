import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
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

it('reads what was announced, in however many pieces, and nothing at all', async () => {
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

it('gives up a body that ends too soon, or whose connection closes', async () => {
  const readBody = createReadBody(100_000);
  const short = aRequest(readBody, 10);
  short.stream.end('12345');
  expect(await short.body).toBe('given up');
  const cut = aRequest(readBody, 10);
  cut.stream.write('12345');
  cut.stream.destroy(new Error('gone'));
  expect(await cut.body).toBe('given up');
});

it('gives up the largest where there is no more room, and never a small one for it', async () => {
  const readBody = createReadBody(100_000);
  const small = aRequest(readBody, 10_000);
  small.stream.write('x'.repeat(3_000));
  const large = Array.from({ length: 5 }, () => aRequest(readBody, 50_000));
  for (const { stream } of large) stream.write('y'.repeat(40_000));
  const given = await Promise.all(large.slice(0, 3).map(({ body }) => Promise.race([body, turn('reading')])));
  expect(given).toEqual(['given up', 'given up', 'given up']);

  // What is given up makes room at once, and those that stayed are read to their end.
  const late = aRequest(readBody, 4_000);
  late.stream.end('z'.repeat(4_000));
  expect(await late.body).toBe('z'.repeat(4_000));
  small.stream.end('x'.repeat(7_000));
  expect(await small.body).toBe('x'.repeat(10_000));
});

it('holds nothing for a body of which nothing has come, however large it is announced to be', async () => {
  const readBody = createReadBody(100_000);
  const announced = Array.from({ length: 1_000 }, () => aRequest(readBody, 1_048_576));
  const { stream, body } = aRequest(readBody, 90_000);
  stream.end('x'.repeat(90_000));
  expect(await body).toHaveLength(90_000);
  const any = await Promise.race([...announced.map((each) => each.body), turn('all are waited for')]);
  expect(any).toBe('all are waited for');
});
