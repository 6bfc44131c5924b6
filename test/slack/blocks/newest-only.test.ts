import { describe, expect, it } from 'vitest';
import { actedAt, createNewestOnly } from '../../../src/slack/blocks/newest-only.ts';

describe('newest only', () => {
  /** Runs that are done when `finish` is called, one after the other. */
  function runs() {
    const drawn: string[] = [];
    const finishers: (() => void)[] = [];
    const run = (name: string) => () =>
      new Promise<void>((resolve) => {
        drawn.push(name);
        finishers.push(resolve);
      });
    return { drawn, run, finish: () => finishers.shift()?.() };
  }

  it('runs the last click of those that wait, also when it arrives before an earlier one', async () => {
    const newestOnly = createNewestOnly();
    const { drawn, run, finish } = runs();
    const first = newestOnly('V1', 1, run('first'));
    await newestOnly('V1', 3, run('third'));
    await newestOnly('V1', 2, run('second'));
    finish();
    await expect.poll(() => drawn).toEqual(['first', 'third']);
    finish();
    await first;
  });

  it('runs nothing for a click before one that has run', async () => {
    const newestOnly = createNewestOnly();
    const { drawn, run, finish } = runs();
    const second = newestOnly('V1', 2, run('second'));
    finish();
    await second;
    await newestOnly('V1', 1, run('first'));
    expect(drawn).toEqual(['second']);
  });

  it('reads the time of a click to the microsecond', () => {
    expect(actedAt({ action_ts: '1795424400.000002' }) - actedAt({ action_ts: '1795424400.000001' })).toBe(1);
    expect(actedAt({})).toBe(0);
  });
});
