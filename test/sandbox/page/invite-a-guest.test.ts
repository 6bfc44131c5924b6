import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMovableClock } from '../../../src/clock.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { launchBrowser, takePicture } from '../../support/browser.ts';
import { write } from './open-page.ts';

const START = Date.UTC(2026, 10, 23, 9, 0);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('the whole sandbox in a browser', () => {
  let sandbox: Sandbox;
  let page: Page;
  const complaints: string[] = [];

  beforeEach(async () => {
    complaints.length = 0;
    sandbox = await startSandbox({ clock: createMovableClock(START) });
    page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(sandbox.url);
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.close();
    await sandbox.stop();
  });

  async function choose(form: Locator, label: string, text: string, option: RegExp): Promise<void> {
    await form.getByRole('combobox', { name: label }).fill(text);
    await form.getByRole('option', { name: option }).first().click();
  }

  test('a coordinator types the command, fills the form, sees the card, and cancels it', async () => {
    await write(page, '/guest invite');
    const form = page.getByRole('dialog', { name: 'Invite a guest' });
    await form.getByRole('textbox', { name: "Guest's e-mail" }).fill('ana@example.com');
    await choose(form, 'Computer', 'Edit', /^Edit 1/);
    await form.getByRole('textbox', { name: 'Event name' }).fill('Render review');
    await form.getByRole('radio', { name: 'Now' }).check();
    await form.getByRole('button', { name: 'Invite', exact: true }).click();
    await form.waitFor({ state: 'detached' });

    const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Render review' }) });
    await card.getByText('ana@example.com').waitFor();
    await card.getByRole('button', { name: 'Cancel', exact: true }).waitFor();
    const parsec = page.getByRole('complementary', { name: 'At Parsec' });
    await parsec.getByText('11 credits').waitFor();
    await parsec.getByText('ana@example.com').first().waitFor();
    expect(sandbox.parsec.invites.length).toBe(1);
    await page.getByRole('button', { name: '+15 min' }).click();
    await card.getByText('Active').waitFor();
    if (process.env.PICTURE !== undefined) await takePicture(page, 'docs/sandbox.png');

    await card.getByRole('button', { name: 'Cancel', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.locator('button[type=submit]').click();
    await card.getByText('The guest can no longer connect.').waitFor();
    await parsec.getByText('cancelled', { exact: true }).first().waitFor();
    expect(sandbox.parsec.invites[0]?.hidden.cancelled).toBe(true);
  });

  test('a guest account is told why not, for her eyes only', async () => {
    await page.getByRole('button', { name: /^Gus/ }).click();
    await page.getByText('You are: Gus').waitFor();
    await page.getByRole('list', { name: 'Channels' }).getByRole('button', { name: 'guests' }).click();
    await write(page, '/guest invite');
    await page.getByText('Only visible to you').waitFor();
    expect(sandbox.slack.messages.filter((one) => one.ephemeralFor !== undefined).length).toBe(1);
  });
});
