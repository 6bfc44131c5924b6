import axe from 'axe-core';
import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allHomes, allMessages, allModals } from '../../slack/views/all-views.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openSandbox, type } from '../../support/sandbox-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** What axe finds serious or critical, with the elements. */
async function troubles(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document);
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) }));
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).join(' ')}`);
}

async function bytesOf(response: Response): Promise<number> {
  const { responseBodySize, responseHeadersSize } = await response.request().sizes();
  return responseBodySize + responseHeadersSize;
}

it('the page is light to load, and axe finds nothing serious on its screens, light and dark', async () => {
  const { sandbox, page } = await openSandbox(browser);
  const responses: Response[] = [];
  page.on('response', (response) => responses.push(response));
  await page.reload();
  await page.getByText('You are Mia').waitFor();
  const bytes = await Promise.all(responses.map(bytesOf));
  expect(responses.length).toBeGreaterThan(2);
  expect(responses.length).toBeLessThanOrEqual(30);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(200_000);

  // A person can type at once, and Tab goes on in the order of reading.
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toBe('Message #guests');
  await page.keyboard.type('x');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Send');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('System');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBe('Shortcuts');

  const form = page.getByRole('dialog');
  const system = page.getByRole('combobox', { name: 'System' });
  await type(page, '/guest invite ana@example.com Edit-1 now for 2h');
  await form.getByText('Uses 1 of 12 credits').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(['form', colorScheme, ...(await troubles(page))]).toEqual(['form', colorScheme]);
  }
  await form.getByRole('button', { name: 'Invite', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('Scheduled', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Next event: start/ }).click();
  await page.getByText('Active').first().waitFor();
  sandbox.clock.advance(106 * 60_000);
  await page.getByRole('button', { name: /repl/ }).click();
  const thread = page.getByRole('complementary', { name: 'Thread' });
  await thread.getByRole('button', { name: 'Extend 30 min' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(['thread', colorScheme, ...(await troubles(page))]).toEqual(['thread', colorScheme]);
  }
  await page.getByRole('button', { name: 'Close thread' }).click();
  await system.selectOption('Requests');
  await page.getByRole('list', { name: 'Requests' }).getByRole('button').first().click();
  await page.getByRole('list', { name: 'Apps' }).getByRole('button').click();
  await page.getByRole('tabpanel', { name: 'Home' }).getByRole('button').first().waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(['home', colorScheme, ...(await troubles(page))]).toEqual(['home', colorScheme]);
  }
  await page.getByRole('tab', { name: 'About' }).click();
  await page.getByText('Permissions').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(['about', colorScheme, ...(await troubles(page))]).toEqual(['about', colorScheme]);
  }
});

it('the gallery draws every message and modal of the snapshots, light and dark', async () => {
  const { sandbox, page } = await openSandbox(browser);
  await page.goto(`${sandbox.url}gallery`);
  const all = Object.values(allMessages).reduce((sum, each) => sum + Object.keys(each).length, 0);
  const count = all + Object.keys(allModals).length + Object.keys(allHomes).length;
  await page.getByText(`${count} of ${count}`).waitFor();
  expect(await page.locator('.exhibit').count()).toBe(count);
  expect(await page.locator('.unsupported').count()).toBe(0);
  const background = (theme: string) =>
    page
      .locator(`.theme-${theme}`)
      .first()
      .evaluate((one) => getComputedStyle(one).backgroundColor);
  expect(await background('light')).not.toBe(await background('dark'));
  await page.getByRole('searchbox', { name: 'Find views' }).fill('modals/invite-blank');
  await page.getByRole('region', { name: 'cards/scheduled', exact: true }).waitFor({ state: 'detached' });
  const blank = page.getByRole('region', { name: 'modals/invite-blank', exact: true });
  expect(await blank.getByRole('textbox', { name: "Guest's email" }).count()).toBe(2);
});
