import { afterEach, expect, it } from 'vitest';
import { startDoublingProxy } from '../support/doubling-proxy.ts';
import { anEvening, openFilledForm, submitAnyway, words } from '../support/gestures.ts';
import { noLimits } from '../support/policies.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

it('creates a hundred invites and a hundred cards from a hundred forms, each submitted twice at once', {
  timeout: 120_000,
}, async () => {
  world = await startWorld({ policy: noLimits, transport: 'http', parsec: { credits: 200 }, rateLimits: false });
  const proxy = await startDoublingProxy(world.eventsUrl());
  world.slack.deliverTo(proxy.url);
  for (let n = 0; n < 100; n++) {
    const channel = world.slack.addChannel({ name: `c${n}`, members: [world.people.mia], bot: true });
    const view = await openFilledForm(world, world.people.mia, { ...anEvening, event: `Event ${n}` }, channel.id);
    // Asked before, the question costs no submission of its own.
    const asks = () => JSON.stringify(view.view).includes('clash_ok');
    if (n > 0) await world.slack.until('it asks about the others', asks);
    expect(await submitAnyway(world, world.people.mia, view)).toBe('closed');
  }
  const scheduled = () =>
    world.slack.messages.filter(
      (message) => message.user === world.slack.botUserId && words(message).includes('*Scheduled*'),
    );
  await world.slack.until('a hundred cards', () => scheduled().length === 100, 60_000);
  expect(proxy.doubled()).toBe(100);
  expect(world.parsec.invites).toHaveLength(100);
  expect(new Set(world.parsec.invites.map((invite) => invite.event_name)).size).toBe(100);
  expect(world.parsec.credits).toBe(100);
  const posts = world.slack.calls.filter((call) => call.method === 'chat.postMessage');
  expect(new Set(posts.map((call) => call.args.channel)).size).toBe(100);
  expect(posts).toHaveLength(100);
  await proxy.stop();
});
