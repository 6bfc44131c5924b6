import { fetch as undiciFetch } from 'undici';
import { defined } from '../domain/defined.ts';
import type { Dispatcher } from './http.ts';

type Init = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer> | FormData;
  redirect?: 'error' | 'follow' | 'manual';
  signal?: AbortSignal;
};

/** A fetch whose requests go out through `dispatcher`, for Slack's client: all HTTP requests leave through one dispatcher. */
export function createFetch(dispatcher: Dispatcher) {
  return (url: string | URL, init: Init = {}) => {
    // Node's own FormData is not undici's; Slack's client uses one for file uploads only, of which there are none.
    const { body, ...rest } = init;
    if (body instanceof FormData) throw new TypeError('no forms are sent to Slack');
    return undiciFetch(url, { ...rest, ...defined({ body }), dispatcher });
  };
}
