import { afterEach, describe, expect, it } from 'vitest';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import { topView } from '../support/gestures.ts';
import {
  blockOf,
  direct,
  done,
  offered,
  openTeam,
  pick,
  put,
  team,
  teamActions,
  viewText,
} from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const received = (operation: string) => world.parsec.requests.filter((request) => request.operation === operation);
const ada = () => world.slack.as(world.people.ada);

describe('a change an admin makes in /team', () => {
  it('creates a group, adds members, and permits it to connect to another', async () => {
    world = await startWorld();
    world.parsec.addGroup({ name: 'Producers' });
    const before = await openTeam(world, 'parsec/Get Team Group');
    const names = async () => (await offered(world, before, 'group')).map(({ text }) => text.text);
    expect([await names(), await names()]).toEqual([['Producers'], ['Producers']]);
    // Choices are cached for some seconds, because every letter typed is a search.
    expect(received('Get Team Groups')).toHaveLength(1);
    await ada().close(before.id);

    const make = await openTeam(world, 'parsec/Create Team Group');
    await put(world, make, 'group_name', 'Editors');
    await put(world, make, 'allow_connections_within_group', 'yes');
    const made = await done(world, make);
    expect(viewText(made)).toContain('Group created');
    expect(viewText(made)).toContain('Members may connect to each other: Yes');
    await ada().close(made.id, true);

    const fill = await openTeam(world, 'parsec/Assign Team Group Members');
    // The choices are read again after the change and include the new group.
    await pick(world, fill, 'group', 'editors');
    await pick(world, fill, 'user_ids', 'tom@');
    expect(viewText(await done(world, fill))).toContain('1 member added to the group.');
    const editors = world.parsec.groups.find(({ name }) => name === 'Editors');
    expect(world.parsec.members[0]?.group_ids).toEqual([editors?.id]);
    await ada().close(ada().views().at(-1)?.id ?? '', true);

    const permit = await openTeam(world, 'parsec/Add Permitted Team Groups');
    await pick(world, permit, 'group', 'editors');
    await pick(world, permit, 'group_ids', 'producers');
    await put(world, permit, 'direction', 'outgoing');
    await put(world, permit, 'show_personal_hosts', 'yes');
    await done(world, permit);
    expect(world.parsec.permissions).toMatchObject([{ from: editors?.id, show_personal_hosts: true }]);
  });

  it('assigns a computer to one member or to groups, and reports conflicts at their field', async () => {
    world = await startWorld();
    world.parsec.addGroup({ name: 'Artists' });
    const view = await openTeam(world, 'parsec/Set Team Machine Assignment');
    await pick(world, view, 'machine', 'edit 1');
    await pick(world, view, 'user_id', 'tom');
    await pick(world, view, 'team_group_ids', 'artists');
    expect(await ada().submit(view.id)).toBe('errors');
    expect(view.errors).toEqual({ [blockOf(view, 'user_id')]: 'Choose a member or groups, not both.' });
    expect(received('Set Team Machine Assignment')).toEqual([]);
    await ada().fill(view.id, { blockId: blockOf(view, 'team_group_ids'), actionId: 'team_search' }, []);
    await done(world, view);
    expect(world.parsec.machines[0]?.user_id).toBe(world.parsec.members[0]?.user_id);
  });

  it('applies an app rule to a computer', async () => {
    world = await startWorld();
    const rule = world.parsec.addAppRule({ name: 'Watermark' });
    const view = await openTeam(world, 'parsec/Assign App Rule to Members and Machines');
    await pick(world, view, 'rule', 'water');
    expect(await ada().submit(view.id)).toBe('errors');
    await pick(world, view, 'team_machine_ids', 'edit 1', 'vault');
    await done(world, view);
    expect(world.parsec.machines.map((machine) => machine.team_app_rule_id)).toEqual([rule.id, null, rule.id]);
  });

  it('is recorded: who, what, and the result', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Update Team Machine', then: { status: 400, body: { message: 'Not today.' } } });
    const view = await openTeam(world, 'parsec/Update Team Machine');
    await pick(world, view, 'machine', 'edit 1');
    await put(world, view, 'name', 'Suite 1');
    const result = await done(world, view);
    expect(viewText(result)).toContain('Parsec refused: Not today."');
    const [deed, ...others] = await teamActions(world);
    expect(others).toEqual([]);
    expect(deed?.settledAt).toBeGreaterThanOrEqual(deed?.at ?? Infinity);
    expect(deed).toMatchObject({
      actor: world.people.ada,
      provider: 'parsec',
      operation: 'Update Team Machine',
      outcome: 'provider_rejected',
      input: { raw: { name: 'Suite 1' }, shown: ['Computer: Edit 1', 'New name: Suite 1'] },
    });
    await ada().close(result.id, true);
    await team(world, 'history');
    const history = await topView(world, world.people.ada, 'team_history');
    expect(viewText(history)).toContain(
      `<@${world.people.ada}> tried to run *Change a computer* at Parsec (Computer: Edit 1 · New name: Suite 1). Not done: Parsec refused`,
    );
  });

  it('says that the result is unknown when the response was lost, and is not retried', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Update Team Machine', then: { cut: 'after' } });
    const view = await openTeam(world, 'parsec/Update Team Machine');
    await pick(world, view, 'machine', 'edit 1');
    await put(world, view, 'name', 'Suite 1');
    expect(viewText(await done(world, view))).toContain("Guestlist can't tell whether this was done");
    expect(received('Update Team Machine')).toHaveLength(1);
    expect(world.parsec.machines[0]?.name).toBe('Suite 1');
    expect(await teamActions(world)).toMatchObject([{ outcome: 'provider_outcome_unknown' }]);
  });

  it('sends the result directly to a person who closed the modal meanwhile', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Update Team Machine', then: { delayMs: 300 } });
    const view = await openTeam(world, 'parsec/Update Team Machine');
    await pick(world, view, 'machine', 'edit 1');
    await put(world, view, 'name', 'Suite 1');
    await ada().submit(view.id);
    await ada().close(view.id, true);
    await world.slack.until('a direct message', () =>
      direct(world).some(({ text }) => text === 'Change a computer: Computer changed.'),
    );
  });

  it('says why there is nothing to choose, and does not accept that line as a choice', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Get Team Groups', times: 9, then: { status: 403, body: { message: 'no' } } });
    const view = await openTeam(world, 'parsec/Get Team Group');
    const [only, ...others] = await offered(world, view, 'group');
    expect(others).toEqual([]);
    expect(only?.text.text).toContain('lacks the Parsec permission “View Groups”');
    await ada().fill(view.id, { blockId: blockOf(view, 'group'), actionId: 'team_search' }, only);
    expect(await ada().submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['Search again and choose one.']);
    // A failure is not cached.
    world.parsec.clearTrouble();
    world.parsec.addGroup({ name: 'Artists' });
    expect((await offered(world, view, 'group')).map(({ text }) => text.text)).toEqual(['Artists']);
  });

  it('offers a line to search again when Parsec takes longer than Slack waits', async () => {
    world = await startWorld();
    world.parsec.addGroup({ name: 'Artists' });
    world.parsec.trouble({ operation: 'Get Team Groups', then: { delayMs: 2_600 } });
    const view = await openTeam(world, 'parsec/Get Team Group');
    expect((await offered(world, view, 'group')).map(({ text }) => text.text)).toEqual([
      'Still loading. Type something to search again.',
    ]);
    // The first request has finished or is still awaited: there is no second one.
    expect((await offered(world, view, 'group')).map(({ text }) => text.text)).toEqual(['Artists']);
    expect(received('Get Team Groups')).toHaveLength(1);
  });
});

describe('a change that cannot be undone', () => {
  it('asks for confirmation once more, and is done when confirmed', async () => {
    world = await startWorld();
    const view = await openTeam(world, 'parsec/Delete Team Machine');
    expect(viewText(view)).toContain("You can't undo this");
    await pick(world, view, 'machine', 'vault');
    expect(await ada().submit(view.id)).toBe('open');
    const confirm = await topView(world, world.people.ada, 'team_confirm');
    expect(viewText(confirm)).toContain('Computer: Vault');
    expect(received('Delete Team Machine')).toEqual([]);
    expect(await teamActions(world)).toEqual([]);

    // A person who goes back instead changes nothing.
    await ada().close(confirm.id);
    expect(await ada().submit(view.id)).toBe('open');
    const result = await done(world, await topView(world, world.people.ada, 'team_confirm'));
    expect(viewText(result)).toContain('Computer deleted.');
    expect(viewText(result)).toContain('Computer: Vault');
    expect(world.parsec.machines.map(({ name }) => name)).toEqual(['Edit 1', 'Edit 2']);
    expect(await teamActions(world)).toMatchObject([{ outcome: 'done', input: { shown: ['Computer: Vault'] } }]);
  });

  it('is not reported as done for an invite that does not exist', async () => {
    world = await startWorld({ parsec: { partialBatches: true } });
    world.parsec.dashboard.inviteMember('Ana@example.com');
    const cancel = async (emails: string) => {
      const view = await openTeam(world, 'parsec/Cancel Team Invites (Deprecated)');
      await put(world, view, 'emails', emails);
      await ada().submit(view.id);
      const result = await done(world, await topView(world, world.people.ada, 'team_confirm'));
      const words = viewText(result);
      await ada().close(result.id, true);
      return words;
    };
    expect(await cancel('an@example.com')).toContain('It no longer exists in Parsec');
    expect(received('Cancel Team Invites (Deprecated)')).toEqual([]);
    const both = await cancel('ana@example.com, tim@example.com');
    expect(both).toContain('1 invite cancelled. No invite found for tim@example.com.');
    expect(world.parsec.teamInvites).toEqual([]);
    expect((await teamActions(world)).map(({ outcome }) => outcome)).toEqual(['done', 'provider_not_found']);
  });

  it('is refused when it is too long to confirm', async () => {
    world = await startWorld();
    const view = await openTeam(world, 'parsec/Cancel Team Invites (Deprecated)');
    const many = Array.from({ length: 117 }, (_, n) => `somebody.${100 + n}@example.com`).join('\n');
    await put(world, view, 'emails', many.slice(0, 3000));
    expect(await ada().submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['Shorten this text. It is too long to confirm.']);
  });
});

describe('a change is made once', () => {
  it('however often a form is submitted or confirmed', async () => {
    world = await startWorld({ transport: 'http' });
    const proxy = await startDoublingProxy(world.eventsUrl());
    world.slack.deliverTo(proxy.url);
    const make = await openTeam(world, 'parsec/Create Team Group');
    await put(world, make, 'group_name', 'Editors');
    await put(world, make, 'allow_connections_within_group', 'no');
    const made = await done(world, make);
    expect(viewText(made)).toContain('Group created');
    await ada().close(made.id, true);

    const kick = await openTeam(world, 'parsec/Kick User');
    await pick(world, kick, 'machine', 'edit 1');
    await pick(world, kick, 'member', 'tom');
    await ada().submit(kick.id);
    await done(world, await topView(world, world.people.ada, 'team_confirm'));
    expect(proxy.doubled()).toBe(3);
    expect(world.parsec.groups).toHaveLength(1);
    expect(received('Create Team Group')).toHaveLength(1);
    expect(received('Kick User')).toHaveLength(1);
    expect(await teamActions(world)).toHaveLength(2);
    await proxy.stop();
  });

  it('even when a submission arrives again after the end, which is not taken for another', async () => {
    world = await startWorld({ transport: 'http' });
    const shown = () =>
      ada()
        .views()
        .some((view) => viewText(view).includes('Group created'));
    const proxy = await startDoublingProxy(world.eventsUrl(), () => world.slack.until('the result is shown', shown));
    world.slack.deliverTo(proxy.url);
    const make = await openTeam(world, 'parsec/Create Team Group');
    await put(world, make, 'group_name', 'Editors');
    await put(world, make, 'allow_connections_within_group', 'no');
    await ada().submit(make.id);
    await world.slack.until('it says so', () =>
      ada()
        .views()
        .some((view) => viewText(view).includes('already received this form')),
    );
    expect(received('Create Team Group')).toHaveLength(1);
    await proxy.stop();
  });
});
