import { afterEach, describe, expect, it } from 'vitest';
import { passing, topView, whisper, words } from '../support/gestures.ts';
import {
  invitedMembers,
  listSays,
  member,
  memberCardSaying,
  openList,
  pressInRow,
  viewWords,
} from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { withStore } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const ana = 'ana@example.com';

/** A world in which Mia has invited Ana to Truvera, and somebody invited Tom in Truvera's own dashboard. */
async function twoPending(): Promise<void> {
  world = await startWorld({ policy: openToAll(), truvera: {} });
  await invitedMembers(world, world.people.mia, { system: 'truvera', addresses: ana }, 'Invited to Truvera');
  world.truvera().dashboard.invite('tom@example.com');
}

const writes = () => world.truvera().requests.filter(({ method }) => method === 'POST').length;

describe('the pending invites', () => {
  it('are shown with who invited, and with buttons for who may', async () => {
    await twoPending();
    const { mia, ben, ada } = world.people;
    const mine = await openList(world, mia, 'pending truvera');
    expect(viewWords(mine)).toContain(`invited by <@${mia}>`);
    // Made in Truvera's own dashboard, and told in no channel: that is for admins.
    expect(viewWords(mine)).not.toContain('tom@example.com');
    expect(viewWords(mine)).toContain('Your invites and those of channels you can open.');
    expect(viewWords(mine).match(/member:cancel/g)).toHaveLength(1);
    expect(viewWords(await openList(world, ben, 'pending truvera'))).not.toContain('member:cancel');
    const all = viewWords(await openList(world, ada, 'pending truvera'));
    expect(all.match(/member:cancel/g)).toHaveLength(2);
    expect(all).toContain('tom@example.com');
    expect(all).not.toContain('channels you can open');
  });

  it('are sent again, as often as the system lets them', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, `resend ${ana}`);
    await pressInRow(world, world.people.mia, view, ana, 'member:resend');
    await listSays(world, view, `The invite of *${ana}* was sent again.`);
    await pressInRow(world, world.people.mia, view, ana, 'member:resend');
    await listSays(world, view, 'has sent this invite again not long ago');
    expect(world.truvera().mails.filter(({ about }) => about === 'resent')).toHaveLength(1);
  });

  it('are taken back after a question, and the card says so', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    expect(viewWords(view)).toContain('Cancel the invite of ');
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, `The invite of *${ana}* was taken back.`);
    expect(viewWords(view)).toContain('There are no pending invites you can see.');
    expect(world.truvera().invitations[0]?.status).toBe('canceled');
    await memberCardSaying(world, `${ana}: taken back`);
  });

  it('taken back with two quick clicks are taken back once', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    const before = writes();
    const press = () => pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await Promise.all([press(), press()]);
    await listSays(world, view, 'was taken back');
    expect(writes() - before).toBe(1);
  });

  it('gone meanwhile are said to be gone', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    world.truvera().dashboard.cancel(world.truvera().invitations[0]?.id ?? 0);
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, 'That is gone at Truvera already');
    expect(viewWords(view)).not.toContain(ana);
  });

  it('that Truvera does not cancel, for somebody took it at that moment, are not said to wait', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    const body = { message: 'This invitation was already accepted.' };
    world.truvera().trouble({ operation: 'Cancel invitation', then: { status: 400, body } });
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, 'Truvera refused: This invitation was already accepted.');
  });

  it('whose cancelling was answered by nobody are looked at before anything is said', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    world.truvera().trouble({ operation: 'Cancel invitation', then: { cut: 'after' } });
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, 'was taken back');
    await memberCardSaying(world, `${ana}: taken back`);
  });

  it('of others are left alone, whatever button somebody still had', async () => {
    await twoPending();
    const { ada, ben } = world.people;
    const view = await openList(world, ada, 'cancel tom');
    // What Ada's button carries, pressed by Ben over the list he may see.
    const bens = await openList(world, ben, 'pending');
    bens.view = { ...view.view };
    await pressInRow(world, ben, bens, 'tom@example.com', 'member:cancel');
    await listSays(world, bens, 'Only the person who invited, or an admin');
    expect(world.truvera().invitations[1]?.status).toBe('pending');
  });

  it('are not those of who invited the same address before', async () => {
    await twoPending();
    const { dashboard, invitations } = world.truvera();
    dashboard.cancel(invitations[0]?.id ?? 0);
    dashboard.invite(ana);
    const { mia, ada } = world.people;
    expect(viewWords(await openList(world, mia, `pending truvera ${ana}`))).not.toMatch(/\*ana|member:cancel/);
    const all = viewWords(await openList(world, ada, `pending truvera ${ana}`));
    expect(all).toContain(`*${ana}*`);
    expect(all).not.toContain('invited by');
  });

  it('made in the dashboard are not those of who invited the same address months ago, where the address is the key', async () => {
    world = await startWorld({ policy: openToAll(), parsec: {} });
    const { mia, ada } = world.people;
    await invitedMembers(world, mia, { system: 'parsec', addresses: ana }, 'Invited to Parsec');
    const mine = await openList(world, mia, 'pending parsec');
    expect(viewWords(mine)).toContain(`invited by <@${mia}>`);
    expect(viewWords(mine)).toContain('member:cancel');

    // Months later an admin invites her again, past the bot.
    world.clock.advance(60 * 86_400_000);
    world.parsec.dashboard.cancelMemberInvite(ana);
    world.parsec.dashboard.inviteMember(ana);
    const later = await openList(world, mia, 'pending parsec');
    // Told in no channel: that is for admins.
    expect(viewWords(later)).not.toMatch(/ana@|invited by|member:(cancel|resend|edit)/);

    // With the buttons of before: what they carry is the address, and that is the same.
    const held = JSON.stringify(world.parsec.teamInvites);
    const mails = world.parsec.teamMails.length;
    for (const deed of ['cancel', 'resend']) {
      later.view = { ...mine.view };
      await pressInRow(world, mia, later, ana, `member:${deed}`);
      await listSays(world, later, 'Only the person who invited, or an admin');
    }
    expect(JSON.stringify(world.parsec.teamInvites)).toBe(held);
    expect(world.parsec.teamMails).toHaveLength(mails);

    const adas = await openList(world, ada, 'pending parsec');
    await pressInRow(world, ada, adas, ana, 'member:cancel');
    await listSays(world, adas, 'was taken back');
    expect(world.parsec.teamInvites).toEqual([]);
    // The card tells of Mia's invite, which this was not.
    expect(words(await memberCardSaying(world, 'Invited to Parsec'))).not.toContain('taken back');
  });

  it('made again for a user who was invited here weeks ago are for admins, where the system shows no time', async () => {
    world = await startWorld({ policy: openToAll(), intercode: {} });
    const { mia, ada } = world.people;
    const addresses = 'email,first name,last name\nana@example.com,Ana,Adams';
    await invitedMembers(world, mia, { system: 'intercode', addresses, role: 'Viewer' }, 'Invited to Intercode');
    expect(viewWords(await openList(world, mia, 'pending intercode'))).toContain('member:cancel');
    world.clock.advance(2 * 86_400_000);
    const later = await openList(world, mia, 'pending intercode');
    // Whose id it is stays known; who made the invite does not.
    expect(viewWords(later)).toContain('Ana Adams (ana@example.com)');
    expect(viewWords(later)).not.toMatch(/invited by|member:cancel/);
    const adas = await openList(world, ada, 'pending intercode');
    await pressInRow(world, ada, adas, 'Ana Adams', 'member:cancel');
    await listSays(world, adas, 'was taken back');
    await memberCardSaying(world, `${ana}: taken back`);
  });

  it('done to after the list was closed are told in a direct message', async () => {
    await twoPending();
    const { mia } = world.people;
    const view = await openList(world, mia, 'cancel');
    world.truvera().trouble({ operation: 'Cancel invitation', then: { delayMs: 400 } });
    const pressed = pressInRow(world, mia, view, ana, 'member:cancel');
    await listGone(view.id, mia);
    await pressed;
    await world.slack.until('she is told', () =>
      world.slack.messages.find(
        (message) => message.channel !== world.channel && words(message).includes('taken back'),
      ),
    );
  });

  it('are found at the system that has them, and turned page by page', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {}, truvera: {} });
    const { ada } = world.people;
    for (let n = 10; n < 30; n++) world.truvera().dashboard.invite(`p${n}@example.com`);
    const view = await openList(world, ada, 'pending p1');
    expect(viewWords(view)).toContain('p17@example.com');
    expect(viewWords(view)).toContain('1 to 8, and more');
    const hands = world.slack.as(ada);
    await hands.act({ viewId: view.id }, { actionId: 'member:page:next' });
    await listSays(world, view, '9 to 10');
    expect(viewWords(view)).not.toContain('p20@example.com');
    await hands.act({ viewId: view.id }, { actionId: 'member:page:previous' });
    await listSays(world, view, '1 to 8, and more');
    await hands.fill(view.id, { blockId: 'search' }, 'p29');
    expect(await hands.submit(view.id)).toBe('open');
    await listSays(world, view, 'p29@example.com');
    await hands.fill(view.id, { blockId: 'search' }, 'nobody');
    await hands.submit(view.id);
    await listSays(world, view, 'No pending invite matches.');
    await hands.act({ viewId: view.id }, { actionId: 'member:list_system' }, 'snyk');
    await listSays(world, view, 'list_system:snyk');
    await hands.fill(view.id, { blockId: 'search' }, '');
    await hands.submit(view.id);
    await listSays(world, view, 'Nobody is invited at the moment.');
  });

  it('that were asked for earlier and come later do not take the place of the newer ones', async () => {
    await twoPending();
    const { mia, ben } = world.people;
    const view = await openList(world, mia, 'pending truvera');
    const hands = world.slack.as(mia);
    world.truvera().trouble({ operation: 'List invitations', then: { delayMs: 800 } });
    const asked = world.truvera().requests.length;
    await hands.fill(view.id, { blockId: 'search' }, 'tom');
    await hands.submit(view.id);
    await hands.act({ viewId: view.id }, { actionId: 'member:list_system' }, 'parsec');
    await listSays(world, view, 'No pending invite matches.');
    expect(viewWords(view)).toContain('list_system:parsec');
    await passing(world, 'the slow answer has come', () => world.truvera().requests.length > asked, 0);
    await openList(world, ben, 'pending truvera');
    expect(viewWords(view)).toContain('list_system:parsec');
    expect(viewWords(view)).not.toContain('tom@example.com');
  });

  it('of a system that is down are asked for again by a button', async () => {
    await twoPending();
    world.truvera().trouble({ operation: 'List invitations', times: 3, then: { status: 503 } });
    const view = await openList(world, world.people.mia, 'pending truvera');
    expect(viewWords(view)).toContain('Truvera is not answering');
    await world.slack.as(world.people.mia).act({ viewId: view.id }, { actionId: 'member:list_again' });
    await listSays(world, view, ana);
  });

  it('are found past a system that is down', async () => {
    await twoPending();
    world.parsec.trouble({ operation: 'Get Team Invites', times: 3, then: { status: 503 } });
    const view = await openList(world, world.people.mia, `cancel ${ana}`);
    expect(viewWords(view)).toContain('list_system:truvera');
    expect(viewWords(view)).toContain(`*${ana}*`);
  });

  it('are said to be nowhere by the names of all systems that were looked through', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {}, truvera: {} });
    const { mia } = world.people;
    const view = await openList(world, mia, 'cancel nobody@example.com');
    await listSays(world, view, 'No pending invite matches.');
    expect(viewWords(view)).toContain('Looked through Parsec, Snyk and Truvera: nothing there.');
    // Whoever goes on from there asks one system.
    await world.slack.as(mia).act({ viewId: view.id }, { actionId: 'member:list_system' }, 'truvera');
    await listSays(world, view, 'list_system:truvera');
    await listSays(world, view, 'No pending invite matches.');
    expect(viewWords(view)).not.toContain('Looked through');
    await world.slack.as(mia).close(view.id);
    expect(viewWords(await openList(world, mia, 'cancel snyk nobody@example.com'))).not.toContain('Looked through');
  });

  it('are not said to be none while a system did not answer', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {}, truvera: {} });
    world.truvera().dashboard.invite('tom@example.com');
    world.truvera().trouble({ operation: 'List invitations', times: 3, then: { status: 503 } });
    const view = await openList(world, world.people.ada, 'pending');
    expect(viewWords(view)).toContain('list_system:truvera');
    expect(viewWords(view)).toContain('Truvera is not answering');
    expect(viewWords(view)).toContain('Looked through Parsec and Snyk: nothing there.');
    await world.slack.as(world.people.ada).act({ viewId: view.id }, { actionId: 'member:list_again' });
    await listSays(world, view, 'tom@example.com');
  });

  it('are taken from the screen of a person who became a guest, and nothing is done', async () => {
    await twoPending();
    const { mia } = world.people;
    const view = await openList(world, mia, 'pending truvera');
    const person = world.slack.people.find(({ id }) => id === mia);
    Object.assign(person ?? {}, { kind: 'guest' });
    world.clock.advance(61_000);
    const before = writes();
    await pressInRow(world, mia, view, ana, 'member:cancel');
    await world.slack.until('she is told', () => viewWords(view).includes('Guest accounts'));
    expect(viewWords(view)).not.toContain(ana);
    expect(writes()).toBe(before);
  });

  it('of a slow system are waited for in an open form', async () => {
    await twoPending();
    world.truvera().trouble({ operation: 'List invitations', then: { delayMs: 1_500 } });
    await member(world, world.people.mia, 'pending truvera');
    const view = await topView(world, world.people.mia, 'member_pending');
    expect(viewWords(view)).toContain('Asking Truvera…');
    await listSays(world, view, ana);
  });
});

/** Closes a list as soon as it says that something is under way. */
async function listGone(viewId: string, person: string): Promise<void> {
  await world.slack.until('it is under way', () =>
    world.slack
      .as(person)
      .views()
      .some((view) => view.id === viewId && viewWords(view).includes('hourglass')),
  );
  await world.slack.as(person).close(viewId);
}

describe('the members', () => {
  it('are shown to everybody, and changed by admins', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    const { mia, ada } = world.people;
    const tom = world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
    expect(viewWords(await openList(world, mia, 'list truvera', 'member_list'))).not.toContain('member:remove');
    const view = await openList(world, ada, 'role tom', 'member_list');
    expect(viewWords(view)).toContain('Remove Tom');
    await pressInRow(world, ada, view, 'Tom', 'member:role');
    const form = await topView(world, ada, 'member_role');
    const hands = world.slack.as(ada);
    await hands.fill(form.id, { blockId: 'member_role:truvera' }, 'administrator');
    expect(await hands.submit(form.id)).toBe('closed');
    await listSays(world, view, 'The role of *Tom (tom@example.com)* was changed.');
    expect(tom.role).toBe('administrator');
    await pressInRow(world, ada, view, 'Tom', 'member:remove');
    await listSays(world, view, 'was removed.');
    expect(world.truvera().members.some(({ id }) => id === tom.id)).toBe(false);
    // Who it was and what they were made nobody can look up any more.
    const written = await withStore(world, (store) => store.auditOfSubject(`truvera/member/${tom.id}`));
    const facts = Object.fromEntries(written.map(({ action, facts }) => [action, facts]));
    const asked = (action: string) => written.find((entry) => entry.action === action)?.id;
    expect(facts).toEqual({
      member_role_asked: { name: 'Tom', email: 'tom@example.com', role: 'Administrator', roleId: 'administrator' },
      member_role_done: { of: asked('member_role_asked') },
      member_remove_asked: { name: 'Tom', email: 'tom@example.com' },
      member_remove_done: { of: asked('member_remove_asked') },
    });
  });

  it('are not removed by who is no admin', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    for (const text of ['remove tom', 'role tom']) {
      await member(world, world.people.mia, text);
      await whisper(world, world.people.mia, 'That is for admins');
    }
    expect(world.slack.as(world.people.mia).views()).toEqual([]);
  });

  it('are not removed, nor given a role, by a button somebody still had', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    const { mia, ada } = world.people;
    world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
    const adas = await openList(world, ada, 'list truvera', 'member_list');
    const mias = await openList(world, mia, 'list truvera', 'member_list');
    mias.view = { ...adas.view };
    const told = (times: number) =>
      world.slack.until(`she is told ${times} times`, () => {
        const found = world.slack.messages.filter((message) => words(message).includes('That is for admins'));
        return found.length === times && found.every(({ channel }) => channel !== world.channel);
      });
    await pressInRow(world, mia, mias, 'Tom', 'member:role');
    await told(1);
    await pressInRow(world, mia, mias, 'Tom', 'member:remove');
    await told(2);
    expect(world.truvera().members.some(({ name }) => name === 'Tom')).toBe(true);
  });
});

describe('/member', () => {
  it('explains itself, alone, with help and after a typo', async () => {
    world = await startWorld({ policy: openToAll() });
    const { ben, guest, mia } = world.people;
    await member(world, mia, '');
    await whisper(world, mia, 'What /member can do');
    await member(world, ben, 'help');
    await whisper(world, ben, 'What /member can do');
    await member(world, mia, 'inivte ana@example.com');
    await whisper(world, mia, 'There is no “/member inivte”');
    await member(world, guest, 'list');
    await whisper(world, guest, 'Guest accounts of this workspace cannot invite');
  });

  it('says so of a system that is named and cannot do it, or is not on', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {} });
    const { mia } = world.people;
    await member(world, mia, 'list snyk tom');
    await whisper(world, mia, 'Snyk does not offer that.');
    await member(world, mia, 'pending Truvera ana@example.com');
    await whisper(world, mia, 'Truvera is not connected');
  });

  it('says so when no system is on, or none can do it', async () => {
    world = await startWorld({ policy: openToAll(), withoutParsec: true, snyk: {} });
    const { ada, mia } = world.people;
    await member(world, mia, 'resend ana');
    await whisper(world, mia, 'None of the systems that are on can do that.');
    await member(world, ada, 'list');
    const view = await topView(world, ada, 'say');
    expect(viewWords(view)).toContain('No system that shows its members');
  });
});
