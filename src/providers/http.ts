import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, type Dispatcher } from 'undici';
import type { ProviderQuotaName, Quotas } from '../domain/quota.ts';
import type { Log } from '../log.ts';
import { createQuotaGate } from './quota-gate.ts';

/** Where requests go out. Comes from outside, so that a test can hold, cut or count them. */
export type { Dispatcher } from 'undici';

export type HttpRequest = {
  /** Who asks what, the provider first, e.g. `parsec Get Team Members`: for the log, and for quotas that count by route. */
  readonly label: string;
  /** What the provider's documents say about how often; without one only a 429 holds back. */
  readonly quota?: ProviderQuotaName | undefined;
  /** One of many of its kind: it leaves a part of the quota to others. */
  readonly inMasses?: boolean;
  /** What the request does, whatever its method: a read may be sent again, a write is sent exactly once. */
  readonly kind: 'read' | 'write';
  readonly method: string;
  /** Without a query. */
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Sent as JSON, with any method: some providers want a body with DELETE. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly bearer: string;
  /** The word before the key; `Bearer` unless told. */
  readonly scheme?: 'Bearer' | 'token';
  /** Of what is sent and what is wanted; `application/json` unless told. */
  readonly mediaType?: string;
  /** The header by which an answer names its request to the provider's own people; goes into the log. */
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
  /** Over a quota: held back and not sent, or answered with 429. Nothing was done; `retryAt` in epoch ms. */
  | { readonly kind: 'busy'; readonly retryAt: number }
  /** Certainly nothing was done: no connection came about. */
  | { readonly kind: 'not-sent' }
  /** Nobody knows what was done: time-out, reset, cut off. */
  | { readonly kind: 'unknown' };

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** Milliseconds; `readMs` and `writeMs` bound one try as a whole, the body included. */
export type HttpTiming = { readonly readMs: number; readonly writeMs: number; readonly backoffMs: number };

const defaultTiming: HttpTiming = { readMs: 10_000, writeMs: 8_000, backoffMs: 200 };

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
 * Makes `send`: one request out, one answer back. Trouble with the network is an answer too, never a throw. Reads get up
 * to two more tries when no usable answer came (not on 429: that would prolong the block). What would exceed a quota is not
 * sent, whoever asks; `now` in epoch ms.
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
  const gate = createQuotaGate(deps);
  return async (request) => {
    for (let tries = 1; ; tries++) {
      const heldUntil = await gate.enter(request);
      if (heldUntil !== undefined) return { kind: 'busy', retryAt: heldUntil };
      const { retryAfter, ...answer } = await sendOnce(deps.dispatcher, deps.log, timing, request);
      if (answer.kind === 'answered') deps.onStatus?.(request.label.split(' ')[0] ?? '', answer.status);
      if (answer.kind === 'answered' && answer.status === 429) {
        return { kind: 'busy', retryAt: await gate.shut(request, retryAfter) };
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
    const query = new URLSearchParams(Object.entries(request.query ?? {}).map(([key, value]) => [key, String(value)]));
    const response = await dispatcher.request({
      origin: url.origin,
      path: query.size === 0 ? url.pathname : `${url.pathname}?${query}`,
      method: request.method,
      headers: {
        authorization: `${request.scheme ?? 'Bearer'} ${request.bearer}`,
        accept: mediaType,
        ...(request.body === undefined ? {} : { 'content-type': mediaType }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: AbortSignal.timeout(request.kind === 'read' ? timing.readMs : timing.writeMs),
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

// Only errors that are known to come up before a byte of the request went out; everything else is in doubt.
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
