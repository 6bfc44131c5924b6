import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { gestures } from './gestures.ts';
import { canAct } from './page-state.ts';
import type { World } from './world.ts';

/** Larger than any form a person fills in. */
const MAX_BYTES = 200_000;

const Body = z.looseObject({ as: z.string() });

/** Does the gesture that was posted to `/api/NAME`. 400: it is malformed; 409: nobody could do that now (Slack's app would not offer it). */
export async function answerGesture(
  world: World,
  name: string,
  request: IncomingMessage,
): Promise<{ status: number; body: object }> {
  const gesture = Object.hasOwn(gestures, name) ? gestures[name] : undefined;
  if (gesture === undefined) return { status: 404, body: { error: `there is no gesture ${name}` } };
  const body = Body.safeParse(await readJson(request));
  if (!body.success) return { status: 400, body: { error: z.prettifyError(body.error) } };
  const person = world.slack.people.find((one) => one.id === body.data.as);
  if (person === undefined || !canAct(person)) return { status: 409, body: { error: 'nobody like that is here' } };
  try {
    return { status: 200, body: { result: await gesture(world, person.id, body.data) } };
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    // The sandbox's Slack throws for what Slack's own app would not let a person do, such as a button that is gone.
    return { status: 409, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!request.headers['content-type']?.startsWith('application/json')) return undefined;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > MAX_BYTES) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
}
