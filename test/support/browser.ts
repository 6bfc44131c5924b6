import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

// No page may reach the network: every name but this machine's is unknown to the browser.
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

// The package's version is in the name, so a newer one never meets an older folder.
const unpacked = join(tmpdir(), 'guestlist-chromium-153');

const fontConfig = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${unpacked}/fonts</dir><cachedir>${unpacked}/font-cache</cachedir></fontconfig>`;

/**
 * Unpacks Chromium, its fonts and the libraries that a bare system lacks (nss, nspr, expat) once per machine. The package
 * takes any file of the right name for a finished one, so two test files that start together must not share a folder:
 * each unpacks into its own, and the first to finish gives it the name.
 */
async function unpack(): Promise<void> {
  const own = await mkdtemp(join(tmpdir(), 'guestlist-unpack-'));
  const before = { tmp: process.env.TMPDIR, libraries: process.env.LD_LIBRARY_PATH };
  process.env.TMPDIR = own;
  // Read when the package is loaded, and makes it unpack the libraries too; hence the dynamic import.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x';
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    packed.setGraphicsMode = false;
    await packed.executablePath();
    await writeFile(join(own, 'fonts', 'fonts.conf'), fontConfig);
    await rename(own, unpacked);
  } catch (error) {
    if (!existsSync(unpacked)) throw error;
    await rm(own, { recursive: true, force: true });
  } finally {
    restore('TMPDIR', before.tmp);
    restore('LD_LIBRARY_PATH', before.libraries);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

type Executable = { readonly path: string; readonly env: Record<string, string> };

async function executable(): Promise<Executable> {
  if (process.platform === 'linux' && process.arch === 'x64') {
    if (!existsSync(unpacked)) await unpack();
    const fonts = join(unpacked, 'fonts');
    return {
      path: join(unpacked, 'chromium'),
      env: { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib'), FONTCONFIG_PATH: fonts, HOME: unpacked },
    };
  }
  const found = installedChromes.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`No Chrome to test the page with; looked at ${installedChromes.join(', ')}`);
  return { path: found, env: {} };
}

/** A headless Chromium; close it in the test file's `afterAll`. One per file is enough: open a new context per test. */
export async function launchBrowser(): Promise<Browser> {
  const { path, env } = await executable();
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return chromium.launch({
    executablePath: path,
    args: quietFlags,
    chromiumSandbox: false,
    env: { ...Object.fromEntries(inherited), ...env },
  });
}

/** Saves what the page shows as PNG, e.g. `docs/sandbox.png`; makes the folder when it is missing. */
export async function takePicture(page: Page, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, animations: 'disabled' });
}
