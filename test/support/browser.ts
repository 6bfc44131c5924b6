import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

// Nothing here may reach the network: a page that asks for anything outside fails loudly in its test.
const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--hide-scrollbars',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

const installedChromes = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The Chromium that npm brought (Linux x64; unpacked under os.tmpdir() once), else an installed Chrome. The variable makes
 * the package unpack the libraries a bare system lacks (nss, nspr, expat); it is read when the package is loaded, hence the
 * dynamic import.
 */
async function executable(): Promise<string> {
  if (process.platform === 'linux' && process.arch === 'x64') {
    process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x';
    const { default: packed } = await import('@sparticuz/chromium');
    packed.setGraphicsMode = false;
    return await packed.executablePath();
  }
  const found = installedChromes.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`No Chrome to test the page with; looked at ${installedChromes.join(', ')}`);
  return found;
}

/** A headless Chromium; close it in the test's `afterAll`. One per test file is enough: use a new context per test. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: await executable(), args: quietFlags, chromiumSandbox: false });
}

/** Saves a picture of the page as PNG, e.g. `docs/sandbox.png`; makes the folder when it is missing. */
export async function takePicture(page: Page, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, animations: 'disabled' });
}

/** Where pictures go that nobody keeps. */
export function scratchPicture(name: string): string {
  return `${tmpdir()}/guestlist-pictures/${name}.png`;
}
