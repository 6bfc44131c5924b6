import { afterEach, expect, it } from 'vitest';
import { eraseInvite } from '../../src/flows/shared/erase-invite.ts';
import { newId } from '../../src/new-id.ts';
import { openStore } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';
import { anEvening, invited, moveTo, passing, press, referenceOf, topView } from '../support/gestures.ts';
import { homeIsSilent, homeSays, homeText, openHome, pressInHome } from '../support/home-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, type World } from '../support/world.ts';

// The Home tab where Slack or Parsec do not do what they are asked, and where the bot is killed.
let world: World;
afterEach(() => world.stop());

const published = (person: string) =>
  world.slack.calls.filter(({ method, args }) => method === 'views.publish' && args.user_id === person);

it('shows what changed when the bot stopped between the change and the publishing', async () => {
  world = await startWorld();
  const { mia } = world.people;
  await openHome(world, mia, 'Show commands');
  world.slack.trouble({ method: 'views.publish', times: 100, then: { cutBefore: true } });
  await invited(world, mia);
  await passing(world, 'a publishing is lost', () => published(mia).length > 1);
  await world.app().stop();
  world.slack.clearTrouble();
  expect(homeText(world, mia)).not.toContain('*Scheduled*');
  await world.restart();
  await homeSays(world, mia, '*Scheduled*');
});

it('an older drawing that arrives late replaces no newer one', async () => {
  world = await startWorld();
  const { mia } = world.people;
  const card = await invited(world, mia);
  await openHome(world, mia, '*Scheduled*');
  // Slack does what it was asked a minute after the answer was given up.
  world.slack.trouble({ method: 'views.publish', then: { late: 'cut', afterMs: 60_000 } });
  moveTo(world, 13, 1);
  await passing(world, 'the first is lost', () => published(mia).length === 2);
  await press(world, mia, card, 'invite:cancel');
  await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id);
  await homeSays(world, mia, 'Cancelled');
  // Moving the clock has Slack do what is due.
  world.clock.advance(61_000);
  expect(homeText(world, mia)).toContain('Cancelled');
  expect(homeText(world, mia)).not.toContain('*Active*');
});

it('waits as long as Slack says, and publishes again what something else replaced', async () => {
  world = await startWorld();
  const { mia } = world.people;
  await openHome(world, mia, 'Show commands');
  world.slack.trouble({ method: 'views.publish', then: { rateLimited: { retryAfterSeconds: 7 } } });
  world.slack.trouble({ method: 'views.publish', then: { error: 'hash_conflict' } });
  await invited(world, mia);
  await homeSays(world, mia, '*Scheduled*');
  const [, , refused, last] = published(mia);
  expect([typeof refused?.args.hash, last?.args.hash]).toEqual(['string', undefined]);
  // The answer of one that came through is lost: the next one is refused for its hash, and the one after it stands.
  world.slack.trouble({ method: 'views.publish', then: { cutAfter: true } });
  await invited(world, mia, { ...anEvening, email: 'zoe@example.com', host: 'Edit 2', event: 'Second' });
  await passing(world, 'it is published again', () => published(mia).length >= 7);
  expect(homeText(world, mia)).toContain('zoe@example.com');
});

it('a Home that there is not is published no more, until somebody opens it', async () => {
  world = await startWorld();
  const { mia } = world.people;
  world.slack.trouble({ method: 'views.publish', times: 100, then: { error: 'not_enabled' } });
  await world.slack.as(mia).openHome();
  await passing(world, 'the log says so', () =>
    world.logLines.some((line) => line.includes('a Home cannot be published')),
  );
  await invited(world, mia);
  world.clock.advance(120_000);
  await passing(world, 'the bot has looked around', () =>
    world.slack.calls.some(({ method }) => method === 'chat.update'),
  );
  expect(published(mia)).toHaveLength(1);
  world.slack.clearTrouble();
  await openHome(world, mia, '*Scheduled*');
});

it('shows the invites while Parsec is away, says what is missing, and completes itself', async () => {
  world = await startWorld();
  const { mia } = world.people;
  await invited(world, mia);
  await world.app().stop();
  world.parsec.trouble({ operation: '*', times: 10_000, then: { status: 503 } });
  // Nothing is remembered of Parsec.
  await world.restart();
  await openHome(world, mia, "Parsec isn't answering");
  for (const part of ['ana@example.com', '*Scheduled*', 'Computers and credits may be missing here'])
    expect(homeText(world, mia)).toContain(part);
  expect(homeText(world, mia)).not.toContain('credits left');
  world.parsec.clearTrouble();
  await homeSays(world, mia, 'credits left');
  await homeIsSilent(world, mia, "Parsec isn't answering");
  expect(homeText(world, mia)).toContain('Edit 2');
});

it('says that Parsec is not connected, and offers no invite', async () => {
  world = await startWorld({ policy: openToAll(), withoutParsec: true, truvera: {} });
  const { mia } = world.people;
  await openHome(world, mia, "Parsec isn't connected to Guestlist.");
  expect(homeText(world, mia)).not.toContain('home:invite');
  expect(world.parsec.requests).toEqual([]);
});

it('asks Slack a few times when a hundred invites change, and not at all where nothing looks different', async () => {
  world = await startWorld({ rateLimits: true });
  const { ada, ben, mia } = world.people;
  await invited(world, mia);
  for (const person of [ada, ben, mia]) await openHome(world, person, 'Show commands');
  const before = world.slack.calls.length;
  // Two who write to one file in one process would wait for each other.
  await world.app().stop();
  const store = await openStore({ dataDir: world.dataDir });
  const at = world.clock.now();
  const ended = { workspaceId: world.slack.teamId, inviterId: mia, state: 'ended' } as const;
  for (let nth = 1; nth <= 100; nth++) {
    const guest = { guestEmail: `guest-${nth}@example.com`, startsAt: at - (nth + 1) * 3_600_000 };
    const invite = anInvite({
      ...ended,
      ...guest,
      id: `inv_${nth}`,
      requestKey: `k${nth}`,
      endsAt: at - nth * 3_600_000,
    });
    await store.transaction((tx) => tx.insertInvite(invite));
  }
  await store.close();
  await world.restart();
  await homeSays(world, mia, 'guest-1@example.com');
  await homeSays(world, ada, 'guest-1@example.com');
  const published = world.slack.calls.slice(before).filter(({ method }) => method === 'views.publish');
  expect(published.length).toBeLessThanOrEqual(8);
  // Ben sees nothing of it.
  expect(published.filter(({ args }) => args.user_id === ben)).toEqual([]);

  // Five of them stand in the overview, and all on pages of their own.
  expect(homeText(world, mia)).not.toContain('guest-6@example.com');
  await pressInHome(world, mia, 'home:show', 'Show all ended');
  await homeSays(world, mia, 'guest-15@example.com');
  await pressInHome(world, mia, 'home:page:next');
  await homeSays(world, mia, 'guest-16@example.com');
  expect(homeText(world, mia)).not.toContain('guest-15@example.com');
  await pressInHome(world, mia, 'home:page:previous');
  await homeSays(world, mia, 'guest-1@example.com');
});

it('an erased guest is in no Home any more, however long ago it was opened', async () => {
  world = await startWorld();
  const { mia } = world.people;
  const card = await invited(world, mia);
  await openHome(world, mia, 'ana@example.com');
  await press(world, mia, card, 'invite:cancel');
  await world.slack.as(mia).submit((await topView(world, mia, 'cancel_form')).id);
  await homeSays(world, mia, 'Cancelled');
  await world.app().stop();
  world.clock.advance(5 * 3_600_000);
  const store = await openStore({ dataDir: world.dataDir });
  await store.unwatchOldHomes(world.clock.now() - 3_600_000);
  const context = { store, now: world.clock.now, newId, workspaceId: () => world.slack.teamId };
  expect(await eraseInvite(context, referenceOf(card), 'request')).toBeDefined();
  await store.close();
  await world.restart();
  await homeIsSilent(world, mia, 'ana@example.com');
});
