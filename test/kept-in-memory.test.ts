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
  'domain/pasted-members.ts: seen': 'lives for one call, of 1,000 addresses at most',
  'domain/text/clean.ts: flags': 'lives for one call',
  'flows/host-names.ts: names': 'lives for one run of reconcile',
  'jobs/runner.ts: running': 'the places of the runner',
  'providers/offset-pages.ts: times': 'lives for one page of a list',
  'providers/parsec/invite-members.ts: emails': 'lives for one call, of 200 addresses at most',
  'providers/quota-gate.ts: shut': 'one for each route of the providers that are on',
  'slack/gate.ts: surfaces': 'what the bot listens to, registered at the start',
  'slack/in-flight.ts: waiting': 'who waits for the stop',
  'slack/list-screen.ts: underWay': 'one for each click that is being carried out, taken out when it is over',
  'slack/newest-only.ts: busy': 'one for each form that is being drawn, taken out when it is over',
  'slack/newest-only.ts: waiting': 'one for each form that is being drawn, taken out when it is over',
  'slack/turns.ts: waiting': 'two: MOST_WAITING',
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
