import { describe, expect, test } from 'vitest';
import { fillPath, overrideRoutes, type Route } from '../../src/providers/route.ts';
import { benches } from './conformance/benches.ts';

const routes = {
  read: { name: 'Read it', kind: 'read', method: 'GET', path: '/a/{b}/c', permission: 'p', certainty: 'high' },
  write: { name: 'Write it', kind: 'write', method: 'POST', path: '/a', permission: 'q', certainty: 'low' },
} as const satisfies Record<string, Route>;

test('an override replaces what it names and nothing else', () => {
  const replaced = overrideRoutes('Some', routes, { 'Read it': { path: '/v2/{b}', method: 'POST' } });
  expect(replaced).toEqual({ ...routes, read: { ...routes.read, path: '/v2/{b}', method: 'POST' } });
  expect(overrideRoutes('Some', routes)).toEqual(routes);
});

test('an override that cannot be is refused', () => {
  expect(() => overrideRoutes('Some', routes, { Read: {} })).toThrow('Some routes: there is no operation "Read"');
  expect(() => overrideRoutes('Some', routes, { 'Read it': { path: '/a' } })).toThrow('must hold {b}');
  expect(() => overrideRoutes('Some', routes, { 'Write it': { path: '/{a}' } })).toThrow('"Write it"');
});

test('what fills a path stays one segment of it', () => {
  expect(fillPath('/a/{b}/c/{d}', { b: 'x/../y?', d: 'ü' })).toBe('/a/x%2F..%2Fy%3F/c/%C3%BC');
});

describe.each(benches)('%s', (_, { operations }) => {
  test('what is a GET is a read, and nothing else: only reads may be sent twice', () => {
    for (const route of Object.values(operations.routes)) expect(route.kind === 'read').toBe(route.method === 'GET');
  });
});
