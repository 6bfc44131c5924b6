import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/count-reporter.ts'],
    globalSetup: ['./test/support/run-folder.ts'],
    // Every test talks to servers on this machine only; see the file for how others are refused.
    setupFiles: ['./test/support/only-loopback.ts'],
    // Many more than there are cores: most of the time is spent waiting for servers and processes.
    maxWorkers: 7,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left alone it is one second, which a busy machine needs for a page to be drawn.
    expect: { poll: { timeout: 15_000 } },
  },
});
