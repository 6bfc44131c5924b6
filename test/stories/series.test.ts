import { afterEach, expect, it } from 'vitest';
import { namedBy } from '../../src/domain/erasure.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { erasePerson, findPerson } from '../../src/flows/shared/erase-person.ts';
import { newId } from '../../src/new-id.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import {
  blockText,
  cards,
  choose,
  guest,
  inputId,
  passing,
  press,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { direct, openSeriesForm, seriesCardSaying, seriesCards, startSeries } from '../support/series-gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const HOUR = 3_600_000;
const [transport] = overSocket;
/** Thursday, 22 October 2026, 11:00 in Paris. The clocks go back in the night to Sunday. */
const THURSDAY = Date.UTC(2026, 9, 22, 9);
const begin = async (options: WorldOptions = {}) => {
  world = await startWorld({ transport: transport ?? 'socket', startAt: THURSDAY, ...options });
};
const at = (iso: string) => world.clock.advance(Date.parse(iso) - world.clock.now());
const shifts = {
  email: 'ana@example.com',
  host: 'Edit 1',
  event: 'Shifts',
  start: ['2026-10-23', '09:00'],
  end: ['2026-10-23', '17:00'],
} as const;
const invites = (event: string) =>
  world.parsec.invites.filter(({ event_name, hidden }) => event_name === event && !hidden.cancelled);
const starts = (event: string) => invites(event).map(({ starts_at }) => starts_at);
const created = (event: string, count: number) =>
  world.slack.until(`${count} of ${event} are created`, () => {
    const shown = cards(world).filter(
      (card) => words(card).includes(event) && /\*(Scheduled|Active|Ended)/.test(words(card)),
    );
    return invites(event).length === count && shown.length >= count;
  });
const notified = (person: string, text: string) =>
  world.slack.until(`${person} is told “${text}”`, () =>
    direct(world, person).find((one) => words(one).includes(text)),
  );

it("creates a week's weekday series and a weekly one in time over a clock change, each at its time of day", async () => {
  await begin();
  const { mia } = world.people;
  const form = await openSeriesForm(world, mia, shifts, { on: 'weekdays', until: '2026-10-30' });
  await world.slack.until('the form says how many', () => blockText(form, 'repeat_line').includes('6 invites'));
  expect(blockText(form, 'repeat_line')).toBe(
    ':repeat: 6 invites: Every weekday, 09:00 to 17:00 in Paris, from Fri 23 Oct to Fri 30 Oct 2026. Each is created 1 day before it starts.',
  );
  await world.slack.until('the form says what it costs', () => blockText(form, 'cost').includes('Uses 6 credits'));
  expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
  await created('Shifts', 1);
  await seriesCardSaying(world, 'Shifts', '6 invites to come');
  await startSeries(
    world,
    mia,
    { ...shifts, host: 'Edit 2', event: 'Nights', start: ['2026-10-25', '02:30'], end: ['2026-10-25', '04:30'] },
    { on: ['7'], until: '2026-11-08' },
  );
  // Nothing else holds a credit before its time.
  expect(world.parsec.credits).toBe(11);
  expect(invites('Nights')).toEqual([]);

  at('2026-10-24T00:31:00Z');
  await created('Nights', 1);
  at('2026-10-25T07:59:00Z');
  await seriesCardSaying(world, 'Nights', '2 invites to come');
  expect(invites('Shifts')).toHaveLength(1);
  for (const [n, day] of ['25', '26', '27', '28', '29'].entries()) {
    at(`2026-10-${day}T08:00:10Z`);
    await created('Shifts', n + 2);
  }
  at('2026-10-31T01:31:00Z');
  await created('Nights', 2);
  at('2026-11-07T01:31:00Z');
  await created('Nights', 3);
  expect(starts('Shifts')).toEqual([
    '2026-10-23T07:00:00Z',
    ...['26', '27', '28', '29', '30'].map((day) => `2026-10-${day}T08:00:00Z`),
  ]);
  expect(invites('Nights').map(({ starts_at, expires_at }) => [starts_at, expires_at])).toEqual([
    ['2026-10-25T00:30:00Z', '2026-10-25T03:30:00Z'],
    ['2026-11-01T01:30:00Z', '2026-11-01T03:30:00Z'],
    ['2026-11-08T01:30:00Z', '2026-11-08T03:30:00Z'],
  ]);
  for (const { created_at, starts_at } of world.parsec.invites)
    expect(Date.parse(starts_at) - Date.parse(created_at)).toBeLessThanOrEqual(24 * HOUR);
  expect(words(await seriesCardSaying(world, 'Shifts', '*Ended.*'))).not.toContain('series:');
  expect(seriesCards(world, 'Shifts')).toHaveLength(1);
});

it('skips, brings back, moves and ends: from the card and the window, once, and by those who may', async () => {
  await begin();
  const { mia, ben, ada } = world.people;
  const card = await startSeries(world, mia, shifts, { on: 'weekdays', until: '2026-10-30' });
  await created('Shifts', 1);
  at('2026-10-23T08:00:00Z');
  await seriesCardSaying(world, 'Shifts', '5 invites to come');

  await press(world, ben, card, 'series:skip');
  await whisper(world, ben, 'Only');
  // Pressed twice, the same day is skipped.
  await Promise.all([press(world, mia, card, 'series:skip'), press(world, mia, card, 'series:skip')]);
  await whisper(world, mia, 'You skipped Mon 26 Oct. Next: Tue 27 Oct, 09:00 in Paris.');
  await seriesCardSaying(world, 'Shifts', 'Skipped: Mon 26 Oct.');
  await seriesCardSaying(world, 'Shifts', '4 invites to come');

  await press(world, mia, card, 'series:move');
  const move = await topView(world, mia, 'series_move');
  const user = world.slack.as(mia);
  await user.fill(move.id, { blockId: 'start_date' }, '2026-10-28');
  await user.fill(move.id, { blockId: 'end_date' }, '2026-10-28');
  expect(await user.submit(move.id)).toBe('errors');
  expect(JSON.stringify(move.errors)).toContain('The series has another invite then.');
  await user.fill(move.id, { blockId: 'start_time' }, '18:00');
  await user.fill(move.id, { blockId: 'end_time' }, '20:00');
  expect(await user.submit(move.id)).toBe('closed');
  await seriesCardSaying(world, 'Shifts', 'Moved: Tue 27 Oct to Wed 28 Oct, 18:00.');

  // The window: an admin brings the skipped one back; Ben sees it, and has nothing to press.
  await guest(world, ben, 'series ana');
  const list = await topView(world, ben, 'series_list');
  await world.slack.as(ben).act({ viewId: list.id }, { actionId: 'series:show' });
  expect(JSON.stringify((await topView(world, ben, 'series_shown')).view)).not.toMatch(/series:(more|end)/);
  await press(world, ada, card, 'series:show');
  const shown = await topView(world, ada, 'series_shown');
  const option = /restore:[\w:-]+/.exec(JSON.stringify(shown.view))?.[0] ?? '';
  await world.slack.as(ada).act({ viewId: shown.id }, { actionId: 'series:more' }, option);
  await world.slack.until('it is back', () => JSON.stringify(shown.view).includes('Mon 26 Oct is back in the series.'));

  at('2026-10-25T08:00:30Z');
  await created('Shifts', 2);
  at('2026-10-27T17:00:30Z');
  await created('Shifts', 4);
  expect(starts('Shifts')).toEqual([
    '2026-10-23T07:00:00Z',
    '2026-10-26T08:00:00Z',
    '2026-10-28T08:00:00Z',
    '2026-10-28T17:00:00Z',
  ]);

  // One that is an invite by now is cancelled as any invite is, and does not come back.
  await press(world, mia, await seriesCardSaying(world, 'Shifts', '4 invites to come'), 'series:skip');
  await user.submit((await topView(world, mia, 'cancel_form')).id);
  await world.slack.until('it is cancelled', () => invites('Shifts').length === 3);
  at('2026-10-28T08:00:30Z');
  await created('Shifts', 4);
  await press(world, mia, card, 'series:end');
  const end = await topView(world, mia, 'series_end');
  await user.fill(end.id, { blockId: 'series_end' }, 'cancel');
  expect(await user.submit(end.id)).toBe('closed');
  await seriesCardSaying(world, 'Shifts', `*Ended* by <@${mia}>`);
  await passing(world, 'what was created is cancelled', () =>
    invites('Shifts').every(({ expires_at }) => Date.parse(expires_at) <= world.clock.now()),
  );
  at('2026-10-30T10:00:00Z');
  expect(starts('Shifts')).not.toContain('2026-10-30T08:00:00Z');
});

it('tells its inviter early what cannot be created, once, keeps trying, and says what was missed', async () => {
  await begin({ parsec: { credits: 1 } });
  const { mia } = world.people;
  await startSeries(world, mia, shifts, { on: 'weekdays', until: '2026-10-30' });
  await created('Shifts', 1);
  // Never used, its credit comes back when it ends.
  at('2026-10-23T16:00:00Z');
  await world.slack.until('it has ended', () => cards(world).some((card) => words(card).includes('*Ended*')));
  world.parsec.credits = 0;
  // A day before Monday's is created: two days before it starts.
  at('2026-10-24T08:00:30Z');
  const told = await notified(mia, "can't create ana@example.com's invite");
  expect(words(told)).toMatch(/series:skip.*series:move.*series:invite.*series:end/);
  await seriesCardSaying(world, 'Shifts', "Mon 26 Oct, 09:00 can't be created yet.");
  at('2026-10-25T08:30:00Z');
  at('2026-10-25T20:00:00Z');
  await notified(mia, 'Tue 27 Oct');
  expect(direct(world, mia).filter((one) => words(one).includes('Mon 26 Oct'))).toHaveLength(1);
  world.parsec.credits = 3;
  at('2026-10-25T20:16:00Z');
  await created('Shifts', 2);
  await world.slack.until('the card warns no more', () =>
    seriesCards(world, 'Shifts').every((card) => !words(card).includes("Mon 26 Oct, 09:00 can't")),
  );

  // The bot is stopped over the time at which Tuesday's is created, and started before it starts; and over all of Wednesday's.
  await world.app().stop();
  at('2026-10-27T07:30:00Z');
  await world.restart();
  await created('Shifts', 3);
  expect(starts('Shifts').at(-1)).toBe('2026-10-27T08:00:00Z');
  await world.app().stop();
  at('2026-10-28T09:00:00Z');
  await world.restart();
  await notified(mia, "didn't create ana@example.com's invite");
  expect(words(await seriesCardSaying(world, 'Shifts', 'Not created: Wed 28 Oct.'))).toContain('2 invites to come');
  // Thursday's was due meanwhile.
  await created('Shifts', 4);
  expect(starts('Shifts')).not.toContain('2026-10-28T08:00:00Z');
});

it('creates nothing more for an occurrence that failed at Parsec and that its inviter tries again by hand, elsewhere', async () => {
  await begin();
  const { mia } = world.people;
  world.parsec.trouble({
    operation: 'Create Guest Access Invite',
    then: { status: 400, body: { error: 'no such host' } },
  });
  await startSeries(world, mia, shifts, { on: 'weekdays', until: '2026-10-23' });
  const failed = await world.slack.until('it failed', () =>
    cards(world).find((card) => words(card).includes("wasn't created")),
  );
  await press(world, mia, failed, 'invite:again');
  const form = await topView(world, mia, 'invite_form');
  await choose(world, mia, form, 'host', 'Edit 2');
  expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
  await created('Shifts', 1);
  // An hour later the series would try it itself.
  at('2026-10-22T10:30:00Z');
  at('2026-10-23T07:00:30Z');
  await world.slack.until('it has begun', () => cards(world).some((card) => words(card).includes('*Active')));
  expect(invites('Shifts')).toHaveLength(1);
  await seriesCardSaying(world, 'Shifts', ':black_square');
  expect(
    direct(world, mia)
      .map(words)
      .filter((text) => text.includes("didn't create")),
  ).toEqual([]);
});

it('is held when its inviter leaves and goes on with the admin who takes it over; three bots create each invite once', async () => {
  await begin();
  const { mia, ada } = world.people;
  await startSeries(world, mia, shifts, { on: 'weekdays', until: '2026-10-30' });
  await created('Shifts', 1);
  at('2026-10-23T18:00:00Z');
  Object.assign(world.slack.people.find(({ id }) => id === mia) ?? {}, { kind: 'deactivated' });
  at('2026-10-25T08:30:00Z');
  const card = await seriesCardSaying(world, 'Shifts', 'so the series is on hold');
  await notified(ada, 'is on hold');
  expect(invites('Shifts')).toHaveLength(1);
  await world.addReplica();
  await world.addReplica();
  await press(world, ada, card, 'series:take_over');
  await created('Shifts', 2);
  at('2026-10-26T08:00:30Z');
  await created('Shifts', 3);
  expect(world.parsec.requests.filter(({ operation }) => operation === 'Create Guest Access Invite')).toHaveLength(3);
  expect(seriesCards(world, 'Shifts')).toHaveLength(1);
});

it('asks for approval of each invite, names what is wrong with its days, leaves one to a person, and ends with its guest', async () => {
  const live: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
  await begin({ policy: live, livePolicy: true });
  const { mia, ben } = world.people;
  const groups = { leads: { people: [ben] } };
  const rule = { name: 'all', maxLead: '12h', approval: { by: ['leads'] } };
  const { approvals, rules } = aPolicy({ approvals: { groups }, rules: [rule] });
  Object.assign(live, { approvals, rules });

  const user = world.slack.as(mia);
  const form = await openSeriesForm(world, mia, shifts, { on: [], until: '2026-10-20' });
  await world.slack.until('the form asks for a day', () => blockText(form, 'repeat_line').includes('at least one day'));
  await world.slack.until('and for a reason', () => JSON.stringify(form.view).includes('reason:'));
  expect(await user.submit(form.id)).toBe('errors');
  expect(form.errors).toEqual({ weekdays: 'Choose at least one day of the week.' });
  await user.fill(form.id, { blockId: 'weekdays' }, ['5', '1']);
  expect(await user.submit(form.id)).toBe('errors');
  expect(form.errors).toEqual({ until: 'Choose a later last day. The series has no day by then.' });
  await user.fill(form.id, { blockId: 'until' }, '2026-10-30');
  await world.slack.until('it says that each is asked about', () =>
    blockText(form, 'repeat_line').includes('3 invites: Every Monday and Friday'),
  );
  expect(blockText(form, 'repeat_line')).toMatch(
    /created 11 hours 59 minutes before.*Each needs its own approval then\./,
  );
  await user.fill(form.id, { blockId: inputId(form, 'reason') }, 'Night shift');
  expect(await user.submit(form.id)).toBe('closed');
  const card = await seriesCardSaying(world, 'Shifts', '3 invites to come');

  // Each occurrence asks when it is created, with the reason that was given once.
  at('2026-10-22T19:02:00Z');
  const asks = await notified(ben, 'Night shift');
  expect(invites('Shifts')).toEqual([]);
  await press(world, ben, asks, 'approval:approve');
  await created('Shifts', 1);

  // Somebody else is on the computer on Monday: Mia hears of it, and invites by hand to another one.
  Object.assign(live, { rules: aPolicy({}).rules });
  at('2026-10-23T10:00:00Z');
  await guest(world, ben, 'invite rui@example.com Edit 1 2026-10-26 9:00 to 2026-10-26 17:00');
  const booked = await topView(world, ben, 'invite_form');
  await world.slack.until('the computer is found', () => JSON.stringify(booked.view).includes('"Edit 1"'));
  await world.slack.as(ben).submit(booked.id);
  await world.slack.until('the computer is booked', () => invites('Guest session').length === 1);
  at('2026-10-24T08:00:30Z');
  const told = await notified(mia, 'Somebody else is invited to this computer then.');
  await press(world, mia, told, 'series:invite');
  const byHand = await topView(world, mia, 'invite_form');
  await choose(world, mia, byHand, 'host', 'Edit 2');
  await world.slack.until('it is free', () => !JSON.stringify(byHand.view).includes('clash_ok'));
  expect(await user.submit(byHand.id)).toBe('closed');
  await created('Shifts', 2);
  await press(world, mia, told, 'series:invite');
  await world.slack.until('it is an invite', () =>
    direct(world, mia).some((one) => words(one).includes('an invite already')),
  );
  at('2026-10-25T08:00:30Z');
  await seriesCardSaying(world, 'Shifts', '2 invites to come');
  at('2026-10-26T17:30:00Z');
  await world.slack.until(
    'both have ended',
    () => cards(world).filter((one) => /Shifts.*\*Ended\*/s.test(words(one))).length === 2,
  );
  expect(invites('Shifts').map(({ starts_at }) => starts_at)).toEqual(['2026-10-23T07:00:00Z', '2026-10-26T08:00:00Z']);

  // Her guest is erased: the series ends, and nothing says who it was.
  await withStore(world, async (store) => {
    const context = { store, now: world.clock.now, newId, workspaceId: () => world.slack.teamId };
    const person = await findPerson(context, namedBy('ana@example.com'));
    expect(person.blocked).toEqual([]);
    expect(await erasePerson(context, person)).toMatchObject({ series: 1, invite: 2 });
  });
  world.app().wake();
  await seriesCardSaying(world, '', "The guest's data was erased.");
  await passing(world, 'no message names her', () =>
    world.slack.messages.every((one) => one.ephemeralFor !== undefined || !words(one).includes('ana@example.com')),
  );
  expect(words(card)).not.toContain('series:');
  at('2026-10-29T09:00:00Z');
  expect(invites('Shifts')).toHaveLength(2);
});
