import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { createMovableClock } from '../../src/clock.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';

/** What `npm run sandbox` starts, on a Monday morning in Europe, and its page in a browser in Paris. Stopped with the test. */
export async function openSandbox(
  browser: Browser,
  options: SandboxOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly page: Page }> {
  const sandbox = await startSandbox({ clock: createMovableClock(Date.UTC(2026, 10, 23, 9, 0)), ...options });
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport, timezoneId: 'Europe/Paris', locale: 'en-GB' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  onTestFinished(async () => {
    await context.close();
    await sandbox.stop();
    expect(complaints).toEqual([]);
  });
  await page.goto(sandbox.url);
  return { sandbox, page };
}

/** Types into the composer and sends it. */
export async function type(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.fill(text);
  await composer.press('Enter');
}
