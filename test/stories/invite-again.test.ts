import { afterEach, describe, expect, it } from 'vitest';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  cards,
  guest,
  inputId,
  inviteGuest,
  openFilledForm,
  openInviteForm,
  press,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { openHome, pressInHome } from '../support/home-gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}Z`);
const moveTo = (text: string) => world.clock.advance(at(text) - world.clock.now());
const shown = (view: OpenView) => JSON.stringify(view.view.blocks);
const shows = (view: OpenView, text: string) =>
  world.slack.until(`the form says “${text}”`, () => shown(view).includes(text));
const held = (view: OpenView, name: string) => Object.values(view.values[inputId(view, name)] ?? {})[0] ?? {};
/** Start and length as they stand in the form. */
const times = (view: OpenView) =>
  [held(view, 'start_date').selected_date, held(view, 'start_time').selected_time, held(view, 'duration').value].join(
    ' ',
  );
const ended = (count = 1) =>
  world.slack.until(`${count} ended`, () => {
    const found = cards(world).filter((card) => words(card).includes('*Ended*'));
    return found.length === count ? found[0] : undefined;
  });
const pressed = () => world.slack.deliveries.filter(({ payload }) => isGesture(payload as { type?: string })).length;
const isGesture = ({ type = '' }: { readonly type?: string }) => type === 'block_actions' || type === 'view_submission';

async function again(card: Message | undefined, person = world.people.mia): Promise<OpenView> {
  if (card === undefined) throw new Error('no card');
  await press(world, person, card, 'invite:again');
  return topView(world, person, 'invite_form');
}

describe.each(overSocket)('inviting again over %s', (transport) => {
  it('takes two clicks and no field, and finds the next free time', async () => {
    world = await startWorld({ transport });
    const { mia, ben } = world.people;
    await inviteGuest(world, mia, { ...anEvening, message: 'Bring tea' });
    await cardSaying(world, '*Scheduled*');
    moveTo('2026-11-23T15:05');
    const card = await ended();

    // Today's time of day has passed: the same tomorrow, for as long.
    const before = pressed();
    const form = await again(card);
    expect(times(form)).toBe('2026-11-24 14:00 2 hours');
    expect(shown(form)).toContain('*Edit 1* is free then.');
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    expect(pressed() - before).toBe(2);
    await expect.poll(() => world.parsec.invites).toHaveLength(2);
    expect(world.parsec.invites[1]).toMatchObject({
      guest_email: 'ana@example.com',
      host_peer_id: world.parsec.invites[0]?.host_peer_id,
      message: 'Bring tea',
      starts_at: '2026-11-24T13:00:00Z',
      expires_at: '2026-11-24T15:00:00Z',
    });

    // Tomorrow is taken by now: the day after, from the list, too.
    await guest(world, mia, 'list all');
    const list = await whisper(world, mia, 'invite:again');
    await world.slack.as(mia).act({ channel: list.channel, ts: list.ts }, { actionId: 'invite:again' });
    const third = await topView(world, mia, 'invite_form');
    expect(times(third)).toBe('2026-11-25 14:00 2 hours');
    await world.slack.as(mia).close(third.id);

    // From Home, too: two clicks, and nothing is filled in.
    await openHome(world, mia, 'Invite again');
    const atHome = pressed();
    await pressInHome(world, mia, 'invite:again', 'ana@example.com');
    const fromHome = await topView(world, mia, 'invite_form');
    expect(times(fromHome)).toBe('2026-11-25 14:00 2 hours');
    expect(await world.slack.as(mia).submit(fromHome.id)).toBe('closed');
    expect(pressed() - atHome).toBe(2);
    await expect.poll(() => world.parsec.invites).toHaveLength(3);

    // Somebody else chooses a time that is taken: the form knows the next free one, and takes it over.
    const other = await openInviteForm(world, ben, 'bob@example.com Edit 1 2026-11-24 09:30 for 90m');
    await shows(other, '*Next free:* Tue 24 Nov, 10:00 to 11:30.');
    expect(other.values.start_time?.value).toMatchObject({ selected_time: '09:30' });
    await world.slack.as(ben).act({ viewId: other.id }, { actionId: 'use_slot' });
    await world.slack.until('it is taken over', () => !shown(other).includes('Next free'));
    expect(times(other)).toBe('2026-11-24 10:00 1 hour 30 minutes');
    expect(shown(other)).not.toContain('clash_ok');
    // What is chosen then is what counts.
    await world.slack.as(ben).fill(other.id, { blockId: inputId(other, 'start_time') }, '09:45');
    await shows(other, '*Next free:* Tue 24 Nov, 10:00 to 11:30.');
    await world.slack.as(ben).fill(other.id, { blockId: inputId(other, 'end_choice') }, 'at');
    await world.slack.until('an end can be picked', () => shown(other).includes('end_date'));
    await world.slack.as(ben).act({ viewId: other.id }, { actionId: 'use_slot' });
    await world.slack.until('it is taken over again', () => held(other, 'end_time').selected_time === '11:30');
    expect(await world.slack.as(ben).submit(other.id)).toBe('closed');
    await expect.poll(() => world.parsec.invites).toHaveLength(4);
    expect(world.parsec.invites[3]).toMatchObject({ starts_at: '2026-11-24T15:00:00Z' });
  });

  it('keeps to the policy of this moment, and says what it cannot do', async () => {
    const policy = {};
    world = await startWorld({ transport, policy, livePolicy: true });
    const { mia } = world.people;
    await inviteGuest(world, mia);
    await cardSaying(world, '*Scheduled*');
    moveTo('2026-11-23T15:05');
    const card = await ended();
    const rule = (limits: object) => Object.assign(policy, { rules: [{ name: 'short', when: {}, ...limits }] });

    rule({ maxWindowMs: HOUR });
    const short = await again(card);
    expect(times(short)).toBe('2026-11-24 14:00 1 hour');
    expect(shown(short)).toContain('*Edit 1* is free then. Shortened to 1 hour, the longest allowed.');
    await world.slack.as(mia).close(short.id);

    rule({ hours: { zone: 'Europe/Paris', days: [3], from: '08:00', to: '18:00' } });
    const onWednesday = await again(card);
    expect(times(onWednesday)).toBe('2026-11-25 14:00 2 hours');
    await world.slack.as(mia).close(onWednesday.id);

    rule({ hours: { zone: 'Europe/Paris', days: [3], from: '08:00', to: '09:00' } });
    const never = await again(card);
    expect(shown(never)).toContain('*Edit 1* has no free time of 2 hours in the next 14 days.');
    expect(await world.slack.as(mia).submit(never.id)).toBe('errors');
    await world.slack.as(mia).close(never.id);

    rule({ deny: 'Not this month.' });
    const denied = await again(card);
    expect(shown(denied)).toContain('Not this month.');
    expect(await world.slack.as(mia).submit(denied.id)).toBe('errors');
    await world.slack.as(mia).close(denied.id);
    rule({});

    // Its computer is gone: another has to be chosen, and nothing else.
    world.clock.advance(2 * 60_000);
    world.parsec.machines.splice(0, 1);
    const gone = await again(card);
    await shows(gone, '“Edit 1” no longer exists in Parsec. Choose another computer.');
    expect(held(gone, 'host').selected_option ?? undefined).toBeUndefined();
    await world.slack.as(mia).close(gone.id);
    expect(world.parsec.invites).toHaveLength(1);
  });

  it('asks for the same times where they lie ahead and are free, and for no others where it started at once', async () => {
    world = await startWorld({ transport });
    const { mia } = world.people;
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    await guest(world, mia, 'cancel ana@example.com');
    await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id);
    await cardSaying(world, '*Cancelled*');
    const same = await again(card);
    expect(held(same, 'start_time').selected_time).toBe('14:00');
    expect(held(same, 'end_time').selected_time).toBe('16:00');
    expect(blockText(same, 'slot_line')).toBe('');
    await world.slack.as(mia).close(same.id);

    // Somebody else has the computer then.
    const others = await openFilledForm(world, mia, { ...anEvening, email: 'bob@example.com', event: 'Other' });
    expect(await world.slack.as(mia).submit(others.id)).toBe('closed');
    await world.slack.until('it is scheduled', () =>
      cards(world).some((one) => words(one).includes('bob@example.com') && words(one).includes('*Scheduled*')),
    );
    const next = await again(card);
    expect(times(next)).toBe('2026-11-24 14:00 2 hours');
    await world.slack.as(mia).close(next.id);

    await inviteGuest(world, mia, { ...anEvening, host: 'Edit 2', event: 'At once', start: 'now', end: '20m' });
    await world.slack.until('it is created', () =>
      cards(world).some((one) => words(one).includes('At once') && /\*(Scheduled|Active)/.test(words(one))),
    );
    world.clock.advance(HOUR);
    const atOnce = await world.slack.until('it ended', () =>
      cards(world).find((one) => words(one).includes('At once') && words(one).includes('*Ended*')),
    );
    expect(times(await again(atOnce))).toBe('2026-11-23 11:30 20 minutes');
  });
});
