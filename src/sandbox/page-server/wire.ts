import type { PageExchange } from '../page/page-state.types.ts';
import type { ReceivedRequest } from '../provider-server.types.ts';
import { asText, isJson } from '../slack/json.ts';
import type { ApiCall, Delivery } from '../slack/slack-server.types.ts';
import type { Servers } from './systems.ts';

/** The page shows this many, newest last. */
const SHOWN = 60;

/** What crossed the wire, with its payloads. */
export type Exchange = PageExchange & { readonly sent: unknown; readonly answer: unknown };

/** The latest requests between the bot and everything around it, oldest first. */
export function exchangesOf({ slack, ...servers }: Servers): readonly Exchange[] {
  const providers = (['parsec', 'snyk', 'truvera', 'intercode'] as const).flatMap((name) =>
    latest(servers[name]?.requests ?? []).map(([index, request]) => ofRequest(name, index, request)),
  );
  const calls = latest(slack.calls).map(([index, call]) => ofCall(index, call));
  const deliveries = latest(slack.deliveries).map(([index, delivery]) => ofDelivery(index, delivery));
  return [...providers, ...calls, ...deliveries].toSorted((a, b) => a.at - b.at).slice(-SHOWN);
}

/** One of them by its id, with secrets hidden. Undefined when it is no longer kept. */
export function exchangeCalled(servers: Servers, id: string): Exchange | undefined {
  const found = exchangesOf(servers).find((one) => one.id === id);
  if (found === undefined) return undefined;
  const hide = hider(servers);
  return { ...found, path: String(hide(found.path)), sent: hide(found.sent), answer: hide(found.answer) };
}

/** The last ones with their place in the list, which names them for good. */
function latest<Item>(items: readonly Item[]): readonly (readonly [number, Item])[] {
  const from = Math.max(items.length - SHOWN, 0);
  return items.slice(from).map((item, index) => [from + index, item] as const);
}

const labels = { parsec: 'Parsec', snyk: 'Snyk', truvera: 'Truvera', intercode: 'Intercode' } as const;

function ofRequest(name: keyof typeof labels, index: number, request: ReceivedRequest): Exchange {
  const { at, ms, method, path, query, body, status, answer } = request;
  const search = Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`;
  return {
    id: `${name}-${index}`,
    at,
    ms,
    with: labels[name],
    from: 'bot',
    method,
    path: path + search,
    status: String(status),
    failed: typeof status !== 'number' || status >= 400,
    sent: body,
    answer,
  };
}

function ofCall(index: number, { at, ms, method, args, answer, status }: ApiCall): Exchange {
  const error = asText(answer.error);
  return {
    id: `call-${index}`,
    at,
    ms,
    with: 'Slack',
    from: 'bot',
    method: 'POST',
    path: method,
    status: status === 0 ? 'no answer' : (error ?? String(status)),
    failed: status !== 200 || error !== undefined,
    sent: args,
    answer,
  };
}

function ofDelivery(index: number, { at, ms, type, payload, outcome, ack }: Delivery): Exchange {
  const event = isJson(payload.event) ? payload.event.type : undefined;
  const about = asText(event) ?? asText(payload.command) ?? asText(payload.type) ?? '';
  return {
    id: `delivery-${index}`,
    at,
    ms,
    with: 'Slack',
    from: 'Slack',
    method: type,
    path: about,
    status: outcome,
    failed: outcome !== 'acked' && outcome !== 'waiting',
    sent: payload,
    answer: ack,
  };
}

/** Their values let somebody act, whatever they are. */
const secretKeys: ReadonlySet<string> = new Set([
  'token',
  'trigger_id',
  'response_url',
  'upload_url',
  'url_private',
  'link',
  'guest_link',
]);

const HIDDEN = '•••';

/** Hides every key and token of the sandbox wherever it is written, and what stands under a key that is secret. */
function hider({ slack, parsec, snyk, truvera, intercode }: Servers): (value: unknown) => unknown {
  const secrets = [
    slack.botToken,
    slack.appToken,
    slack.signingSecret,
    parsec?.apiKey,
    snyk?.token,
    truvera?.apiKey,
    intercode?.token,
  ].filter((one) => one !== undefined);
  const hide = (value: unknown): unknown => {
    if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), value);
    if (Array.isArray(value)) return value.map(hide);
    if (!isJson(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, secretKeys.has(key) && one !== '' ? HIDDEN : hide(one)]),
    );
  };
  return hide;
}
