import { afterEach, describe, expect, it } from 'vitest';
import type { Json, Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cards,
  choose,
  guest,
  inputId,
  invited,
  openInviteForm,
  press,
  referenceOf,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const shown = (view: OpenView) => JSON.stringify(view.view);
const held = (view: OpenView, name: string) => Object.values(view.values[inputId(view, name)] ?? {})[0] ?? {};
const fill = (person: string, view: OpenView, name: string, value: unknown) =>
  world.slack.as(person).fill(view.id, { blockId: inputId(view, name) }, value);

/** The list of a person, newest, once it says this. */
async function list(person: string, text: string): Promise<Message> {
  const before = whispers(world, person).length;
  await guest(world, person, 'template');
  await world.slack.until('the list is there', () => whispers(world, person).length > before);
  return whisper(world, person, text);
}

/** The id of the template in a list whose row says this. */
function idIn(message: Message, text: string): string {
  const row = message.blocks.find((block) => JSON.stringify(block).includes(text));
  return /tpl_\w+/.exec(JSON.stringify(row))?.[0] ?? '';
}

/** Presses a button of a template in a list. */
function inRow(person: string, message: Message, id: string, action: string): Promise<'ok' | 'failed'> {
  const blockId = `${action === 'template_use' ? 'use' : 'change'}:${id}`;
  return world.slack.as(person).act({ channel: message.channel, ts: message.ts }, { blockId, actionId: action });
}

describe.each(overSocket)('templates over %s', (transport) => {
  it('are saved from a card, and fill in the form in one choice', async () => {
    world = await startWorld({ transport });
    const { mia, ben } = world.people;
    const office = world.slack.addChannel({ name: 'office', members: [mia], bot: true }).id;
    await list(mia, 'You have no templates yet');
    const card = await invited(world, mia, { ...anEvening, message: 'Bring tea', channel: office });
    await guest(world, mia, `show ${referenceOf(card)}`);
    await press(world, mia, await whisper(world, mia, 'template_save'), 'template_save');
    const form = await topView(world, mia, 'template_form');
    expect(held(form, 'name').value).toBe('Render review on Edit 1');
    // She is no coordinator: it is hers.
    expect(shown(form)).not.toContain('Everybody in this workspace');
    await fill(mia, form, 'name', 'Weekly');
    await fill(mia, form, 'permissions', ['gamepad']);
    await world.slack.as(mia).submit(form.id);
    expect(shown(await topView(world, mia, 'say'))).toContain('Saved “Weekly”');
    await world.slack.as(mia).close(form.id);

    const view = await openInviteForm(world, mia, 'bob@example.com');
    await fill(mia, view, 'event_name', 'Typed before');
    await world.slack
      .as(mia)
      .act({ viewId: view.id }, { actionId: 'template_choice' }, /tpl_\w+/.exec(shown(view))?.[0]);
    await world.slack.until('it is filled in', () => shown(view).includes('Edit 1'));
    expect(held(view, 'event_name').value).toBe('Render review');
    expect(held(view, 'duration').value).toBe('2 hours');
    expect(held(view, 'permissions').selected_options).toMatchObject([{ value: 'gamepad' }]);
    expect(held(view, 'email').value).toBe('bob@example.com');
    expect(JSON.parse(String(view.view.private_metadata))).toMatchObject({
      folded: { message: 'Bring tea', channelId: office },
    });
    await fill(mia, view, 'start_date', '2026-11-24');
    expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
    await world.slack.until('its card is there', () => cards(world, office).length === 2);
    await expect.poll(() => world.parsec.invites).toHaveLength(2);
    expect(world.parsec.invites[1]).toMatchObject({
      guest_email: 'bob@example.com',
      message: 'Bring tea',
      gamepad: true,
    });

    // It is nobody else's, and gone when it is deleted.
    await list(ben, 'You have no templates yet');
    const hers = await list(mia, '*Weekly*');
    expect(words(hers)).toContain(`<#${office}>`);
    await inRow(mia, hers, idIn(hers, '*Weekly*'), 'template_delete');
    await world.slack.until('it is deleted', () => words(hers).includes('Deleted the template “Weekly”.'));
    const after = await openInviteForm(world, mia);
    expect(shown(after)).not.toContain('template_choice');
  });

  it('of the workspace are changed by admins alone, and name a computer or channel that is gone', async () => {
    world = await startWorld({ transport });
    const { mia, ada } = world.people;
    const create = async (person: string, name: string, isShared: boolean) => {
      await press(world, person, await list(person, 'template_new'), 'template_new');
      const form = await topView(world, person, 'template_form');
      await fill(person, form, 'name', name);
      if (isShared) await fill(person, form, 'whose', 'shared');
      await choose(world, person, form, 'host', 'Edit 2');
      await fill(person, form, 'channel', world.channel);
      const result = await world.slack.as(person).submit(form.id);
      const errors = { ...form.errors };
      await world.slack.as(person).close(form.id);
      return result === 'errors' ? errors : {};
    };
    expect(await create(ada, 'Review day', true)).toEqual({});
    expect(Object.keys(await create(ada, 'review  DAY', true))).toEqual(['name']);
    expect(await create(mia, 'Review day', false)).toEqual({});
    const seen = await list(mia, '(workspace)');
    expect(words(seen).match(/template_edit/g)).toHaveLength(1);
    expect(words(seen).match(/template_use/g)).toHaveLength(2);

    // By its name: her own comes first. Its computer is gone, and its channel is archived.
    world.clock.advance(2 * 60_000);
    world.parsec.machines.splice(1, 1);
    await guest(world, mia, 'template review day');
    const form = await topView(world, mia, 'invite_form');
    await world.slack.until('it says so', () => shown(form).includes('“Edit 2” no longer exists in Parsec.'));
    expect(held(form, 'host').selected_option ?? undefined).toBeUndefined();
    await world.slack.as(mia).close(form.id);

    // The same in a form that is open, and of a channel where nobody can post any more.
    const open = await openInviteForm(
      world,
      ada,
      '',
      world.slack.addChannel({ name: 'hall', members: [ada], bot: true }).id,
    );
    const guests = world.slack.channels.find(({ id }) => id === world.channel);
    if (guests !== undefined) guests.archived = true;
    world.clock.advance(2 * 60_000);
    await world.slack
      .as(ada)
      .act({ viewId: open.id }, { actionId: 'template_choice' }, /tpl_\w+/.exec(shown(open))?.[0]);
    await world.slack.until('it names the channel', () => shown(open).includes('archived'));
    expect(shown(open)).toContain('“Edit 2” no longer exists in Parsec.');
    expect(shown(open)).toContain('channel:1');
    await world.slack.as(ada).close(open.id);
    if (guests !== undefined) guests.archived = false;

    // An admin deletes it; who saw it before reads that it is gone.
    const shared = idIn(seen, '(workspace)');
    const workspaceId = (await withStore(world, (store) => store.getTemplate(shared)))?.workspaceId ?? '';
    const his = await list(ada, '(workspace)');
    // Who may not change it sends what an admin's click would have sent.
    await inRow(ada, his, shared, 'template_edit');
    await world.slack.as(ada).close((await topView(world, ada, 'template_form')).id);
    const genuine = world.slack.deliveries.findLast(({ payload }) => JSON.stringify(payload).includes('template_edit'));
    const payload = genuine?.payload as { actions: object[] } & Json;
    const actions = payload.actions.map((action) => ({ ...action, action_id: 'template_delete' }));
    await world.slack.forge(mia, 'interactive', { ...payload, actions });
    await world.slack.until('it is refused', () =>
      world.slack.messages.some((one) => words(one).includes('Only coordinators and admins can change templates')),
    );
    expect(await withStore(world, (store) => store.getTemplate(shared))).toBeDefined();
    await inRow(ada, his, shared, 'template_delete');
    await world.slack.until('it is deleted', () => words(his).includes('Deleted the template'));
    await inRow(mia, seen, shared, 'template_use');
    expect(shown(await topView(world, mia, 'say'))).toContain('This template no longer exists.');
    await world.slack.as(mia).close(world.slack.as(mia).views().at(-1)?.id ?? '');
    const { entries } = await withStore(world, (store) => store.readAudit({ workspaceId, limit: 50 }));
    const about = entries.filter(({ subject }) => subject === `template/${shared}`);
    expect(about.map(({ action, actor }) => [action, actor])).toEqual([
      ['template_deleted', ada],
      ['template_saved', ada],
    ]);

    // A long list has pages.
    await withStore(world, async (store) => {
      const one = await store.getTemplate(idIn(seen, '*Review day*\\n'));
      if (one === undefined) throw new Error('her template is gone');
      for (let nth = 1; nth <= 11; nth += 1)
        await store.saveTemplate({ ...one, id: `tpl_page${nth}`, name: `Page ${nth}` });
    });
    const long = await list(mia, '1 to 10 of 12');
    await world.slack.as(mia).act({ channel: long.channel, ts: long.ts }, { actionId: 'template_page:next' });
    await world.slack.until('the second page is there', () => words(long).includes('11 to 12 of 12'));
  });
});
