import { afterEach, describe, expect, it } from 'vitest';
import { passing, topView, whisper, words } from '../support/gestures.ts';
import {
  invitedMembers,
  listSays,
  member,
  memberCardSaying,
  openList,
  pressInRow,
  viewCopy,
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

describe('pending invites', () => {
  it('are shown with their inviter, and with buttons for people who can use them', async () => {
    await twoPending();
    const { mia, ben, ada } = world.people;
    const mine = await openList(world, mia, 'pending truvera');
    expect(viewCopy(mine)).toContain(`invited by <@${mia}>`);
    // Made in Truvera's own dashboard and posted in no channel: only admins see it.
    expect(viewCopy(mine)).not.toContain('tom@example.com');
    expect(viewCopy(mine)).toContain('Your invites and those in channels you can open.');
    expect(viewCopy(mine).match(/member:cancel/g)).toHaveLength(1);
    expect(viewCopy(await openList(world, ben, 'pending truvera'))).not.toContain('member:cancel');
    const all = viewCopy(await openList(world, ada, 'pending truvera'));
    expect(all.match(/member:cancel/g)).toHaveLength(2);
    expect(all).toContain('tom@example.com');
    expect(all).not.toContain('channels you can open');
  });

  it('are sent again as often as the system allows', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, `resend ${ana}`);
    await pressInRow(world, world.people.mia, view, ana, 'member:resend');
    await listSays(world, view, `*${ana}*'s invite was sent again.`);
    await pressInRow(world, world.people.mia, view, ana, 'member:resend');
    await listSays(world, view, 'sent this invite again not long ago');
    expect(world.truvera().mails.filter(({ about }) => about === 'resent')).toHaveLength(1);
  });

  it('are cancelled after a confirmation, and the card says so', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    expect(viewCopy(view)).toContain("'s invite?");
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, `*${ana}*'s invite was cancelled.`);
    expect(viewCopy(view)).toContain('No pending invites that you can see.');
    expect(world.truvera().invitations[0]?.status).toBe('canceled');
    await memberCardSaying(world, `${ana}: cancelled`);
  });

  it('are cancelled once by two quick clicks', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    const before = writes();
    const press = () => pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await Promise.all([press(), press()]);
    await listSays(world, view, 'was cancelled');
    expect(writes() - before).toBe(1);
  });

  it('are reported as gone when they are gone meanwhile', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    world.truvera().dashboard.cancel(world.truvera().invitations[0]?.id ?? 0);
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, 'It no longer exists in Truvera');
    expect(viewCopy(view)).not.toContain(ana);
  });

  it('are reported with the refusal when Truvera does not cancel one that was just accepted', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    const body = { message: 'This invitation was already accepted.' };
    world.truvera().trouble({ operation: 'Cancel invitation', then: { status: 400, body } });
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, 'Truvera refused: This invitation was already accepted.');
  });

  it('are read again before the result is shown when the response to a cancel was lost', async () => {
    await twoPending();
    const view = await openList(world, world.people.mia, 'cancel');
    world.truvera().trouble({ operation: 'Cancel invitation', then: { cut: 'after' } });
    await pressInRow(world, world.people.mia, view, ana, 'member:cancel');
    await listSays(world, view, 'was cancelled');
    await memberCardSaying(world, `${ana}: cancelled`);
  });

  it("of other people are not cancelled by a button from somebody else's list", async () => {
    await twoPending();
    const { ada, ben } = world.people;
    const view = await openList(world, ada, 'cancel tom');
    // Ben presses Ada's button over the list he can see.
    const bens = await openList(world, ben, 'pending');
    bens.view = { ...view.view };
    await pressInRow(world, ben, bens, 'tom@example.com', 'member:cancel');
    await listSays(world, bens, 'Only the inviter and admins');
    expect(world.truvera().invitations[1]?.status).toBe('pending');
  });

  it('do not belong to a person who invited the same address before', async () => {
    await twoPending();
    const { dashboard, invitations } = world.truvera();
    dashboard.cancel(invitations[0]?.id ?? 0);
    dashboard.invite(ana);
    const { mia, ada } = world.people;
    expect(viewCopy(await openList(world, mia, `pending truvera ${ana}`))).not.toMatch(/\*ana|member:cancel/);
    const all = viewCopy(await openList(world, ada, `pending truvera ${ana}`));
    expect(all).toContain(`*${ana}*`);
    expect(all).not.toContain('invited by');
  });

  it('that are external do not belong to an earlier inviter of the address when the address is the key', async () => {
    world = await startWorld({ policy: openToAll(), parsec: {} });
    const { mia, ada } = world.people;
    await invitedMembers(world, mia, { system: 'parsec', addresses: ana }, 'Invited to Parsec');
    const mine = await openList(world, mia, 'pending parsec');
    expect(viewCopy(mine)).toContain(`invited by <@${mia}>`);
    expect(viewCopy(mine)).toContain('member:cancel');

    // Months later an admin invites her again, without the bot.
    world.clock.advance(60 * 86_400_000);
    world.parsec.dashboard.cancelMemberInvite(ana);
    world.parsec.dashboard.inviteMember(ana);
    const later = await openList(world, mia, 'pending parsec');
    // Posted in no channel: only admins see it.
    expect(viewCopy(later)).not.toMatch(/ana@|invited by|member:(cancel|resend|edit)/);

    // The old buttons carry the address, which is still the same.
    const held = JSON.stringify(world.parsec.teamInvites);
    const mails = world.parsec.teamMails.length;
    for (const action of ['cancel', 'resend']) {
      later.view = { ...mine.view };
      await pressInRow(world, mia, later, ana, `member:${action}`);
      await listSays(world, later, 'Only the inviter and admins');
    }
    expect(JSON.stringify(world.parsec.teamInvites)).toBe(held);
    expect(world.parsec.teamMails).toHaveLength(mails);

    const adas = await openList(world, ada, 'pending parsec');
    await pressInRow(world, ada, adas, ana, 'member:cancel');
    await listSays(world, adas, 'was cancelled');
    expect(world.parsec.teamInvites).toEqual([]);
    // The card is about Mia's invite, which this was not.
    expect(words(await memberCardSaying(world, 'Invited to Parsec'))).not.toContain('cancelled');
  });

  it('made again for a user who was invited before are for admins when the system shows no time', async () => {
    world = await startWorld({ policy: openToAll(), intercode: {} });
    const { mia, ada } = world.people;
    const addresses = 'email,first name,last name\nana@example.com,Ana,Adams';
    await invitedMembers(world, mia, { system: 'intercode', addresses, role: 'Viewer' }, 'Invited to Intercode');
    expect(viewCopy(await openList(world, mia, 'pending intercode'))).toContain('member:cancel');
    world.clock.advance(2 * 86_400_000);
    const later = await openList(world, mia, 'pending intercode');
    // Guestlist still knows whose id it is, but not who made the invite.
    expect(viewCopy(later)).toContain('Ana Adams (ana@example.com)');
    expect(viewCopy(later)).not.toMatch(/invited by|member:cancel/);
    const adas = await openList(world, ada, 'pending intercode');
    await pressInRow(world, ada, adas, 'Ana Adams', 'member:cancel');
    await listSays(world, adas, 'was cancelled');
    await memberCardSaying(world, `${ana}: cancelled`);
  });

  it('changed after the list was closed are reported in a direct message', async () => {
    await twoPending();
    const { mia } = world.people;
    const view = await openList(world, mia, 'cancel');
    world.truvera().trouble({ operation: 'Cancel invitation', then: { delayMs: 400 } });
    const pressed = pressInRow(world, mia, view, ana, 'member:cancel');
    await listGone(view.id, mia);
    await pressed;
    await world.slack.until('she is notified', () =>
      world.slack.messages.find(
        (message) => message.channel !== world.channel && words(message).includes('was cancelled'),
      ),
    );
  });

  it('are found in the system that has them, and shown page by page', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {}, truvera: {} });
    const { ada } = world.people;
    for (let n = 10; n < 30; n++) world.truvera().dashboard.invite(`p${n}@example.com`);
    const view = await openList(world, ada, 'pending p1');
    expect(viewCopy(view)).toContain('p17@example.com');
    expect(viewCopy(view)).toContain('1 to 8, and more');
    const user = world.slack.as(ada);
    await user.act({ viewId: view.id }, { actionId: 'member:page:next' });
    await listSays(world, view, '9 to 10');
    expect(viewCopy(view)).not.toContain('p20@example.com');
    await user.act({ viewId: view.id }, { actionId: 'member:page:previous' });
    await listSays(world, view, '1 to 8, and more');
    await user.fill(view.id, { blockId: 'search' }, 'p29');
    expect(await user.submit(view.id)).toBe('open');
    await listSays(world, view, 'p29@example.com');
    await user.fill(view.id, { blockId: 'search' }, 'nobody');
    await user.submit(view.id);
    await listSays(world, view, 'No pending invites match.');
    await user.act({ viewId: view.id }, { actionId: 'member:list_system' }, 'snyk');
    await listSays(world, view, 'list_system:snyk');
    await user.fill(view.id, { blockId: 'search' }, '');
    await user.submit(view.id);
    await listSays(world, view, 'No pending invites.');
  });

  it('requested earlier do not replace the newer ones when they arrive later', async () => {
    await twoPending();
    const { mia, ben } = world.people;
    const view = await openList(world, mia, 'pending truvera');
    const user = world.slack.as(mia);
    world.truvera().trouble({ operation: 'List invitations', then: { delayMs: 800 } });
    const asked = world.truvera().requests.length;
    await user.fill(view.id, { blockId: 'search' }, 'tom');
    await user.submit(view.id);
    await user.act({ viewId: view.id }, { actionId: 'member:list_system' }, 'parsec');
    await listSays(world, view, 'No pending invites match.');
    expect(viewCopy(view)).toContain('list_system:parsec');
    await passing(world, 'the slow answer has come', () => world.truvera().requests.length > asked, 0);
    await openList(world, ben, 'pending truvera');
    expect(viewCopy(view)).toContain('list_system:parsec');
    expect(viewCopy(view)).not.toContain('tom@example.com');
  });

  it('of a system that is down are loaded again by a button', async () => {
    await twoPending();
    world.truvera().trouble({ operation: 'List invitations', times: 3, then: { status: 503 } });
    const view = await openList(world, world.people.mia, 'pending truvera');
    expect(viewCopy(view)).toContain("Truvera isn't answering");
    await world.slack.as(world.people.mia).act({ viewId: view.id }, { actionId: 'member:list_again' });
    await listSays(world, view, ana);
  });

  it('are found even when another system is down', async () => {
    await twoPending();
    world.parsec.trouble({ operation: 'Get Team Invites', times: 3, then: { status: 503 } });
    const view = await openList(world, world.people.mia, `cancel ${ana}`);
    expect(viewCopy(view)).toContain('list_system:truvera');
    expect(viewCopy(view)).toContain(`*${ana}*`);
  });

  it('that nobody finds are reported with the names of all systems that were searched', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {}, truvera: {} });
    const { mia } = world.people;
    const view = await openList(world, mia, 'cancel nobody@example.com');
    await listSays(world, view, 'No pending invites match.');
    expect(viewCopy(view)).toContain('Nothing found in Parsec, Snyk, and Truvera.');
    // From there on, the search asks one system.
    await world.slack.as(mia).act({ viewId: view.id }, { actionId: 'member:list_system' }, 'truvera');
    await listSays(world, view, 'list_system:truvera');
    await listSays(world, view, 'No pending invites match.');
    expect(viewCopy(view)).not.toContain('Nothing found in');
    await world.slack.as(mia).close(view.id);
    expect(viewCopy(await openList(world, mia, 'cancel snyk nobody@example.com'))).not.toContain('Nothing found in');
  });

  it('are not reported as none while a system did not answer', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {}, truvera: {} });
    world.truvera().dashboard.invite('tom@example.com');
    world.truvera().trouble({ operation: 'List invitations', times: 3, then: { status: 503 } });
    const view = await openList(world, world.people.ada, 'pending');
    expect(viewCopy(view)).toContain('list_system:truvera');
    expect(viewCopy(view)).toContain("Truvera isn't answering");
    expect(viewCopy(view)).toContain('Nothing found in Parsec and Snyk.');
    await world.slack.as(world.people.ada).act({ viewId: view.id }, { actionId: 'member:list_again' });
    await listSays(world, view, 'tom@example.com');
  });

  it('disappear from the screen of a person who became a guest, and nothing is done', async () => {
    await twoPending();
    const { mia } = world.people;
    const view = await openList(world, mia, 'pending truvera');
    const person = world.slack.people.find(({ id }) => id === mia);
    Object.assign(person ?? {}, { kind: 'guest' });
    world.clock.advance(61_000);
    const before = writes();
    await pressInRow(world, mia, view, ana, 'member:cancel');
    await world.slack.until('she is notified', () => viewCopy(view).includes('Guest accounts'));
    expect(viewCopy(view)).not.toContain(ana);
    expect(writes()).toBe(before);
  });

  it('of a slow system load in an open form', async () => {
    await twoPending();
    world.truvera().trouble({ operation: 'List invitations', then: { delayMs: 1_500 } });
    await member(world, world.people.mia, 'pending truvera');
    const view = await topView(world, world.people.mia, 'member_pending');
    expect(viewCopy(view)).toContain('Asking Truvera…');
    await listSays(world, view, ana);
  });
});

/** Closes a list as soon as it shows that an action is under way. */
async function listGone(viewId: string, person: string): Promise<void> {
  await world.slack.until('it is under way', () =>
    world.slack
      .as(person)
      .views()
      .some((view) => view.id === viewId && viewCopy(view).includes('hourglass')),
  );
  await world.slack.as(person).close(viewId);
}

describe('members', () => {
  it('are shown to everybody, and changed by admins', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    const { mia, ada } = world.people;
    const tom = world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
    expect(viewCopy(await openList(world, mia, 'list truvera', 'member_list'))).not.toContain('member:remove');
    const view = await openList(world, ada, 'role tom', 'member_list');
    expect(viewCopy(view)).toContain('Remove Tom');
    await pressInRow(world, ada, view, 'Tom', 'member:role');
    const form = await topView(world, ada, 'member_role');
    const user = world.slack.as(ada);
    await user.fill(form.id, { blockId: 'member_role:truvera' }, 'administrator');
    expect(await user.submit(form.id)).toBe('closed');
    await listSays(world, view, "*Tom (tom@example.com)*'s role was changed.");
    expect(tom.role).toBe('administrator');
    await pressInRow(world, ada, view, 'Tom', 'member:remove');
    await listSays(world, view, 'was removed.');
    expect(world.truvera().members.some(({ id }) => id === tom.id)).toBe(false);
    // Nobody can look up any more who it was and which role they got.
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

  it('are not removed by a person who is not an admin', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    for (const text of ['remove tom', 'role tom']) {
      await member(world, world.people.mia, text);
      await whisper(world, world.people.mia, 'Only workspace admins and Guestlist admins');
    }
    expect(world.slack.as(world.people.mia).views()).toEqual([]);
  });

  it("are not removed or given a role by a button from somebody else's list", async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    const { mia, ada } = world.people;
    world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
    const adas = await openList(world, ada, 'list truvera', 'member_list');
    const mias = await openList(world, mia, 'list truvera', 'member_list');
    mias.view = { ...adas.view };
    const refused = (times: number) =>
      world.slack.until(`she is refused ${times} times`, () => {
        const found = world.slack.messages.filter((message) =>
          words(message).includes('Only workspace admins and Guestlist admins'),
        );
        return found.length === times && found.every(({ channel }) => channel !== world.channel);
      });
    await pressInRow(world, mia, mias, 'Tom', 'member:role');
    await refused(1);
    await pressInRow(world, mia, mias, 'Tom', 'member:remove');
    await refused(2);
    expect(world.truvera().members.some(({ name }) => name === 'Tom')).toBe(true);
  });
});

describe('/member', () => {
  it('shows its help alone, with help and after a typo', async () => {
    world = await startWorld({ policy: openToAll() });
    const { ben, guest, mia } = world.people;
    await member(world, mia, '');
    await whisper(world, mia, 'What /member can do');
    await member(world, ben, 'help');
    await whisper(world, ben, 'What /member can do');
    await member(world, mia, 'inivte ana@example.com');
    await whisper(world, mia, 'There is no “/member inivte”');
    await member(world, guest, 'list');
    await whisper(world, guest, "Guest accounts can't use Guestlist");
  });

  it('says when the named system does not support the command or is not connected', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {} });
    const { mia } = world.people;
    await member(world, mia, 'list snyk tom');
    await whisper(world, mia, "Snyk doesn't support this.");
    await member(world, mia, 'pending Truvera ana@example.com');
    await whisper(world, mia, "Truvera isn't connected");
  });

  it('says when no system is connected or none supports the command', async () => {
    world = await startWorld({ policy: openToAll(), withoutParsec: true, snyk: {} });
    const { ada, mia } = world.people;
    await member(world, mia, 'resend ana');
    await whisper(world, mia, 'No connected system supports this.');
    await member(world, ada, 'list');
    const view = await topView(world, ada, 'say');
    expect(viewCopy(view)).toContain('No connected system shows its members');
  });
});
