import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keptInMemory } from './architecture/kept-in-memory.ts';

/**
 * What the product keeps in memory in a Map, a Set or an array, and why it cannot grow without end. Something new comes here with its bound;
 * what a bound has to be put on is a `createBoundedMap` (src/domain/bounded-map.ts).
 */
const bounds: Readonly<Record<string, string>> = {
  'audit-log/verify.ts: faults': 'MOST_FAULTS',
  'clock.ts: listeners': 'the sandbox and the tests; each listener stops',
  'domain/bounded-map.ts: entries': 'the bound itself',
  'domain/choose-jobs.ts: counts': 'lives for one choice among the jobs of one look',
  'domain/pair-guests.ts: takenBy': 'lives for one call',
  'domain/text/pasted-members.ts: seen': 'lives for one call, of 1,000 addresses at most',
  'domain/text/clean.ts: flags': 'lives for one call',
  'flows/guest/host-names.ts: names': 'lives for one run of reconcile',
  'flows/shared/recent.ts: kept': '`most`, given by the caller',
  'flows/shared/watch-keys.ts: askedAt': 'one for each provider',
  'http-server/connections.ts: open': '`most` connections, and one more while the longest waiting is closed',
  'http-server/connections.ts: waiting': 'a part of `open`',
  'jobs/channel-limits.ts: left': 'MOST_CHANNELS',
  'jobs/look-around.ts: crowded': 'the lanes',
  'jobs/look-around.ts: reached': 'the lanes',
  'jobs/runner.ts: leftBehind': 'the slots of the runner, which these occupy',
  'jobs/runner.ts: running': 'the slots of the runner',
  'providers/offset-pages.ts: times': 'lives for one page of a list',
  'providers/parsec/invite.ts: emails': 'lives for one call, of 200 addresses at most',
  'providers/rate-limiter.ts: blocks': 'one for each route of the providers that are on',
  'slack/directory/ask-slack.ts: pausedUntil': "the methods of Slack's that are asked with it",
  'slack/directory/ask-slack.ts: underWay': 'one for each request in flight, removed when it is over',
  'slack/directory/channels.ts: found': 'the channels of one person; the number of people is bounded',
  'slack/connection/http-receiver.ts: closing': 'weak: gone with its connection',
  'slack/connection/once-only.ts: running': 'one for each request that is being answered, removed when it is over',
  'slack/connection/read-body.ts: readers': 'the open connections',
  'slack/guest/audit/send-export.ts: underWay': 'one for each export that is being sent, removed when it is over',
  'slack/gate.ts: surfaces': 'what the bot listens to, registered at the start',
  'slack/connection/in-flight.ts: waiting': 'the callers that wait for the stop',
  'slack/member/list/list-screen.ts: underWay': 'one for each click that is being carried out, removed when it is over',
  'slack/blocks/newest-only.ts: busy': 'one for each form that is being drawn, removed when it is over',
  'slack/blocks/newest-only.ts: waiting': 'one for each form that is being drawn, removed when it is over',
  'slack/posting/rate-limiter.ts: free': 'MOST_CHANNELS',
  'slack/directory/user-groups.ts: kept': 'MAX_KEPT',
  'store/note-changes.ts: approvalIds': 'lives for one transaction',
  'store/note-changes.ts: inviteIds': 'lives for one transaction',
  'store/open-store.ts: entries': 'lives for one transaction',
  'store/rows.ts: known': 'the keys of records and the columns of their tables',
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

describe('a value that grows is reported', () => {
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
  ])('but not %s', (_, source) => {
    expect(keptInMemory(source)).toEqual([]);
  });
});
