import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { systemNames } from '../../src/slack/shared/system-copy.ts';
import { becomes, forgeChoice } from '../support/forged-choice.ts';
import { useEverySurface } from '../support/genuine-requests.ts';
import { cards, offers, passing, press, topView, whisper, words } from '../support/gestures.ts';
import {
  invitedMembers,
  listSays,
  member,
  memberCardSaying,
  openList,
  openMemberForm,
  pressInRow,
  submitMembers,
  viewCopy,
} from '../support/member-gestures.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

// Who may invite members, and what they may assign: what Slack shows, and above all what the systems receive.
let world: World;
let policy: { -readonly [Key in keyof Policy]: Policy[Key] };
let begin: () => Promise<void>;
afterEach(() => world.stop());

const ana = 'ana@example.com';
const opens = (invite: Policy['members']['invite'], systems: Policy['members']['systems'] = {}) => {
  policy.members = { invite, systems };
};

/** The requests to the systems that are not reads. */
const writes = () =>
  [world.parsec, world.snyk(), world.truvera(), world.intercode()].flatMap(({ requests }) =>
    requests.filter(({ method }) => method !== 'GET').map(({ operation }) => operation),
  );
const role = (name: string) => world.snyk().roles.find((each) => each.name === name)?.id ?? '';
const menu = (view: OpenView, blockId: string): string[] => {
  const blocks = view.view.blocks as { block_id?: string; element?: { options?: { text: { text: string } }[] } }[];
  const found = blocks.find((block) => block.block_id === blockId);
  return found?.element?.options?.map(({ text }) => text.text) ?? [];
};
const errors = (view: OpenView) => Object.entries(view.errors).map(([field, text]) => `${field}: ${text}`);

/** Each role, group and app rule, with its system and the field for it. */
const everyField = [
  ['snyk', 'role:snyk', () => role('Org Admin')],
  ['intercode', 'role:intercode', () => 'Owner'],
  ['parsec', 'group:parsec', () => String(world.parsec.groups.find(({ name }) => name === 'Owners')?.id)],
  ['parsec', 'app_rule:parsec', () => world.parsec.appRules.find(({ name }) => name === 'No watermark')?.id ?? ''],
] as const;
const forgedEdits: readonly (readonly [field: string, id: () => string])[] = [
  ...everyField.flatMap(([system, field, id]) => (system === 'parsec' ? [[field, id] as const] : [])),
  ['group:parsec', () => '987654321'],
];
const given: Policy['members']['systems'] = {
  parsec: { groups: ['Freelancers'], appRules: ['Watermark'] },
};

describe.each(overHttp)('over %s', (transport) => {
  beforeEach(() => {
    begin = async () => {
      policy = { ...defaultPolicy };
      world = await startWorld({ transport, policy, snyk: {}, truvera: {}, intercode: {}, livePolicy: true });
      for (const name of ['Freelancers', 'Owners']) world.parsec.addGroup({ name });
      for (const name of ['Watermark', 'No watermark']) world.parsec.addAppRule({ name });
    };
  });

  it('a full member cannot invite to any system by default, and learns who can', async () => {
    await begin();
    const { mia } = world.people;
    for (const text of [`invite snyk ${ana}`, 'invite', 'resend', 'edit', 'cancel']) {
      await member(world, mia, text);
      await whisper(world, mia, 'Only admins can invite members');
    }
    await member(world, mia, 'help');
    await whisper(world, mia, 'To open it to others, set members.invite in policy.yaml.');
    expect(world.slack.as(mia).views()).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it("a full member cannot invite with an admin's form, whichever system it is for", async () => {
    await begin();
    const { mia, ada } = world.people;
    for (const system of ['parsec', 'snyk', 'truvera', 'intercode']) {
      const view = await openMemberForm(world, ada, system, ana);
      if (system === 'snyk') forgeChoice(view, 'role:snyk', role('Org Admin'), 'Org Admin');
      if (system === 'intercode') forgeChoice(view, 'role:intercode', 'Owner', 'Owner');
      await world.slack.as(ada).submit(view.id);
      const submitted = world.slack.deliveries.findLast(({ payload }) => payload.type === 'view_submission');
      await memberCardSaying(world, `Invited to ${systemNames(system)}`);
      const before = writes().length;
      // With its own view id: a second submission would count as the same request.
      const payload = { ...submitted?.payload, view: { ...(submitted?.payload.view as object), id: `V${system}` } };
      const answer = await world.slack.forge(mia, 'interactive', payload);
      expect(JSON.stringify(answer)).toContain('Only admins can invite members');
      expect(writes()).toHaveLength(before);
    }
    expect(cards(world)).toHaveLength(4);
  });

  it('an admin invites with any role, and the card names it', async () => {
    await begin();
    const { ada } = world.people;
    const view = await openMemberForm(world, ada, 'snyk');
    expect(menu(view, 'role:snyk')).toEqual(['Org Collaborator', 'Developer', 'Org Admin']);
    await world.slack.as(ada).close(view.id);
    const typed = { system: 'snyk', addresses: ana, role: role('Org Admin') };
    const card = await invitedMembers(world, ada, typed, 'Invited to Snyk');
    expect(words(card)).toContain('as Org Admin');
    expect(world.snyk().invitations).toMatchObject([{ role: role('Org Admin') }]);
  });

  it('everyone can invite where the policy says so, with the least role, which is preselected', async () => {
    await begin();
    opens('everyone');
    const { mia } = world.people;
    for (const [system, least] of [
      ['snyk', 'Org Collaborator'],
      ['intercode', 'Viewer'],
    ] as const) {
      const view = await openMemberForm(world, mia, system, '"Ana Adams" <ana@example.com>');
      expect(menu(view, `role:${system}`)).toEqual([least]);
      expect(viewCopy(view)).toContain('Only admins can assign other roles.');
      expect(await world.slack.as(mia).submit(view.id), JSON.stringify(view.errors)).toBe('closed');
      expect(words(await memberCardSaying(world, `Invited to ${systemNames(system)}`))).toContain(`as ${least}`);
    }
    expect(world.snyk().invitations).toMatchObject([{ role: role('Org Collaborator') }]);
    expect(world.intercode().memberships.at(-1)).toMatchObject({ role: 'Viewer' });
    const parsec = await openMemberForm(world, mia, 'parsec', ana);
    expect(viewCopy(parsec)).not.toMatch(/group:parsec"|app_rule:parsec"/);
    expect(viewCopy(parsec)).toContain('Only admins can assign other groups and app rules.');
    expect(await world.slack.as(mia).submit(parsec.id)).toBe('closed');
    await memberCardSaying(world, 'Invited to Parsec');
    expect(world.parsec.teamInvites).toMatchObject([{ group_id: null, team_app_rule_id: null }]);
  });

  it('the form says that only admins can invite, and how to change it, where no role is open to others', async () => {
    await begin();
    opens('everyone', { snyk: { roles: [], groups: [], appRules: [] } });
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'snyk', ana);
    expect(viewCopy(view)).toContain(
      'Only admins can invite members to Snyk, because no role there is open to others.',
    );
    expect(viewCopy(view)).toContain('members.systems.snyk.roles in policy.yaml');
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(errors(view)).toEqual([expect.stringContaining('addresses_1: Only admins can invite members to Snyk')]);
    expect(writes()).toEqual([]);
  });

  it('the form offers what the policy names, and nothing else', async () => {
    await begin();
    opens('everyone', { ...given, snyk: { roles: ['Developer', role('Org Collaborator')], groups: [], appRules: [] } });
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'parsec', ana);
    expect([menu(view, 'group:parsec'), menu(view, 'app_rule:parsec')]).toEqual([['Freelancers'], ['Watermark']]);
    await world.slack.as(mia).fill(view.id, { blockId: 'system' }, 'snyk');
    await world.slack.until('the roles', () => viewCopy(view).includes('Developer'));
    expect(menu(view, 'role:snyk')).toEqual(['Org Collaborator', 'Developer']);
  });

  it('people the policy lists can invite, and others cannot', async () => {
    await begin();
    const { mia, ben } = world.people;
    opens([mia]);
    await invitedMembers(world, mia, { system: 'truvera', addresses: ana }, 'Invited to Truvera');
    await member(world, ben, `invite truvera ${ana}`);
    await whisper(world, ben, 'Only admins and people named in policy.yaml');
    expect(world.truvera().mails).toHaveLength(1);
  });

  it('members of a user group the policy lists can invite, for as long as they are in it', async () => {
    await begin();
    const { mia, ben } = world.people;
    const group = world.slack.addUserGroup({ handle: 'producers', members: [mia] });
    opens([group.id]);
    await invitedMembers(world, mia, { system: 'truvera', addresses: ana }, 'Invited to Truvera');
    await member(world, ben, `invite truvera ${ana}`);
    await whisper(world, ben, 'Only admins and people named in policy.yaml');
    const view = await openMemberForm(world, mia, 'truvera', 'tom@example.com');
    group.members = [ben];
    world.clock.advance(61_000);
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(errors(view)).toEqual([expect.stringContaining('Only admins and people named')]);
    await submitMembers(world, ben, { system: 'truvera', addresses: 'zoe@example.com' });
    await world.slack.until('she is invited', () => world.truvera().mails.length > 1);
    expect(world.truvera().mails.map(({ to }) => to)).toEqual([ana, 'zoe@example.com']);
  });

  it('nobody counts as a member of a group while Slack does not say who is in it', async () => {
    await begin();
    const { mia } = world.people;
    const group = world.slack.addUserGroup({ handle: 'producers', members: [mia] });
    opens([group.id]);
    world.slack.trouble({ method: 'usergroups.users.list', times: 2, then: { status: 503 } });
    await member(world, mia, `invite truvera ${ana}`);
    await whisper(world, mia, "Slack took too long to say whether you're in a user group");
    expect(world.slack.as(mia).views()).toEqual([]);
  });

  it.each(everyField)(
    'an id of %s that the inviter may not assign is refused at %s, under any label',
    async (...at) => {
      await begin();
      opens('everyone', given);
      const [system, blockId, id] = at;
      const { mia } = world.people;
      const view = await openMemberForm(world, mia, system, '"Ana Adams" <ana@example.com>');
      for (const [forged, words] of [
        [id(), 'Only admins can assign it'],
        ['7a0b1c2d-0000-4000-8000-000000000000', 'no longer has this one'],
      ] as const) {
        forgeChoice(view, blockId, forged, 'Org Collaborator');
        expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
        expect(errors(view)).toEqual([expect.stringMatching(new RegExp(`^${blockId}: Choose another .*${words}`))]);
      }
      expect(writes()).toEqual([]);
      expect(cards(world)).toEqual([]);
    },
  );

  it.each(everyField)('%s: the card names what was given as the system does, not as the form at %s', async (...at) => {
    await begin();
    const [system, blockId, id] = at;
    const { ada } = world.people;
    const view = await openMemberForm(world, ada, system, '"Ana Adams" <ana@example.com>');
    forgeChoice(view, blockId, id(), 'Harmless');
    expect(await world.slack.as(ada).submit(view.id), JSON.stringify(view.errors)).toBe('closed');
    const card = words(await memberCardSaying(world, 'Invited to'));
    expect(card).toMatch(/as Org Admin|as Owner|group Owners|app rule No watermark/);
    expect(card).not.toContain('Harmless');
  });

  it('an open form says so when its user loses the right to invite', async () => {
    await begin();
    opens('everyone');
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'truvera', ana);
    opens('admins');
    await world.slack.as(mia).fill(view.id, { blockId: 'system' }, 'snyk');
    await world.slack.until('it says so', () => viewCopy(view).includes('Only admins can invite members'));
    expect(viewCopy(view)).not.toContain('Org Collaborator');
  });

  it('an id the system is too slow to look up is refused on the card, and never sent', async () => {
    await begin();
    opens('everyone', given);
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'parsec', ana);
    forgeChoice(view, 'group:parsec', String(world.parsec.groups[1]?.id), 'Freelancers');
    world.parsec.trouble({ operation: 'Get Team Groups', then: { delayMs: 1_800 } });
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    const card = await memberCardSaying(world, 'Nobody was invited to Parsec');
    expect(words(card)).toContain('not sent, only admins can assign this group');
    expect(words(card)).not.toContain('Freelancers');
    expect(writes()).toEqual([]);
  });

  it('a slow system keeps nobody waiting: what the inviter may assign is sent, and named by the system', async () => {
    await begin();
    opens('everyone', given);
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'parsec', ana);
    forgeChoice(view, 'group:parsec', String(world.parsec.groups[0]?.id), 'Harmless');
    world.parsec.trouble({ operation: 'Get Team Groups', then: { delayMs: 1_800 } });
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    const card = await memberCardSaying(world, 'Invited to Parsec');
    expect(words(card)).toContain('group Freelancers');
    expect(world.parsec.teamInvites).toMatchObject([{ email: ana, group_id: world.parsec.groups[0]?.id }]);
  });
});

it('no command, button or form of /member and /team changes anything for a full member', async () => {
  world = await startWorld({ snyk: {}, truvera: {}, intercode: {}, parsec: { credits: 50 } });
  const { channel, genuine } = await useEverySurface(world);
  const { ben } = world.people;
  world.slack.channels.find(({ id }) => id === channel)?.members.push(ben);
  world.clock.advance(61_000);
  const forAdmins = genuine.filter(({ surface }) => /member|team/.test(surface));
  expect(forAdmins.length).toBeGreaterThan(25);
  const [before, members, seen] = [writes(), cards(world, channel).length, world.slack.deliveries.length];
  for (const { surface, type, payload } of forAdmins) {
    const { acked } = await world.slack.forge(ben, type, payload);
    expect([surface, acked]).toEqual([surface, true]);
  }
  expect(world.slack.deliveries.length - seen).toBe(forAdmins.length);
  // Background operations are done by now, or wait only for the clock.
  world.clock.advance(10_000);
  await world.slack.as(ben).command(channel, '/member help');
  await world.slack.until('the bot answers', () =>
    world.slack
      .as(ben)
      .messages(channel)
      .some((message) => words(message).includes('What /member can do')),
  );
  expect([writes(), cards(world, channel).length]).toEqual([before, members]);
});

describe('an invite that was requested and not sent yet', () => {
  beforeEach(async () => {
    policy = { ...defaultPolicy };
    opens('everyone');
    world = await startWorld({ policy, snyk: {}, truvera: {}, intercode: {}, livePolicy: true });
  });

  /** Mia invites five people to Snyk; one is invited, then Snyk asks to wait. */
  async function stopped(): Promise<void> {
    const operation = 'Invite a user to an organization';
    const addresses = Array.from({ length: 5 }, (_, n) => `p${n}@example.com`).join(' ');
    world.snyk().trouble({ operation, then: { delayMs: 0 } });
    world.snyk().trouble({ operation, then: { status: 429, headers: { 'retry-after': '120' } } });
    const { result } = await submitMembers(world, world.people.mia, { system: 'snyk', addresses });
    expect(result).toBe('closed');
    await memberCardSaying(world, '1 of 5 invited');
    await memberCardSaying(world, 'asked Guestlist to wait');
  }
  const invited = () => world.snyk().invitations.length;
  const refused = (why: string) =>
    passing(world, `they are refused: ${why}`, () =>
      cards(world).some((card) => words(card).includes('1 of 5 invited, 4 refused') && words(card).includes(why)),
    );

  it.each([
    ['a guest account', 'guest', 'the inviter is a guest account now'],
    ['a deactivated account', 'deactivated', "the inviter's account is deactivated"],
    ['somebody of another company', 'external', 'the inviter is no longer in this workspace'],
  ] as const)('is refused on the card when the inviter is %s by then', async (_, kind, why) => {
    await stopped();
    becomes(world, world.people.mia, kind);
    await refused(why);
    expect(invited()).toBe(1);
  });

  it('is refused when the policy is closed by then, and sent when an admin tries again', async () => {
    await stopped();
    opens('admins');
    await refused('the inviter can no longer invite members; an admin can try again');
    expect(invited()).toBe(1);
    const { mia, ada } = world.people;
    const [card] = cards(world);
    if (card === undefined) throw new Error('there is no card');
    await press(world, mia, card, 'member:retry');
    await whisper(world, mia, 'Only admins can invite members');
    expect(invited()).toBe(1);
    await press(world, ada, card, 'member:retry');
    await passing(world, 'all are invited', () => cards(world).some((each) => words(each).includes('All 5 invited')));
    expect(invited()).toBe(5);
  });

  it('is refused when the inviter was removed from the group by then', async () => {
    const group = world.slack.addUserGroup({ handle: 'producers', members: [world.people.mia] });
    opens([group.id]);
    await stopped();
    group.members = [];
    await refused('the inviter can no longer invite members');
    expect(invited()).toBe(1);
  });

  it('is refused when the inviter may no longer assign the role', async () => {
    opens('everyone', { snyk: { roles: ['Org Collaborator'], groups: [], appRules: [] } });
    await stopped();
    opens('everyone', { snyk: { roles: ['Developer'], groups: [], appRules: [] } });
    await refused('only admins can assign this role');
    expect(invited()).toBe(1);
  });

  it('is refused when the admin who requested it with a role is no longer an admin', async () => {
    const operation = 'Create invitation';
    world.intercode().trouble({ operation, then: { status: 429, headers: { 'retry-after': '120' } } });
    const typed = { system: 'intercode', addresses: '"Ana Adams" <ana@example.com>', role: 'Owner' };
    await submitMembers(world, world.people.ada, typed);
    await memberCardSaying(world, 'asked Guestlist to wait');
    becomes(world, world.people.ada, 'member');
    await passing(world, 'she is refused', () =>
      cards(world).some((card) => words(card).includes('only admins can assign this role')),
    );
    expect(world.intercode().mails).toEqual([]);
  });

  it.each([
    ['who somebody is', 'users.info'],
    ['who is in the group', 'usergroups.users.list'],
  ])('waits while Slack does not say %s, and continues when it does', async (_, method) => {
    const group = world.slack.addUserGroup({ handle: 'producers', members: [world.people.mia] });
    opens([group.id]);
    await stopped();
    let silent = true;
    world.slack.trouble({ method, times: 10_000, when: () => silent, then: { status: 503 } });
    world.clock.advance(150_000);
    await memberCardSaying(world, method === 'users.info' ? "Slack doesn't say" : 'Slack took too long to say');
    world.clock.advance(60_000);
    expect(invited()).toBe(1);
    silent = false;
    await passing(world, 'all are invited', () => cards(world).some((card) => words(card).includes('All 5 invited')));
    expect(invited()).toBe(5);
  });
});

describe('a pending invite', () => {
  beforeEach(async () => {
    policy = { ...defaultPolicy };
    opens('everyone', given);
    world = await startWorld({ policy, snyk: {}, truvera: {}, intercode: {}, livePolicy: true });
    for (const name of ['Freelancers', 'Owners']) world.parsec.addGroup({ name });
    for (const name of ['Watermark', 'No watermark']) world.parsec.addAppRule({ name });
  });
  const updates = () => writes().filter((operation) => operation === 'Update Team Invites');

  async function editing(person: string): Promise<{ readonly list: OpenView; readonly form: OpenView }> {
    const list = await openList(world, person, 'pending parsec');
    await pressInRow(world, person, list, ana, 'member:edit');
    return { list, form: await topView(world, person, 'member_edit') };
  }

  it('is edited by its inviter, within what the inviter may assign', async () => {
    const { mia } = world.people;
    await invitedMembers(world, mia, { system: 'parsec', addresses: ana }, 'Invited to Parsec');
    const { list, form } = await editing(mia);
    expect(menu(form, 'group:parsec')).toEqual(['Freelancers']);
    await world.slack.as(mia).fill(form.id, { blockId: 'group:parsec' }, String(world.parsec.groups[0]?.id));
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    await listSays(world, list, 'was changed');
    expect(world.parsec.teamInvites).toMatchObject([{ group_id: world.parsec.groups[0]?.id }]);
  });

  it.each(forgedEdits)('is not edited with a forged id at %s', async (blockId, id) => {
    const { mia } = world.people;
    await invitedMembers(world, mia, { system: 'parsec', addresses: ana }, 'Invited to Parsec');
    const { list, form } = await editing(mia);
    forgeChoice(form, blockId, id(), 'Freelancers');
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    await listSays(world, list, ':warning: Choose another');
    expect(updates()).toEqual([]);
  });

  it('is not edited, resent or cancelled by others, nor by its inviter once inviting is closed to them', async () => {
    const { mia, ben } = world.people;
    await invitedMembers(world, mia, { system: 'parsec', addresses: ana }, 'Invited to Parsec');
    const before = writes().length;
    expect(viewCopy(await openList(world, ben, 'pending parsec'))).not.toMatch(/member:(edit|resend|cancel)/);
    const list = await openList(world, mia, 'pending parsec');
    opens('admins');
    for (const action of ['member:resend', 'member:cancel']) {
      await pressInRow(world, mia, list, ana, action);
      await listSays(world, list, 'Only admins can invite members and change their invites');
      opens('everyone', given);
      await world.slack.as(mia).submit(list.id);
      await listSays(world, list, 'member:cancel');
      opens('admins');
    }
    await pressInRow(world, mia, list, ana, 'member:edit');
    await world.slack.until('a refusal', () =>
      world.slack
        .as(mia)
        .views()
        .some((view) => viewCopy(view).includes('Only admins can invite members')),
    );
    expect(viewCopy(await openList(world, mia, 'pending parsec'))).not.toMatch(/member:(edit|resend|cancel)/);
    expect(writes()).toHaveLength(before);
  });

  it('offers nothing to edit for a person who may assign nothing', async () => {
    opens('everyone');
    const { mia } = world.people;
    await invitedMembers(world, mia, { system: 'parsec', addresses: ana }, 'Invited to Parsec');
    const list = await openList(world, mia, 'pending parsec');
    await pressInRow(world, mia, list, ana, 'member:edit');
    await world.slack.until('a refusal', () =>
      world.slack
        .as(mia)
        .views()
        .some((view) => viewCopy(view).includes('Only admins can change invites to')),
    );
  });
});

it('a search finds only what the person may assign, and nothing for a person who may not invite', async () => {
  policy = { ...defaultPolicy };
  opens('everyone', { parsec: { groups: ['Group 7', 'Group 120'], appRules: [] } });
  world = await startWorld({ policy, livePolicy: true });
  for (let n = 1; n <= 130; n++) world.parsec.addGroup({ name: `Group ${n}` });
  const { mia, ada } = world.people;
  const target = { blockId: 'group:parsec', actionId: 'choice_search' };
  const hers = await openMemberForm(world, ada, 'parsec');
  expect(await offers(world, ada, hers, target, '')).toHaveLength(100);
  const search = world.slack.deliveries.findLast(({ payload }) => payload.type === 'block_suggestion');
  const found = async (): Promise<string[]> => {
    const answer = JSON.stringify(await world.slack.forge(mia, 'interactive', search?.payload ?? {}));
    return [...new Set(answer.match(/Group \d+/g))];
  };
  expect(await found()).toEqual(['Group 7', 'Group 120']);
  opens('admins');
  expect(await found()).toEqual([]);
});

it('a member gets no role that the system does not have, whatever a form says', async () => {
  world = await startWorld({ truvera: {} });
  const { ada } = world.people;
  const tom = world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
  const list = await openList(world, ada, 'role tom', 'member_list');
  for (const [forged, says] of [
    ['owner', 'Choose another role. Truvera no longer has this one.'],
    ['administrator', "*Tom (tom@example.com)*'s role was changed."],
  ] as const) {
    await pressInRow(world, ada, list, 'Tom', 'member:role');
    const form = await topView(world, ada, 'member_role');
    forgeChoice(form, 'member_role:truvera', forged, 'Member');
    expect(await world.slack.as(ada).submit(form.id)).toBe('closed');
    await listSays(world, list, says);
  }
  expect(tom.role).toBe('administrator');
  const asked = world.truvera().requests.filter(({ operation }) => operation === 'Update member role');
  expect(asked.map(({ body }) => body)).toEqual([{ role: 'administrator' }]);
});
