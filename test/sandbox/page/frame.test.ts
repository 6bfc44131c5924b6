import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { openStage, type Stage, write } from './open-page.ts';

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

  test('says when the connection is lost, keeps what is written, and goes on when it is back', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    const bringBack = await stage.loseServer();
    await page.getByText('Connection lost, retrying').waitFor();
    await write(page, 'still here');
    await page.getByText('The sandbox does not answer').waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Message #guests' }).inputValue()).toBe('still here');
    await bringBack();
    await page.getByText('Connection lost, retrying').waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Message #guests' }).press('Enter');
    await page.getByRole('article').getByText('still here').waitFor();
  });

  test('the clock shows the sandbox time in the zone of the person, and moves', async () => {
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

  test('a person is in her own channels, and a reload stays where it was', async () => {
    const page = await stage.open(stage.mia, stage.guests);
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'quiet' }).click();
    await page.getByRole('textbox', { name: 'Message #quiet' }).fill('half a thought');
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'guests' }).click();
    await page.getByRole('textbox', { name: 'Message #guests' }).waitFor();
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'quiet' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Message #quiet' }).inputValue()).toBe('half a thought');
    await page.reload();
    await page.getByRole('textbox', { name: 'Message #quiet' }).waitFor();
    // Ben cannot be there; he lands in a channel of his.
    await page.getByRole('button', { name: /^Ben/ }).click();
    await page.getByRole('textbox', { name: 'Message #guests' }).waitFor();
  });

  test('a new message is in sight; one that is read up the channel stays in sight', async () => {
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

  test('Parsec is shown as it is, and its troubles are switched here', async () => {
    stage.parsec.addMachine({ name: 'Edit 1' });
    const page = await stage.open(stage.mia, stage.guests);
    const panel = page.getByRole('complementary', { name: 'At the systems' });
    await panel.getByText('12 credits').waitFor();
    const invite = stage.parsec.dashboard.createInvite({
      host_peer_id: stage.parsec.machines[0]?.peer_id ?? '',
      guest_email: 'ana@example.com',
    });
    await panel.getByText('11 credits').waitFor();
    await panel.getByText('ana@example.com').waitFor();
    await page.getByRole('button', { name: '+15 min' }).click();
    await panel.getByRole('button', { name: 'Guest connects' }).click();
    await panel.getByText('guest is in').waitFor();
    await panel.getByRole('button', { name: '+1 h in dashboard' }).click();
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
    await panel.getByText('Every request is answered with 503.').waitFor();
    expect((await ask()).status).toBe(503);
    await panel.getByRole('radio', { name: 'Works' }).check();
    await panel.getByText('As it should.').waitFor();
    expect((await ask()).status).toBe(200);
  });

  test('whoever waits in a system that is there can join, or the invite is taken back', async () => {
    for (const email of ['rui@example.com', 'sol@example.com']) stage.parsec.dashboard.inviteMember(email);
    const page = await stage.open(stage.mia, stage.guests);
    const panel = page.getByRole('complementary', { name: 'At the systems' });
    const offered = panel.getByRole('combobox', { name: 'System' });
    // Drawn when the page has heard of them, a moment after it was opened.
    await expect.poll(() => offered.getByRole('option').allTextContents()).toEqual(['Parsec: guests', 'Parsec: team']);
    await offered.selectOption('Parsec: team');
    await panel.getByText('Nobody is a member.').waitFor();
    await panel.getByRole('button', { name: 'rui@example.com joins' }).click();
    await panel.getByRole('list', { name: 'Members' }).getByText('rui@example.com').waitFor();
    await panel.getByRole('button', { name: 'Cancel the invite of sol@example.com in Parsec' }).click();
    await panel.getByText('Nobody is waiting.').waitFor();
    expect(stage.parsec.teamInvites).toEqual([]);
    expect(stage.parsec.members).toMatchObject([{ email: 'rui@example.com' }]);
  });

  test('on a telephone nothing sticks out, and people and systems are in drawers', async () => {
    const page = await stage.open(stage.mia, stage.guests, { viewport: { width: 390, height: 800 }, hasTouch: true });
    await write(page, 'https://example.com/a-very-long-address-that-has-no-place-to-break/and-goes-on-and-on-and-on');
    await page.getByRole('article').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expect.poll(() => page.getByText('You are: Mia').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'People and channels' }).click();
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'quiet' }).click();
    await page.getByRole('textbox', { name: 'Message #quiet' }).waitFor();
    await expect.poll(() => page.getByText('You are: Mia').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'At the systems' }).click();
    await page.getByText('12 credits').waitFor();
  });
});

/** Whether an element is where a person can see it now. */
async function inSight(place: {
  isVisible(): Promise<boolean>;
  boundingBox(): Promise<{ y: number; height: number } | null>;
}): Promise<boolean> {
  if (!(await place.isVisible())) return false;
  const box = await place.boundingBox();
  return box !== null && box.y >= 48 && box.y + box.height <= 800;
}
