import type { ProviderServer } from '../../src/sandbox/provider-server.types.ts';
import { cardSaying, guest, inputId, inviteGuest, passing, press, topView, whisper } from '../support/gestures.ts';
import { invitedMembers, listSays, openList, pressInRow } from '../support/member-gestures.ts';
import type { World } from '../support/world.ts';

/** A way through Slack to operations of a system: `walk` acts as a person in a new world, and the system receives them. */
export type Walk = {
  readonly system: 'parsec' | 'snyk' | 'truvera' | 'intercode';
  readonly surface: string;
  /** Their names in the provider's documentation. */
  readonly operations: readonly string[];
  walk(world: World): Promise<void>;
};

const HOUR = 3_600_000;
const ana = 'ana@example.com';

/** The operations a system received, by their documented names. */
export function asked(world: World, system: Walk['system']): ReadonlySet<string> {
  const server: ProviderServer = system === 'parsec' ? world.parsec : world[system]();
  return new Set(
    server.requests.flatMap(({ operation, status }) =>
      status === 200 || status === 201 || status === 204 ? [operation ?? ''] : [],
    ),
  );
}

async function scheduled(world: World) {
  await inviteGuest(world, world.people.mia);
  return cardSaying(world, '*Scheduled*');
}

async function running(world: World) {
  await scheduled(world);
  world.clock.advance(4 * HOUR + 60_000);
  return cardSaying(world, '*Active*');
}

const submit = (world: World, id: string) => world.slack.as(world.people.mia).submit(id);

const guestWalks: readonly Walk[] = [
  {
    system: 'parsec',
    surface: '/guest invite',
    operations: ['Create Guest Access Invite'],
    walk: async (world) => void (await scheduled(world)),
  },
  {
    system: 'parsec',
    surface: '/guest update',
    operations: ['Update Guest Access Invite'],
    async walk(world) {
      await press(world, world.people.mia, await scheduled(world), 'invite:update');
      const view = await topView(world, world.people.mia, 'update_form');
      await world.slack.as(world.people.mia).fill(view.id, { blockId: inputId(view, 'permissions') }, ['gamepad']);
      await submit(world, view.id);
      await world.slack.until('it is changed', () => world.parsec.invites[0]?.gamepad === true);
    },
  },
  {
    system: 'parsec',
    surface: '/guest cancel',
    operations: ['Cancel Guest Access Invite'],
    async walk(world) {
      await press(world, world.people.mia, await scheduled(world), 'invite:cancel');
      await submit(world, (await topView(world, world.people.mia, 'cancel_form')).id);
      await cardSaying(world, '*Cancelled*');
    },
  },
  {
    system: 'parsec',
    surface: '/guest kick',
    operations: ['Kick Guest Access Guest'],
    async walk(world) {
      const card = await running(world);
      world.parsec.guestConnects(world.parsec.invites[0]?.id ?? '');
      await press(world, world.people.mia, card, 'invite:kick');
      const view = await topView(world, world.people.mia, 'kick_form');
      await world.slack.as(world.people.mia).fill(view.id, { blockId: 'kick_choice' }, 'kick');
      await submit(world, view.id);
      await world.slack.until('the guest is out', () => world.parsec.invites[0]?.hidden.connected === false);
    },
  },
  {
    system: 'parsec',
    surface: '/guest credits',
    operations: ['Get Guest Access Invite Credits'],
    async walk(world) {
      await guest(world, world.people.mia, 'credits');
      await whisper(world, world.people.mia, 'guest access credits');
    },
  },
  {
    system: 'parsec',
    surface: '/guest, before an end is posted',
    operations: ['Get Guest Access Invite'],
    async walk(world) {
      await running(world);
      world.clock.advance(2 * HOUR);
      await cardSaying(world, '*Ended*');
    },
  },
  {
    system: 'parsec',
    surface: '/guest list, compared every minute',
    operations: ['Get Guest Access Invites'],
    async walk(world) {
      await scheduled(world);
      const [invite] = world.parsec.invites;
      world.parsec.dashboard.changeInvite(invite?.id ?? '', { gamepad: true });
      await passing(world, 'it was compared', () => asked(world, 'parsec').has('Get Guest Access Invites'), 30_000);
    },
  },
];

/** Ana is invited, and the list of pending invites is open. */
async function pending(world: World, system: Walk['system'], typed: { role?: string; addresses?: string } = {}) {
  await invitedMembers(world, world.people.ada, { system, addresses: ana, ...typed }, 'Invited to');
  return openList(world, world.people.ada, `pending ${system}`);
}

/** Presses a button in somebody's row, and waits until the list says this. */
async function inRow(
  world: World,
  list: Awaited<ReturnType<typeof pending>>,
  who: string,
  button: string,
  says: string,
) {
  await pressInRow(world, world.people.ada, list, who, `member:${button}`);
  await listSays(world, list, says);
}

const snykRole = (world: World) => ({ role: world.snyk().roles[0]?.id ?? '' });
const named = { addresses: 'Ana Adams <ana@example.com>', role: 'Viewer' };

const memberWalks: readonly Walk[] = [
  {
    system: 'parsec',
    surface: '/member invite',
    operations: ['Create Team Invites'],
    walk: async (world) => void (await pending(world, 'parsec')),
  },
  {
    system: 'parsec',
    surface: '/member pending',
    operations: ['Get Team Invites'],
    walk: async (world) => void (await openList(world, world.people.ada, 'pending parsec')),
  },
  {
    system: 'parsec',
    surface: '/member resend',
    operations: ['Resend Team Invites'],
    walk: async (world) => inRow(world, await pending(world, 'parsec'), ana, 'resend', 'was sent again'),
  },
  {
    system: 'parsec',
    surface: '/member edit',
    operations: ['Update Team Invites'],
    async walk(world) {
      const group = world.parsec.addGroup({ name: 'Artists' });
      const list = await pending(world, 'parsec');
      await pressInRow(world, world.people.ada, list, ana, 'member:edit');
      const form = await topView(world, world.people.ada, 'member_edit');
      await world.slack.as(world.people.ada).fill(form.id, { blockId: 'group:parsec' }, String(group.id));
      await world.slack.as(world.people.ada).submit(form.id);
      await listSays(world, list, 'was changed');
    },
  },
  {
    system: 'parsec',
    surface: '/member cancel',
    operations: ['Cancel Team Invites'],
    walk: async (world) => inRow(world, await pending(world, 'parsec'), ana, 'cancel', 'was cancelled'),
  },
  {
    system: 'parsec',
    surface: '/member remove',
    operations: ['Remove Team Member'],
    async walk(world) {
      const list = await openList(world, world.people.ada, 'remove tom', 'member_list');
      await pressInRow(world, world.people.ada, list, 'Tom', 'member:remove');
      await listSays(world, list, 'was removed');
    },
  },
  {
    system: 'snyk',
    surface: '/member invite',
    operations: ['Invite a user to an organization'],
    walk: async (world) => void (await pending(world, 'snyk', snykRole(world))),
  },
  {
    system: 'snyk',
    surface: '/member pending',
    operations: ['List pending user invitations'],
    walk: async (world) => void (await openList(world, world.people.ada, 'pending snyk')),
  },
  {
    system: 'snyk',
    surface: '/member cancel',
    operations: ['Cancel a pending user invitation'],
    walk: async (world) => inRow(world, await pending(world, 'snyk', snykRole(world)), ana, 'cancel', 'was cancelled'),
  },
  {
    system: 'truvera',
    surface: '/member invite',
    operations: ['Send invitations'],
    walk: async (world) => void (await pending(world, 'truvera')),
  },
  {
    system: 'truvera',
    surface: '/member pending',
    operations: ['List invitations'],
    walk: async (world) => void (await openList(world, world.people.ada, 'pending truvera')),
  },
  {
    system: 'truvera',
    surface: '/member resend',
    operations: ['Resend invitation'],
    walk: async (world) => inRow(world, await pending(world, 'truvera'), ana, 'resend', 'was sent again'),
  },
  {
    system: 'truvera',
    surface: '/member cancel',
    operations: ['Cancel invitation'],
    walk: async (world) => inRow(world, await pending(world, 'truvera'), ana, 'cancel', 'was cancelled'),
  },
  {
    system: 'truvera',
    surface: '/member list',
    operations: ['List members'],
    walk: async (world) => void (await openList(world, world.people.ada, 'list truvera', 'member_list')),
  },
  {
    system: 'truvera',
    surface: '/member role',
    operations: ['Update member role'],
    async walk(world) {
      world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
      const list = await openList(world, world.people.ada, 'role truvera tom', 'member_list');
      await pressInRow(world, world.people.ada, list, 'Tom', 'member:role');
      const form = await topView(world, world.people.ada, 'member_role');
      const user = world.slack.as(world.people.ada);
      await user.fill(form.id, { blockId: 'member_role:truvera' }, 'administrator');
      await user.submit(form.id);
      await listSays(world, list, 'was changed');
    },
  },
  {
    system: 'truvera',
    surface: '/member remove',
    operations: ['Delete member'],
    async walk(world) {
      world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
      const list = await openList(world, world.people.ada, 'remove truvera tom', 'member_list');
      await pressInRow(world, world.people.ada, list, 'Tom', 'member:remove');
      await listSays(world, list, 'was removed');
    },
  },
  {
    system: 'intercode',
    surface: '/member invite',
    operations: ['Create invitation', 'Get team roles'],
    walk: async (world) => void (await pending(world, 'intercode', named)),
  },
  {
    system: 'intercode',
    surface: '/member pending',
    operations: ['Get team members'],
    walk: async (world) => void (await openList(world, world.people.ada, 'pending intercode')),
  },
  {
    system: 'intercode',
    surface: '/member cancel',
    operations: ['Cancel invitation'],
    walk: async (world) =>
      inRow(world, await pending(world, 'intercode', named), 'Ana Adams', 'cancel', 'was cancelled'),
  },
];

export const walks: readonly Walk[] = [...guestWalks, ...memberWalks];
