import { z } from 'zod';
import type { System } from './systems.ts';
import type { World } from './world.ts';

/** What a person does, in the words the page posts. Answers the result that the page is told. */
type Gesture = (world: World, person: string, body: unknown) => unknown;

const Target = z.object({ blockId: z.string(), actionId: z.string() });
const MessagePlace = z.object({ channel: z.string(), ts: z.string() });
const Place = z.union([MessagePlace, z.object({ viewId: z.string() })]);

function gesture<Shape extends z.ZodObject>(
  shape: Shape,
  run: (world: World, person: string, read: z.infer<Shape>) => unknown,
): Gesture {
  return (world, person, body) => run(world, person, shape.parse(body));
}

const slackGestures: Readonly<Record<string, Gesture>> = {
  command: gesture(z.object({ channel: z.string(), text: z.string() }), ({ slack }, person, { channel, text }) =>
    slack.as(person).command(channel, text),
  ),
  say: gesture(
    z.object({ channel: z.string(), text: z.string().min(1), threadTs: z.string().optional() }),
    ({ slack }, person, { channel, text, threadTs }) => slack.as(person).say(channel, text, threadTs).ts,
  ),
  shortcut: gesture(z.object({ callbackId: z.string() }), ({ slack }, person, { callbackId }) =>
    slack.as(person).shortcut(callbackId),
  ),
  messageShortcut: gesture(
    z.object({ callbackId: z.string(), message: MessagePlace }),
    ({ slack }, person, { callbackId, message }) => slack.as(person).messageShortcut(callbackId, message),
  ),
  act: gesture(
    z.object({ place: Place, target: Target, value: z.unknown().optional() }),
    ({ slack }, person, { place, target, value }) => slack.as(person).act(place, target, value),
  ),
  search: gesture(
    z.object({ place: Place, target: Target, text: z.string() }),
    ({ slack }, person, { place, target, text }) => slack.as(person).search(place, target, text),
  ),
  fill: gesture(
    z.object({ viewId: z.string(), target: Target, value: z.unknown().optional() }),
    ({ slack }, person, { viewId, target, value }) => slack.as(person).fill(viewId, target, value),
  ),
  submit: gesture(z.object({ viewId: z.string() }), ({ slack }, person, { viewId }) => slack.as(person).submit(viewId)),
  close: gesture(
    z.object({ viewId: z.string(), all: z.boolean().default(false) }),
    ({ slack }, person, { viewId, all }) => slack.as(person).close(viewId, all),
  ),
};

const worldGestures: Readonly<Record<string, Gesture>> = {
  clock: gesture(z.object({ advanceMs: z.number().int().positive() }), ({ clock }, _person, { advanceMs }) =>
    clock.advance(advanceMs),
  ),
  mood: gesture(
    z.object({ system: z.string(), mood: z.enum(['fine', 'down', 'slow', 'cut', 'late', 'refused']) }),
    (world, _person, { system, mood }) => systemCalled(world, system).mood.set(mood),
  ),
  join: gesture(z.object({ system: z.string(), id: z.string() }), (world, _person, { system, id }) =>
    systemCalled(world, system).join(id),
  ),
  memberCancel: gesture(z.object({ system: z.string(), id: z.string() }), (world, _person, { system, id }) =>
    systemCalled(world, system).cancel(id),
  ),
  guest: gesture(z.object({ inviteId: z.string(), here: z.boolean() }), ({ parsec }, _person, { inviteId, here }) =>
    here ? parsec.guestConnects(inviteId) : parsec.guestLeaves(inviteId),
  ),
  dashboardCancel: gesture(z.object({ inviteId: z.string() }), ({ parsec }, _person, { inviteId }) =>
    parsec.dashboard.cancelInvite(inviteId),
  ),
  dashboardProlong: gesture(
    z.object({ inviteId: z.string(), expiresAt: z.iso.datetime() }),
    ({ parsec }, _person, ask) => parsec.dashboard.changeInvite(ask.inviteId, { expires_at: ask.expiresAt }),
  ),
  dashboardInvite: gesture(
    z.object({ email: z.email(), hostPeerId: z.string() }),
    ({ parsec }, _person, { email, hostPeerId }) =>
      parsec.dashboard.createInvite({ guest_email: email, host_peer_id: hostPeerId }).id,
  ),
};

function systemCalled({ systems }: World, name: string): System {
  const found = systems.find((system) => system.name === name);
  if (found === undefined) throw new Error(`there is no system ${name} here`);
  return found;
}

export const gestures: Readonly<Record<string, Gesture>> = { ...slackGestures, ...worldGestures };
