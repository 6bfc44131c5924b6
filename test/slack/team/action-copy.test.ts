import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isHistoryAction } from '../../../src/flows/shared/history-actions.ts';
import { actionsOf, auditKinds, auditWords } from '../../../src/slack/guest/audit/audit-words.ts';
import { auditCopy } from '../../../src/slack/shared/audit-copy.ts';

const FLOWS = join(import.meta.dirname, '../../../src/flows');

/** Part of no invite's history, and of none of `/team`: read in `/guest audit` alone. */
const onlyInAudit: ReadonlySet<string> = new Set([
  'members_answered',
  'members_looked_for',
  'members_stopped',
  // Each of its batches is in the history.
  'onboard_asked',
  'offboard_asked',
  'report_made',
  'audit_exported',
  'team_asked',
  'team_settled',
  'series_requested',
  'series_skipped',
  'series_restored',
  'series_moved',
  'series_trouble',
  'series_missed',
  'series_held',
  'series_back',
  'series_taken_over',
  'series_ended',
  'template_saved',
  'template_deleted',
]);

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

it('has copy for each of them, where admins or inviters read it', () => {
  const without = actionsInSource().filter((action) => {
    const words = auditCopy({ at: 0, actor: 'guestlist', action, facts: {} }, 'UTC');
    const isTold = words !== action || isHistoryAction(action) || onlyInAudit.has(action);
    // An action at a system is shown as it was asked, with its result.
    return !isTold && !isHistoryAction(`${action}_asked`);
  });
  expect(without).toEqual([]);
});

it('has words for each of them in the audit log, and for what is done to members at every step', () => {
  const found = actionsInSource();
  const steps = found
    .filter((action) => isHistoryAction(`${action}_asked`))
    .flatMap((action) => [`${action}_asked`, `${action}_done`, `${action}_refused`]);
  expect(steps.length).toBeGreaterThan(12);
  const names = [...found.filter((action) => !isHistoryAction(`${action}_asked`)), ...steps];
  expect(names.filter((action) => !Object.hasOwn(auditWords, action))).toEqual([]);
});

it('finds every action under exactly one kind, and something under each kind', () => {
  const kinds = Object.keys(auditKinds) as (keyof typeof auditKinds)[];
  expect(kinds.filter((kind) => actionsOf(kind).length === 0)).toEqual([]);
  expect(kinds.flatMap((kind) => actionsOf(kind)).toSorted()).toEqual(Object.keys(auditWords).toSorted());
});

it('is told of no action that is written past the one place that checks its name', () => {
  const past = readdirSync(FLOWS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== join('shared', 'context.ts'))
    .filter((name) => readFileSync(join(FLOWS, name), 'utf8').includes('.insertAudit('));
  expect(past).toEqual([]);
});
