/** The result of an action. `unreachable`: no response, so the result is unknown. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable' };

/** Sends one action, such as `command` or `submit`, to the sandbox. Settles when Slack would have finished it. */
export async function send(action: string, body: object): Promise<Outcome> {
  try {
    const response = await fetch(`/api/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: { result?: unknown; error?: string } = await response.json();
    if (!response.ok) return { kind: 'refused', why: answer.error ?? `status ${response.status}` };
    return { kind: 'done', result: answer.result };
  } catch {
    return { kind: 'unreachable' };
  }
}
