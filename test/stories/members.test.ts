import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import { cards, inputId, passing, topView, whisper, words } from '../support/gestures.ts';
import { member, memberCardSaying, openMemberForm, submitMembers, viewWords } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

const addresses = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.com`);

describe.each(transports)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ policy: openToAll(), snyk: {}, truvera: {}, ...options, transport });
  });

  it('one person is invited to Snyk, and the card says so', async () => {
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

  it('forty people are invited to Truvera with one request, and the card counts them', async () => {
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

  it('rows that are no addresses are shown before anything is sent, and left out when asked to', async () => {
    world = await begin();
    const { mia } = world.people;
    const typed = { system: 'truvera', addresses: 'ana@example.com\nnobody\ntom@example.com' };
    const { view, result } = await submitMembers(world, mia, typed);
    expect(result).toBe('open');
    expect(viewWords(view)).toContain('line 2, nobody: not an e-mail address');
    expect(world.truvera().requests.filter((each) => each.method === 'POST')).toEqual([]);
    const hands = world.slack.as(mia);
    expect(await hands.submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual([expect.stringContaining('tick this')]);
    await hands.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    expect(await hands.submit(view.id)).toBe('closed');
    const card = await memberCardSaying(world, '2 of 3 invited, 1 refused');
    expect(words(card)).toContain('nobody: not an e-mail address');
  });

  it('a row that was made bad after the others were to be left out is shown before anybody is invited', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'truvera', 'nobody\nana@example.com');
    const hands = world.slack.as(mia);
    expect(await hands.submit(view.id)).toBe('open');
    await hands.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    await hands.fill(view.id, { blockId: 'addresses_1' }, 'nobody\nana@example.com\nno one');
    expect(await hands.submit(view.id)).toBe('open');
    expect(viewWords(view)).toContain('line 3, no one: not an e-mail address');
    // What was ticked was about the row before.
    expect(await hands.submit(view.id)).toBe('errors');
    await hands.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    expect(await hands.submit(view.id)).toBe('closed');
    await memberCardSaying(world, '1 of 3 invited, 2 refused');
    expect(world.truvera().mails).toHaveLength(1);
  });

  it('bad rows can be left out also when the good ones came after they were shown', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'truvera', 'nobody');
    const hands = world.slack.as(mia);
    expect(await hands.submit(view.id)).toBe('open');
    expect(await hands.submit(view.id)).toBe('errors');
    await hands.fill(view.id, { blockId: 'addresses_1' }, 'nobody\nana@example.com');
    expect(await hands.submit(view.id)).toBe('open');
    await hands.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
    expect(await hands.submit(view.id)).toBe('closed');
    await memberCardSaying(world, '1 of 2 invited, 1 refused');
  });

  it('a form keeps what was typed when the system changes, and asks what that system asks', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'truvera', 'ana@example.com');
    expect(viewWords(view)).not.toContain('role:snyk');
    const hands = world.slack.as(mia);
    await hands.fill(view.id, { blockId: 'addresses_1' }, 'ana@example.com tom@example.com');
    await hands.fill(view.id, { blockId: 'system' }, 'snyk');
    await world.slack.until('the roles are there', () => viewWords(view).includes('Developer'));
    expect(view.values.addresses_1?.value?.value).toBe('ana@example.com tom@example.com');
    await hands.act({ viewId: view.id }, { actionId: 'member:room' });
    await world.slack.until('there is more room', () => viewWords(view).includes('addresses_2'));
    expect(viewWords(view)).toContain('Developer');
  });

  it('a form in which the mail was taken out mails nobody, also after a look at a system that does not ask', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'parsec', 'ana@example.com');
    const hands = world.slack.as(mia);
    await hands.fill(view.id, { blockId: 'mail' }, []);
    for (const [system, words] of [
      ['truvera', 'Truvera mails each of them'],
      ['parsec', 'group:parsec'],
    ] as const) {
      await hands.fill(view.id, { blockId: 'system' }, system);
      await world.slack.until('it asks what the system asks', () => viewWords(view).includes(words));
    }
    expect(await hands.submit(view.id)).toBe('closed');
    await memberCardSaying(world, 'Parsec mails nobody');
    await memberCardSaying(world, 'Invited to Parsec');
    expect(world.parsec.teamMails).toEqual([]);
  });

  it('what was chosen for one system does not stand on the card of another', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await openMemberForm(world, mia, 'parsec', 'ana@example.com');
    const hands = world.slack.as(mia);
    await hands.fill(view.id, { blockId: 'mail' }, []);
    await hands.fill(view.id, { blockId: 'system' }, 'truvera');
    await world.slack.until('it is for Truvera', () => viewWords(view).includes('Truvera mails each of them'));
    expect(await hands.submit(view.id)).toBe('closed');
    const card = await memberCardSaying(world, 'Invited to Truvera');
    expect(words(card)).toContain('Truvera mails them');
    expect(words(card)).not.toContain('not mailed');
  });

  it('an answer that is lost is looked for, and nobody is invited twice', async () => {
    world = await begin();
    world.truvera().trouble({ operation: 'Send invitations', then: { cut: 'after' } });
    await submitMembers(world, world.people.mia, { system: 'truvera', addresses: addresses(5).join('\n') });
    await passing(world, 'all are invited', () => cards(world).some((card) => words(card).includes('All 5 invited')));
    expect(world.truvera().mails).toHaveLength(5);
  });
});

describe('the form', () => {
  it('shows bad rows while the roles are still on their way, and then the roles', async () => {
    world = await startWorld({ policy: openToAll(), intercode: {} });
    const { mia } = world.people;
    world.intercode().trouble({ operation: 'Get team roles', then: { delayMs: 1_000 } });
    await member(world, mia, 'invite intercode nobody\nana@example.com');
    const view = await topView(world, mia, 'member_form');
    expect(viewWords(view)).toContain('Loading…');
    expect(await world.slack.as(mia).submit(view.id)).toBe('open');
    expect(viewWords(view)).toContain('line 1, nobody: not an e-mail address');
    await world.slack.until('the roles are there', () => viewWords(view).includes('Viewer'));
    expect(viewWords(view)).toContain('line 1, nobody');
  });

  it('says that the roles are not there yet, and loads them again when that failed', async () => {
    world = await startWorld({ policy: openToAll(), intercode: {} });
    const { mia } = world.people;
    world.intercode().trouble({ operation: 'Get team roles', times: 3, then: { status: 503 } });
    const view = await openMemberForm(world, mia, 'intercode', 'ana@example.com');
    expect(viewWords(view)).toContain('Intercode is not answering');
    const hands = world.slack.as(mia);
    expect(await hands.submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual([expect.stringContaining('The roles are not there yet')]);
    await hands.act({ viewId: view.id }, { actionId: 'member:reload' });
    await world.slack.until('the roles are there', () => viewWords(view).includes('Viewer'));
    expect(view.values.addresses_1?.value?.value).toBe('ana@example.com');
  });

  it('takes more behind the command than one box holds, and says so of more than all of them hold', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    // More than one person may invite within an hour, unless she is an admin.
    const { ada } = world.people;
    const many = addresses(300).join(', ');
    const view = await openMemberForm(world, ada, 'truvera', many);
    expect(await world.slack.as(ada).submit(view.id)).toBe('closed');
    await passing(world, 'all are invited', () => cards(world).some((card) => words(card).includes('All 300 invited')));
    await member(world, ada, `invite ${addresses(2_000).join(', ')}`);
    await whisper(world, ada, 'At most 1000 addresses at a time');
  });

  it.each([
    ['parsec', () => world.parsec, 'Get Team Invites', 'Create Team Invites'],
    ['truvera', () => world.truvera(), 'List invitations', 'Send invitations'],
  ] as const)(
    'submitted by two people for one person sends one invite at %s',
    async (system, server, list, operation) => {
      world = await startWorld({ policy: openToAll(), truvera: {} });
      const { mia, ben } = world.people;
      const forms = [
        { person: mia, view: await openMemberForm(world, mia, system, 'ana@example.com') },
        { person: ben, view: await openMemberForm(world, ben, system, 'ana@example.com') },
      ];
      // So slow that both would look for her before either asks.
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

  it('submitted twice at the same moment makes one batch, one card, and one invite each', async () => {
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

  it('is not for guests', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    await member(world, world.people.guest, 'invite truvera ana@example.com');
    await whisper(world, world.people.guest, 'Guest accounts of this workspace cannot invite');
    expect(world.slack.as(world.people.guest).views()).toEqual([]);
  });
});
