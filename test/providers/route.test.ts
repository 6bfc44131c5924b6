import { describe, expect, test } from 'vitest';
import {
  fillPath,
  overrideFaults,
  overrideRoutes,
  type Route,
  type RouteOverrides,
} from '../../src/providers/route.ts';
import { benches } from './conformance/benches.ts';

const routes = {
  read: { name: 'Read it', kind: 'read', method: 'GET', path: '/a/{b}/c', permission: 'p', certainty: 'high' },
  write: { name: 'Write it', kind: 'write', method: 'POST', path: '/a', permission: 'q', certainty: 'low' },
  erase: { name: 'Erase it', kind: 'write', method: 'DELETE', path: '/b/{c}', permission: 'q', certainty: 'low' },
} as const satisfies Record<string, Route>;

test('an override replaces what it names and nothing else', () => {
  const replaced = overrideRoutes('some', routes, { 'Read it': { path: '/v2/{b}', method: 'POST' } });
  expect(replaced).toEqual({ ...routes, read: { ...routes.read, path: '/v2/{b}', method: 'POST' } });
  expect(overrideRoutes('some', routes)).toEqual(routes);
});

test.each<[string, RouteOverrides, string]>([
  ['an operation there is not', { Read: {} }, 'there is no operation "Read" (see src/providers/some/README.md)'],
  ['a blank left out', { 'Read it': { path: '/a' } }, 'the path of "Read it" must contain {b}'],
  ['a blank too many', { 'Write it': { path: '/{a}' } }, 'the path of "Write it" must contain no placeholders'],
  // What is asked as a query would be left out of the request, unseen.
  ['a query', { 'Write it': { path: '/a?send_email=true' } }, 'the path of "Write it" is not a valid path'],
  ['a fragment', { 'Write it': { path: '/a#b' } }, 'is not a valid path'],
  ['a step up', { 'Write it': { path: '/a/../b' } }, 'is not a valid path'],
  ['a whole URL', { 'Write it': { path: 'https://example.com/a' } }, 'is not a valid path'],
  ['a space', { 'Write it': { path: '/a b' } }, 'is not a valid path'],
  ['half a blank', { 'Read it': { path: '/a/{b}/{c' } }, 'is not a valid path'],
  ['nothing', { 'Write it': { path: '/' } }, 'is not a valid path'],
  ['an empty segment', { 'Write it': { path: '/a//b' } }, 'is not a valid path'],
  ['a host', { 'Write it': { path: '//evil.example/a' } }, 'is not a valid path'],
  ['a backslash', { 'Write it': { path: '/a\\b' } }, 'is not a valid path'],
  ['a line break', { 'Write it': { path: '/a\n' } }, 'is not a valid path'],
  ['a step up some servers see', { 'Write it': { path: '/a/..;/b' } }, 'is not a valid path'],
  // A read may be sent three times: at the address of a write it would do what nobody asked for.
  [
    'the place of another',
    { 'Read it': { method: 'DELETE', path: '/x/{b}' }, 'Erase it': { path: '/x/{c}' } },
    '"Read it" and "Erase it" have the same method and path',
  ],
])('an override with %s is refused', (_, overrides, why) => {
  expect(() => overrideRoutes('some', routes, overrides)).toThrow(/^SOME_ROUTES: /);
  expect(() => overrideRoutes('some', routes, overrides)).toThrow(why);
});

test.each([
  '%2e',
  '%2E',
  '%2e%2e',
  '.%2e',
  '%2f',
  '%2F',
  '%5c',
  '%5C',
  '%252e',
  '%00',
  '%0a',
  '%1F',
  '%7f',
  '%3f',
  '%23',
  '%7b',
  '%',
  '%2',
  '%zz',
  '%c0%ae',
  '%ff',
])('an override with %s in its path is refused, because it means another path', (disguise) => {
  for (const path of [`/a/${disguise}/b`, `/a${disguise}`, `/${disguise}x`]) {
    expect(() => overrideRoutes('some', routes, { 'Write it': { path } })).toThrow('is not a valid path');
  }
});

test('an encoded letter or space is accepted', () => {
  expect(overrideRoutes('some', routes, { 'Write it': { path: '/a%20b/%C3%BC;v=1' } }).write.path).toBe(
    '/a%20b/%C3%BC;v=1',
  );
});

test('all errors are reported at once', () => {
  const overrides = { 'Read it': { path: '/a' }, 'Write it': { path: '/a b' }, Read: {}, Write: {} };
  expect(overrideFaults('some', routes, overrides)).toEqual([
    'there is no operation "Read" (see src/providers/some/README.md)',
    'there is no operation "Write" (see src/providers/some/README.md)',
    'the path of "Read it" must contain {b}',
    'the path of "Write it" is not a valid path',
  ]);
});

test('two operations can change places', () => {
  const swapped = { 'Read it': { method: 'DELETE', path: '/b/{b}' }, 'Erase it': { method: 'GET', path: '/a/{c}/c' } };
  expect(overrideRoutes('some', routes, swapped).erase).toMatchObject({ method: 'GET', path: '/a/{c}/c' });
});

test('a value in a path stays one segment', () => {
  expect(fillPath('/a/{b}/c/{d}', { b: 'x/../y?', d: 'ü' })).toBe('/a/x%2F..%2Fy%3F/c/%C3%BC');
});

describe.each(benches)('%s', (_, { operations }) => {
  test('exactly the GETs are reads: only reads may be sent twice', () => {
    for (const route of Object.values(operations.routes)) expect(route.kind === 'read').toBe(route.method === 'GET');
  });

  test('the routes can be overridden by themselves', () => {
    const own = Object.fromEntries(
      Object.values(operations.routes).map(({ name, method, path }) => [name, { method, path }]),
    );
    expect(overrideRoutes('own', operations.routes, own)).toEqual(operations.routes);
  });
});
