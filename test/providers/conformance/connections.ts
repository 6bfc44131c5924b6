import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionEvent } from '../../../src/domain/attendance.ts';
import type { Connections } from '../../../src/providers/provider.ts';
import { type Bench, lostAnswers, nonsense, value } from './bench.ts';

export type ConnectionsBench = Bench<'page'> & {
  readonly provider: string;
  readonly connections: Connections;
  /** Another client, whose key the server does not know, or that may not read the log. */
  withKey(key: 'unknown' | 'may not'): Connections;
  readonly permission: string;
  /** A guest with access for an hour from now on; answers the host. */
  addGuest(email: string): string;
  guest(email: string, what: 'connects' | 'fails' | 'leaves'): void;
  /** An event that the log has without saying how an attempt ended, or whose. */
  addOddEvents(): void;
};

/** What every provider that keeps a log of connections must do. `start` gives a fresh provider and server for each test. */
export function connectionsConformance(name: string, start: () => Promise<ConnectionsBench>): void {
  describe(`${name}: connections`, () => {
    let bench: ConnectionsBench;
    let host: string;
    let since: number;

    beforeEach(async () => {
      bench = await start();
      since = bench.now();
      host = bench.addGuest('ana@example.com');
    });
    afterEach(() => bench.stop());

    const page = (connections = bench.connections) => connections.page({ since, cursor: undefined });
    async function all(from = since): Promise<ConnectionEvent[]> {
      const events: ConnectionEvent[] = [];
      let cursor: string | undefined;
      do {
        const read = value(await bench.connections.page({ since: from, cursor }));
        events.push(...read.events);
        cursor = read.next;
      } while (cursor !== undefined);
      return events;
    }

    test('says who connected to what, and when they left; not that an attempt failed', async () => {
      expect(await all()).toEqual([]);
      bench.advance(5_000);
      bench.guest('ana@example.com', 'fails');
      bench.guest('ana@example.com', 'connects');
      const connectedAt = bench.now();
      bench.advance(60_000);
      bench.guest('ana@example.com', 'leaves');
      expect(await all()).toMatchObject([
        { kind: 'connected', at: connectedAt, email: 'ana@example.com', hostId: host },
        { kind: 'left', at: connectedAt + 60_000, email: 'ana@example.com', hostId: host },
      ]);
      expect(await all(connectedAt + 1_000)).toMatchObject([{ kind: 'left' }]);
    });

    test('gives all of a log of several pages', async () => {
      for (let nth = 0; nth < 1_100; nth++) {
        bench.guest('ana@example.com', 'connects');
        bench.guest('ana@example.com', 'leaves');
      }
      const events = await all();
      expect(events.filter(({ kind }) => kind === 'connected')).toHaveLength(1_100);
      expect(events).toHaveLength(2_200);
      expect(bench.received('page')).toBe(3);
    });

    test('what it does not understand is unclear or left out, and spoils nothing', async () => {
      bench.addOddEvents();
      bench.guest('ana@example.com', 'connects');
      const events = await all();
      expect(events.filter(({ kind }) => kind === 'connected')).toHaveLength(1);
      expect(events.filter(({ kind }) => kind === 'unclear').length).toBeGreaterThan(0);
      for (const { at } of events) expect(Number.isSafeInteger(at)).toBe(true);
    });

    test('sends nothing until the given time when busy', async () => {
      bench.trouble('page', { status: 429, headers: { 'retry-after': '30' } });
      expect(await page()).toMatchObject({ code: 'provider_busy', facts: { retryAt: bench.now() + 30_000 } });
      const before = bench.received('page');
      expect(await page()).toMatchObject({ code: 'provider_busy' });
      expect(bench.received('page')).toBe(before);
      bench.advance(30_000);
      expect(value(await page()).events).toEqual([]);
    });

    test('reports a refused key, and a missing permission by name', async () => {
      expect(await page(bench.withKey('unknown'))).toMatchObject({ code: 'provider_unauthorized' });
      const { permission, provider } = bench;
      const forbidden = { code: 'provider_forbidden', facts: { provider, permission } };
      expect(await page(bench.withKey('may not'))).toMatchObject(forbidden);
    });

    test.each(lostAnswers)('is a Problem when there is no answer: %s', async (_, trouble) => {
      bench.trouble('page', trouble, 3);
      expect(await page()).toMatchObject({ code: 'provider_unreachable' });
    });

    test.each(nonsense)('reports a response that is %s as a Problem', async (_, trouble) => {
      bench.trouble('page', trouble);
      expect(await page()).toMatchObject({ code: 'provider_nonsense' });
    });
  });
}
