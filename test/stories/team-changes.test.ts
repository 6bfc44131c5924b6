import { afterEach, describe, expect, it } from 'vitest';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import { topView } from '../support/gestures.ts';
import {
  blockOf,
  deeds,
  direct,
  done,
  offered,
  openTeam,
  pick,
  put,
  team,
  viewText,
} from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const received = (operation: string) => world.parsec.requests.filter((request) => request.operation === operation);
const ada = () => world.slack.as(world.people.ada);

describe('what an admin changes by /team', () => {
  it('a group is made, filled, and permitted to another', async () => {
    world = await startWorld();
    world.parsec.addGroup({ name: 'Producers' });
    const before = await openTeam(world, 'parsec/Get Team Group');
    const names = async () => (await offered(world, before, 'group')).map(({ text }) => text.text);
    expect([await names(), await names()]).toEqual([['Producers'], ['Producers']]);
    // What a system has to choose from is kept for some seconds: a person asks with every letter.
    expect(received('Get Team Groups')).toHaveLength(1);
    await ada().close(before.id);

    const make = await openTeam(world, 'parsec/Create Team Group');
    await put(world, make, 'group_name', 'Editors');
    await put(world, make, 'allow_connections_within_group', 'yes');
    const made = await done(world, make);
    expect(viewText(made)).toContain('The group is made');
    expect(viewText(made)).toContain('Members may connect to each other: Yes');
    await ada().close(made.id, true);

    const fill = await openTeam(world, 'parsec/Assign Team Group Members');
    // Asked anew after the change: the group that was just made is among them.
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

  it('a computer is assigned to one member or to groups, and what does not fit is said at its field', async () => {
    world = await startWorld();
    world.parsec.addGroup({ name: 'Artists' });
    const view = await openTeam(world, 'parsec/Set Team Machine Assignment');
    await pick(world, view, 'machine', 'edit 1');
    await pick(world, view, 'user_id', 'tom');
    await pick(world, view, 'team_group_ids', 'artists');
    expect(await ada().submit(view.id)).toBe('errors');
    expect(view.errors).toEqual({ [blockOf(view, 'user_id')]: 'A member or groups, not both.' });
    expect(received('Set Team Machine Assignment')).toEqual([]);
    await ada().fill(view.id, { blockId: blockOf(view, 'team_group_ids'), actionId: 'team_search' }, []);
    await done(world, view);
    expect(world.parsec.machines[0]?.user_id).toBe(world.parsec.members[0]?.user_id);
  });

  it('an app rule is put on a computer', async () => {
    world = await startWorld();
    const rule = world.parsec.addAppRule({ name: 'Watermark' });
    const view = await openTeam(world, 'parsec/Assign App Rule to Members and Machines');
    await pick(world, view, 'rule', 'water');
    expect(await ada().submit(view.id)).toBe('errors');
    await pick(world, view, 'team_machine_ids', 'edit 1', 'vault');
    await done(world, view);
    expect(world.parsec.machines.map((machine) => machine.team_app_rule_id)).toEqual([rule.id, null, rule.id]);
  });

  it('is written down: who, what, and what came of it', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Update Team Machine', then: { status: 400, body: { message: 'Not today.' } } });
    const view = await openTeam(world, 'parsec/Update Team Machine');
    await pick(world, view, 'machine', 'edit 1');
    await put(world, view, 'name', 'Suite 1');
    const result = await done(world, view);
    expect(viewText(result)).toContain('Parsec refused: Not today."');
    const [deed, ...others] = await deeds(world);
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

  it('says that nobody knows when the answer was lost, and does not try again', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Update Team Machine', then: { cut: 'after' } });
    const view = await openTeam(world, 'parsec/Update Team Machine');
    await pick(world, view, 'machine', 'edit 1');
    await put(world, view, 'name', 'Suite 1');
    expect(viewText(await done(world, view))).toContain('nobody knows whether it was done');
    expect(received('Update Team Machine')).toHaveLength(1);
    expect(world.parsec.machines[0]?.name).toBe('Suite 1');
    expect(await deeds(world)).toMatchObject([{ outcome: 'provider_outcome_unknown' }]);
  });

  it('tells whoever closed the modal meanwhile directly', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Update Team Machine', then: { delayMs: 300 } });
    const view = await openTeam(world, 'parsec/Update Team Machine');
    await pick(world, view, 'machine', 'edit 1');
    await put(world, view, 'name', 'Suite 1');
    await ada().submit(view.id);
    await ada().close(view.id, true);
    await world.slack.until('a direct message', () =>
      direct(world).some(({ text }) => text === 'Change a computer: The computer is changed.'),
    );
  });

  it('says why there is nothing to choose, and takes that for no choice', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Get Team Groups', times: 9, then: { status: 403, body: { message: 'no' } } });
    const view = await openTeam(world, 'parsec/Get Team Group');
    const [only, ...others] = await offered(world, view, 'group');
    expect(others).toEqual([]);
    expect(only?.text.text).toContain('lacks the Parsec permission “View Groups”');
    await ada().fill(view.id, { blockId: blockOf(view, 'group'), actionId: 'team_search' }, only);
    expect(await ada().submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['There was nothing to choose. Search again.']);
    // What went wrong is not kept.
    world.parsec.clearTrouble();
    world.parsec.addGroup({ name: 'Artists' });
    expect((await offered(world, view, 'group')).map(({ text }) => text.text)).toEqual(['Artists']);
  });

  it('offers something also when Parsec takes longer than Slack waits', async () => {
    world = await startWorld();
    world.parsec.addGroup({ name: 'Artists' });
    world.parsec.trouble({ operation: 'Get Team Groups', then: { delayMs: 2_600 } });
    const view = await openTeam(world, 'parsec/Get Team Group');
    expect((await offered(world, view, 'group')).map(({ text }) => text.text)).toEqual([
      'Still loading. Type something to look again.',
    ]);
    // What was asked the first time has come meanwhile, or is waited for: it is not asked a second time.
    expect((await offered(world, view, 'group')).map(({ text }) => text.text)).toEqual(['Artists']);
    expect(received('Get Team Groups')).toHaveLength(1);
  });
});

describe('what cannot be taken back', () => {
  it('is asked about once more, and done when that is answered', async () => {
    world = await startWorld();
    const view = await openTeam(world, 'parsec/Delete Team Machine');
    expect(viewText(view)).toContain('cannot be taken back');
    await pick(world, view, 'machine', 'vault');
    expect(await ada().submit(view.id)).toBe('open');
    const confirm = await topView(world, world.people.ada, 'team_confirm');
    expect(viewText(confirm)).toContain('Computer: Vault');
    expect(received('Delete Team Machine')).toEqual([]);
    expect(await deeds(world)).toEqual([]);

    // Somebody who thinks better of it goes back, and nothing was done.
    await ada().close(confirm.id);
    expect(await ada().submit(view.id)).toBe('open');
    const result = await done(world, await topView(world, world.people.ada, 'team_confirm'));
    expect(viewText(result)).toContain('The computer is deleted.');
    expect(viewText(result)).toContain('Computer: Vault');
    expect(world.parsec.machines.map(({ name }) => name)).toEqual(['Edit 1', 'Edit 2']);
    expect(await deeds(world)).toMatchObject([{ outcome: 'done', input: { shown: ['Computer: Vault'] } }]);
  });

  it('is not said to be done of an invite that is not there', async () => {
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
    expect(await cancel('an@example.com')).toContain('Parsec does not know it');
    expect(received('Cancel Team Invites (Deprecated)')).toEqual([]);
    const both = await cancel('ana@example.com, tim@example.com');
    expect(both).toContain('1 invite cancelled. Nobody was invited as tim@example.com.');
    expect(world.parsec.teamInvites).toEqual([]);
    expect((await deeds(world)).map(({ outcome }) => outcome)).toEqual(['done', 'provider_not_found']);
  });

  it('is refused when it is too much to be asked about', async () => {
    world = await startWorld();
    const view = await openTeam(world, 'parsec/Cancel Team Invites (Deprecated)');
    const many = Array.from({ length: 117 }, (_, n) => `somebody.${100 + n}@example.com`).join('\n');
    await put(world, view, 'emails', many.slice(0, 3000));
    expect(await ada().submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['That is too much at once. Give less.']);
  });
});

describe('once', () => {
  it('however often a form is submitted, or the second question answered', async () => {
    world = await startWorld({ transport: 'http' });
    const proxy = await startDoublingProxy(world.eventsUrl());
    world.slack.deliverTo(proxy.url);
    const make = await openTeam(world, 'parsec/Create Team Group');
    await put(world, make, 'group_name', 'Editors');
    await put(world, make, 'allow_connections_within_group', 'no');
    const made = await done(world, make);
    expect(viewText(made)).toContain('The group is made');
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
    expect(await deeds(world)).toHaveLength(2);
    await proxy.stop();
  });

  it('and a submission that arrives again when all is over is not taken for another', async () => {
    world = await startWorld({ transport: 'http' });
    const shown = () =>
      ada()
        .views()
        .some((view) => viewText(view).includes('The group is made'));
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
