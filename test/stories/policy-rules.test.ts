import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  cards,
  choose,
  guest,
  inputId,
  invited,
  inviteGuest,
  openFilledForm,
  passing,
  press,
  submitAnyway,
  thread,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

// Who may invite whom to what, by rules that a company wrote.
let world: World;
let live: { -readonly [Key in keyof Policy]?: Policy[Key] };
afterEach(() => world.stop());

/** Rules as the file says them; the rest of the policy is as in every story. */
const rules = (...written: object[]) => aPolicy({ rules: written }).rules;
const begin = async (policy: Partial<Policy>, options: Parameters<typeof startWorld>[0] = {}) => {
  live = { ...policy };
  world = await startWorld({ ...options, policy: live, livePolicy: true });
};
const creates = () =>
  world.parsec.requests.filter(({ operation }) => operation === 'Create Guest Access Invite').length;

/** What is wrong with a filled form, by the first word of each block's id; '' when it was taken. */
async function faults(person: string, typed: Parameters<typeof openFilledForm>[2]): Promise<Record<string, string>> {
  const view = await openFilledForm(world, person, typed);
  const result = await submitAnyway(world, person, view);
  if (result === 'closed') return {};
  const said = Object.entries(view.errors).map(([block, text]) => [block.split(':')[0] ?? '', text]);
  await world.slack.as(person).close(view.id);
  return Object.fromEntries(said);
}

describe.each(overSocket)('over %s', (transport) => {
  it('the form shows what a rule allows, refuses more at its field, and takes what is allowed', async () => {
    const suites = { name: 'edit suites', when: { hosts: ['Edit *'] }, permissions: ['keyboard'], maxWindow: '90m' };
    await begin({ rules: rules(suites, { name: 'others', deny: true }) }, { transport });
    const { mia } = world.people;
    const view = await openFilledForm(world, mia);
    expect(blockText(view, 'policy_line')).toBe(
      ':page_facing_up: Rule “edit suites”: up to 1 hour 30 minutes, keyboard only',
    );
    expect(await submitAnyway(world, mia, view)).toBe('errors');
    const errors = Object.entries(view.errors).map(([block, text]) => `${block.split(':')[0]}: ${text}`);
    expect(errors.toSorted()).toEqual([
      'end_time: Enter an earlier end. Rule “edit suites” allows at most 1 hour 30 minutes.',
      'permissions: Choose keyboard only. Rule “edit suites” allows no more.',
    ]);
    expect(creates()).toBe(0);
    // Nothing is lost: less is asked for in the same form.
    await world.slack.as(mia).fill(view.id, { blockId: inputId(view, 'permissions') }, ['keyboard']);
    await world.slack.as(mia).fill(view.id, { blockId: 'end_time' }, '15:30');
    expect(await submitAnyway(world, mia, view)).toBe('closed');
    await cardSaying(world, '*Scheduled');
    expect(world.parsec.invites).toMatchObject([{ keyboard: true, mouse: false, gamepad: false }]);
  });
});

it('the form says what needs approval, and whose, before it is submitted', async () => {
  const approval = { by: ['Leads'], above: { window: '3d' } };
  const { rules: written, approvals } = aPolicy({
    approvals: { groups: { Leads: { people: ['admins'] } } },
    rules: [{ name: 'all', maxWindow: '5d', approval }],
  });
  await begin({ rules: written, approvals });
  const view = await openFilledForm(world, world.people.mia);
  expect(blockText(view, 'policy_line')).toBe(
    ":page_facing_up: Rule “all”: up to 5 days; needs approval by Leads if it's longer than 3 days",
  );
});

it('refuses a guest, a computer and a channel by the first rule that matches, in its own words', async () => {
  await begin({
    ...aPolicy({ domains: { blocked: ['mailinator.com'] } }),
    rules: rules(
      { name: 'rivals', when: { guests: ['rival.com'] }, deny: "We don't invite rivals." },
      { name: 'second suite', when: { hosts: ['edit 2'] }, deny: true },
      { name: 'others' },
    ),
  });
  const { mia } = world.people;
  const refused = async (typed: object) => faults(mia, { ...anEvening, ...typed });
  expect(await refused({ email: 'ana@eu.rival.com' })).toEqual({
    email: "We don't invite rivals. (Rule “rivals”.)",
  });
  expect(await refused({ host: 'Edit 2' })).toEqual({
    host: "Ask an admin. Rule “second suite” doesn't allow this invite.",
  });
  expect(await refused({ email: 'ana@x.mailinator.com' })).toEqual({
    email: 'Use another address, or ask an admin. Addresses at x.mailinator.com are blocked here.',
  });
  expect(creates()).toBe(0);
  expect(await refused({})).toEqual({});
});

it('lets members of a user group in, and nobody while Slack does not say who is in it', async () => {
  await begin({}, { noBot: true });
  const { mia, ben } = world.people;
  const group = world.slack.addUserGroup({ handle: 'render', members: [mia] });
  Object.assign(live, {
    rules: rules({ name: 'render', when: { people: [group.id] } }, { name: 'others', deny: true }),
  });
  await world.restart();
  expect(await faults(ben, anEvening)).toMatchObject({ email: expect.stringContaining('Rule “others”') });
  expect(await faults(mia, anEvening)).toEqual({});
  await cardSaying(world, '*Scheduled');

  world.clock.advance(61_000);
  world.slack.trouble({ method: 'usergroups.users.list', then: { status: 503 }, times: 50 });
  const unknown = { email: expect.stringContaining('Slack took too long to say whether') };
  expect(await faults(mia, { ...anEvening, event: 'Second' })).toMatchObject(unknown);
  expect(world.parsec.invites).toHaveLength(1);
});

it('decides about changes of an invite: more is refused at its field, less is always taken', async () => {
  await begin({
    rules: rules(
      { name: 'first suite', when: { hosts: ['Edit 1'] }, maxWindow: '150m' },
      { name: 'second suite', when: { hosts: ['Edit 2'] }, permissions: [] },
      { name: 'others', deny: true },
    ),
  });
  const { mia } = world.people;
  const card = await invited(world, mia);

  // The extension is cut to what the rule allows, and says so.
  await press(world, mia, card, 'invite:extend');
  const extend = await topView(world, mia, 'extend_form');
  await world.slack.as(mia).fill(extend.id, { blockId: 'extension' }, '60');
  await world.slack.until('it says so', () => JSON.stringify(extend.view).includes('latest time allowed'));
  expect(await submitAnyway(world, mia, extend)).toBe('closed');
  await world.slack.until('it ends at 16:30', () => cards(world).some((shown) => words(shown).includes('16:30')));

  await press(world, mia, card, 'invite:update');
  const update = await topView(world, mia, 'update_form');
  await choose(world, mia, update, 'host', 'Edit 2');
  expect(await submitAnyway(world, mia, update)).toBe('errors');
  expect(Object.values(update.errors)).toEqual(['Choose view only. Rule “second suite” allows no more.']);
  await world.slack.as(mia).close(update.id);

  // The rule is stricter by now: less is taken all the same.
  live.rules = rules({ name: 'nobody', deny: true });
  await press(world, mia, card, 'invite:update');
  const shorter = await topView(world, mia, 'update_form');
  await world.slack.as(mia).fill(shorter.id, { blockId: 'end_time' }, '15:00');
  expect(await submitAnyway(world, mia, shorter)).toBe('closed');
  await world.slack.until('it ends at 15:00', () => cards(world).some((shown) => words(shown).includes('15:00')));
});

it('sends nothing that the policy of that moment refuses, and the card says why', async () => {
  await begin({});
  const { mia } = world.people;
  world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 503 }, times: 1 });
  await inviteGuest(world, mia);
  live.rules = rules({ name: 'closed for the week', deny: true });
  await passing(world, 'it failed', () => cards(world).some((card) => words(card).includes('closed for the week')));
  expect(cards(world).map(words)).toEqual([expect.stringContaining("The invite wasn't created.")]);
  expect(world.parsec.invites).toEqual([]);
});

it('sends no change that the policy of that moment refuses, and the thread says why', async () => {
  await begin({});
  const { mia } = world.people;
  const card = await invited(world, mia);
  world.parsec.trouble({
    operation: 'Update Guest Access Invite',
    then: { status: 429, headers: { 'retry-after': '90' } },
  });
  await press(world, mia, card, 'invite:extend');
  const extend = await topView(world, mia, 'extend_form');
  await world.slack.as(mia).fill(extend.id, { blockId: 'extension' }, '60');
  expect(await submitAnyway(world, mia, extend)).toBe('closed');
  const isAsked = ({ operation }: { operation: string | undefined }) => operation === 'Update Guest Access Invite';
  await passing(world, 'Parsec was asked', () => world.parsec.requests.some(isAsked));
  live.rules = rules({ name: 'short ones', maxWindow: '2h' });
  await passing(
    world,
    'it is dropped',
    () => thread(world, card).some((said) => words(said).includes('short ones')),
    30_000,
  );
  expect(world.parsec.invites).toMatchObject([{ expires_at: '2026-11-23T15:00:00Z' }]);
});

it('lets a coordinator change the invite of somebody else, until the policy names them no more', async () => {
  await begin({});
  const { mia, ben } = world.people;
  const card = await invited(world, mia);
  await press(world, ben, card, 'invite:cancel');
  await whisper(world, ben, 'Only the inviter, coordinators and admins can change this invite.');

  live.coordinators = [ben];
  await press(world, ben, card, 'invite:cancel');
  const view = await topView(world, ben, 'cancel_form');
  live.coordinators = [];
  expect(await world.slack.as(ben).submit(view.id)).not.toBe('closed');
  expect(world.parsec.invites).toMatchObject([{ hidden: { cancelled: false } }]);
  live.coordinators = [ben];
  await press(world, ben, card, 'invite:cancel');
  expect(await world.slack.as(ben).submit((await topView(world, ben, 'cancel_form')).id)).toBe('closed');
  await cardSaying(world, 'Cancelled');
  await world.slack.until('the thread says who', () =>
    thread(world, card).some((said) => words(said).includes(`<@${ben}>`)),
  );
});

it('tells a person what they can do', async () => {
  await begin({
    rules: rules({ name: 'suites', when: { hosts: ['Edit *'] }, maxWindow: '3d' }, { name: 'rest', deny: true }),
  });
  await guest(world, world.people.mia, 'policy');
  expect(words(await whisper(world, world.people.mia, 'What you can do'))).toContain('up to 3 days');
});

describe('a policy that changes under load', () => {
  beforeEach(() => begin({ limits: defaultPolicy.limits }));

  it('drops nothing: each invite is taken or refused as a whole', async () => {
    const { mia } = world.people;
    const open = defaultPolicy.rules;
    const closed = rules({ name: 'closed', deny: true });
    const outcomes: Record<string, string>[] = [];
    for (let nth = 0; nth < 12; nth += 1) {
      live.rules = open;
      const submitting = faults(mia, { ...anEvening, event: `Event ${nth}` });
      // Somewhere between the click and the answer.
      for (let turn = 0; turn < nth * 3; turn += 1) await Promise.resolve();
      live.rules = nth % 2 === 0 ? closed : open;
      outcomes.push(await submitting);
    }
    live.rules = open;
    const taken = outcomes.filter((fault) => Object.keys(fault).length === 0).length;
    const refused = outcomes.filter(({ email }) => email?.includes('Rule “closed”')).length;
    expect([taken + refused, taken > 0, refused > 0]).toEqual([12, true, true]);
    await passing(
      world,
      'all have a card',
      () => cards(world).filter((card) => words(card).includes('Event')).length === taken,
    );
  });
});
