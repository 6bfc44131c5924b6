import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import { becomes } from '../support/forged-choice.ts';
import {
  anEvening,
  blockText,
  cards,
  type fillInviteForm,
  inviteGuest,
  openFilledForm,
  openInviteForm,
  passing,
  press,
  submitAnyway,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import {
  invitedMembers,
  listSays,
  memberCardSaying,
  openList,
  pressInRow,
  submitMembers,
} from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { withStore } from '../support/team-gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

// Limits for one person: open invites, invites an hour, how far ahead, and the credits kept for admins.
let world: World;
let limits: { openInvites: number; invitesPerHour: number; invitesPerDay: number; memberAddressesPerHour: number };
let begin: (options?: WorldOptions) => Promise<void>;
afterEach(() => world.stop());

const HOUR = 3_600_000;
const creates = () =>
  world.parsec.requests.filter(({ operation }) => operation === 'Create Guest Access Invite').length;

/** Fills the form for an event of this name and submits it; the error at the address, '' when it was accepted. */
async function invite(
  person: string,
  event: string,
  typed: Parameters<typeof fillInviteForm>[3] = {},
): Promise<string> {
  const view = await openFilledForm(world, person, { ...anEvening, event, ...typed });
  const result = await submitAnyway(world, person, view);
  if (result === 'closed') return '';
  expect(result).toBe('errors');
  const said = Object.values(view.errors).join(' ');
  // The form stays open, with everything typed.
  expect(view.values.event_name?.value?.value).toBe(event);
  await world.slack.as(person).close(view.id);
  return said;
}

it('the credits of a day are shared by all but admins, and members of the team are free', async () => {
  world = await startWorld({ policy: { invites: { ...defaultPolicy.invites, creditsPerDay: 2 } } });
  const { mia, ben, ada } = world.people;
  expect(await invite(mia, 'First')).toBe('');
  expect(await invite(ben, 'Second', { host: 'Edit 2' })).toBe('');
  const refused = 'This workspace has used its 2 credits for 24 hours.';
  expect(await invite(mia, 'Third', { email: 'ben@example.com' })).toContain('Try again in 24 hours, or ask an admin');
  expect(await invite(ben, 'Fourth', { email: 'ben@example.com' })).toContain(refused);
  // Tom is a member of the team, and ada an admin.
  expect(await invite(mia, 'Fifth', { email: 'tom@studio.example' })).toBe('');
  expect(await invite(ada, 'Sixth', { email: 'cleo@example.com' })).toBe('');
  await passing(world, 'four are there', () => creates() === 4);
  world.clock.advance(24 * HOUR);
  const tomorrow = { start: ['2026-11-24', '14:00'], end: ['2026-11-24', '16:00'] } as const;
  expect(await invite(ben, 'Seventh', tomorrow)).toBe('');
});

describe.each(overSocket)('over %s', (transport) => {
  beforeEach(() => {
    limits = { openInvites: 50, invitesPerHour: 30, invitesPerDay: 200, memberAddressesPerHour: 200 };
    begin = async (options = {}) => {
      const policy = {
        limits: { everyone: limits, admins: defaultPolicy.limits.admins },
        ...openToAll(),
        ...options.policy,
      } satisfies Partial<Policy>;
      world = await startWorld({ parsec: { credits: 200 }, truvera: {}, ...options, transport, policy });
    };
  });

  it('one person has a limited number of open invites, and room for another when one has ended', async () => {
    await begin();
    limits.openInvites = 2;
    const { mia, ada } = world.people;
    expect([await invite(mia, 'One'), await invite(mia, 'Two')]).toEqual(['', '']);
    expect(await invite(mia, 'Three')).toBe('You have 2 open invites, the limit here. Cancel one, or ask an admin.');
    for (const event of ['A', 'B', 'C']) expect(await invite(ada, event)).toBe('');
    const card = await world.slack.until('the first card', () =>
      cards(world).find((each) => words(each).includes('One') && words(each).includes('*Scheduled')),
    );
    await press(world, mia, card, 'invite:cancel');
    await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id);
    expect(await invite(mia, 'Three')).toBe('');
    await world.slack.until('Parsec has them', () => creates() === 6);
  });

  it('one person invites a limited number of guests an hour, and more when the hour has passed', async () => {
    await begin();
    limits.invitesPerHour = 2;
    const { mia, ben } = world.people;
    expect(await invite(mia, 'One')).toBe('');
    world.clock.advance(10 * 60_000);
    expect(await invite(mia, 'Two')).toBe('');
    expect(await invite(mia, 'Three')).toBe(
      'You invited 2 guests within an hour, the limit here. Try again in 50 minutes, or ask an admin.',
    );
    expect(await invite(ben, 'Four')).toBe('');
    world.clock.advance(50 * 60_000);
    expect(await invite(mia, 'Three')).toBe('');
    expect(await invite(mia, 'Five')).toContain('You invited 2 guests within an hour');
    await world.slack.until('Parsec has them', () => creates() === 4);
  });

  it('a clock that was set back locks nobody out', async () => {
    await begin();
    limits.invitesPerHour = 1;
    const { mia } = world.people;
    world.clock.advance(3 * HOUR);
    expect(await invite(mia, 'One')).toBe('');
    expect(await invite(mia, 'Two')).toContain('the limit here');
    world.clock.advance(-3 * HOUR);
    expect(await invite(mia, 'Two')).toBe('');
    expect(await invite(mia, 'Three')).toContain('the limit here');
  });

  it('a limit of 0 reserves inviting for admins', async () => {
    await begin();
    limits.invitesPerHour = 0;
    expect(await invite(world.people.mia, 'One')).toBe(
      'policy.yaml allows no guest invites here. Ask an admin to invite this guest.',
    );
    expect(await invite(world.people.ada, 'One')).toBe('');
  });

  it('one person invites a limited number of members an hour, and admins more', async () => {
    await begin();
    limits.memberAddressesPerHour = 3;
    const { mia, ada } = world.people;
    const many = 'a@example.com b@example.com c@example.com d@example.com';
    const four = await submitMembers(world, mia, { system: 'truvera', addresses: many });
    expect([four.result, Object.values(four.view.errors)]).toEqual([
      'errors',
      ['The limit here is 3 addresses an hour for each person. Take 1 out, or ask an admin.'],
    ]);
    await world.slack.as(mia).close(four.view.id);
    await invitedMembers(world, mia, { system: 'truvera', addresses: 'a@example.com b@example.com' }, 'All 2 invited');
    world.clock.advance(20 * 60_000);
    const two = await submitMembers(world, mia, { system: 'truvera', addresses: 'c@example.com d@example.com' });
    expect(Object.values(two.view.errors)).toEqual([
      'The limit here is 3 addresses an hour for each person, and you can invite 1 more now. Take 1 out, try again in 40 minutes, or ask an admin.',
    ]);
    await world.slack.as(mia).close(two.view.id);
    const rest = many.replaceAll('@', '2@');
    await invitedMembers(world, ada, { system: 'truvera', addresses: rest }, 'All 4 invited');
    expect(world.truvera().mails).toHaveLength(6);
  });

  it('resending and retrying count like the first time', async () => {
    await begin();
    limits.memberAddressesPerHour = 3;
    const { mia } = world.people;
    world.truvera().trouble({ operation: 'Send invitations', then: { status: 402, body: { message: 'full' } } });
    const card = await invitedMembers(
      world,
      mia,
      { system: 'truvera', addresses: 'a@example.com' },
      'Nobody was invited',
    );
    await press(world, mia, card, 'member:retry');
    await memberCardSaying(world, 'Invited to Truvera');
    world.clock.advance(2 * 60_000);
    const list = await openList(world, mia, 'pending truvera');
    await pressInRow(world, mia, list, 'a@example.com', 'member:resend');
    await listSays(world, list, 'was sent again');
    await pressInRow(world, mia, list, 'a@example.com', 'member:resend');
    await listSays(world, list, 'The limit here is 3 addresses an hour');
    world.truvera().trouble({ operation: 'Send invitations', then: { status: 402, body: { message: 'full' } } });
    limits.memberAddressesPerHour = 4;
    await submitMembers(world, mia, { system: 'truvera', addresses: 'b@example.com' });
    const full = await memberCardSaying(world, 'Nobody was invited');
    await press(world, mia, full, 'member:retry');
    await whisper(world, mia, 'The limit here is 4 addresses an hour');
    const asked = world.truvera().requests.filter(({ operation }) => operation === 'Resend invitation');
    expect(asked).toHaveLength(1);
    expect(world.truvera().mails.map(({ to }) => to)).toEqual(['a@example.com', 'a@example.com']);
  });

  it('an invite starts within a limited time ahead, also when it is moved', async () => {
    await begin();
    const { mia } = world.people;
    const far = { start: ['2027-02-22', '14:00'], end: ['2027-02-22', '16:00'] } as const;
    expect(await invite(mia, 'Far', far)).toBe(
      "Enter a start within 90 days from now. Invites can't start later than that here.",
    );
    expect(await invite(mia, 'Near', { start: ['2027-02-20', '14:00'], end: ['2027-02-20', '16:00'] })).toBe('');
    const card = await world.slack.until('the card', () =>
      cards(world).find((each) => words(each).includes('*Scheduled')),
    );
    await press(world, mia, card, 'invite:update');
    const form = await topView(world, mia, 'update_form');
    const user = world.slack.as(mia);
    await user.fill(form.id, { blockId: 'start_date' }, '2027-02-23');
    await user.fill(form.id, { blockId: 'end_date' }, '2027-02-23');
    await world.slack.until('the form says so', () => blockText(form, 'times').includes('within 90 days'));
    expect(await user.submit(form.id)).toBe('errors');
    expect(Object.keys(form.errors)).toEqual(['start_time']);
    expect(world.parsec.requests.some(({ operation }) => operation === 'Update Guest Access Invite')).toBe(false);
  });
});

it('a form submitted twice at once counts once toward the limit', async () => {
  const limits = { openInvites: 1, invitesPerHour: 1, invitesPerDay: 200, memberAddressesPerHour: 5 };
  const policy = { ...openToAll(), limits: { everyone: limits, admins: limits } };
  world = await startWorld({ transport: 'http', policy, truvera: {} });
  const proxy = await startDoublingProxy(world.eventsUrl());
  world.slack.deliverTo(proxy.url);
  const { mia } = world.people;
  await inviteGuest(world, mia);
  const addresses = Array.from({ length: 5 }, (_, n) => `p${n}@example.com`).join(' ');
  await invitedMembers(world, mia, { system: 'truvera', addresses }, 'All 5 invited');
  await world.slack.until('Parsec has it', () => creates() === 1);
  expect(proxy.doubled()).toBe(2);
  const uses = await withStore(world, async (store) => [
    await store.shareUses(mia, 'guest_invites', world.clock.now()),
    await store.shareUses(mia, 'member_addresses', world.clock.now()),
  ]);
  expect(uses.map((each) => each.map(({ amount }) => amount))).toEqual([[1], [5]]);
  const answers = world.slack.deliveries.filter(({ payload }) => payload.type === 'view_submission');
  expect(answers.map(({ ack }) => JSON.stringify(ack)).join()).not.toContain('limit');
  await proxy.stop();
});

describe('the credits kept for admins', () => {
  const reserve = (creditReserve: number) => ({ invites: { ...defaultPolicy.invites, creditReserve } });
  const failed = (text: string) =>
    passing(world, `a card says “${text}”`, () => cards(world).some((card) => words(card).includes(text)));

  it('are not for others, who learn so before anything is saved; members of the team cost nothing', async () => {
    world = await startWorld({ policy: reserve(3), parsec: { credits: 4 } });
    const { mia, ada } = world.people;
    expect(await invite(mia, 'One')).toBe('');
    await world.slack.until('Parsec has it', () => world.parsec.credits === 3);
    // What Parsec said before counts for a minute.
    world.clock.advance(61_000);
    const view = await openInviteForm(world, mia);
    await world.slack.until('the form says so', () =>
      blockText(view, 'cost').includes('Only admins can use the last 3'),
    );
    await world.slack.as(mia).close(view.id);
    expect(await invite(mia, 'Two')).toBe(
      'Only admins can use the last 3 credits at Parsec. Ask an admin to invite this guest, or buy more credits there.',
    );
    expect(await invite(mia, 'Tom', { email: 'tom@studio.example' })).toBe('');
    expect(await invite(ada, 'Three')).toBe('');
    await world.slack.until('Parsec has them', () => creates() === 3);
    expect(world.parsec.credits).toBe(2);
  });

  it('are checked again before an invite is sent: the balance at the request does not count', async () => {
    world = await startWorld({ policy: reserve(3), parsec: { credits: 4 } });
    const { mia, ada } = world.people;
    const busy = { status: 429, headers: { 'retry-after': '90' } };
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: busy });
    expect(await invite(mia, 'One')).toBe('');
    await world.slack.until('Parsec asks to wait', () => creates() === 1);
    // Somebody spends one in Parsec's own dashboard meanwhile.
    world.parsec.credits = 3;
    world.clock.advance(91_000);
    await failed('Only admins can use the last 3 credits at Parsec');
    expect([creates(), world.parsec.credits]).toEqual([1, 3]);
    await inviteGuest(world, ada, { ...anEvening, event: 'Two' });
    await world.slack.until('the admin spent one', () => world.parsec.credits === 2);
  });

  it('are not spent by two people at once', async () => {
    world = await startWorld({ policy: reserve(3), parsec: { credits: 4 } });
    const { mia, ben } = world.people;
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { delayMs: 700 } });
    const forms = await Promise.all(
      [mia, ben].map(async (person, nth) => {
        const view = await openFilledForm(world, person, { ...anEvening, event: `Event ${nth}` });
        return { person, view };
      }),
    );
    const results = await Promise.all(forms.map(({ person, view }) => world.slack.as(person).submit(view.id)));
    expect(results).toEqual(['closed', 'closed']);
    await failed('Only admins can use the last 3 credits at Parsec');
    expect([creates(), world.parsec.credits]).toEqual([1, 3]);
  });

  it('wait for Slack to say who is an admin, and for Parsec to say how many are left', async () => {
    world = await startWorld({ policy: reserve(3), parsec: { credits: 4 } });
    const { ada } = world.people;
    world.parsec.trouble({
      operation: 'Create Guest Access Invite',
      then: { status: 429, headers: { 'retry-after': '90' } },
    });
    expect(await invite(ada, 'One')).toBe('');
    await world.slack.until('Parsec asks to wait', () => creates() === 1);
    let silent = true;
    world.slack.trouble({ method: 'users.info', times: 1_000, when: () => silent, then: { status: 503 } });
    world.clock.advance(91_000);
    await failed("Slack doesn't say whether the inviter can still invite");
    expect(creates()).toBe(1);
    silent = false;
    becomes(world, ada, 'member');
    world.parsec.trouble({ operation: 'Get Guest Access Invite Credits', times: 3, then: { status: 503 } });
    await passing(world, 'it is made', () => creates() === 2);
  });
});
