import { afterEach, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { cards, passing, press, topView, whisper, words } from '../support/gestures.ts';
import { member, viewCopy } from '../support/member-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let live: { -readonly [Key in keyof Policy]?: Policy[Key] };
afterEach(() => world.stop());

/** Four systems; a new editor gets a group, a role that Ben has to approve, and two invites without more. */
async function begin(): Promise<void> {
  live = {};
  world = await startWorld({ policy: live, livePolicy: true, snyk: {}, truvera: {}, intercode: {} });
  world.parsec.addGroup({ name: 'Artists' });
  const { approvals, members, profiles } = aPolicy({
    approvals: { groups: { leads: { people: [world.people.ben] } } },
    members: { systems: { snyk: { approval: { by: ['leads'], roles: ['Developer'], reason: 'required' } } } },
    profiles: {
      editor: {
        parsec: { group: 'Artists' },
        snyk: { role: 'Developer' },
        truvera: null,
        intercode: { role: 'Viewer' },
      },
      visitor: { snyk: { role: 'Emperor' }, truvera: null },
    },
  });
  Object.assign(live, { ...defaultPolicy, approvals, members, profiles });
}

async function form(text = ''): Promise<OpenView> {
  await member(world, world.people.ada, `onboard ${text}`);
  return topView(world, world.people.ada, 'person_onboard');
}

async function onboard(addresses: string, profile: string, reason = ''): Promise<void> {
  const view = await form();
  const user = world.slack.as(world.people.ada);
  await user.fill(view.id, { blockId: 'profile' }, profile);
  await user.fill(view.id, { blockId: 'addresses' }, addresses);
  if (reason !== '') await user.fill(view.id, { blockId: 'reason' }, reason);
  expect(await user.submit(view.id)).toBe('closed');
}

/** What the newest card says of a system. */
function said(system: string): string {
  const blocks = (cards(world).at(-1)?.blocks ?? []) as { text?: { text?: string } }[];
  return blocks.find(({ text }) => text?.text?.startsWith(`*${system}*`))?.text?.text ?? '';
}
const says = (system: string, text: string) =>
  passing(world, `${system}: ${text}`, () => said(system).includes(text), 2_000);

/** The request for approval that Ben reads. */
function approvalOfBen(): Message {
  const mine = world.slack.channels.filter(({ kind, members }) => kind === 'im' && members.includes(world.people.ben));
  const found = world.slack.messages.findLast(
    ({ channel, blocks }) =>
      mine.some(({ id }) => id === channel) && JSON.stringify(blocks).includes('approval:approve'),
  );
  if (found === undefined) throw new Error('Ben was not asked');
  return found;
}

const invitedTo = {
  parsec: () => world.parsec.teamInvites.map(({ email, group_id }) => [email, group_id]),
  snyk: () => world.snyk().invitations.map(({ email, role }) => [email, role]),
  truvera: () => world.truvera().invitations.map(({ email }) => email),
  intercode: () =>
    world.intercode().memberships.flatMap(({ userId, invitationAccepted, role }) => {
      const user = world.intercode().users.find(({ id }) => id === userId);
      return invitationAccepted ? [] : [[user?.email, user?.firstName, role]];
    }),
};
const posts = (requests: readonly { method: string }[]) => requests.filter(({ method }) => method === 'POST').length;

it('invites one person to four systems with one form and one card; one waits for approval, one is down', async () => {
  await begin();
  world.truvera().trouble({ operation: '*', times: 1_000, then: { status: 503 } });
  const view = await form('email, first name\nana@example.com, Ana');
  expect(viewCopy(view)).toContain(
    '*editor*: Parsec (group Artists), Snyk (as Developer), Truvera, Intercode (as Viewer)',
  );
  const user = world.slack.as(world.people.ada);
  await user.fill(view.id, { blockId: 'profile' }, 'editor');
  expect(await user.submit(view.id)).toBe('errors');
  expect(Object.keys(view.errors)).toEqual(['reason']);
  await user.fill(view.id, { blockId: 'reason' }, 'A new editor');
  expect(await user.submit(view.id)).toBe('closed');

  await says('Parsec', '*Invited to Parsec.*');
  await says('Intercode', '*Invited to Intercode.*');
  expect(said('Snyk')).toContain('*Waiting for approval.*');
  await says('Truvera', 'Truvera');
  const artists = world.parsec.groups.find(({ name }) => name === 'Artists')?.id;
  expect(invitedTo.parsec()).toEqual([['ana@example.com', artists]]);
  expect(invitedTo.intercode()).toEqual([['ana@example.com', 'Ana', 'Viewer']]);
  expect(invitedTo.snyk()).toEqual([]);
  expect(invitedTo.truvera()).toEqual([]);

  world.truvera().clearTrouble();
  await says('Truvera', '*Invited to Truvera.*');
  await press(world, world.people.ben, approvalOfBen(), 'approval:approve');
  await says('Snyk', '*Invited to Snyk.*');
  const developer = world.snyk().roles.find(({ name }) => name === 'Developer')?.id;
  expect(invitedTo.snyk()).toEqual([['ana@example.com', developer]]);
  expect(invitedTo.truvera()).toEqual(['ana@example.com']);
  expect(cards(world)).toHaveLength(1);

  // Once more: she is there already, which each system's part says, and nothing is sent twice.
  const sent = [posts(world.snyk().requests), posts(world.truvera().requests)];
  await onboard('ana@example.com', 'editor', 'Again');
  await says('Parsec', 'already invited');
  await says('Truvera', 'already invited');
  expect([posts(world.snyk().requests), posts(world.truvera().requests)]).toEqual(sent);
  expect(cards(world)).toHaveLength(2);
});

it('names what one system refuses, goes on at the others, and tries the refused again', async () => {
  await begin();
  world.parsec.addMember({ name: 'Ana', email: 'ana@example.com' });
  await onboard('ana@example.com\nbob@example.com', 'visitor');
  await says('Truvera', '*All 2 invited to Truvera.*');
  await says('Snyk', 'no longer has this role');
  expect(invitedTo.snyk()).toEqual([]);
  expect(words(cards(world).at(-1) as Message)).toContain('Onboarding 2 people');

  await press(world, world.people.mia, cards(world).at(-1) as Message, 'person:retry');
  await whisper(world, world.people.mia, 'can');
  expect(invitedTo.snyk()).toEqual([]);
  // The system has the role by now.
  (world.snyk().roles as { id: string; name: string }[]).push({
    id: '5b7e0f0a-0000-4000-8000-0000000000e0',
    name: 'Emperor',
  });
  await press(world, world.people.ada, cards(world).at(-1) as Message, 'person:retry');
  await whisper(world, world.people.ada, 'Retrying 2 addresses');
  await says('Snyk', '*All 2 invited to Snyk.*');
  expect(invitedTo.truvera()).toHaveLength(2);
});

it('is for who may invite members, with a profile of the policy; and survives a stop right after the form was taken', async () => {
  await begin();
  await member(world, world.people.mia, 'onboard ana@example.com');
  await whisper(world, world.people.mia, 'admins');
  const view = await form('ana@example.com\nnobody');
  const user = world.slack.as(world.people.ada);
  await user.fill(view.id, { blockId: 'profile' }, 'visitor');
  expect(await user.submit(view.id)).toBe('errors');
  expect(Object.values(view.errors)).toEqual(['Correct or remove line 2: not an email address.']);
  await user.fill(view.id, { blockId: 'addresses' }, 'ana@example.com');
  const { profiles } = live;
  Object.assign(live, { profiles: [] });
  expect(await user.submit(view.id)).toBe('errors');
  expect(Object.keys(view.errors)).toEqual(['profile']);
  Object.assign(live, { profiles });
  expect(await user.submit(view.id)).toBe('closed');

  await world.app().stop();
  await world.restart();
  await says('Truvera', '*Invited to Truvera.*');
  expect(invitedTo.truvera()).toEqual(['ana@example.com']);
  expect(posts(world.truvera().requests)).toBe(1);
  expect(cards(world)).toHaveLength(1);

  // Without profiles the form says where they are written down.
  Object.assign(live, { profiles: [] });
  await member(world, world.people.ada, 'onboard');
  await world.slack.until('the answer', () =>
    world.slack
      .as(world.people.ada)
      .views()
      .some((each) => viewCopy(each).includes('policy.yaml')),
  );
});

it('invites nobody who was offboarded while their invite waited', async () => {
  await begin();
  world.truvera().trouble({ operation: '*', times: 1_000, then: { status: 503 } });
  await onboard('ana@example.com', 'editor', 'A new editor');
  await says('Snyk', '*Waiting for approval.*');
  await says('Truvera', "isn't answering");
  const asked = approvalOfBen();
  await member(world, world.people.ada, 'offboard ana@example.com');
  const leaving = await topView(world, world.people.ada, 'person_offboard');
  expect(await world.slack.as(world.people.ada).submit(leaving.id)).toBe('closed');
  const onboarding = () => words(cards(world)[0] as Message);
  await passing(
    world,
    'both are stopped',
    () => onboarding().split('an admin offboarded this person').length === 3,
    2_000,
  );
  const askedNow = () => words(world.slack.messages.find(({ ts }) => ts === asked.ts) ?? asked);
  await passing(world, 'Ben is not asked any more', () => /withdr[ae]w/i.test(askedNow()), 2_000);
  world.truvera().clearTrouble();
  await says('Truvera', 'Not a member, and no invite is pending.');
  expect([invitedTo.snyk(), invitedTo.truvera()]).toEqual([[], []]);
});
