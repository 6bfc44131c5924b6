import { afterEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../src/domain/policy/policy.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { anEvening, inputId, invited, moveTo, openFilledForm, submitAnyway, topView } from '../support/gestures.ts';
import { chooseInHome, homeIsSilent, homeSays, homeText, openHome, pressInHome } from '../support/home-gestures.ts';
import { startWorld, transports, type World } from '../support/world.ts';

// The Home tab, as Slack holds it. How it is drawn on trouble is in home-trouble.test.ts.
let world: World;
afterEach(() => world.stop());

const published = (person: string) =>
  world.slack.calls.filter(({ method, args }) => method === 'views.publish' && args.user_id === person).length;
const viewText = ({ view }: OpenView) => JSON.stringify(view);

describe.each(transports)('over %s', (transport) => {
  it('is drawn when it is opened, and follows an invite without being opened again', async () => {
    world = await startWorld({ transport });
    const { mia } = world.people;
    // The Messages tab sends the same event, and has nothing to publish.
    await world.slack.as(mia).openHome('messages');
    await openHome(world, mia, 'Guestlist lets a guest use a computer');
    expect(published(mia)).toBe(1);
    expect(homeText(world, mia)).not.toContain('Ended lately');
    await pressInHome(world, mia, 'home:invite');
    await world.slack.as(mia).close((await topView(world, mia, 'invite_form')).id);
    await invited(world, mia);
    await homeSays(world, mia, '*Scheduled*');
    for (const part of ['ana@example.com', 'Render review', '11 guest access credits left', 'Next: ana@example.com'])
      expect(homeText(world, mia)).toContain(part);
  });
});

it('extends, shows, cancels, and invites again, from Home alone', async () => {
  world = await startWorld();
  const { mia } = world.people;
  const user = world.slack.as(mia);
  await invited(world, mia);
  await openHome(world, mia, '*Scheduled*');
  // The first visit ends with the second; nothing new is published for a third.
  await user.openHome();
  await homeIsSilent(world, mia, 'Guestlist lets a guest');
  const before = published(mia);
  await user.openHome();
  await pressInHome(world, mia, 'invite:extend', 'ana@example.com');
  const until = () => world.parsec.invites[0]?.expires_at;
  const endedAt = until();
  const extending = await topView(world, mia, 'extend_form');
  expect(published(mia)).toBe(before);
  await user.submit(extending.id);
  await homeSays(world, mia, '16:30 in Paris');
  expect([typeof endedAt, until() === endedAt]).toEqual(['string', false]);

  // What would be an ephemeral message in a channel is a modal here, and so is what its buttons answer.
  await pressInHome(world, mia, 'invite:show', 'ana@example.com');
  const answer = await topView(world, mia, 'answer');
  expect(viewText(answer)).toContain('ana@example.com');
  await user.close(answer.id);
  await pressInHome(world, mia, 'guest_run', 'Show commands');
  expect(viewText(await topView(world, mia, 'answer'))).toContain('/guest invite');
  await user.close(user.views().at(-1)?.id ?? '');
  expect(world.slack.messages.filter(({ channel }) => channel !== world.channel)).toEqual([]);

  moveTo(world, 13, 1);
  await homeSays(world, mia, '*Active*');
  await homeSays(world, mia, 'Now: ana@example.com');
  expect(homeText(world, mia)).toContain('*Edit 1* · free from');
  await pressInHome(world, mia, 'invite:cancel', 'ana@example.com');
  await user.submit((await topView(world, mia, 'cancel_form')).id);
  await homeSays(world, mia, 'Invite again');
  expect(homeText(world, mia)).not.toContain('*Active*');
  await pressInHome(world, mia, 'invite:again', 'ana@example.com');
  expect(viewText(await topView(world, mia, 'invite_form'))).toContain('ana@example.com');
});

it('shows a warning with its button until the end is moved', async () => {
  world = await startWorld();
  const { mia } = world.people;
  await invited(world, mia);
  await openHome(world, mia, '*Scheduled*');
  expect(homeText(world, mia)).toContain('Nothing needs you right now.');
  moveTo(world, 14, 46);
  await homeIsSilent(world, mia, 'Nothing needs you right now.');
  await pressInHome(world, mia, 'invite:extend', 'Needs you');
  await world.slack.as(mia).submit((await topView(world, mia, 'extend_form')).id);
  await homeSays(world, mia, 'Nothing needs you right now.');
});

it('an approver decides in Home, and who asked sees it there', async () => {
  const live: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
  world = await startWorld({ policy: live, livePolicy: true });
  const { ben, mia } = world.people;
  const groups = { leads: { people: [ben] } };
  const { approvals, rules } = aPolicy({
    approvals: { groups },
    rules: [{ name: 'all', approval: { by: ['leads'] } }],
  });
  Object.assign(live, { approvals, rules });
  await openHome(world, ben, 'Show commands');
  await openHome(world, mia, 'Show commands');
  const ask = async (email: string) => {
    const form = await openFilledForm(world, mia, { ...anEvening, email, event: `Event of ${email}` });
    expect(await submitAnyway(world, mia, form)).toBe('closed');
  };
  await ask('ana@example.com');
  await homeSays(world, ben, 'asks to invite *ana@example.com*');
  await homeSays(world, mia, 'Waiting for approval');

  // A request is read whole in a modal over Home, and a denial asks for its reason there.
  await pressInHome(world, ben, 'approval:open', 'ana@example.com');
  const user = world.slack.as(ben);
  await user.close((await topView(world, ben, 'approval_shown')).id);
  await pressInHome(world, ben, 'approval:approve', 'ana@example.com');
  await homeIsSilent(world, ben, 'asks to invite');
  await homeSays(world, mia, '*Scheduled*');
  expect(world.parsec.invites).toHaveLength(1);

  await ask('zoe@example.com');
  await homeSays(world, ben, 'asks to invite *zoe@example.com*');
  await pressInHome(world, ben, 'approval:deny', 'zoe@example.com');
  const form = await topView(world, ben, 'approval_deny');
  await user.fill(form.id, { blockId: inputId(form, 'note') }, 'Not this week');
  expect(await user.submit(form.id)).toBe('closed');
  await homeIsSilent(world, ben, 'asks to invite');
  await homeSays(world, mia, '*Denied* by');
});

it("shows admins everybody's, keeps what they chose, and shows others what they may see", async () => {
  world = await startWorld();
  const { ada, ben, guest, mia } = world.people;
  const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [mia], bot: true }).id;
  await invited(world, mia, { email: 'zoe@example.com', event: 'Merger', channel: secret });
  await openHome(world, ada, 'zoe@example.com');
  expect(homeText(world, ada)).toContain(`<@${mia}>`);
  await openHome(world, ben, 'Show commands');
  await world.slack.as(ben).openHome();
  await homeSays(world, ben, 'Next: another booking');
  for (const hidden of ['zoe@example.com', 'Merger', 'home:scope']) expect(homeText(world, ben)).not.toContain(hidden);

  await chooseInHome(world, ada, 'home:scope', 'mine');
  await homeIsSilent(world, ada, 'Merger');
  await chooseInHome(world, ada, 'home:part', 'next');
  await homeIsSilent(world, ada, 'Ended lately","emoji":false},"block_id');
  await world.app().stop();
  await world.restart();
  const before = published(ada);
  await world.slack.as(ada).openHome();
  await chooseInHome(world, ada, 'home:scope', 'all');
  await homeSays(world, ada, 'Merger');
  expect([homeText(world, ada).includes('"text":"Computers"},"block_id'), published(ada) > before]).toEqual([
    false,
    true,
  ]);
  // A computer that is none is not kept.
  const host = world.parsec.machines.find(({ name }) => name === 'Edit 2');
  await chooseInHome(world, ada, 'home:host', host?.id ?? '');
  await homeIsSilent(world, ada, 'Merger');

  await openHome(world, guest, "Guest accounts can't use Guestlist");
  expect(homeText(world, guest)).not.toContain('action_id');
  // Somebody who may not use it any more sees nothing from their next click on.
  Object.assign(world.slack.people.find(({ id }) => id === ada) ?? {}, { kind: 'guest' });
  world.clock.advance(61_000);
  await chooseInHome(world, ada, 'home:host', '*');
  await homeSays(world, ada, "Guest accounts can't use Guestlist");
  expect(viewText(await topView(world, ada, 'answer'))).toContain("Guest accounts can't use Guestlist");
  expect(homeText(world, ada)).not.toContain('Merger');
});

it('an admin takes over in Home what is on hold, whoever invited', async () => {
  world = await startWorld();
  const { ada, mia } = world.people;
  await invited(world, mia);
  await openHome(world, ada, '*Scheduled*');
  await chooseInHome(world, ada, 'home:scope', 'mine');
  await homeIsSilent(world, ada, '*Scheduled*');
  Object.assign(world.slack.people.find(({ id }) => id === mia) ?? {}, { kind: 'deactivated' });
  moveTo(world, 12, 58);
  await homeSays(world, ada, '*On hold.*');
  await pressInHome(world, ada, 'invite_take_over', 'ana@example.com');
  expect(viewText(await topView(world, ada, 'answer'))).toContain('You took over this invite.');
  await homeSays(world, ada, '*Scheduled*');
  expect(world.parsec.invites.filter(({ hidden }) => !hidden.cancelled)).toHaveLength(1);
});
