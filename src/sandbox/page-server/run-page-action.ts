import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { parseJson } from '../read-body.ts';
import { pageActions } from './page-actions.ts';
import { canAct } from './page-state.ts';
import type { World } from './world.ts';

/** Larger than any form. */
const MAX_BYTES = 200_000;

const Body = z.looseObject({ as: z.string() });

/** Runs the action posted to `/api/NAME`. 400: it is malformed; 409: it is not possible now (Slack's app would not offer it). */
export async function runPageAction(
  world: World,
  name: string,
  request: IncomingMessage,
): Promise<{ status: number; body: object }> {
  const action = Object.hasOwn(pageActions, name) ? pageActions[name] : undefined;
  if (action === undefined) return { status: 404, body: { error: `Unknown action: ${name}` } };
  const body = Body.safeParse(await readJson(request));
  if (!body.success) return { status: 400, body: { error: z.prettifyError(body.error) } };
  const person = world.slack.people.find((one) => one.id === body.data.as);
  if (person === undefined || !canAct(person)) return { status: 409, body: { error: 'This person cannot act.' } };
  try {
    return { status: 200, body: { result: await action(world, person.id, body.data) } };
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    // The Slack server throws for what Slack's app does not allow, such as a button that is gone.
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
  return parseJson(Buffer.concat(parts).toString('utf8'));
}
