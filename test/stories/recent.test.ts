import { afterEach, describe, expect, it } from 'vitest';
import type { Json, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { choose, guest, inputId, invited, offers, openInviteForm, topView } from '../support/gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const shown = (view: OpenView) => JSON.stringify(view.view.blocks);
const recent = { blockId: 'recent', actionId: 'recent_guest' };
const email = (view: OpenView) => Object.values(view.values[inputId(view, 'email')] ?? {})[0]?.value;

describe.each(overSocket)('what somebody used lately, over %s', (transport) => {
  it('comes first in every search, and is nobody else’s', async () => {
    world = await startWorld({ transport });
    const { mia, ben } = world.people;
    world.parsec.addMachine({ name: 'Render 1' });
    const hosts = (person: string, view: OpenView, text: string) =>
      offers(world, person, view, { blockId: 'host', actionId: 'host_search' }, text);
    const first = await openInviteForm(world, mia);
    expect(await hosts(mia, first, '')).toEqual(['Edit 1', 'Edit 2', 'Render 1']);
    expect(shown(first)).not.toContain('recent_guest');
    await world.slack.as(mia).close(first.id);

    await invited(world, mia, { host: 'Render 1', event: 'Render' });
    await invited(world, mia, { email: 'bob@example.com', host: 'Edit 2', event: 'Grading' });
    await invited(world, ben, { email: 'zoe@example.com', host: 'Edit 1', event: 'Mixing' });

    const form = await openInviteForm(world, mia);
    expect(await hosts(mia, form, '')).toEqual(['Edit 2', 'Render 1', 'Edit 1']);
    expect(await hosts(mia, form, 'edit')).toEqual(['Edit 2', 'Edit 1']);
    const guests = (text: string) => offers(world, mia, form, recent, text);
    expect(await guests('')).toEqual(['bob@example.com', 'ana@example.com']);
    expect(await guests('render')).toEqual(['ana@example.com']);
    expect(await guests('zoe')).toEqual([]);
    const hit = await world.slack.as(mia).search({ viewId: form.id }, recent, 'bob');
    if (hit === 'failed') throw new Error('not answered');
    await world.slack.as(mia).act({ viewId: form.id }, recent, hit.groups[0]?.options[0]);
    await world.slack.until('the address is filled in', () => email(form) === 'bob@example.com');
    await choose(world, mia, form, 'host', 'Edit 1');
    // What is typed over it counts, and errors stand at the field.
    await world.slack.as(mia).fill(form.id, { blockId: 'email:1' }, 'no address');
    expect(await world.slack.as(mia).submit(form.id)).toBe('errors');
    expect(Object.keys(form.errors ?? {})).toEqual(['email:1']);
    await world.slack.as(mia).close(form.id);

    // Ben names an invite of hers: he gets no address from it.
    const his = await openInviteForm(world, ben);
    const own = await world.slack.as(ben).search({ viewId: his.id }, recent, '');
    if (own === 'failed') throw new Error('not answered');
    expect(own.groups[0]?.options.map(({ text }) => text.text)).toEqual(['zoe@example.com']);
    await world.slack.as(ben).act({ viewId: his.id }, recent, own.groups[0]?.options[0]);
    await world.slack.until('the address is filled in', () => email(his) === 'zoe@example.com');
    const genuine = world.slack.deliveries.at(-1)?.payload as { actions: { selected_option: object }[] } & Json;
    const [action] = genuine.actions;
    const forged = {
      ...action,
      selected_option: { ...action?.selected_option, value: hit.groups[0]?.options[0]?.value },
    };
    await world.slack.forge(ben, 'interactive', { ...genuine, actions: [forged] });
    await world.slack.until('it says so', () => shown(his).includes("Guestlist can't find this invite"));
    expect(JSON.stringify(his)).not.toContain('bob@example.com');

    // The list of computers a report can be about, too.
    await guest(world, mia, 'report');
    const report = await topView(world, mia, 'report_form');
    const target = { blockId: 'report_host', actionId: 'report_host_search' };
    expect(await offers(world, mia, report, target, '')).toEqual(['Edit 2', 'Render 1']);
  });
});
