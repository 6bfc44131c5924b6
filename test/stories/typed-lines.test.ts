import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { blockText, fillInviteForm, openInviteForm } from '../support/gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

// One line after /guest invite: how it fills the form, and above all which window is sent to Parsec.
let world: World;
let begin: () => Promise<World>;
afterEach(() => world.stop());

const utc = (date: string, time: string) => Date.parse(`${date}T${time}:00Z`);
const date = (view: OpenView, end: 'start' | 'end') => view.values[`${end}_date`]?.value;
const time = (view: OpenView, end: 'start' | 'end') => view.values[`${end}_time`]?.value;

/** The form that such a line opens, once the named computer is selected. */
async function typed(person: string, text: string, host = 'Edit 1'): Promise<OpenView> {
  const view = await openInviteForm(world, person, text);
  await world.slack.until(`${host} is chosen`, () => JSON.stringify(view.values).includes(`"${host}"`));
  return view;
}

/** The window sent to Parsec (epoch ms) when only the event name is added. */
async function asked(person: string, view: OpenView) {
  await fillInviteForm(world, person, view, { event: 'Render review' });
  expect(await world.slack.as(person).submit(view.id), JSON.stringify(view.errors)).toBe('closed');
  return world.slack.until('Parsec has the invite', () => {
    const [invite] = world.parsec.invites;
    if (invite === undefined) return undefined;
    return [invite.guest_email, Date.parse(invite.starts_at), Date.parse(invite.expires_at)];
  });
}

describe.each(overSocket)('over %s', (transport) => {
  beforeEach(() => {
    // 23 November, ten in the morning in Paris.
    begin = () => startWorld({ transport });
  });

  it.each([
    ['Edit-1 tomorrow 14-16', ['2026-11-24', '13:00'], ['2026-11-24', '15:00']],
    ['Edit 1 Dec 1 14:00-16:00', ['2026-12-01', '13:00'], ['2026-12-01', '15:00']],
    ['tomorrow 8pm to midnight edit 1', ['2026-11-24', '19:00'], ['2026-11-24', '23:00']],
    ['2026-11-25 14:00 to 2026-11-27 12:00 Edit 1', ['2026-11-25', '13:00'], ['2026-11-27', '11:00']],
    ['Edit 1 tomorrow 11-1pm', ['2026-11-24', '10:00'], ['2026-11-24', '12:00']],
    ['Edit 1 for 14:00-16:00', ['2026-11-23', '13:00'], ['2026-11-23', '15:00']],
    ['thu · 9:00 am–11:00 am · Edit 1', ['2026-11-26', '08:00'], ['2026-11-26', '10:00']],
  ] as const)('“%s” becomes the invite requested from Parsec', async (text, start, end) => {
    world = await begin();
    const { mia } = world.people;
    const view = await typed(mia, `ana@example.com ${text}`);
    expect(await asked(mia, view)).toEqual(['ana@example.com', utc(start[0], start[1]), utc(end[0], end[1])]);
  });

  it('a typed line gives a length from now on in words', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await typed(mia, 'ana@example.com Edit 1 now for an hour and a half');
    const [, start, end] = await asked(mia, view);
    expect(Number(end) - Number(start)).toBe(90 * 60_000);
    expect(Number(start) - world.clock.now()).toBeLessThan(60_000);
  });

  it('a typed line is matched to a computer named like a time before any time is read', async () => {
    world = await begin();
    world.parsec.addMachine({ name: 'Cast Room' });
    const { mia } = world.people;
    const view = await typed(mia, 'ana@example.com tomorrow 14:00-16:00 Cast Room', 'Cast Room');
    expect(await asked(mia, view)).toEqual(['ana@example.com', utc('2026-11-24', '13:00'), utc('2026-11-24', '15:00')]);
  });

  it('a typed line has the day before or after the month, as the person writes it', async () => {
    world = await begin();
    const us = world.slack.addPerson({ name: 'ava', tz: 'America/New_York', locale: 'en-US' });
    const fr = world.slack.addPerson({ name: 'luc', tz: 'Europe/Paris', locale: 'fr-FR' });
    const [first, second] = [
      await typed(us.id, 'ana@example.com Edit 1 12/1 2pm-4pm'),
      await typed(fr.id, 'ana@example.com Edit 1 1/12 2pm-4pm'),
    ];
    for (const view of [first, second]) expect(date(view, 'start')).toMatchObject({ selected_date: '2026-12-01' });
  });

  it('a typed line leaves an ambiguous word open, names it, and is not accepted before a date is picked', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await typed(mia, 'ana@example.com Edit 1 tomorow 14:00-16:00');
    expect(blockText(view, 'unread_line')).toContain("Couldn't read “tomorow”. Pick the date.");
    expect([date(view, 'start'), date(view, 'end')].map((each) => each?.selected_date ?? null)).toEqual([null, null]);
    expect(time(view, 'start')).toMatchObject({ selected_time: '14:00' });

    await fillInviteForm(world, mia, view, { event: 'Render review' });
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(Object.keys(view.errors)).toContain('start_date');
    expect(world.parsec.invites).toEqual([]);

    await world.slack.as(mia).fill(view.id, { blockId: 'start_date' }, '2026-11-24');
    await world.slack.as(mia).fill(view.id, { blockId: 'end_date' }, '2026-11-24');
    expect(await asked(mia, view)).toEqual(['ana@example.com', utc('2026-11-24', '13:00'), utc('2026-11-24', '15:00')]);
  });

  it('a typed line with “until friday” asks for the hour, and assumes none', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await typed(mia, 'ana@example.com Edit 1 until friday');
    expect(date(view, 'end')).toMatchObject({ selected_date: '2026-11-27' });
    await fillInviteForm(world, mia, view, { event: 'Render review' });
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(Object.keys(view.errors)).toEqual(['end_time']);
    expect(world.parsec.invites).toEqual([]);
  });

  it('a typed line cannot name another time zone', async () => {
    world = await begin();
    const { mia } = world.people;
    const view = await typed(mia, 'ana@example.com Edit 1 thu 9-11 ET');
    expect(blockText(view, 'unread_line')).toContain("Couldn't read “ET”.");
    await fillInviteForm(world, mia, view, { event: 'Render review' });
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(world.parsec.invites).toEqual([]);
  });
});
