/** What became of a gesture. `unreachable`: the sandbox did not answer, nothing is known. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable' };

/** Sends one gesture, such as `command` or `submit`, to the sandbox. Settles when Slack would be done with it. */
export async function send(gesture: string, body: object): Promise<Outcome> {
  try {
    const response = await fetch(`/api/${gesture}`, {
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
