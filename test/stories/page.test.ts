import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMovableClock } from '../../src/clock.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { launchBrowser, takePicture } from '../support/browser.ts';

// What `npm run sandbox` starts, in a real Chromium, used as a person does.
// `PICTURES=docs npx vitest run test/stories/page.test.ts` renews the README's picture.
const pictures = process.env.PICTURES ?? join(tmpdir(), 'guestlist-pictures');

let browser: Browser;
let sandbox: Sandbox;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  complaints.length = 0;
  sandbox = await startSandbox({ clock: createMovableClock(Date.UTC(2026, 10, 23, 9, 0)) });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    timezoneId: 'Europe/Paris',
    locale: 'en-GB',
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(sandbox.url);
});
afterEach(async (context) => {
  if (context.task.result?.state === 'fail') await takePicture(page, join(pictures, `failed-${Date.now()}.png`));
  await page.context().close();
  await sandbox.stop();
  expect(complaints).toEqual([]);
});

async function type(text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.fill(text);
  await composer.press('Enter');
}
const form = () => page.getByRole('dialog');
const card = () =>
  page.getByRole('article').filter({ hasText: 'Render review' }).filter({ hasText: 'Keyboard and mouse' });

async function invite(text: string): Promise<void> {
  await type(text);
  // The computer that was named is filled in once Parsec has answered; a person who is quicker is asked to choose one.
  await form().getByText('Uses 1 of 12 credits').waitFor();
  await form().getByRole('textbox', { name: 'Event name' }).fill('Render review');
  await form().getByRole('button', { name: 'Invite', exact: true }).click();
  await form().waitFor({ state: 'detached' });
}

/** Opens the thread of the card beside the channel. */
async function openThread(): Promise<void> {
  await page.getByRole('article').getByRole('button', { name: /repl/ }).first().click();
}

/** Opens the menu of the card and chooses. */
async function chooseInMenu(name: string): Promise<void> {
  await page.getByRole('article').getByRole('button', { name: 'More options' }).first().click();
  await page.getByRole('menuitem', { name }).click();
}

/** Counts the fields of dialogs that a person changes from now on, each once, by its label. */
async function countTouched(): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const touched = new Set<string>();
    Object.assign(window, { touched });
    for (const kind of ['input', 'change'] as const) {
      document.addEventListener(
        kind,
        ({ target }) => {
          if (!(target instanceof HTMLElement) || target.closest('dialog') === null) return;
          touched.add(target.closest('label, fieldset, .input-block')?.textContent ?? target.outerHTML);
        },
        { capture: true },
      );
    }
  });
  return () => page.evaluate(() => [...(window as unknown as { touched: Set<string> }).touched]);
}

describe('in the browser', () => {
  it('one line of text leads to the card without touching a field', async () => {
    const touched = await countTouched();
    await type('/guest invite ana@example.com Edit-3 tomorrow 14-16');
    // A person who is quicker than Parsec has to choose the computer.
    await form().getByText('Uses 1 of 12 credits').waitFor();
    await form().getByRole('button', { name: 'Invite', exact: true }).click();
    await form().waitFor({ state: 'detached' });
    await page.getByText('Scheduled', { exact: true }).waitFor();
    expect(await touched()).toEqual([]);
    expect(sandbox.parsec.invites).toMatchObject([
      { guest_email: 'ana@example.com', event_name: 'Guest session', starts_at: '2026-11-24T13:00:00Z' },
    ]);
    // The count works: a custom event name is one field.
    await type('/guest invite tom@example.com Edit-3 tomorrow 14-16');
    await form().getByText('credits').first().waitFor();
    await form().getByRole('textbox', { name: 'Event name' }).fill('Render review');
    expect(await touched()).toHaveLength(1);
  });

  it('a line of text and one field invite a guest, and the card is correct', async () => {
    await type('/guest invite ana@example.com on Edit 1 tomorrow 14:00-16:00');
    await form().getByText('2 hours: Tue 24 Nov, 14:00 to 16:00 in Paris.').waitFor();
    await form().getByText('Uses 1 of 12 credits').waitFor();
    await form().getByRole('textbox', { name: 'Event name' }).fill('Render review');
    await takePicture(page, join(pictures, 'form.png'));
    await form().getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByText('Scheduled', { exact: true }).waitFor();
    await takePicture(page, join(pictures, 'sandbox.png'));
    expect(sandbox.parsec.invites).toMatchObject([
      { guest_email: 'ana@example.com', starts_at: '2026-11-24T13:00:00Z' },
    ]);
    expect(sandbox.parsec.mails).toHaveLength(1);
  });

  it('a missing value is reported at its field, and the typed values stay', async () => {
    await type('/guest invite ana@');
    await form().getByRole('textbox', { name: 'Event name' }).fill('Render review');
    await form().getByRole('button', { name: 'Invite', exact: true }).click();
    await form().getByRole('alert').first().waitFor();
    expect(await form().getByRole('textbox', { name: 'Event name' }).inputValue()).toBe('Render review');
    expect(sandbox.parsec.invites).toEqual([]);
  });

  it('a click beside the permissions changes none of them', async () => {
    await type('/guest invite ana@example.com');
    await form().getByText('Permissions', { exact: true }).click();
    expect(await form().getByRole('checkbox', { name: 'Keyboard' }).isChecked()).toBe(true);
  });

  it('the card cancels the invite after a confirmation', async () => {
    await invite('/guest invite ana@example.com on Edit 1 now for 2h');
    await page.getByText('Scheduled', { exact: true }).waitFor();
    await page.getByRole('button', { name: '+15 min' }).click();
    await page
      .getByText(/Active/)
      .first()
      .waitFor();
    await chooseInMenu('Cancel invite');
    await form().getByText('disconnected now').waitFor();
    await takePicture(page, join(pictures, 'cancel.png'));
    await form().getByRole('button', { name: 'Cancel invite' }).click();
    await page.getByText('Cancelled').first().waitFor();
    await openThread();
    await page.getByText('The guest can no longer connect.').first().waitFor();
    expect(sandbox.parsec.invites[0]?.hidden.cancelled).toBe(true);
  });

  it('the invite ends by the clock, and the channel is notified', async () => {
    await invite('/guest invite ana@example.com on Edit 1 tomorrow 14:00-16:00');
    await page.getByText('Scheduled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Next event: start, Tue 24 Nov, 14:00' }).click();
    await page.getByText('Active').first().waitFor();
    // A day at once, and yet nothing is missed on the way.
    await page.getByRole('button', { name: '+1 day' }).click();
    await page.getByText('Ended').first().waitFor();
    const replies = sandbox.slack.messages.filter((one) => one.threadTs !== undefined && one.threadTs !== one.ts);
    const times = replies.map(({ ts }) => new Date(Number(ts) * 1000).toISOString().slice(11, 16));
    // The warning, and the end.
    expect(times).toEqual(expect.arrayContaining(['14:45', '15:00']));
    await page.getByRole('button', { name: 'Nothing is planned' }).waitFor();
    await page
      .getByText(/access to .* ended/)
      .first()
      .waitFor();
    await takePicture(page, join(pictures, 'ended.png'));
  });

  it('a person who is not the inviter privately learns why the button does nothing', async () => {
    await invite('/guest invite ana@example.com on Edit 1 tomorrow 14:00-16:00');
    await page.getByText('Scheduled', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Ben/ }).click();
    await chooseInMenu('Cancel invite');
    await page.getByText('Only the inviter, coordinators and admins').waitFor();
    await page.getByText('Only visible to you').waitFor();
    expect(sandbox.parsec.invites[0]?.hidden.cancelled).toBe(false);
  });

  it('members are invited, and the systems show who is pending, who joins, and how invites fail', async () => {
    const panel = page.getByRole('complementary', { name: 'Systems' });
    const system = panel.getByRole('combobox', { name: 'System' });
    // The page shows them a moment after it was opened, once it has loaded them.
    await expect
      .poll(() => system.getByRole('option').allTextContents())
      .toEqual(['Parsec: guests', 'Parsec: team', 'Snyk', 'Truvera', 'Intercode', 'Slack and the bot', 'Requests']);
    await system.selectOption('Truvera');
    await panel.getByRole('radio', { name: 'Cut off' }).check();
    await page.getByRole('button', { name: /Ada/ }).click();
    await page.getByText('You are Ada').waitFor();
    await type('/member invite truvera ana@example.com');
    await form().getByRole('button', { name: 'Invite', exact: true }).click();
    await form().waitFor({ state: 'detached' });
    await panel.getByRole('list', { name: 'Pending invites' }).getByText('ana@example.com').waitFor();
    await panel.getByRole('radio', { name: 'Normal', exact: true }).check();
    await page.getByText('Invited to Truvera.').waitFor();
    await takePicture(page, join(pictures, 'members.png'));
    await panel.getByRole('button', { name: 'Join as ana@example.com' }).click();
    await panel.getByRole('list', { name: 'Members' }).getByText('ana@example.com').waitFor();
    expect(sandbox.truvera.invitations.filter(({ email }) => email === 'ana@example.com')).toMatchObject([
      { status: 'accepted' },
    ]);
    for (const name of ['Snyk', 'Intercode', 'Parsec: team']) {
      await system.selectOption(name);
      await panel.getByRole('list', { name: 'Pending invites' }).getByText('rui@freelance.example').waitFor();
    }
    await takePicture(page, join(pictures, 'team.png'));
  });

  it('changes and invites made in Parsec without the bot are posted and listed', async () => {
    await invite('/guest invite ana@example.com on Edit 1 tomorrow 14:00-16:00');
    await page.getByText('Scheduled', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Extend 1 h in dashboard' }).click();
    await page.getByRole('button', { name: 'Invite rui@freelance.example in dashboard' }).click();
    await page.getByRole('button', { name: '+15 min' }).click();
    await openThread();
    await page.getByText(/This invite was changed in Parsec: ends .* at 5:00 PM instead of .* at 4:00 PM/).waitFor();
    // Nothing was posted about the invite made there, so it is listed for admins.
    await page.getByRole('button', { name: /Ada/ }).click();
    await page.getByText('You are Ada').waitFor();
    await type('/guest list all');
    await page.getByText('created in Parsec').waitFor();
    await takePicture(page, join(pictures, 'dashboard.png'));
  });

  it('a connection cut after Parsec did the job shows "not confirmed yet", then scheduled, one invite', async () => {
    await page
      .getByRole('radio', { name: 'Cut off' })
      .or(page.getByRole('button', { name: 'Cut off' }))
      .first()
      .click();
    await invite('/guest invite ana@example.com on Edit 1 tomorrow 14:00-16:00');
    await page.getByText('Not confirmed yet').waitFor();
    await page
      .getByRole('radio', { name: 'Normal', exact: true })
      .or(page.getByRole('button', { name: 'Normal', exact: true }))
      .first()
      .click();
    await page.getByText('Scheduled', { exact: true }).waitFor();
    expect(sandbox.parsec.invites).toHaveLength(1);
    await expect.poll(() => card().count()).toBe(1);
  });
});
