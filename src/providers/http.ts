import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, type Dispatcher } from 'undici';
import { defined } from '../domain/defined.ts';
import type { Quotas } from '../domain/quota.ts';
import type { Log } from '../log.ts';
import { createRateLimiter, type LimitedRequest } from './rate-limiter.ts';

/** Where requests go out. Passed in, so that a test can hold, cut or count them. */
export type { Dispatcher } from 'undici';

/** A key that is undefined is not sent. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type HttpRequest = LimitedRequest & {
  /** What the request does, whatever its method: a read may be sent again, a write is sent exactly once. */
  readonly kind: 'read' | 'write';
  readonly method: string;
  readonly query?: Query | undefined;
  /** Sent as JSON, with any method: some providers want a body with DELETE. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** The word before the key; `Bearer` by default. */
  readonly scheme?: 'Bearer' | 'token';
  /** Of request and response; `application/json` by default. */
  readonly mediaType?: string;
  /** The response header that identifies the request to the provider's support; logged. */
  readonly traceHeader?: string;
};

export type HttpBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  /** Not JSON, or too large to be an answer of a provider. */
  | { readonly kind: 'other' };

export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: HttpBody;
    }
  /** Over a quota: blocked and not sent, or answered with 429. Nothing was done; `retryAt` in epoch ms. */
  | { readonly kind: 'busy'; readonly retryAt: number }
  /** Certainly nothing was done: there was no connection. */
  | { readonly kind: 'not-sent' }
  /** Nobody knows what was done: time-out, reset, cut off. */
  | { readonly kind: 'unknown' };

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** Milliseconds; `readMs` and `writeMs` bound one try as a whole, the body included. */
export type HttpTiming = {
  readonly readMs: number;
  readonly writeMs: number;
  readonly backoffMs: number;
  /** The signal that ends a try after so many ms. A test that knows that no answer comes ends it at once. */
  readonly timeout: (ms: number) => AbortSignal;
};

const defaultTiming: HttpTiming = {
  readMs: 10_000,
  writeMs: 8_000,
  backoffMs: 200,
  timeout: (ms) => AbortSignal.timeout(ms),
};

const CONNECT_MS = 5_000;
const READ_TRIES = 3;
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * The dispatcher the product runs with. HTTP/2 stays off: over HTTP/1.1 undici never sends a request a second time on
 * its own, and a write must be sent exactly once.
 */
export function createDispatcher(options: { readonly connectMs?: number } = {}): Dispatcher {
  return new Agent({ allowH2: false, connect: { timeout: options.connectMs ?? CONNECT_MS } });
}

/**
 * Makes `send`: one request out, one answer back. A network error is an answer too, and never thrown. Reads are tried up to two more
 * times without a usable answer (not after a 429: that would extend the block). A request over a quota is not sent; `now` in epoch ms.
 */
export function createHttp(deps: {
  readonly dispatcher: Dispatcher;
  readonly log: Log;
  readonly now: () => number;
  readonly quotas: Quotas;
  readonly timing?: Partial<HttpTiming>;
  readonly onStatus?: (provider: string, status: number) => void;
}): Send {
  const timing = { ...defaultTiming, ...deps.timing };
  const rateLimiter = createRateLimiter(deps);
  return async (request) => {
    for (let tries = 1; ; tries++) {
      const blockedUntil = await rateLimiter.acquire(request);
      if (blockedUntil !== undefined) return { kind: 'busy', retryAt: blockedUntil };
      const { retryAfter, ...answer } = await sendOnce(deps.dispatcher, deps.log, timing, request);
      if (answer.kind === 'answered') deps.onStatus?.(request.label.split(' ')[0] ?? '', answer.status);
      if (answer.kind === 'answered' && answer.status === 429) {
        return { kind: 'busy', retryAt: await rateLimiter.block(request, retryAfter) };
      }
      if (request.kind === 'write' || tries === READ_TRIES || !isWorthAnotherTry(answer)) return answer;
      await wait(timing.backoffMs * 2 ** (tries - 1) * (0.5 + Math.random()));
    }
  };
}

type Sent = Exclude<HttpAnswer, { kind: 'busy' }> & { readonly retryAfter?: string | undefined };

function isWorthAnotherTry(answer: HttpAnswer): boolean {
  return answer.kind !== 'answered' || [502, 503, 504].includes(answer.status);
}

async function sendOnce(dispatcher: Dispatcher, log: Log, timing: HttpTiming, request: HttpRequest): Promise<Sent> {
  const startedAt = performance.now();
  const mediaType = request.mediaType ?? 'application/json';
  const facts = () => ({ request: request.label, tookMs: Math.round(performance.now() - startedAt) });
  try {
    const url = new URL(request.url);
    const query = new URLSearchParams(
      Object.entries(defined(request.query ?? {})).map(([key, value]) => [key, String(value)]),
    );
    const response = await dispatcher.request({
      origin: url.origin,
      path: query.size === 0 ? url.pathname : `${url.pathname}?${query}`,
      method: request.method,
      headers: {
        ...(request.bearer === '' ? {} : { authorization: `${request.scheme ?? 'Bearer'} ${request.bearer}` }),
        accept: mediaType,
        ...defined({ 'content-type': request.body && mediaType }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: timing.timeout(request.kind === 'read' ? timing.readMs : timing.writeMs),
    });
    const retryAfter = response.headers['retry-after'];
    const body = await readBody(response.body);
    const trace = traceOf(response.headers, request.traceHeader);
    log.debug({ ...facts(), status: response.statusCode, ...trace }, 'provider answered');
    return {
      kind: 'answered',
      status: response.statusCode,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      body,
    };
  } catch (error) {
    // The error itself stays out of the log: only its code is known to hold nothing of the request.
    const cause = causeOf(error);
    const kind = cause.beforeSending ? 'not-sent' : 'unknown';
    log.warn({ ...facts(), outcome: kind, cause: cause.code }, 'provider gave no answer');
    return { kind };
  }
}

/** Only what looks like an id: a header may hold anything, and what a server echoes may be a secret. */
function traceOf(headers: Readonly<Record<string, unknown>>, name: string | undefined): { trace?: string } {
  const trace = name === undefined ? undefined : headers[name];
  return typeof trace === 'string' && /^[\da-f-]{8,64}$/i.test(trace) ? { trace } : {};
}

async function readBody(chunks: AsyncIterable<Uint8Array>): Promise<HttpBody> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks) {
    size += part.byteLength;
    if (size > MAX_BODY_BYTES) return { kind: 'other' };
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8').trim();
  if (text === '') return { kind: 'empty' };
  try {
    return { kind: 'json', value: text.includes('\\u0000') ? JSON.parse(text, withoutNul) : JSON.parse(text) };
  } catch {
    return { kind: 'other' };
  }
}

// PostgreSQL keeps no NUL: one in the name of an invite would stop every run that meets it.
function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

// Only errors that are known to happen before a byte of the request is sent; after any other the outcome is unknown.
const beforeSending = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_CLOSED',
  'UND_ERR_INVALID_ARG',
]);
const certificateFault = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

function causeOf(error: unknown): { code: string; beforeSending: boolean } {
  if (!(error instanceof Error)) return { code: 'not an error', beforeSending: false };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  // A host with several addresses: one error for each that was tried.
  if (error instanceof AggregateError) {
    return {
      code,
      beforeSending: error.errors.length > 0 && error.errors.every((each) => causeOf(each).beforeSending),
    };
  }
  const connecting = 'syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo');
  return { code, beforeSending: connecting || beforeSending.has(code) || certificateFault.test(code) };
}
