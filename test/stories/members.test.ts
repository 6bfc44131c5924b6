import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import { cards, inputId, passing, topView, whisper, words } from '../support/gestures.ts';
import { member, memberCardSaying, openMemberForm, submitMembers, viewCopy } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

const addresses = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.com`);

describe.each(transports)('the member form over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ policy: openToAll(), snyk: {}, truvera: {}, ...options, transport });
  });

  it('invites one person to Snyk, and the card says so', async () => {
    world = await begin();
    const { mia } = world.people;
    const role = world.snyk().roles[1]?.id ?? '';
    const { result } = await submitMembers(world, mia, { system: 'snyk', addresses: 'ana@example.com', role });
    expect(result).toBe('closed');
    const card = await memberCardSaying(world, '*Invited to Snyk.*');
    expect(words(card)).toContain('as Developer');
    expect(world.snyk().invitations).toMatchObject([{ email: 'ana@example.com', role, is_active: true }]);
    expect(world.snyk().mails).toHaveLength(1);
    expect(cards(world)).toHaveLength(1);
  });

  it('invites forty people to Truvera with one request, and the card counts them', async () => {
    world = await begin();
    world.truvera().addMember({ name: 'Tom', email: 'p3@example.com' });
    world.truvera().dashboard.invite('p4@example.com');
    const { result } = await submitMembers(world, world.people.mia, {
      system: 'truvera',
      addresses: addresses(40).join(', '),
    });
    expect(result).toBe('closed');
    const card = await memberCardSaying(world, '38 of 40 invited, 2 refused');
    expect(words(card)).toContain('p3@example.com: already a member');
    expect(words(card)).toContain('p4@example.com: already invited');
    expect(world.truvera().requests.filter((each) => each.method === 'POST')).toHaveLength(1);
    expect(cards(world)).toHaveLength(1);
  });

  it('shows rows that are not addresses before anything is sent, and leaves them out when asked to', async () => {
    world = await begin();
    const { mia } = world.people;
    const typed = { system: 'truvera', addresses: 'ana@example.com\nnobody\ntom@example.com' };
    const { view, result } = await submitMembers(world, mia, typed);
    expect(result).toBe('open');
    expect(viewCopy(view)).toContain('Line 2, nobody: not an email address');
    expect(world.truvera().requests.filter((each) => each.method === 'POST')).toEqual([]);
    const user = world.slack.as(mia);
    expect(await user.submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual([expect.stringContaining('tick this')]);
    await user.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    expect(await user.submit(view.id)).toBe('closed');
    const card = await memberCardSaying(world, '2 of 3 invited, 1 refused');
    expect(words(card)).toContain('nobody: not an email address');
  });

  it('shows addresses that the policy blocks before anything is sent, and sends the others', async () => {
    world = await begin({ policy: { ...openToAll(), domains: { blocked: ['free.example'] } } });
    const { mia } = world.people;
    const typed = { system: 'truvera', addresses: 'ana@example.com\ntom@eu.free.example' };
    const { view, result } = await submitMembers(world, mia, typed);
    expect(result).toBe('open');
    expect(viewCopy(view)).toContain('Line 2, tom@eu.free.example: addresses at eu.free.example are blocked here');
    await world.slack.as(mia).fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await memberCardSaying(world, '1 of 2 invited, 1 refused');
    const sent = world.truvera().requests.filter((each) => each.method === 'POST');
    expect(JSON.stringify(sent)).not.toContain('free.example');
  });

  it('shows a row that became bad after the others were to be left out, before anybody is invited', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'truvera', 'nobody\nana@example.com');
    const user = world.slack.as(mia);
    expect(await user.submit(view.id)).toBe('open');
    await user.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    await user.fill(view.id, { blockId: 'addresses_1' }, 'nobody\nana@example.com\nno one');
    expect(await user.submit(view.id)).toBe('open');
    expect(viewCopy(view)).toContain('Line 3, no one: not an email address');
    // The box was checked for the row before.
    expect(await user.submit(view.id)).toBe('errors');
    await user.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    expect(await user.submit(view.id)).toBe('closed');
    await memberCardSaying(world, '1 of 3 invited, 2 refused');
    expect(world.truvera().mails).toHaveLength(1);
  });

  it('leaves out bad rows even when the good ones were added after they were shown', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'truvera', 'nobody');
    const user = world.slack.as(mia);
    expect(await user.submit(view.id)).toBe('open');
    expect(await user.submit(view.id)).toBe('errors');
    await user.fill(view.id, { blockId: 'addresses_1' }, 'nobody\nana@example.com');
    expect(await user.submit(view.id)).toBe('open');
    await user.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    expect(await user.submit(view.id)).toBe('closed');
    await memberCardSaying(world, '1 of 2 invited, 1 refused');
  });

  it('keeps what was typed when the system changes, and asks what that system needs', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'truvera', 'ana@example.com');
    expect(viewCopy(view)).not.toContain('role:snyk');
    const user = world.slack.as(mia);
    await user.fill(view.id, { blockId: 'addresses_1' }, 'ana@example.com tom@example.com');
    await user.fill(view.id, { blockId: 'system' }, 'snyk');
    await world.slack.until('the roles are there', () => viewCopy(view).includes('Developer'));
    expect(view.values.addresses_1?.value?.value).toBe('ana@example.com tom@example.com');
    await user.act({ viewId: view.id }, { actionId: 'member:room' });
    await world.slack.until('there is more room', () => viewCopy(view).includes('addresses_2'));
    expect(viewCopy(view)).toContain('Developer');
  });

  it('emails nobody when the email box is unchecked, even after a look at a system without that box', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'parsec', 'ana@example.com');
    const user = world.slack.as(mia);
    await user.fill(view.id, { blockId: 'mail' }, []);
    for (const [system, words] of [
      ['truvera', 'Truvera emails each person'],
      ['parsec', 'group:parsec'],
    ] as const) {
      await user.fill(view.id, { blockId: 'system' }, system);
      await world.slack.until('it asks what the system asks', () => viewCopy(view).includes(words));
    }
    expect(await user.submit(view.id)).toBe('closed');
    await memberCardSaying(world, 'Parsec emails nobody');
    await memberCardSaying(world, 'Invited to Parsec');
    expect(world.parsec.teamMails).toEqual([]);
  });

  it('does not show what was chosen for one system on the card of another', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'parsec', 'ana@example.com');
    const user = world.slack.as(mia);
    await user.fill(view.id, { blockId: 'mail' }, []);
    await user.fill(view.id, { blockId: 'system' }, 'truvera');
    await world.slack.until('it is for Truvera', () => viewCopy(view).includes('Truvera emails each person'));
    expect(await user.submit(view.id)).toBe('closed');
    const card = await memberCardSaying(world, 'Invited to Truvera');
    expect(words(card)).toContain('Truvera emails them');
    expect(words(card)).not.toContain('no email was sent');
  });

  it('looks up an invite whose response was lost, and invites nobody twice', async () => {
    world = await begin();
    world.truvera().trouble({ operation: 'Send invitations', then: { cut: 'after' } });
    await submitMembers(world, world.people.mia, { system: 'truvera', addresses: addresses(5).join('\n') });
    await passing(world, 'all are invited', () => cards(world).some((card) => words(card).includes('All 5 invited')));
    expect(world.truvera().mails).toHaveLength(5);
  });
});

describe('the member form', () => {
  it('shows bad rows while the roles are loading, and then the roles', async () => {
    world = await startWorld({ policy: openToAll(), intercode: {} });
    const { mia } = world.people;
    world.intercode().trouble({ operation: 'Get team roles', then: { delayMs: 1_000 } });
    await member(world, mia, 'invite intercode nobody\nana@example.com');
    const view = await topView(world, mia, 'member_form');
    expect(viewCopy(view)).toContain('Loading…');
    expect(await world.slack.as(mia).submit(view.id)).toBe('open');
    expect(viewCopy(view)).toContain('Line 1, nobody: not an email address');
    await world.slack.until('the roles are there', () => viewCopy(view).includes('Viewer'));
    expect(viewCopy(view)).toContain('Line 1, nobody');
  });

  it('says that the roles are not loaded yet, and loads them again after a failure', async () => {
    world = await startWorld({ policy: openToAll(), intercode: {} });
    const { mia } = world.people;
    world.intercode().trouble({ operation: 'Get team roles', times: 3, then: { status: 503 } });
    const view = await openMemberForm(world, mia, 'intercode', 'ana@example.com');
    expect(viewCopy(view)).toContain("Intercode isn't answering");
    const user = world.slack.as(mia);
    expect(await user.submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual([expect.stringContaining('If the roles are still loading, wait')]);
    await user.act({ viewId: view.id }, { actionId: 'member:reload' });
    await world.slack.until('the roles are there', () => viewCopy(view).includes('Viewer'));
    expect(view.values.addresses_1?.value?.value).toBe('ana@example.com');
  });

  it('takes more addresses from the command than one box holds, and reports more than all boxes hold', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    // More than a person who is not an admin can invite within an hour.
    const { ada } = world.people;
    const many = addresses(300).join(', ');
    const view = await openMemberForm(world, ada, 'truvera', many);
    expect(await world.slack.as(ada).submit(view.id)).toBe('closed');
    await passing(world, 'all are invited', () => cards(world).some((card) => words(card).includes('All 300 invited')));
    await member(world, ada, `invite ${addresses(2_000).join(', ')}`);
    await whisper(world, ada, 'Enter at most 1000 addresses');
  });

  it.each([
    ['parsec', () => world.parsec, 'Get Team Invites', 'Create Team Invites'],
    ['truvera', () => world.truvera(), 'List invitations', 'Send invitations'],
  ] as const)(
    'sends one invite at %s when two people submit it for one person',
    async (system, server, list, operation) => {
      world = await startWorld({ policy: openToAll(), truvera: {} });
      const { mia, ben } = world.people;
      const forms = [
        { person: mia, view: await openMemberForm(world, mia, system, 'ana@example.com') },
        { person: ben, view: await openMemberForm(world, ben, system, 'ana@example.com') },
      ];
      // So slow that both would look for her before either invites.
      server().trouble({ operation: list, times: 2, then: { delayMs: 400 } });
      await Promise.all(forms.map(({ person, view }) => world.slack.as(person).submit(view.id)));
      await passing(world, 'both cards are there', () => cards(world).length === 2);
      await memberCardSaying(world, 'Invited to');
      await passing(world, 'the other says so', () =>
        cards(world).some((card) => words(card).includes('already invited')),
      );
      expect(server().requests.filter((request) => request.operation === operation)).toHaveLength(1);
    },
  );

  it('creates one batch, one card and one invite each when it is submitted twice at once', async () => {
    world = await startWorld({ policy: openToAll(), transport: 'http', truvera: {} });
    const proxy = await startDoublingProxy(world.eventsUrl());
    world.slack.deliverTo(proxy.url);
    await submitMembers(world, world.people.mia, { system: 'truvera', addresses: addresses(5).join(' ') });
    await memberCardSaying(world, 'All 5 invited');
    expect(proxy.doubled()).toBe(1);
    expect(world.truvera().mails).toHaveLength(5);
    expect(cards(world)).toHaveLength(1);
    await proxy.stop();
  });

  it('does not open for guests', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    await member(world, world.people.guest, 'invite truvera ana@example.com');
    await whisper(world, world.people.guest, "Guest accounts can't use Guestlist");
    expect(world.slack.as(world.people.guest).views()).toEqual([]);
  });
});
