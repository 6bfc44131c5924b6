import pino from 'pino';

/** What each part of the bot gets of the log. Every call takes `(facts, message)`, `(error, message)` or `(message)`. */
export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const REDACTED = '[redacted]';

/** Keys whose value is never written, compared in lower case without `_` and `-`: secrets, and data about people. */
const privateKey =
  /(token|secret|password|passphrase|apikey|cookie|signature|credentials|email)s?$|^(proxy)?authorization$|^(responseurls?|triggerid|interactivitypointer|link|joinurl|inviteurl|accesslink|privatemetadata|databaseurl)$/;

/** Secrets and addresses recognized by their shape, anywhere in a text. */
const privateShapes = [
  /\b(?:xox[a-z]|xapp)-[\w-]+/g,
  /\btapi_[\w.+/=%-]+/g,
  /\b(?:Bearer|Basic|token) (?=\S*\d)[\w.~+/=%-]{8,}/gi,
  /(?<=[?&](?:token|ticket|key|api_?key|secret|signature|password)=)[^&\s"'\\]+/gi,
  /https:\/\/hooks\.slack\.com\/[^\s"'\\]+/g,
  /(?<=:\/\/)[^\s"'\\/@]+(?=@)/g,
  /[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi,
];

/**
 * Makes the log: one JSON line per entry. `secrets` are values (tokens, keys) that must not appear in any line; values
 * shorter than 6 characters are ignored: they are not secrets and would blank ordinary words. `destination` is
 * where lines go, standard output by default.
 *
 * Three layers, since each misses something: values under private keys at any depth (pino's own `redact` needs the exact depth and
 * skips errors), then in the finished line the configured secrets, and texts that look like a secret.
 */
export function createLog(options: {
  level: LogLevel;
  secrets: readonly string[];
  destination?: pino.DestinationStream;
}): Log {
  const known = options.secrets.filter((secret) => secret.length >= 6).flatMap(spellings);
  // The longest first, so that a secret that starts with another one leaves no tail.
  known.sort((a, b) => b.length - a.length);
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: (already: unknown) => already },
    hooks: {
      logMethod(args, method) {
        const [first, ...rest] = args.map((arg: unknown) => readable(arg, []));
        const error = args[0] instanceof Error ? args[0] : undefined;
        Reflect.apply(
          method,
          this,
          error === undefined ? [first, ...rest] : [{ err: first }, ...(rest.length > 0 ? rest : [error.message])],
        );
      },
      streamWrite(line) {
        // Whole secrets first: a shape may end inside one, and the rest of it would not be recognized.
        const clean = known.reduce((text, secret) => text.replaceAll(secret, REDACTED), line);
        return privateShapes.reduce((text, shape) => text.replace(shape, REDACTED), clean);
      },
    },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** A secret as it may appear in a line: as it is, inside JSON, inside a URL, in base64 (HTTP Basic). */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [...new Set([secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret), form, base64])];
}

/** A copy that JSON can hold, errors and their causes included, with private keys blanked. `above`: the objects that contain it. */
function readable(value: unknown, above: readonly unknown[]): unknown {
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return '[circular]';
  if (above.length >= 12) return '[too deep]';
  const way = [...above, value];
  if (value instanceof URL) return value.href;
  if (value instanceof Date) return Number.isNaN(value.valueOf()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, (item) => readable(item, way));
  const entries = value instanceof Map || value instanceof Headers ? [...value] : ownEntries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [
      String(key),
      isPrivate(String(key)) && item !== undefined && item !== null && typeof item !== 'boolean'
        ? REDACTED
        : readable(item, way),
    ]),
  );
}

function isPrivate(key: string): boolean {
  return privateKey.test(key.toLowerCase().replace(/[_-]/g, ''));
}

/** Includes the non-enumerable properties of an error. A getter that throws must not break the log. */
function ownEntries(value: object): [string, unknown][] {
  const names = Object.keys(value);
  const hidden = value instanceof Error ? ['name', 'message', 'stack', 'cause', 'errors'] : [];
  return [...new Set([...hidden.filter((name) => name in value), ...names])].map((name) => {
    try {
      return [name, Reflect.get(value, name)];
    } catch {
      return [name, '[unreadable]'];
    }
  });
}
