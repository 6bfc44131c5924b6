import type { EmulatedTrouble } from '../../src/sandbox/provider-server.types.ts';
import type { SlackTrouble } from '../../src/sandbox/slack/slack-server.types.ts';
import type { World } from '../support/world.ts';
import type { Random } from './random.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const slackMethods = [
  ...Array.from({ length: 5 }, () => 'chat.postMessage'),
  ...Array.from({ length: 3 }, () => 'chat.update'),
  'conversations.replies',
  'conversations.history',
  'views.open',
  'views.update',
  'users.info',
  'auth.test',
  'apps.connections.open',
] as const;

const parsecOperations = [
  ...Array.from({ length: 5 }, () => 'Create Guest Access Invite'),
  ...Array.from({ length: 3 }, () => 'Update Guest Access Invite'),
  ...Array.from({ length: 3 }, () => 'Cancel Guest Access Invite'),
  ...Array.from({ length: 2 }, () => 'Get Guest Access Invites'),
  ...Array.from({ length: 2 }, () => 'Get Guest Access Invite'),
  'Kick Guest Access Guest',
  'Get Team Machines',
  'Get Guest Access Invite Credits',
] as const;

const slackKinds: readonly ((random: Random) => SlackTrouble['then'])[] = [
  () => ({ cutAfter: true }),
  () => ({ cutAfter: true }),
  () => ({ cutBefore: true }),
  (random) => ({ rateLimited: { retryAfterSeconds: random.between(1, 30) } }),
  () => ({ rateLimited: { retryAfterSeconds: undefined } }),
  (random) => ({ status: random.pick([500, 502, 503]) }),
  (random) => ({ error: random.pick(['internal_error', 'fatal_error', 'service_unavailable']) }),
  () => ({ hang: true }),
];

const parsecKinds: readonly ((random: Random) => EmulatedTrouble['then'])[] = [
  () => ({ cut: 'after' }),
  () => ({ cut: 'after' }),
  () => ({ cut: 'before' }),
  () => ({ hang: 'after' }),
  () => ({ hang: 'before' }),
  (random) => ({ status: 429, body: { message: 'slow down' }, headers: { 'retry-after': `${random.between(1, 90)}` } }),
  () => ({ status: 429, body: { message: 'slow down' } }),
  (random) => ({ status: random.pick([500, 502, 503]), body: { message: 'trouble' } }),
  () => ({ raw: '<html>bad gateway</html>', status: 502, contentType: 'text/html' }),
];

/** Scripts trouble for the next calls, at Slack's server and at Parsec's. */
export function drawTrouble(world: World, random: Random): void {
  for (let n = random.between(0, 2); n > 0; n--) {
    const then = random.pick(slackKinds)(random);
    world.slack.trouble({ method: random.pick(slackMethods), times: random.pick([1, 1, 1, 2, 3]), then });
  }
  for (let n = random.between(0, 2); n > 0; n--) {
    const then = random.pick(parsecKinds)(random);
    world.parsec.trouble({ operation: random.pick(parsecOperations), times: random.pick([1, 1, 1, 2, 3]), then });
  }
}

const lateMethods = ['chat.postMessage', 'chat.postMessage', 'chat.postMessage', 'chat.update'] as const;
const lateOperations = [
  ...Array.from({ length: 4 }, () => 'Create Guest Access Invite'),
  ...Array.from({ length: 2 }, () => 'Update Guest Access Invite'),
  'Cancel Guest Access Invite',
  'Kick Guest Access Guest',
] as const;

/** How often what is asked of a server comes late. `always`: to find in a few scenarios what goes wrong with it. */
export type Lateness = 'now and then' | 'always';

/** Scripts that the next call is not answered, and done when the bot has stopped waiting for it. */
export function drawLateEffect(world: World, random: Random, lateness: Lateness): void {
  const late = (afterMs: number) => ({ late: random.pick(['cut', 'hang'] as const), afterMs });
  if (lateness === 'always') {
    // After the search for it was given up, and it was sent again.
    const after = () => random.between(31, 110) * SECOND;
    world.slack.trouble({ method: 'chat.postMessage', then: late(after()) });
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: late(after()) });
    return;
  }
  const after = () => random.pick([random.between(5, 25), random.between(31, 120), random.between(120, 600)]) * SECOND;
  if (random.chance(0.15)) world.slack.trouble({ method: random.pick(lateMethods), then: late(after()) });
  if (random.chance(0.2)) world.parsec.trouble({ operation: random.pick(lateOperations), then: late(after()) });
}

const refusable = ['Cancel Guest Access Invite', 'Update Guest Access Invite', 'Kick Guest Access Guest'] as const;
export type Refusable = (typeof refusable)[number];

/** Parsec refuses the next one of these: an answer, not an accident. */
export function drawRefusal(world: World, random: Random): void {
  world.parsec.trouble({ operation: random.pick(refusable), then: { status: 403, body: { message: 'not allowed' } } });
}

/** How far the clock jumps, ms: mostly forwards, over starts, warnings and ends; now and then back. */
export function drawJump(random: Random): number {
  const size = random.pick([
    () => random.between(1, 60) * SECOND,
    () => random.between(1, 60) * MINUTE,
    () => random.between(1, 4) * 60 * MINUTE,
  ])();
  return random.chance(0.35) ? -Math.min(size, 60 * MINUTE) : size;
}

/** Troubles that came to pass, by kind. */
export function countInjected(world: World): Record<string, number> {
  const injected: Record<string, number> = {};
  const count = (kind: string) => {
    injected[kind] = (injected[kind] ?? 0) + 1;
  };
  for (const { status, answer } of world.slack.calls) {
    if (status === 0 && answer.late === true) count('Slack: late');
    else if (status === 0) count('ok' in answer ? 'Slack: done and cut' : 'Slack: cut or hung before');
    else if (status === 429) count('Slack: 429');
    else if (status >= 500) count('Slack: 5xx');
    else if (/^(internal_error|fatal_error|service_unavailable)$/.test(String(answer.error)))
      count('Slack: its own error');
  }
  for (const { status } of world.parsec.requests) {
    if (status === 'cut') count('Parsec: cut');
    else if (status === 'hung') count('Parsec: hung');
    else if (status === 'late') count('Parsec: late');
    else if (status === 401) count('Parsec: key refused');
    else if (status === 429) count('Parsec: 429');
    else if (status === 403) count('Parsec: refused');
    else if (status >= 500) count('Parsec: 5xx');
  }
  return injected;
}
