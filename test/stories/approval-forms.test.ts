import type { Kysely } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../src/domain/policy/policy.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { openDatabase } from '../../src/store/open-store.ts';
import type { Tables } from '../../src/store/schema.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import {
  anEvening,
  cardSaying,
  cards,
  guest,
  inputId,
  invited,
  inviteGuest,
  moveTo,
  openFilledForm,
  press,
  showMore,
  submitAnyway,
  thread,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { placeOf } from '../support/search-store.ts';
import { startWorld, transports, type World } from '../support/world.ts';

// Somebody asks for what others have to approve: the forms say so first, and nothing goes out before it is approved.
let world: World;
let live: { -readonly [Key in keyof Policy]?: Policy[Key] };
afterEach(() => world.stop());

/** Everything longer than an hour needs the approval of a lead. */
const longOnes = { name: 'long', approval: { by: ['leads'], above: { window: '1h' } } };

const begin = async (rule: object, options: Parameters<typeof startWorld>[0] = {}) => {
  live = {};
  world = await startWorld({ ...options, policy: live, livePolicy: true });
  rules(rule);
};

/** The rules from now on. */
const rules = (rule: object, approvals: object = {}) => {
  const groups = { leads: { people: [world.people.ada, world.people.ben] }, others: { people: [world.people.ben] } };
  const { rules: written, approvals: how } = aPolicy({ rules: [rule], approvals: { groups, ...approvals } });
  Object.assign(live, { rules: written, approvals: how });
};

const has = (view: OpenView, name: string) =>
  (view.view.blocks as { block_id?: string }[]).some(({ block_id }) => block_id?.split(':')[0] === name);
const line = (view: OpenView) =>
  (view.view.blocks as { block_id?: string; text?: { text: string } }[]).find(
    ({ block_id }) => block_id === 'approval_line',
  )?.text?.text ?? '';
const submitLabel = (view: OpenView) => (view.view.submit as { text: string } | undefined)?.text;
const fill = (person: string, view: OpenView, name: string, value: unknown) =>
  world.slack.as(person).fill(view.id, { blockId: inputId(view, name) }, value);

/** Looks into the store of the bot. */
const inStore = async <Found>(look: (db: Kysely<Tables>) => Promise<Found>): Promise<Found> => {
  const db = await openDatabase(placeOf(world));
  try {
    return await look(db);
  } finally {
    await db.destroy();
  }
};

/** The requests for approval in the store, oldest first. */
const requests = () =>
  inStore((db) => db.selectFrom('approval').selectAll().orderBy('created_at').orderBy('version', 'desc').execute());

describe.each(transports)('over %s', (transport) => {
  it('the invite form says who has to approve as soon as that is known, and sends nothing before', async () => {
    await begin(longOnes, { transport });
    const { mia } = world.people;
    const view = await openFilledForm(world, mia);
    await world.slack.until('it says so', () => has(view, 'reason'));
    expect(line(view)).toContain("*This invite needs approval by leads:* it's longer than 1 hour.");
    expect(submitLabel(view)).toBe('Ask for approval');
    expect(has(view, 'bypass')).toBe(false);
    await fill(mia, view, 'reason', 'The client is in town');
    // A shorter window takes it away again, and a longer one brings it back with what was typed.
    await fill(mia, view, 'end_time', '14:30');
    await world.slack.until('it is gone', () => !has(view, 'reason'));
    expect(submitLabel(view)).toBe('Invite');
    await fill(mia, view, 'end_time', '16:00');
    await world.slack.until('it is back', () => has(view, 'reason'));
    expect(await submitAnyway(world, mia, view)).toBe('closed');
    await cardSaying(world, 'Waiting for approval');
    expect(world.parsec.invites).toEqual([]);
    expect(await requests()).toMatchObject([{ state: 'open', reason: 'The client is in town', rule: 'long' }]);
  });
});

it('asks for the reason where the rule wants one, and of those who go ahead', async () => {
  const strict = { ...longOnes, approval: { ...longOnes.approval, reason: 'required' } };
  await begin(strict);
  rules(strict, { breakGlass: [world.people.ben] });
  const { mia, ben } = world.people;
  const view = await openFilledForm(world, mia);
  await world.slack.until('it asks', () => has(view, 'reason'));
  expect(has(view, 'bypass')).toBe(false);
  expect(await submitAnyway(world, mia, view)).toBe('errors');
  expect(await requests()).toEqual([]);
  await fill(mia, view, 'reason', '   ');
  expect(await submitAnyway(world, mia, view)).toBe('errors');
  expect(Object.entries(view.errors)).toEqual([
    [inputId(view, 'reason'), 'Enter a reason. The people who decide read it.'],
  ]);
  await world.slack.as(mia).close(view.id);

  // Where it is optional, it is not for who goes ahead.
  rules(longOnes, { breakGlass: [ben] });
  const own = await openFilledForm(world, ben);
  await world.slack.until('it asks', () => has(own, 'bypass'));
  await fill(ben, own, 'bypass', ['bypass']);
  await world.slack.until('its button says so', () => submitLabel(own) === 'Invite');
  expect(await submitAnyway(world, ben, own)).toBe('errors');
  expect(Object.keys(own.errors)).toEqual([inputId(own, 'reason')]);
  expect(world.parsec.invites).toEqual([]);
  await fill(ben, own, 'reason', 'The cut is tonight');
  expect(await submitAnyway(world, ben, own)).toBe('closed');
  await cardSaying(world, '*Scheduled');
  expect(world.parsec.invites).toHaveLength(1);
  expect(await requests()).toMatchObject([{ state: 'bypassed', review: 'open', reason: 'The cut is tonight' }]);

  // Who lost the right since the form was drawn reads it at the box.
  const late = await openFilledForm(world, ben, { ...anEvening, event: 'Second' });
  await world.slack.until('it asks', () => has(late, 'bypass'));
  await fill(ben, late, 'reason', 'Again');
  await fill(ben, late, 'bypass', ['bypass']);
  await world.slack.until('its button says so', () => submitLabel(late) === 'Invite');
  rules(longOnes);
  expect(await submitAnyway(world, ben, late)).toBe('errors');
  expect(late.errors[inputId(late, 'bypass')]).toBe("You can't go ahead without approval. Ask for approval instead.");
  expect(world.parsec.invites).toHaveLength(1);
});

it('asks at submission where it could not before, and again when somebody else decides by then', async () => {
  await begin({ name: 'all' });
  const { mia } = world.people;
  const view = await openFilledForm(world, mia, { ...anEvening, message: 'See you' });
  expect(has(view, 'reason')).toBe(false);
  rules(longOnes);
  expect(await submitAnyway(world, mia, view)).toBe('open');
  expect(line(view)).toContain('*Not sent yet.* Press “Ask for approval”.');
  expect(view.values.message?.value?.value).toBe('See you');
  await fill(mia, view, 'reason', 'For the review');
  rules({ ...longOnes, approval: { ...longOnes.approval, by: ['others'] } });
  expect(await submitAnyway(world, mia, view)).toBe('open');
  expect(line(view)).toContain('needs approval by others');
  expect(await requests()).toEqual([]);
  expect(await submitAnyway(world, mia, view)).toBe('closed');
  await world.slack.until('it is asked for', () => cards(world).length === 1);
  expect(await requests()).toMatchObject([{ state: 'open', by: '["others"]', reason: 'For the review' }]);
  expect(world.parsec.invites).toEqual([]);
});

it('a change waits while the invite stays as it is; what asks for less goes through', async () => {
  await begin({ ...longOnes, approval: { by: ['leads'], above: { window: '2h' } } });
  const { mia } = world.people;
  const card = await invited(world, mia);
  await press(world, mia, card, 'invite:extend');
  const extend = await topView(world, mia, 'extend_form');
  expect(line(extend)).toContain("*With this change, the invite needs approval by leads:* it's longer than 2 hours.");
  expect(submitLabel(extend)).toBe('Ask for approval');
  await fill(mia, extend, 'reason', 'They need longer');
  expect(await submitAnyway(world, mia, extend)).toBe('open');
  const said = await topView(world, mia, 'say');
  expect(JSON.stringify(said.view)).toContain('Guestlist asked them. Until then, the invite stays as it is.');
  await world.slack.as(mia).close(said.id);
  expect(await requests()).toMatchObject([{ kind: 'change', state: 'open', reason: 'They need longer' }]);
  const expires = () => world.parsec.invites.map(({ expires_at }) => expires_at);
  expect(expires()).toEqual(['2026-11-23T15:00:00Z']);

  // What is asked on top opens with the reason that is there; a shorter window needs nobody's approval.
  await press(world, mia, card, 'invite:update');
  const update = await topView(world, mia, 'update_form');
  await fill(mia, update, 'end_time', '17:00');
  await world.slack.until('it asks', () => has(update, 'reason'));
  expect(update.values[inputId(update, 'reason')]?.value?.value).toBe('They need longer');
  await fill(mia, update, 'end_time', '15:30');
  await world.slack.until('it is gone', () => !has(update, 'reason'));
  expect(submitLabel(update)).toBe('Update');
  expect(await submitAnyway(world, mia, update)).toBe('closed');
  await expect.poll(expires).toEqual(['2026-11-23T14:30:00Z']);
  expect(await requests()).toHaveLength(1);
});

it('an invite that waits is changed at once: less goes through, more has to be approved again', async () => {
  const two = { ...longOnes, approval: { ...longOnes.approval, count: 2 } };
  await begin(two);
  const { mia, ada } = world.people;
  await inviteGuest(world, mia, anEvening);
  const card = await cardSaying(world, 'Waiting for approval');
  const [first] = await requests();
  await inStore((db) =>
    db
      .insertInto('approval_vote')
      .values({ id: `${first?.id}/${ada}`, approval_id: first?.id ?? '', person_id: ada, at: world.clock.now() })
      .execute(),
  );
  const votes = () => inStore((db) => db.selectFrom('approval_vote').selectAll().execute());
  await guest(world, mia, 'extend ana@example.com');
  await whisper(world, mia, 'This invite is waiting for approval. Use “Update” to change it, or cancel it.');

  // Less than was asked for: who approved it did so.
  await guest(world, mia, 'update ana@example.com');
  const less = await topView(world, mia, 'update_form');
  expect(submitLabel(less)).toBe('Ask for approval');
  await fill(mia, less, 'end_time', '15:30');
  expect(await submitAnyway(world, mia, less)).toBe('closed');
  expect(await votes()).toHaveLength(1);
  await press(world, mia, card, 'invite:update');
  const more = await topView(world, mia, 'update_form');
  await fill(mia, more, 'end_time', '16:30');
  expect(await submitAnyway(world, mia, more)).toBe('closed');
  expect(await votes()).toEqual([]);
  expect(await requests()).toMatchObject([{ state: 'open', revision: 3 }]);
  expect(world.parsec.requests.map(({ operation }) => operation)).not.toContain('Create Guest Access Invite');

  await press(world, mia, card, 'invite:update');
  const short = await topView(world, mia, 'update_form');
  await fill(mia, short, 'end_time', '15:00');
  await world.slack.until('it needs none', () => submitLabel(short) === 'Update');
  expect(await submitAnyway(world, mia, short)).toBe('closed');
  await cardSaying(world, '*Scheduled');
  expect(await requests()).toMatchObject([{ state: 'overtaken' }]);
  expect(world.parsec.invites.map(({ expires_at }) => expires_at)).toEqual(['2026-11-23T14:00:00Z']);
});

it('who may goes ahead with an invite that waits already, with nothing else changed', async () => {
  await begin(longOnes);
  rules(longOnes, { breakGlass: [world.people.mia] });
  const { mia } = world.people;
  await inviteGuest(world, mia, anEvening);
  const card = await cardSaying(world, 'Waiting for approval');
  await press(world, mia, card, 'invite:update');
  const view = await topView(world, mia, 'update_form');
  await fill(mia, view, 'reason', 'Nobody is there');
  await fill(mia, view, 'bypass', ['bypass']);
  await world.slack.until('its button says so', () => submitLabel(view) === 'Update');
  expect(await submitAnyway(world, mia, view)).toBe('closed');
  await cardSaying(world, '*Scheduled');
  expect((await requests()).map(({ state, review }) => [state, review])).toEqual([
    ['overtaken', null],
    ['bypassed', 'open'],
  ]);
  expect(world.parsec.invites).toHaveLength(1);
});

it('who may goes ahead with a change that waits already, and nobody is asked for it any more', async () => {
  const free = { ...longOnes, approval: { by: ['leads'], above: { window: '2h' } } };
  await begin(free);
  rules(free, { breakGlass: [world.people.ada] });
  const { mia, ada } = world.people;
  const card = await invited(world, mia);
  await press(world, mia, card, 'invite:extend');
  const asked = await topView(world, mia, 'extend_form');
  expect(has(asked, 'bypass')).toBe(false);
  expect(await submitAnyway(world, mia, asked)).toBe('open');
  await press(world, ada, card, 'invite:extend');
  const view = await topView(world, ada, 'extend_form');
  await fill(ada, view, 'reason', 'They are at it');
  await fill(ada, view, 'bypass', ['bypass']);
  await world.slack.until('its button says so', () => submitLabel(view) === 'Extend 30 min');
  expect(await submitAnyway(world, ada, view)).toBe('closed');
  await expect.poll(() => world.parsec.invites[0]?.expires_at).toBe('2026-11-23T15:30:00Z');
  expect((await requests()).map(({ state }) => state).toSorted()).toEqual(['bypassed', 'overtaken']);
});

it('an invite that waits and is moved to “now” begins when it goes on, and lasts as long', async () => {
  await begin(longOnes);
  const { mia } = world.people;
  await inviteGuest(world, mia, anEvening);
  const card = await cardSaying(world, 'Waiting for approval');
  await press(world, mia, card, 'invite:update');
  const view = await topView(world, mia, 'update_form');
  await fill(mia, view, 'start_choice', 'now');
  await fill(mia, view, 'end_choice', 'for');
  await world.slack.until('it asks how long', () => has(view, 'duration'));
  await fill(mia, view, 'duration', '90m');
  expect(await submitAnyway(world, mia, view)).toBe('closed');
  const kept = await inStore((db) => db.selectFrom('invite').select(['typed_start', 'typed_end']).execute());
  expect(kept).toEqual([{ typed_start: 'now', typed_end: 'for 90m' }]);
  expect(await requests()).toMatchObject([{ state: 'open', revision: 2 }]);
});

it('a cancel withdraws the request, and nothing ever reaches Parsec', async () => {
  await begin(longOnes);
  const { mia } = world.people;
  await inviteGuest(world, mia, anEvening);
  const card = await cardSaying(world, 'Waiting for approval');
  await guest(world, mia, 'list');
  expect(words(await whisper(world, mia, 'waiting for approval'))).not.toContain('invite:extend');
  await press(world, mia, card, 'invite:cancel');
  const view = await topView(world, mia, 'cancel_form');
  expect(JSON.stringify(view.view)).toContain('Nothing was sent to Parsec or the guest.');
  expect(has(view, 'mail')).toBe(false);
  expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
  await cardSaying(world, '*Cancelled* by');
  expect(await requests()).toMatchObject([{ state: 'withdrawn' }]);
  expect(world.parsec.requests.map(({ operation }) => operation)).not.toContain('Create Guest Access Invite');
});

it('one request comes of forms that are submitted twice at once', async () => {
  await begin({ ...longOnes, approval: { by: ['leads'], above: { window: '2h' } } }, { transport: 'http' });
  const { mia } = world.people;
  const card = await invited(world, mia);
  const proxy = await startDoublingProxy(world.eventsUrl());
  world.slack.deliverTo(proxy.url);
  await press(world, mia, card, 'invite:extend');
  const extend = await topView(world, mia, 'extend_form');
  expect(await submitAnyway(world, mia, extend)).toBe('open');
  const long = await openFilledForm(world, mia, {
    ...anEvening,
    event: 'Long one',
    host: 'Edit 2',
    end: ['2026-11-23', '18:00'],
  });
  await world.slack.until('it asks', () => has(long, 'reason'));
  expect(await submitAnyway(world, mia, long)).toBe('closed');
  await world.slack.until('both are submitted twice', () => proxy.doubled() >= 2);
  await world.slack.until('it waits', () => cards(world).some((each) => words(each).includes('Waiting for approval')));
  expect((await requests()).map(({ kind, state, revision }) => [kind, state, revision])).toEqual([
    ['change', 'open', 1],
    ['invite', 'open', 1],
  ]);
  await proxy.stop();
});

it('“Extend 30 min” asks for approval as it is, and sends who has to say why to the card', async () => {
  const free = { ...longOnes, approval: { by: ['leads'], above: { window: '2h' } } };
  await begin({ ...free, approval: { ...free.approval, reason: 'required' } });
  const { mia } = world.people;
  const card = await invited(world, mia);
  moveTo(world, 14, 46);
  const warned = await world.slack.until('a warning', () =>
    thread(world, card).find((message) => words(message).includes('invite_extend_by')),
  );
  await press(world, mia, warned, 'invite_extend_by:30');
  await whisper(
    world,
    mia,
    'This needs approval, and the people who decide want to know why. Use “Extend” on the card.',
  );
  expect(await requests()).toEqual([]);
  rules(free);
  await press(world, mia, warned, 'invite_extend_by:30');
  await whisper(world, mia, 'This needs approval by leads. Guestlist asked them.');
  await press(world, mia, warned, 'invite_extend_by:30');
  expect(await requests()).toMatchObject([{ kind: 'change', state: 'open', revision: 1 }]);
  expect(world.parsec.invites.map(({ expires_at }) => expires_at)).toEqual(['2026-11-23T15:00:00Z']);
});

it('“Try again” opens the form with what was asked for, and the reason', async () => {
  await begin(longOnes);
  rules(longOnes, { remindAfter: '20m', escalateAfter: '40m', expireAfter: '1h' });
  const { mia } = world.people;
  const view = await openFilledForm(world, mia, { ...anEvening, message: 'See you' });
  await world.slack.until('it asks', () => has(view, 'reason'));
  await fill(mia, view, 'reason', 'For the review');
  expect(await submitAnyway(world, mia, view)).toBe('closed');
  await cardSaying(world, 'Waiting for approval');
  world.clock.advance(61 * 60_000);
  const card = await cardSaying(world, 'Nobody approved it in time');
  await press(world, mia, card, 'invite:again');
  const again = await topView(world, mia, 'invite_form');
  await world.slack.until('it asks', () => has(again, 'reason'));
  expect(again.values[inputId(again, 'reason')]?.value?.value).toBe('For the review');
  expect(again.values.event_name?.value?.value).toBe('Render review');
  expect(again.values.end_time?.value?.selected_time).toBe('16:00');
  await showMore(world, mia, again);
  expect(again.values.message?.value?.value).toBe('See you');
});
