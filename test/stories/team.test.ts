import { afterEach, describe, expect, it } from 'vitest';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { inputId, topView } from '../support/gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const text = (view: OpenView) => JSON.stringify(view.view.blocks);

/** Opens `/team …` as Ada, who is an admin, and chooses an operation when one is named. */
async function open(words: string, operation?: string): Promise<OpenView> {
  const user = world.slack.as(world.people.ada);
  await user.command(world.channel, `/team ${words}`.trim());
  const view = await topView(world, world.people.ada, 'team_form');
  if (operation !== undefined) {
    await user.act({ viewId: view.id }, { actionId: 'team_operation' }, operation);
    await world.slack.until('it can be submitted', () => view.view.submit !== undefined);
  }
  return view;
}

const submitted = async (view: OpenView, callbackId = 'team_result') => {
  await world.slack.as(world.people.ada).submit(view.id);
  return world.slack.until('the result', () => {
    const top = world.slack.as(world.people.ada).views().at(-1);
    return top?.view.callback_id === callbackId && !text(top).includes('hourglass') ? top : undefined;
  });
};

describe('/team', () => {
  it('shows what the system has, filtered by the typed text', async () => {
    world = await startWorld();
    const all = await submitted(await open('', 'parsec/Get Team Machines'));
    expect(text(all)).toContain('3 computers');
    expect(text(all)).toContain('*Vault* · Online: yes · Open to guests: no');
    await world.slack.as(world.people.ada).close(all.id);

    const view = await open('list computers');
    await world.slack
      .as(world.people.ada)
      .fill(view.id, { blockId: inputId(view, 'team_input:parsec/Get Team Machines:name') }, 'edit');
    const some = await submitted(view);
    expect(text(some)).toContain('2 computers');
    expect(text(some)).not.toContain('Vault');
    await world.slack.as(world.people.ada).close(some.id);

    // There are computers, though none of that name.
    const other = await open('list computers');
    await world.slack
      .as(world.people.ada)
      .fill(other.id, { blockId: inputId(other, 'team_input:parsec/Get Team Machines:name') }, 'zzz');
    const none = text(await submitted(other));
    expect(none).toContain('No computers found.');
    expect(none).not.toContain('There are no');
  });

  it('names people, groups and rules where Parsec returns their ids', async () => {
    world = await startWorld();
    const { parsec } = world;
    const group = parsec.addGroup({ name: 'Artists' });
    const rule = parsec.addAppRule({ name: 'Watermark' });
    const [tom] = parsec.members;
    const [first, second] = parsec.machines;
    if (tom === undefined || first === undefined || second === undefined) throw new Error('the world is empty');
    tom.group_ids.push(group.id);
    Object.assign(first, { user_id: tom.user_id, team_app_rule_id: rule.id });
    second.team_group_ids.push(group.id);
    const all = text(await submitted(await open('list computers')));
    expect(all).toContain('Assigned to: member Tom (tom@studio.example) · App rule: Watermark');
    expect(all).toContain('Assigned to: group Artists');
    await world.slack.as(world.people.ada).close(world.slack.as(world.people.ada).views()[0]?.id ?? '', true);
    expect(text(await submitted(await open('list members')))).toContain('Groups: Artists');
    await world.slack.as(world.people.ada).close(world.slack.as(world.people.ada).views()[0]?.id ?? '', true);

    // The list still works without the names: the choices are read again only after a while.
    world.clock.advance(60_000);
    for (const operation of ['Get Team Members', 'Get Team Groups', 'Get App Rules'])
      parsec.trouble({ operation, times: 5, then: { status: 403, body: { message: 'no' } } });
    const ids = text(await submitted(await open('list computers')));
    expect(ids).toContain(`Assigned to: member ${tom.user_id} · App rule: ${rule.id}`);
    expect(ids).toContain(`Assigned to: group ${group.id}`);
  });

  it('offers what the system has for each choice', async () => {
    world = await startWorld();
    const user = world.slack.as(world.people.ada);
    const view = await open('show a member');
    const target = { blockId: inputId(view, 'team_input'), actionId: 'team_search' };
    const found = await user.search({ viewId: view.id }, target, 'studio');
    const [tom] = found === 'failed' ? [] : found.groups.flatMap((group) => group.options);
    expect(tom?.text.text).toBe('Tom (tom@studio.example)');
    await user.fill(view.id, target, tom);
    expect(text(await submitted(view))).toContain('*Tom* · Email: tom@studio.example');
  });

  it('opens the operation whose name matches exactly, though more names contain the words', async () => {
    world = await startWorld();
    const view = await open('Add members to a group');
    expect(text(view)).toContain('team_input:parsec/Assign Team Group Members:');
    await world.slack.as(world.people.ada).close(view.id);
    // Both ways to add members match these words, so she has to choose.
    expect(text(await open('members to a group'))).not.toContain('team_input:');
  });

  it('reports a missing value at its field, and keeps the form', async () => {
    world = await startWorld();
    const view = await open('show a computer');
    expect(await world.slack.as(world.people.ada).submit(view.id)).toBe('errors');
    expect(Object.values(view.errors ?? {})).toHaveLength(1);
  });

  it('says in words when Parsec is down', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Get Team Machines', times: 5, then: { status: 503 } });
    expect(text(await submitted(await open('list computers')))).toMatch(/Parsec/);
  });

  it('refuses half an address at its field, before asking Parsec', async () => {
    world = await startWorld();
    const view = await open('list computers');
    const user = world.slack.as(world.people.ada);
    await user.fill(view.id, { blockId: inputId(view, 'team_input:parsec/Get Team Machines:email') }, 'tom');
    expect(await user.submit(view.id)).toBe('errors');
    expect(Object.values(view.errors)).toEqual(['Use a full email address, like ana@example.com.']);
  });

  it('treats a field with only spaces as empty', async () => {
    world = await startWorld();
    const view = await open('list computers');
    const user = world.slack.as(world.people.ada);
    await user.fill(view.id, { blockId: inputId(view, 'team_input:parsec/Get Team Machines:name') }, '  ');
    expect(text(await submitted(view))).toContain('3 computers');
  });

  it('is for admins only, at the command and at every step', async () => {
    world = await startWorld();
    await world.slack.as(world.people.mia).command(world.channel, '/team');
    await world.slack.until('an answer', () =>
      world.slack.messages.some(
        (message) => message.ephemeralFor === world.people.mia && message.text.includes('admins'),
      ),
    );
    expect(world.slack.as(world.people.mia).views()).toHaveLength(0);
  });

  it('says so when no name matches the typed text', async () => {
    world = await startWorld();
    await world.slack.as(world.people.ada).command(world.channel, '/team frobnicate');
    await world.slack.until('an answer', () =>
      world.slack.messages.some((message) => message.text.includes('No operation matches “frobnicate”')),
    );
  });
});
