import { afterEach, describe, expect, it } from 'vitest';
import { passing, press, topView, whisper, words } from '../support/gestures.ts';
import {
  invitedMembers,
  listSays,
  memberCardSaying,
  openList,
  pressInRow,
  submitMembers,
  viewCopy,
} from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { withStore } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// Each system seen from Slack: invite, list pending invites, run what the system supports, list members.
let world: World;
afterEach(() => world.stop());

const ana = 'ana@example.com';

describe('Parsec', () => {
  it('invites with a group, by email or link, and lets an invite be edited, sent again and cancelled', async () => {
    const parsec = { roles: [], groups: ['Artists', 'Editors'], appRules: ['Only at work'] };
    world = await startWorld({ policy: openToAll({ parsec }) });
    const { mia } = world.people;
    const artists = world.parsec.addGroup({ name: 'Artists' });
    const editors = world.parsec.addGroup({ name: 'Editors' });
    const rule = world.parsec.addAppRule({ name: 'Only at work' });
    const group = String(artists.id);
    const typed = { system: 'parsec', addresses: `${ana}, tom@example.com`, group, appRule: rule.id, mail: false };
    const card = await invitedMembers(world, mia, typed, 'All 2 invited');
    expect(words(card)).toContain('group Artists · app rule Only at work · Parsec emails nobody');
    expect(world.parsec.teamMails).toEqual([]);
    expect(world.parsec.teamInvites).toMatchObject([
      { email: ana, group_id: artists.id, team_app_rule_id: rule.id },
      { email: 'tom@example.com', group_id: artists.id },
    ]);
    await press(world, mia, card, 'member:links');
    await whisper(world, mia, world.parsec.teamInvites[0]?.join_url ?? 'no link');

    const view = await openList(world, mia, 'edit ana');
    expect(viewCopy(view)).toMatch(/invited by <@.*expires/);
    await pressInRow(world, mia, view, ana, 'member:edit');
    const form = await topView(world, mia, 'member_edit');
    const user = world.slack.as(mia);
    expect(await user.submit(form.id)).toBe('errors');
    expect(Object.values(form.errors)).toEqual(['Choose what to change, or go back.']);
    await user.fill(form.id, { blockId: 'group:parsec' }, String(editors.id));
    expect(await user.submit(form.id)).toBe('closed');
    await listSays(world, view, `*${ana}*'s invite was changed.`);
    expect(world.parsec.teamInvites[0]).toMatchObject({ group_id: editors.id, team_app_rule_id: rule.id });

    await pressInRow(world, mia, view, ana, 'member:resend');
    await listSays(world, view, 'was sent again');
    expect(world.parsec.teamMails.map(({ to }) => to)).toEqual([ana]);
    await pressInRow(world, mia, view, ana, 'member:cancel');
    await listSays(world, view, 'was cancelled');
    expect(world.parsec.teamInvites.map(({ email }) => email)).toEqual(['tom@example.com']);
    const written = await withStore(world, (store) => store.auditOfSubject(`parsec/invite/${ana}`));
    expect(written.find(({ action }) => action === 'member_edit_asked')?.facts).toEqual({
      email: ana,
      group: 'Editors',
      groupId: String(editors.id),
    });
    await memberCardSaying(world, `${ana}: cancelled`);
    // The dead link is not shown again, and not kept.
    await press(world, mia, card, 'member:links');
    await whisper(world, mia, world.parsec.teamInvites[0]?.join_url ?? 'no link');
    const batchId = /mb_\w+/.exec(words(card))?.[0] ?? '';
    const rows = await withStore(world, (store) => store.memberRows(batchId));
    expect(rows.map(({ state, joinUrl }) => [state, typeof joinUrl])).toEqual([
      ['cancelled', 'undefined'],
      ['invited', 'string'],
    ]);
  });

  it('lets admins remove members, and has no roles to give', async () => {
    world = await startWorld({ policy: openToAll() });
    const { ada } = world.people;
    const view = await openList(world, ada, 'remove tom', 'member_list');
    expect(viewCopy(view)).not.toContain('member:role');
    await pressInRow(world, ada, view, 'Tom', 'member:remove');
    await listSays(world, view, '*Tom (tom@studio.example)* was removed.');
    expect(world.parsec.members).toEqual([]);
    const all = await openList(world, ada, 'list', 'member_list');
    expect(viewCopy(all)).toContain('No members yet.');
  });

  it('says who got neither an email nor a link when the response with the links was lost with the bot', async () => {
    world = await startWorld({ policy: openToAll() });
    const { mia } = world.people;
    // Found only by the next lookup: only the lost response had the link.
    world.parsec.trouble({ operation: 'Create Team Invites', then: { cut: 'after' } });
    world.parsec.trouble({ operation: 'Get Team Invites', then: { delayMs: 0 } });
    world.parsec.trouble({ operation: 'Get Team Invites', times: 3, then: { status: 503 } });
    await submitMembers(world, mia, { system: 'parsec', addresses: ana, mail: false });
    await passing(world, 'she is found', () =>
      world.slack.messages.some((message) =>
        words(message).includes('no email was sent, and Guestlist has no join link'),
      ),
    );
  });
});

describe('Snyk', () => {
  it('invites with a role, shows it, and offers nothing to send again or to edit', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {} });
    const { mia } = world.people;
    const role = world.snyk().roles[1]?.id ?? '';
    await invitedMembers(world, mia, { system: 'snyk', addresses: `${ana} tom@example.com`, role }, 'All 2 invited');
    const view = await openList(world, mia, 'pending snyk');
    expect(viewCopy(view)).toContain(`*${ana}*\\nDeveloper · invited by <@${mia}>`);
    expect(viewCopy(view)).not.toMatch(/member:(resend|edit)/);
    await pressInRow(world, mia, view, ana, 'member:cancel');
    await listSays(world, view, 'was cancelled');
    expect(world.snyk().invitations).toMatchObject([
      { email: ana, is_active: false },
      { email: 'tom@example.com', is_active: true },
    ]);
    await memberCardSaying(world, '1 of 2 invited, 1 cancelled');
  });

  it('requires a role before anything is sent', async () => {
    world = await startWorld({ policy: openToAll(), snyk: {} });
    const { view, result } = await submitMembers(world, world.people.mia, { system: 'snyk', addresses: ana });
    expect(result).toBe('errors');
    expect(Object.keys(view.errors)).toEqual(['role:snyk']);
    expect(world.snyk().requests).toEqual([]);
  });
});

describe('Truvera', () => {
  it('invites several people with one request, sends one again, cancels one, and shows who has joined', async () => {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    const { mia } = world.people;
    const typed = { system: 'truvera', addresses: `${ana} tom@example.com` };
    await invitedMembers(world, mia, typed, 'All 2 invited');
    const view = await openList(world, mia, 'pending truvera');
    await pressInRow(world, mia, view, ana, 'member:resend');
    await listSays(world, view, 'was sent again');
    await pressInRow(world, mia, view, 'tom@example.com', 'member:cancel');
    await listSays(world, view, 'was cancelled');
    world.truvera().accept(world.truvera().invitations[0]?.id ?? 0);
    const members = await openList(world, mia, 'list truvera', 'member_list');
    expect(viewCopy(members)).toContain(ana);
    expect(viewCopy(await openList(world, mia, 'pending truvera'))).toContain('No pending invites that you can see.');
  });
});

describe('Intercode', () => {
  it('invites with names, shows people by name and typed address, and cancels what is not accepted yet', async () => {
    world = await startWorld({ policy: openToAll(), intercode: {} });
    const { mia, ada } = world.people;
    const addresses = 'email,first name,last name\nana@example.com,Ana,Adams\ntom@example.com,Tom,Berg';
    await invitedMembers(world, mia, { system: 'intercode', addresses, role: 'Viewer' }, 'All 2 invited');
    // Intercode shows no address, but typing one finds the person invited with it.
    const view = await openList(world, mia, `cancel ${ana}`);
    expect(viewCopy(view)).toContain(`*Ana Adams (${ana})*\\nViewer · invited by <@${mia}>`);
    expect(viewCopy(view)).not.toContain('Tom Berg');
    expect(viewCopy(view)).not.toMatch(/member:(resend|edit)/);
    await pressInRow(world, mia, view, 'Ana Adams', 'member:cancel');
    await listSays(world, view, `*Ana Adams (${ana})*'s invite was cancelled.`);
    await memberCardSaying(world, `${ana}: cancelled`);
    const tom = world.intercode().users.find(({ email }) => email === 'tom@example.com');
    world.intercode().accept(tom?.id ?? 0);
    const members = await openList(world, ada, 'list intercode tom', 'member_list');
    expect(viewCopy(members)).toContain('*Tom Berg* · Viewer');
    expect(viewCopy(members)).not.toMatch(/member:(remove|role)/);
  });
});
