import { afterEach, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { approvalActions, memberActions } from '../../src/slack/names.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { inputId, press, topView, words } from '../support/gestures.ts';
import { memberCardSaying, openMemberForm, submitMembers, viewCopy } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, type World } from '../support/world.ts';

// Member invites that need approval: whatever is above the least role, by a rule of the system.
let world: World;
let live: { -readonly [Key in keyof Policy]?: Policy[Key] };
afterEach(() => world.stop());

async function begin(approval: object = {}, approvals: object = {}): Promise<void> {
  live = {};
  world = await startWorld({ policy: live, livePolicy: true, snyk: {}, truvera: {} });
  rule(approval, approvals);
}

function rule(approval: object = {}, approvals: object = {}): void {
  const { members } = openToAll();
  const snyk = {
    roles: ['Org Collaborator', 'Developer'],
    approval: { by: ['leads'], roles: ['Developer'], ...approval },
  };
  const policy = aPolicy({
    approvals: { groups: { leads: { people: [world.people.ben] } }, ...approvals },
    members: { invite: 'everyone', systems: { snyk } },
  });
  Object.assign(live, { ...defaultPolicy, approvals: policy.approvals, members: { ...members, ...policy.members } });
}

const roleNamed = (name: string) => world.snyk().roles.find((role) => role.name === name)?.id ?? '';
const invitations = () => world.snyk().invitations.map(({ email }) => email);

/** Mia invites Ana to Snyk as a developer, and says why; nothing else is asked twice. */
async function asked(fill: Readonly<Record<string, string | readonly string[]>> = {}): Promise<OpenView> {
  const { mia } = world.people;
  const typed = { system: 'snyk', addresses: 'ana@example.com\nben@example.com', role: roleNamed('Developer') };
  const { view, result } = await submitMembers(world, mia, typed);
  expect(result).toBe('open');
  expect(viewCopy(view)).toContain('These invites need approval by');
  for (const [name, value] of Object.entries({ reason: 'A new project', ...fill }))
    await world.slack.as(mia).fill(view.id, { blockId: inputId(view, name) }, value);
  return view;
}

/** The request that Ben reads. */
function request(text: string): Promise<Message> {
  const { channels, botUserId } = world.slack;
  const mine = () => channels.filter(({ kind, members }) => kind === 'im' && members.includes(world.people.ben));
  return world.slack.until(`Ben reads “${text}”`, () => {
    const ids = new Set(mine().map(({ id }) => id));
    return world.slack.messages.findLast(
      (each) => ids.has(each.channel) && each.user === botUserId && words(each).includes(text),
    );
  });
}

/** A request to Ben that nobody has decided. */
function openRequest(): Message | undefined {
  const { messages, botUserId } = world.slack;
  return messages.findLast((each) => each.user === botUserId && JSON.stringify(each.blocks).includes('"Approve"'));
}

it('waits for approval where the role is above the least, and is sent once it is approved', async () => {
  await begin();
  const { mia, ben } = world.people;
  const least = await submitMembers(world, mia, {
    system: 'snyk',
    addresses: 'tom@example.com',
    role: roleNamed('Org Collaborator'),
  });
  expect(least.result).toBe('closed');
  await memberCardSaying(world, '*Invited to Snyk.*');
  expect(invitations()).toEqual(['tom@example.com']);
  const view = await asked();
  expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
  await memberCardSaying(world, 'Waiting for approval');
  const card = await request('A new project');
  expect(words(card)).toContain('Developer');
  expect(invitations()).toEqual(['tom@example.com']);
  await press(world, ben, card, approvalActions.approve);
  await memberCardSaying(world, '2 of 2 invited');
  expect(invitations()).toEqual(['tom@example.com', 'ana@example.com', 'ben@example.com']);
});

it('is denied with a reason, refused on its card, and asks again when it is tried again', async () => {
  await begin();
  const { mia, ben } = world.people;
  const view = await asked();
  await world.slack.as(mia).submit(view.id);
  await press(world, ben, await request('A new project'), approvalActions.deny);
  const form = await topView(world, ben, 'approval_deny');
  await world.slack.as(ben).fill(form.id, { blockId: inputId(form, 'note') }, 'No seats left');
  expect(await world.slack.as(ben).submit(form.id)).toBe('closed');
  const refused = await memberCardSaying(world, 'No seats left');
  expect(invitations()).toEqual([]);
  await press(world, mia, refused, memberActions.retry);
  await memberCardSaying(world, 'Waiting for approval');
  await press(world, ben, await world.slack.until('Ben is asked again', () => openRequest()), approvalActions.approve);
  await memberCardSaying(world, '2 of 2 invited');
  expect(invitations()).toHaveLength(2);
});

it('needs approval where the policy says so by the time it is sent', async () => {
  await begin({ roles: ['Org Admin'] });
  const { mia, ben } = world.people;
  const form = await openMemberForm(world, mia, 'snyk');
  await world.slack.as(mia).fill(form.id, { blockId: 'addresses_1' }, 'ana@example.com');
  await world.slack.as(mia).fill(form.id, { blockId: 'role:snyk' }, roleNamed('Developer'));
  const busy = { status: 429, headers: { 'retry-after': '60' } };
  world.snyk().trouble({ operation: 'Invite a user to an organization', then: busy });
  expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
  await memberCardSaying(world, 'asked Guestlist to wait');
  rule();
  world.clock.advance(61_000);
  await memberCardSaying(world, 'Waiting for approval');
  expect(invitations()).toEqual([]);
  await press(world, ben, await request('Developer'), approvalActions.approve);
  await memberCardSaying(world, '*Invited to Snyk.*');
  expect(invitations()).toEqual(['ana@example.com']);
});

it('goes ahead for those who may, and leaves a review open', async () => {
  await begin({}, { breakGlass: [] });
  rule({}, { breakGlass: [world.people.mia] });
  const { mia, ben } = world.people;
  const view = await asked({ bypass: ['bypass'] });
  expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
  await memberCardSaying(world, '2 of 2 invited');
  expect(invitations()).toHaveLength(2);
  expect(words(await request('without approval'))).toContain('A new project');
  await press(world, ben, await request('A new project'), approvalActions.review);
  const form = await topView(world, ben, 'approval_review');
  await world.slack.as(ben).fill(form.id, { blockId: inputId(form, 'note') }, 'Fine');
  expect(await world.slack.as(ben).submit(form.id)).toBe('closed');
});
