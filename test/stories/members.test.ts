import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cards, passing, words } from '../support/gestures.ts';
import { memberCardSaying, openMemberForm, submitMembers, viewWords } from '../support/member-gestures.ts';
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

const addresses = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.com`);

describe.each(transports)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ snyk: {}, truvera: {}, ...options, transport });
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
    expect(view.errors.leave_out).toContain('tick this');
    await hands.fill(view.id, { blockId: 'leave_out' }, ['leave_out']);
    expect(await hands.submit(view.id)).toBe('closed');
    const card = await memberCardSaying(world, '2 of 3 invited, 1 refused');
    expect(words(card)).toContain('nobody: not an e-mail address');
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

  it('an answer that is lost is looked for, and nobody is invited twice', async () => {
    world = await begin();
    world.truvera().trouble({ operation: 'Send invitations', then: { cut: 'after' } });
    await submitMembers(world, world.people.mia, { system: 'truvera', addresses: addresses(5).join('\n') });
    await passing(world, 'all are invited', () => cards(world).some((card) => words(card).includes('All 5 invited')));
    expect(world.truvera().mails).toHaveLength(5);
  });
});
