import { describe, expect, test } from 'vitest';
import { hostMatches, hostMeant } from '../../../src/domain/text/host-search.ts';

describe('a computer is found by', () => {
  test.each(['Edit 3', 'edit 3', ' EDIT-3 ', 'edit3', 'edit_3', 'Edit.3', 'dit', 't3', ''])('%s', (text) => {
    expect(hostMatches('Edit 3', text)).toBe(true);
    expect(hostMatches('EDIT-3', text)).toBe(true);
  });
  test.each(['Edit 4', 'Edit 33', '-', '.', '3 Edit'])('but not by %s', (text) => {
    expect(hostMatches('Edit3', text)).toBe(false);
  });
  test('a sign that is in its name', () => {
    expect(hostMatches('Edit-3', '-')).toBe(true);
  });
});

describe('of several found computers, the meant one is', () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  test.each([
    ['the only one', ['Edit 3'], 'edit', 'Edit 3'],
    ['the one with just that name', ['Edit 1', 'Edit 10', 'Edit-1'], 'edit 1', 'Edit 1'],
    ['the one with that name but for the marks', ['Edit 1', 'Edit 10'], 'edit-1', 'Edit 1'],
    ['none of several', ['Edit 1', 'Edit 2'], 'edit', undefined],
    ['none of two with one name', ['Vault', 'vault'], 'Vault', undefined],
    ['none of two that differ in marks only', ['Edit 1', 'Edit-1'], 'edit1', undefined],
    ['none of nothing', [], 'edit', undefined],
  ])('%s', (_, names, text, name) => {
    expect(hostMeant(named(...names), text)?.name).toBe(name);
  });
});
