/** What the verified body of a request says, parsed; undefined where it is no JSON. */
export function parseBody(contentType: string | undefined, body: Buffer): unknown {
  const text = body.toString('utf8');
  if (contentType?.startsWith('application/x-www-form-urlencoded') !== true) return parseJson(text);
  const fields: Record<string, string> = Object.fromEntries(new URLSearchParams(text));
  // Interactive payloads are JSON in a form; the fields of a command are the form itself.
  return fields.payload === undefined ? fields : parseJson(fields.payload);
}

/** undefined for what is no JSON, and for what is nested so deep that the parser gives up. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What Slack is answered when it only looks whether somebody is there (a check of the certificate, the challenge for a new URL), or
 * says that it holds events back; undefined for everything that somebody did.
 */
export function greetingAnswer(parsed: unknown): object | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  if ('ssl_check' in parsed && parsed.ssl_check === '1') return {};
  const type = 'type' in parsed ? parsed.type : undefined;
  if (type === 'app_rate_limited') return {};
  if (type !== 'url_verification' || !('challenge' in parsed)) return undefined;
  return typeof parsed.challenge === 'string' ? { challenge: parsed.challenge } : undefined;
}
