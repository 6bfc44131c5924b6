import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keptInMemory } from './architecture/kept-in-memory.ts';

/**
 * What the product keeps in memory in a Map, a Set or an array, and why it cannot grow without end. Something new comes here with its bound;
 * what a bound has to be put on is a `createBoundedMap` (src/domain/bounded-map.ts).
 */
const bounds: Readonly<Record<string, string>> = {
  'clock.ts: listeners': 'the sandbox and the tests; each who listens stops',
  'domain/bounded-map.ts: entries': 'the bound itself',
  'domain/choose-jobs.ts: counts': 'lives for one choice among the jobs of one look',
  'domain/pasted-members.ts: seen': 'lives for one call, of 1,000 addresses at most',
  'domain/text/clean.ts: flags': 'lives for one call',
  'flows/host-names.ts: names': 'lives for one run of reconcile',
  'flows/recent.ts: kept': '`most`, told by whoever makes one',
  'flows/watch-keys.ts: askedAt': 'one for each provider',
  'http-server/connections.ts: open': '`most` connections, and one more while the longest waiting is closed',
  'http-server/connections.ts: waiting': 'a part of `open`',
  'jobs/channel-turns.ts: left': 'MOST_CHANNELS',
  'jobs/look-around.ts: crowded': 'the lanes',
  'jobs/look-around.ts: reached': 'the lanes',
  'jobs/runner.ts: leftBehind': 'the places of the runner: those in it occupy theirs',
  'jobs/runner.ts: running': 'the places of the runner',
  'providers/offset-pages.ts: times': 'lives for one page of a list',
  'providers/parsec/invite-members.ts: emails': 'lives for one call, of 200 addresses at most',
  'providers/quota-gate.ts: shut': 'one for each route of the providers that are on',
  'slack/ask-slack.ts: pausedUntil': "the methods of Slack's that are asked with it",
  'slack/ask-slack.ts: underWay': 'one for each question under way, taken out when it is over',
  'slack/channels.ts: found': 'the channels of one person; of how many people is bounded',
  'slack/connection/http-receiver.ts: closing': 'weak: gone with its connection',
  'slack/connection/once-only.ts: running': 'one for each request that is being answered, taken out when it is over',
  'slack/connection/read-body.ts: readers': 'the open connections',
  'slack/gate.ts: surfaces': 'what the bot listens to, registered at the start',
  'slack/in-flight.ts: waiting': 'who waits for the stop',
  'slack/list-screen.ts: underWay': 'one for each click that is being carried out, taken out when it is over',
  'slack/newest-only.ts: busy': 'one for each form that is being drawn, taken out when it is over',
  'slack/newest-only.ts: waiting': 'one for each form that is being drawn, taken out when it is over',
  'slack/turns.ts: free': 'MOST_CHANNELS',
  'slack/user-groups.ts: kept': 'MAX_KEPT',
  'store/sqlite.ts: prepared': 'MOST_STATEMENTS',
};

test('everything that is kept in memory has a bound, which is named', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('sandbox/'),
  );
  expect(files.length).toBeGreaterThan(200);
  const kept = files.flatMap((file) => {
    return keptInMemory(readFileSync(`src/${file}`, 'utf8')).map((name) => `${file}: ${name}`);
  });
  expect(kept.sort()).toEqual(Object.keys(bounds).sort());
});

describe('something that grows is seen', () => {
  test.each([
    ['at the top', 'const seen = new Set<string>(); export function meet(id: string) { seen.add(id); }'],
    [
      'in a factory',
      'export function create() { const seen = new Map(); return { meet(id: string) { seen.set(id, 1); } }; }',
    ],
    [
      'in an arrow function',
      'export const create = () => { const seen: string[] = []; return (id: string) => { seen.push(id); }; };',
    ],
    ['with something in it', "const seen = new Set(['a']); export const meet = (id: string) => seen.add(id);"],
    ['weakly', 'const seen = new WeakMap(); export const meet = (a: object) => seen.set(a, 1);'],
  ])('%s', (_, source) => {
    expect(keptInMemory(source)).toEqual(['seen']);
  });

  test.each([
    [
      'what lives for one call',
      'export function read() { const seen = new Set(); for (const a of [1]) seen.add(a); return seen; }',
    ],
    ['what is only read', "const known = new Set(['a']); export const isKnown = (a: string) => known.has(a);"],
    ['what has a bound', 'const kept = createBoundedMap(5); export const meet = (a: string) => kept.set(a, 1);'],
  ])('and not %s', (_, source) => {
    expect(keptInMemory(source)).toEqual([]);
  });
});
