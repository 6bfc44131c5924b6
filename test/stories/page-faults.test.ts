import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openSandbox, type } from '../support/sandbox-page.ts';

// What can go wrong around the bot, switched on the page while somebody uses it.
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

it('things change behind an open form, the bot is killed and started again, and Slack loses answers', async () => {
  const { sandbox, page } = await openSandbox(browser);
  const panel = page.getByRole('complementary', { name: 'Systems' });
  const form = page.getByRole('dialog');
  const cards = () =>
    sandbox.slack.messages.filter(({ text, threadTs }) => text.includes('bea@') && threadTs === undefined);

  // The computer is closed to guests while the form that names it is open.
  await type(page, '/guest invite ana@example.com Edit-1 tomorrow 14-16');
  await form.getByText('Uses 1 of 12 credits').waitFor();
  await panel.getByRole('button', { name: 'Change Edit 1' }).click();
  await page.getByRole('menuitem', { name: 'Close to guests' }).click();
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  await page
    .getByText(/Edit 1.*(?:not|no longer|isn't|doesn't|closed)/i)
    .first()
    .waitFor();
  expect(sandbox.parsec.invites).toEqual([]);
  await panel.getByRole('button', { name: 'Change Edit 1' }).click();
  await page.getByRole('menuitem', { name: 'Open to guests' }).click();
  if (await form.isVisible()) await form.getByRole('button', { name: 'Close all' }).click();

  // Killed while Parsec keeps it waiting; started again, it finishes what it had acknowledged, once.
  await panel.getByRole('radio', { name: 'Slow' }).check();
  await type(page, '/guest invite tom@example.com Edit-2 tomorrow 14-16');
  await form
    .getByText(/credits|Edit 2/)
    .first()
    .waitFor();
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const system = panel.getByRole('combobox', { name: 'System' });
  await system.selectOption('Slack and the bot');
  await panel.getByRole('radio', { name: 'Killed' }).check();
  await panel.getByText('Requests under way were cut off').waitFor();
  await type(page, '/guest list');
  await page.getByText('/guest failed with the error "dispatch_failed"').waitFor();
  await system.selectOption('Parsec: guests');
  await panel.getByRole('radio', { name: 'Normal' }).check();
  await system.selectOption('Slack and the bot');
  await panel.getByRole('radio', { name: 'Running' }).check();
  await panel.getByText('It is connected to Slack.').waitFor();
  // Whether the request that was cut off has arrived, nobody can know at once.
  await page.getByRole('button', { name: '+15 min' }).click();
  await page.getByText('Scheduled', { exact: true }).waitFor();
  expect(sandbox.parsec.invites.map((one) => one.guest_email)).toEqual(['tom@example.com']);

  // The server says which is chosen, a moment after the click.
  const setSlack = async (mode: string) => {
    const radio = panel.getByRole('group', { name: 'Slack fault mode' }).getByRole('radio', { name: mode });
    await radio.click();
    await expect.poll(() => radio.isChecked()).toBe(true);
  };
  // Slack posts the card, and its answer is lost: there is one card all the same.
  await setSlack('Cut off');
  await type(page, '/guest invite bea@example.com Edit-1 tomorrow 14-16');
  await form.getByText(/Uses 1 of/).waitFor();
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await sandbox.slack.until('the card is posted, with no answer', () =>
    sandbox.slack.calls.some(({ method, status }) => method === 'chat.postMessage' && status === 0),
  );
  await setSlack('Normal');
  await sandbox.slack.until('the card is right', () => JSON.stringify(cards()).includes('*Scheduled*'));
  expect(cards()).toHaveLength(1);

  // What was done meanwhile is ticked off, and the rest is not.
  const tasks = page.getByRole('list', { name: 'Try this' }).getByRole('listitem');
  await expect
    .poll(() => tasks.filter({ hasText: 'done' }).locator('strong').allTextContents())
    .toEqual(['Invite a guest']);
  await type(page, '/member invite snyk tom@example.com');
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('button', { name: /^Next event/ }).click();
  await page.getByText('3 of 6').waitFor();
  expect(await tasks.filter({ hasText: 'done' }).locator('strong').allTextContents()).toEqual([
    'Invite a guest',
    'See what comes next',
    'Invite a member',
  ]);
});
