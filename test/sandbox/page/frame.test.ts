import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { inSight, openStage, type Stage, write } from './open-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('the frame of the page', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(browser);
  });
  afterEach(async () => {
    expect(stage.complaints).toEqual([]);
    await stage.stop();
  });

  test('shows a lost connection, keeps the draft, and continues after reconnecting', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    const bringBack = await stage.loseServer();
    await page.getByText('Connection lost. Retrying').waitFor();
    await write(page, 'still here');
    await page.getByText('The sandbox doesn’t answer').waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Message #guests' }).inputValue()).toBe('still here');
    await bringBack();
    await page.getByText('Connection lost. Retrying').waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Message #guests' }).press('Enter');
    await page.getByRole('article').getByText('still here').waitFor();
    expect(await page.getByText('The sandbox was restarted').count()).toBe(0);

    // Another sandbox on the same port: the page goes on there, and says that everything is new.
    const start = await stage.loseServer();
    await page.getByText('Connection lost. Retrying').waitFor();
    await start('another workspace');
    await page.getByText('The sandbox was restarted. Everything starts over.').waitFor();
    await page.getByText('No messages yet').waitFor();
  });

  test("the clock shows the sandbox time in the person's zone, and can be advanced", async () => {
    const page = await stage.open(stage.mia, stage.guests);
    const clock = page.getByRole('group', { name: 'Clock' });
    await clock.getByText('10:00 AM').waitFor();
    await clock.getByRole('button', { name: '+15 min' }).click();
    await clock.getByText('10:15 AM').waitFor();
    await clock.getByRole('button', { name: '+1 h' }).click();
    await clock.getByText('11:15 AM').waitFor();
    await clock.getByRole('button', { name: '+1 day' }).click();
    await clock.getByText('Tue, Nov 24').waitFor();
    await page.getByRole('button', { name: /^Ben/ }).click();
    await clock.getByText('5:15 AM').waitFor();
  });

  test("shows a person's own channels, and a reload keeps person and channel", async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'quiet' }).click();
    await page.getByRole('textbox', { name: 'Message #quiet' }).fill('half a thought');
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'guests' }).click();
    await page.getByRole('textbox', { name: 'Message #guests' }).waitFor();
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'quiet' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Message #quiet' }).inputValue()).toBe('half a thought');
    await page.reload();
    await page.getByRole('textbox', { name: 'Message #quiet' }).waitFor();
    // Ben is not in it, so the page shows his first channel.
    await page.getByRole('button', { name: /^Ben/ }).click();
    await page.getByRole('textbox', { name: 'Message #guests' }).waitFor();
  });

  test('scrolls to a new message, unless the person has scrolled up', async () => {
    for (let number = 1; number <= 40; number += 1)
      stage.slack.as(stage.ben.id).say(stage.guests.id, `number ${number}.`);
    const page = await stage.open(stage.mia, stage.guests);
    const seen = (text: string) => page.getByText(text, { exact: true });
    await expect.poll(() => inSight(seen('number 40.'))).toBe(true);
    stage.slack.as(stage.ben.id).say(stage.guests.id, 'and one more');
    await expect.poll(() => inSight(seen('and one more'))).toBe(true);
    // Also when something above grows at the same moment.
    const first = stage.slack.messages[0]?.ts;
    stage.slack.as(stage.ben.id).say(stage.guests.id, 'an answer', first);
    stage.slack.as(stage.ben.id).say(stage.guests.id, 'below the answer');
    await expect.poll(() => inSight(seen('below the answer'))).toBe(true);
    await seen('number 1.').scrollIntoViewIfNeeded();
    stage.slack.as(stage.ben.id).say(stage.guests.id, 'the last');
    await seen('the last').waitFor();
    expect(await inSight(seen('number 1.'))).toBe(true);
  });

  test("the panel shows Parsec's invites and switches its fault mode", async () => {
    stage.parsec.addMachine({ name: 'Edit 1' });
    stage.parsec.credits = 2;
    const page = await stage.open(stage.mia, stage.guests);
    const panel = page.getByRole('complementary', { name: 'Systems' });
    await panel.getByText('2 credits').waitFor();
    await panel.getByRole('button', { name: 'Add 10 credits' }).click();
    await panel.getByText('12 credits').waitFor();
    const invite = stage.parsec.dashboard.createInvite({
      host_peer_id: stage.parsec.machines[0]?.peer_id ?? '',
      guest_email: 'ana@example.com',
    });
    await panel.getByText('11 credits').waitFor();
    await panel.getByText('ana@example.com').waitFor();
    await page.getByRole('button', { name: '+15 min' }).click();
    await panel.getByRole('button', { name: 'Connect guest' }).click();
    await panel.getByText('guest connected').waitFor();
    await panel.getByRole('button', { name: 'Extend 1 h in dashboard' }).click();
    await expect
      .poll(() => Date.parse(stage.parsec.invites[0]?.expires_at ?? ''))
      .toBe(Date.parse(invite.starts_at) + 2 * 3_600_000);
    await panel.getByRole('button', { name: 'Cancel in dashboard' }).click();
    await panel.getByText('cancelled', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Invite rui@freelance.example in dashboard' }).click();
    await panel.getByRole('list', { name: 'Guest invites' }).getByText('rui@freelance.example').waitFor();
    expect(stage.parsec.invites.find((one) => one.id === invite.id)?.hidden).toMatchObject({
      used: true,
      cancelled: true,
    });

    const ask = () =>
      fetch(`${stage.parsec.url}/v1/teams/${stage.parsec.teamId}/machines?offset=0&limit=10`, {
        headers: { authorization: `Bearer ${stage.parsec.apiKey}` },
      });
    expect((await ask()).status).toBe(200);
    await panel.getByRole('radio', { name: 'Down' }).check();
    await panel.getByText('Every request fails with status 503.').waitFor();
    expect((await ask()).status).toBe(503);
    await panel.getByRole('radio', { name: 'Normal' }).check();
    await panel.getByText('No faults.').waitFor();
    expect((await ask()).status).toBe(200);
    await panel.getByRole('radio', { name: 'Busy' }).check();
    await panel.getByText('Every request is refused with status 429.').waitFor();
    expect((await ask()).status).toBe(429);
    await panel.getByRole('button', { name: 'Change Edit 1' }).click();
    await page.getByRole('menuitem', { name: 'Turn off' }).click();
    await panel.getByText('offline').waitFor();
    expect(stage.parsec.machines[0]?.is_online).toBe(false);

    // What crossed the wire, without the key.
    await panel.getByRole('combobox', { name: 'System' }).selectOption('Requests');
    const busy = panel.getByRole('listitem').filter({ hasText: '429' });
    await busy.getByRole('button', { name: /GET .*machines/ }).click();
    await busy.getByText('Too Many Requests').waitFor();
    await panel.getByRole('combobox', { name: 'With' }).selectOption('Slack');
    const call = panel.getByRole('button', { name: /POST auth.test/ }).last();
    await call.waitFor();
    expect(await panel.textContent()).not.toContain('xoxb-');
    // A command whose text has a secret in it; the bot needs no answer to be looked at.
    const waiting = stage.slack.as(stage.mia.id).command(stage.guests.id, `/try ${stage.slack.botToken}`);
    const response = await fetch(`${stage.url}api/exchange`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: stage.url.slice(0, -1) },
      body: JSON.stringify({ as: stage.mia.id, id: 'delivery-0' }),
    });
    const { result } = await response.json();
    expect(result.sent).toMatchObject({ command: '/try', token: '•••', trigger_id: '•••', response_url: '•••' });
    expect(result.sent.text).toBe('•••');
    await waiting;
  });

  test('a pending member can join, or the invite can be cancelled', async () => {
    for (const email of ['rui@example.com', 'sol@example.com']) stage.parsec.dashboard.inviteMember(email);
    const page = await stage.open(stage.mia, stage.guests);
    const panel = page.getByRole('complementary', { name: 'Systems' });
    const offered = panel.getByRole('combobox', { name: 'System' });
    // Shown once the page has its first state.
    await expect
      .poll(() => offered.getByRole('option').allTextContents())
      .toEqual(['Parsec: guests', 'Parsec: team', 'Slack and the bot', 'Requests']);
    await offered.selectOption('Parsec: team');
    await panel.getByText('No members.').waitFor();
    await panel.getByRole('button', { name: 'Join as rui@example.com' }).click();
    await panel.getByRole('list', { name: 'Members' }).getByText('rui@example.com').waitFor();
    await panel.getByRole('button', { name: 'Cancel invite of sol@example.com in Parsec' }).click();
    await panel.getByText('No pending invites.').waitFor();
    expect(stage.parsec.teamInvites).toEqual([]);
    expect(stage.parsec.members).toMatchObject([{ email: 'rui@example.com' }]);
  });

  test('on a phone nothing overflows, and people and systems are in drawers', async () => {
    const page = await stage.open(stage.mia, stage.guests, { viewport: { width: 390, height: 800 }, hasTouch: true });
    await write(page, 'https://example.com/a-very-long-address-that-has-no-place-to-break/and-goes-on-and-on-and-on');
    await page.getByRole('article').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expect.poll(() => page.getByText('You are Mia').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'People and channels' }).click();
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'quiet' }).click();
    await page.getByRole('textbox', { name: 'Message #quiet' }).waitFor();
    await expect.poll(() => page.getByText('You are Mia').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Systems' }).click();
    await page.getByText('12 credits').waitFor();
  });
});
