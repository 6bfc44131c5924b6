import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/slowest-reporter.ts', './test/support/count-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./test/support/run-folder.ts'],
    setupFiles: ['./test/support/setup.ts'],
    // A worker loads the product once, and not once per file: loading it was two thirds of the time of a run.
    isolate: false,
    // Node reads TypeScript by itself, and nothing is mocked by module.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // What a process compiled, the next one need not: many tests start the bot or the sandbox as a process.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/guestlist-tests') },
    // More than there are cores: part of the time is spent waiting for servers and processes. With more still, forms miss Slack's three seconds.
    maxWorkers: 5,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left alone it is one second, which a busy machine needs for a page to be drawn.
    expect: { poll: { timeout: 15_000 } },
  },
});
