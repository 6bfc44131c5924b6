import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isHistoryAction } from '../../src/flows/history-actions.ts';
import { auditWords } from '../../src/slack/words/audit.ts';

const FLOWS = join(import.meta.dirname, '../../src/flows');

/** Noted for whoever looks into the store, and shown nowhere: the card of a batch tells what came of it. */
const notShown: ReadonlySet<string> = new Set(['members_answered', 'members_looked_for', 'members_stopped']);

/** Every action that a flow writes into the audit, by the names in its source. */
function actionsInSource(): readonly string[] {
  const found = readdirSync(FLOWS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const source = readFileSync(join(FLOWS, name), 'utf8');
      const written = [...source.matchAll(/\baction(?:: | = )([^;,\n}]+)/g)].map(([, value = '']) => value);
      return written.flatMap((value) => [...value.matchAll(/'([a-z_]+)'/g)].map(([, action = '']) => action));
    });
  return [...new Set(found)];
}

it('finds the actions that flows write', () => {
  const found = actionsInSource();
  expect(found.length).toBeGreaterThan(30);
  expect(found).toEqual(expect.arrayContaining(['cancelled', 'taken_over', 'held', 'members_asked', 'member_remove']));
});

it('has words for each of them, where admins or inviters read it', () => {
  const without = actionsInSource().filter((action) => {
    const words = auditWords({ at: 0, actor: 'guestlist', action, facts: {} }, 'UTC');
    const isTold = words !== action || isHistoryAction(action) || notShown.has(action);
    // Of what is done at a system, what was asked is told, with what came of it.
    return !isTold && !isHistoryAction(`${action}_asked`);
  });
  expect(without).toEqual([]);
});
