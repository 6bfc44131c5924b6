import { expect, it, onTestFinished } from 'vitest';
import { createMovableClock } from '../../src/clock.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

it('the sandbox starts with a studio that has worked for a day: invites in every state, and a request that waits', async () => {
  const sandbox = await startSandbox({ clock: createMovableClock(NOW), history: true });
  onTestFinished(() => sandbox.stop());
  await sandbox.ready;
  const { slack, parsec, clock } = sandbox;
  expect(clock.now()).toBeGreaterThanOrEqual(NOW);
  expect(clock.now()).toBeLessThan(NOW + 600_000);
  const cards = () =>
    slack.messages
      .filter(({ user, threadTs }) => user === slack.botUserId && threadTs === undefined)
      .map(({ text }) => text);
  const states = ['ended', 'cancelled', 'failed', 'active', 'scheduled', 'waiting for approval'];
  await slack.until('all cards are right', () =>
    states.every((state) => cards().some((text) => text.includes(`: ${state}`))),
  );
  // The warning came a quarter of an hour before the end, and the end at its time.
  const ended = slack.messages.filter(({ threadTs, text }) => threadTs !== undefined && text.includes('kim@'));
  expect(ended.map(({ ts }) => new Date(Number(ts) * 1000).toISOString().slice(0, 16))).toEqual(
    expect.arrayContaining(['2026-11-22T11:45', '2026-11-22T12:00']),
  );
  expect(parsec.invites).toHaveLength(4);
  expect(slack.notes).toEqual([]);
  expect(slack.violations).toEqual([]);
});
