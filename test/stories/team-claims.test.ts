import { afterEach, expect, it } from 'vitest';
import { forgeChoice } from '../support/forged-choice.ts';
import { topView } from '../support/gestures.ts';
import { blockOf, done, openTeam, pick, put, teamActions, viewText } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// A choice in a form of `/team` is only a claim: the system says whether the thing exists, and its name.
let world: World;
afterEach(() => world.stop());

const ada = () => world.slack.as(world.people.ada);
const writes = () => world.parsec.requests.filter(({ method }) => method !== 'GET');
const machine = (name: string) => world.parsec.machines.find((each) => each.name === name)?.peer_id ?? '';

it("the confirmation, the result and the history use the system's own name for what is deleted", async () => {
  world = await startWorld();
  const view = await openTeam(world, 'parsec/Delete Team Machine');
  forgeChoice(view, blockOf(view, 'machine'), machine('Vault'), 'An old laptop');
  await ada().submit(view.id);
  const confirm = await topView(world, world.people.ada, 'team_confirm');
  expect(viewText(confirm)).toContain('Computer: Vault');
  expect(viewText(confirm)).not.toContain('An old laptop');
  // What the confirmation sends back is only a claim too.
  const blocks = confirm.view.blocks as { block_id?: string; text?: object }[];
  confirm.view = {
    ...confirm.view,
    blocks: blocks.map((block) =>
      block.block_id === 'team_shown' ? { ...block, text: { text: 'Computer: X' } } : block,
    ),
  };
  await done(world, confirm);
  const [deed] = await teamActions(world);
  expect(deed?.input.shown).toEqual(['Computer: Vault']);
  expect(writes().map(({ operation }) => operation)).toEqual(['Delete Team Machine']);
  expect(machine('Vault')).toBe('');
});

it.each([
  ['parsec/Delete Team Machine', 'machine', {}],
  ['parsec/Kick User', 'member', { machine: 'edit 1' }],
  ['parsec/Add Team Group Members (Deprecated)', 'user_ids', { group: 'artists' }],
  ['parsec/Assign App Rule to Members and Machines', 'rule', { user_ids: 'tom' }],
  ['parsec/Delete Team Group', 'group', {}],
  ['parsec/Update Team Machine', 'team_app_rule_id', { machine: 'edit 1' }],
  ['parsec/Get Team Member', 'member', {}],
] as const)(
  '%s: an id at %s that the system does not have is refused at its field',
  async (operation, field, others) => {
    world = await startWorld();
    world.parsec.addGroup({ name: 'Artists' });
    const view = await openTeam(world, operation);
    for (const [name, text] of Object.entries(others)) await pick(world, view, name, text);
    forgeChoice(view, blockOf(view, field), '987654321', 'Edit 1');
    expect(await ada().submit(view.id)).toBe('errors');
    expect(view.errors).toEqual({
      [blockOf(view, field)]: 'Search again and choose another one. Parsec no longer has this one.',
    });
    expect(writes()).toEqual([]);
    expect(await teamActions(world)).toEqual([]);
  },
);

it.each([
  ['intercode/Delete team', 'team'],
  ['intercode/Leave team', 'newOwnerId'],
] as const)('%s: an id at %s that the system does not have is refused at its field', async (operation, field) => {
  world = await startWorld({ intercode: {} });
  const view = await openTeam(world, operation);
  if (field !== 'team') await pick(world, view, 'team', 'studio');
  forgeChoice(view, blockOf(view, field), 'team_of_others', 'Studio');
  expect(await ada().submit(view.id)).toBe('errors');
  expect(Object.keys(view.errors)).toEqual([blockOf(view, field)]);
  expect(world.intercode().requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('an id that somebody else put into the confirmation is looked up again', async () => {
  world = await startWorld();
  const view = await openTeam(world, 'parsec/Delete Team Machine');
  await pick(world, view, 'machine', 'vault');
  await ada().submit(view.id);
  const confirm = await topView(world, world.people.ada, 'team_confirm');
  const memory = { operation: 'parsec/Delete Team Machine', raw: { machine: 'no-such-machine' } };
  confirm.view = { ...confirm.view, private_metadata: JSON.stringify(memory) };
  expect(viewText(await done(world, confirm))).toContain('Parsec no longer has this one');
  expect(writes()).toEqual([]);
});

it('two things with the same name show their ids, so that nobody deletes the wrong one', async () => {
  world = await startWorld();
  const [first, second] = [world.parsec.addGroup({ name: 'Artists' }), world.parsec.addGroup({ name: 'Artists' })];
  const view = await openTeam(world, 'parsec/Delete Team Group');
  await pick(world, view, 'group', `(${second.id})`);
  await ada().submit(view.id);
  const confirm = await topView(world, world.people.ada, 'team_confirm');
  expect(viewText(confirm)).toContain(`Group: Artists (${second.id})`);
  await done(world, confirm);
  expect(world.parsec.groups.map(({ id }) => id)).toEqual([first.id]);
});

it('nothing is done at a system that is too slow to name what was chosen', async () => {
  world = await startWorld();
  const view = await openTeam(world, 'parsec/Update Team Machine');
  await pick(world, view, 'machine', 'edit 1');
  await put(world, view, 'name', 'Edit One');
  world.clock.advance(60_000);
  world.parsec.trouble({ operation: 'Get Team Machines', then: { delayMs: 2_000 } });
  expect(await ada().submit(view.id)).toBe('errors');
  expect(view.errors).toEqual({
    [blockOf(view, 'machine')]: 'Submit again. Parsec took too long to look this up, and nothing was done.',
  });
  expect(writes()).toEqual([]);
  await done(world, view);
  expect(machine('Edit One')).not.toBe('');
});

it('a second submission for a thing that is gone by then shows the result of the first', async () => {
  world = await startWorld();
  const view = await openTeam(world, 'parsec/Delete Team Machine');
  await pick(world, view, 'machine', 'vault');
  await ada().submit(view.id);
  const confirm = await topView(world, world.people.ada, 'team_confirm');
  await done(world, confirm);
  const submitted = world.slack.deliveries.findLast(({ payload }) => payload.type === 'view_submission');
  const again = await world.slack.forge(world.people.ada, 'interactive', submitted?.payload ?? {});
  expect(JSON.stringify(again)).not.toContain('no longer has this one');
  expect(JSON.stringify(again)).toContain('Delete a computer');
  expect(writes()).toHaveLength(1);
});
