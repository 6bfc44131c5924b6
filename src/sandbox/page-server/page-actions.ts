import { z } from 'zod';
import type { ParsecEmulator } from '../parsec/parsec-emulator.types.ts';
import type { UserActions } from '../slack/slack-server.types.ts';
import type { System } from './systems.ts';
import { exchangeCalled } from './wire.ts';
import type { World } from './world.ts';

/** Runs what a person does on the page. The page gets the result. */
type PageAction = (world: World, person: string, body: unknown) => unknown;

const text = z.string();
const value = z.unknown().optional();
const Target = z.object({ blockId: text, actionId: text });
const MessagePlace = z.object({ channel: text, ts: text });
const Place = z.union([MessagePlace, z.object({ viewId: text })]);
const Read = z.object({ channel: text, threadTs: text.optional(), ts: text.regex(/^\d+\.\d+$/) });
const faultMode = z.enum(['fine', 'down', 'slow', 'busy', 'cut', 'late', 'refused']);
const slackFaultMode = z.enum(['fine', 'down', 'slow', 'busy', 'cut']);

/** `user`: what the person can do in Slack. */
function action<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (ask: z.infer<z.ZodObject<Shape>>, world: World & { readonly user: UserActions }) => unknown,
): PageAction {
  const schema = z.object(shape);
  return (world, person, body) => run(schema.parse(body), { ...world, user: world.slack.as(person) });
}

const slackActions: Readonly<Record<string, PageAction>> = {
  command: action({ channel: text, text }, (ask, { user }) => user.command(ask.channel, ask.text)),
  say: action(
    { channel: text, text: text.min(1), threadTs: text.optional() },
    (ask, { user }) => user.say(ask.channel, ask.text, ask.threadTs).ts,
  ),
  shortcut: action({ callbackId: text }, (ask, { user }) => user.shortcut(ask.callbackId)),
  messageShortcut: action({ callbackId: text, message: MessagePlace }, (ask, { user }) =>
    user.messageShortcut(ask.callbackId, ask.message),
  ),
  act: action({ place: Place, target: Target, value }, (ask, { user }) => user.act(ask.place, ask.target, ask.value)),
  search: action({ place: Place, target: Target, text }, (ask, { user }) =>
    user.search(ask.place, ask.target, ask.text),
  ),
  fill: action({ viewId: text, target: Target, value }, (ask, { user }) =>
    user.fill(ask.viewId, ask.target, ask.value),
  ),
  openTab: action({ tab: z.enum(['home', 'messages']) }, (ask, { user }) => user.openHome(ask.tab)),
  submit: action({ viewId: text }, (ask, { user }) => user.submit(ask.viewId)),
  close: action({ viewId: text, all: z.boolean().default(false) }, (ask, { user }) => user.close(ask.viewId, ask.all)),
};

const readingActions: Readonly<Record<string, PageAction>> = {
  read: (world, person, body) => {
    const { channel, threadTs, ts } = Read.parse(body);
    world.attention.read(person, threadTs === undefined ? [channel] : [channel, threadTs], ts);
  },
};

const systemActions: Readonly<Record<string, PageAction>> = {
  clock: action({ advanceMs: z.number().int().positive() }, (ask, { steps }) => steps.advance(ask.advanceMs)),
  clockNext: action({}, (_ask, { steps }) => steps.toNext()),
  bot: action({ runs: z.boolean() }, (ask, { bot }) => (ask.runs ? bot?.start() : bot?.kill())),
  addCredits: action({ count: z.number().int().min(1).max(1000) }, (ask, world) =>
    parsecOf(world).dashboard.buyCredits(ask.count),
  ),
  machine: action(
    { id: text, online: z.boolean().optional(), guests: z.boolean().optional() },
    ({ id, online, guests }, world) =>
      parsecOf(world).dashboard.changeMachine(id, {
        ...(online === undefined ? {} : { is_online: online }),
        ...(guests === undefined ? {} : { is_guest_access: guests }),
      }),
  ),
  faultMode: action({ system: text, faultMode }, (ask, world) =>
    systemCalled(world, ask.system).faultMode.set(ask.faultMode),
  ),
  slackFaultMode: action({ slackFaultMode }, (ask, world) => world.slackFaultMode.set(ask.slackFaultMode)),
  exchange: action({ id: text }, (ask, world) => exchangeCalled(world, ask.id)),
  join: action({ system: text, id: text }, (ask, world) => systemCalled(world, ask.system).join(ask.id)),
  cancelMemberInvite: action({ system: text, id: text }, (ask, world) =>
    systemCalled(world, ask.system).cancel(ask.id),
  ),
  guest: action({ inviteId: text, here: z.boolean() }, (ask, world) =>
    ask.here ? parsecOf(world).guestConnects(ask.inviteId) : parsecOf(world).guestLeaves(ask.inviteId),
  ),
  dashboardCancel: action({ inviteId: text }, (ask, world) => parsecOf(world).dashboard.cancelInvite(ask.inviteId)),
  dashboardExtend: action({ inviteId: text, expiresAt: z.iso.datetime() }, (ask, world) =>
    parsecOf(world).dashboard.changeInvite(ask.inviteId, { expires_at: ask.expiresAt }),
  ),
  dashboardInvite: action(
    { email: z.email(), hostPeerId: text },
    (ask, world) => parsecOf(world).dashboard.createInvite({ guest_email: ask.email, host_peer_id: ask.hostPeerId }).id,
  ),
};

function parsecOf({ parsec }: World): ParsecEmulator {
  if (parsec === undefined) throw new Error('The sandbox runs without Parsec');
  return parsec;
}

function systemCalled({ systems }: World, name: string): System {
  const found = systems.find((system) => system.name === name);
  if (found === undefined) throw new Error(`The sandbox has no system ${name}`);
  return found;
}

export const pageActions: Readonly<Record<string, PageAction>> = {
  ...slackActions,
  ...readingActions,
  ...systemActions,
};
