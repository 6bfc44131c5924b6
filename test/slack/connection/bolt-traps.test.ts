import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { cardSaying, cards, inviteGuest, openInviteForm, thread, topView, whisper } from '../../support/gestures.ts';
import { startWorld, type World } from '../../support/world.ts';

// What Bolt does by default and Guestlist must not inherit; each was seen to go wrong with plain Bolt.
let world: World;
afterEach(() => world.stop());

const calls = (method: string) => world.slack.calls.filter((call) => call.method === method);

describe('retries', () => {
  it('stay few for calls somebody waits for, although Socket Mode writes 100 into the options it gets', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'users.info', times: 50, then: { status: 503 } });
    await world.slack.as(world.people.mia).command(world.channel, '/guest invite');
    await whisper(world, world.people.mia, "Slack didn't say who you are");
    expect(calls('users.info').length).toBeLessThanOrEqual(2);
  });

  it('of a post are not left to the client, which would post twice', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled*');
    expect(cards(world)).toHaveLength(1);
    expect(calls('chat.postMessage')).toHaveLength(1);
  });

  it('wait as long as Slack asks', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'chat.postMessage', then: { rateLimited: { retryAfterSeconds: 2 } } });
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled*');
    expect(cards(world)).toHaveLength(1);
  });
});

describe('a post whose answer is lost', () => {
  it('is sent again without the history scopes, which a look-up needs: two are better than none', async () => {
    world = await startWorld({ withoutScopes: ['channels:history', 'groups:history'] });
    world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
    await inviteGuest(world, world.people.mia);
    await world.slack.until('a card says scheduled', () =>
      cards(world).some((card) => JSON.stringify(card.blocks).includes('*Scheduled*')),
    );
    expect(cards(world)).toHaveLength(2);
  });

  it('is found in the thread when it is a notice', async () => {
    world = await startWorld();
    await inviteGuest(world, world.people.mia);
    await cardSaying(world, '*Scheduled*');
    world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
    world.clock.advance(8 * 3_600_000);
    const card = await cardSaying(world, '*Ended*');
    await world.slack.until('it was looked for', () => calls('conversations.replies').length > 0);
    expect(thread(world, card)).toHaveLength(1);
  });
});

describe('tokens', () => {
  it('open the socket: the app token does, not the token of the bot', async () => {
    world = await startWorld();
    const [opened] = calls('apps.connections.open');
    expect(opened?.answer).toMatchObject({ ok: true });
    expect(JSON.stringify(opened?.args)).not.toContain(world.slack.botToken);
  });
  it('are never in the log, nor is text that people typed, at any level', async () => {
    world = await startWorld();
    await inviteGuest(world, world.people.mia, {
      email: 'canary@example.com',
      host: 'Edit 1',
      event: 'Canary event',
      message: 'canary message',
    });
    await cardSaying(world, '*Scheduled*');
    const log = world.logLines.join('\n');
    expect(log.length).toBeGreaterThan(100);
    for (const secret of [
      world.slack.botToken,
      world.slack.appToken,
      world.parsec.apiKey,
      'canary@example.com',
      'Canary event',
      'canary message',
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('a stop', () => {
  it('over Socket Mode waits for open requests, and their acknowledgements arrive', async () => {
    world = await startWorld();
    const view = await openInviteForm(world, world.people.mia);
    world.clock.advance(61_000);
    // The submission looks the person up first: half a second in which the bot is asked to stop.
    world.slack.trouble({ method: 'users.info', then: { delayMs: 500 } });
    await world.slack.as(world.people.mia).fill(view.id, { blockId: 'email' }, 'nonsense');
    await world.slack.as(world.people.mia).fill(view.id, { blockId: 'event_name' }, 'x');
    const { choose } = await import('../../support/gestures.ts');
    await choose(world, world.people.mia, view, 'host', 'Edit 1');
    const submitted = world.slack.as(world.people.mia).submit(view.id);
    await world.slack.until(
      'it is on its way',
      () => world.slack.deliveries.at(-1)?.payload.type === 'view_submission',
    );
    await world.app().stop();
    expect(await submitted).toBe('errors');
    await world.slack.until('the socket is closed', () => world.slack.sockets === 0);
  });

  it('over HTTP does not wait for connections that are kept alive', async () => {
    world = await startWorld({ transport: 'http' });
    const url = new URL(world.eventsUrl());
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n');
    await once(socket, 'data');
    await world.app().stop();
    socket.destroy();
  });
});

describe('signatures over HTTP', () => {
  const post = (seconds: number, secret = world.slack.signingSecret) => {
    const body = new URLSearchParams({
      command: '/guest',
      text: 'help',
      user_id: world.people.mia,
      channel_id: world.channel,
    }).toString();
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`;
    return fetch(world.eventsUrl(), {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': signature,
      },
    });
  };
  it('are accepted within five minutes either way, and refused when old, future, wrong or missing', async () => {
    world = await startWorld({ transport: 'http' });
    const now = Math.floor(systemClock() / 1000);
    expect((await post(now)).status).toBe(200);
    expect((await post(now - 290)).status).toBe(200);
    expect((await post(now - 310)).status).toBe(401);
    expect((await post(now + 310)).status).toBe(401);
    expect((await post(now + 30 * 24 * 3600)).status).toBe(401);
    expect((await post(now, 'another secret')).status).toBe(401);
    expect((await post(Number.NaN)).status).toBe(401);
    expect((await fetch(world.eventsUrl(), { method: 'POST', body: 'x=1' })).status).toBe(401);
  });
});

describe('a listener that fails', () => {
  it('shows the person the same reference as the log', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'views.open', times: 5, then: { error: 'internal_error' } });
    await world.slack.as(world.people.mia).command(world.channel, '/guest invite');
    const shown = await whisper(world, world.people.mia, 'Something went wrong in Guestlist');
    const reference = /Guestlist: ([0-9a-f]{8})/.exec(shown.text)?.[1] ?? 'none';
    expect(world.logLines.join('')).toContain(reference);
  });
});

describe('the socket', () => {
  it.each(['refresh', 'cut'] as const)('comes back after a %s, and commands are answered', async (how) => {
    world = await startWorld();
    world.slack.disconnectSockets(how);
    await world.slack.until(
      'the socket is back',
      () =>
        world.slack.sockets > 0 &&
        world.slack.calls.filter((call) => call.method === 'apps.connections.open').length > 1,
    );
    await world.slack.as(world.people.mia).command(world.channel, '/guest credits');
    await whisper(world, world.people.mia, '12 guest access credits');
  });
});

describe('a channel Guestlist cannot post in', () => {
  it("moves the card and all that follows to the inviter's direct messages when it is archived", async () => {
    world = await startWorld();
    await inviteGuest(world, world.people.mia);
    const card = await cardSaying(world, '*Scheduled*');
    const channel = world.slack.channels.find((each) => each.id === world.channel);
    if (channel) channel.archived = true;
    world.clock.advance(8 * 3_600_000);
    const direct = await world.slack.until('a card in a direct message', () =>
      world.slack.messages.find(
        (message) => message.channel !== world.channel && JSON.stringify(message.blocks).includes('*Ended*'),
      ),
    );
    await world.slack.until('the end is posted there', () => thread(world, direct).length === 1);
    expect(thread(world, card)).toHaveLength(0);
  });
});

it('a form with nasty values opens nevertheless', async () => {
  world = await startWorld();
  await world.slack
    .as(world.people.mia)
    .command(world.channel, `/guest invite ${'x'.repeat(300)} "<!channel>" 31.02.2027 25:99`);
  await topView(world, world.people.mia, 'invite_form');
});
