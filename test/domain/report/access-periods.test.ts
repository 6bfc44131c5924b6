import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessPeriods } from '../../../src/domain/report/access-periods.ts';
import type { AuditEvent } from '../../../src/domain/report/audit-event.ts';
import { anInvite } from '../../support/an-invite.ts';

const invite = anInvite({ hostId: 'h1', hostName: 'Edit 1', startsAt: 100, endsAt: 200, state: 'granted' });
const event = (at: number, action: string, facts: AuditEvent['facts'] = {}): AuditEvent => ({
  at,
  actor: 'U1',
  action,
  facts,
});
const spans = (of: Parameters<typeof accessPeriods>) =>
  accessPeriods(...of).map(({ hostName, from, until }) => [hostName, from, until]);

describe('when and where an invite let its guest in', () => {
  it('is its window, once Parsec has confirmed it', () => {
    expect(spans([invite, [event(1, 'requested'), event(2, 'granted')]])).toEqual([['Edit 1', 100, 200]]);
  });

  it('is never, when Parsec has not confirmed it, refused it, or it was cancelled before its start', () => {
    expect(spans([invite, [event(1, 'requested'), event(2, 'in_doubt')]])).toEqual([]);
    expect(spans([invite, [event(1, 'requested'), event(2, 'failed')]])).toEqual([]);
    expect(spans([invite, [event(2, 'granted'), event(50, 'cancel_asked'), event(60, 'cancelled')]])).toEqual([]);
  });

  it('begins when Parsec confirmed it, if that was after its start', () => {
    expect(spans([invite, [event(130, 'found_after_doubt')]])).toEqual([['Edit 1', 130, 200]]);
  });

  it('ends when a cancel was confirmed, and not when it was asked for', () => {
    const events = [event(2, 'granted'), event(150, 'cancel_asked'), event(170, 'cancelled')];
    expect(spans([invite, events])).toEqual([['Edit 1', 100, 170]]);
  });

  it('follows a change of computer while the invite ran', () => {
    const moved = { ...invite, hostId: 'h2', hostName: 'Edit 2' };
    const events = [event(2, 'granted'), event(150, 'changed', { hostBefore: 'Edit 1', host: 'Edit 2' })];
    expect(accessPeriods(moved, events)).toMatchObject([
      { hostId: undefined, hostName: 'Edit 1', from: 100, until: 150 },
      { hostId: 'h2', hostName: 'Edit 2', from: 150, until: 200 },
    ]);
  });

  it('is one time, when only the end moved', () => {
    const longer = { ...invite, endsAt: 300 };
    const events = [event(2, 'granted'), event(150, 'changed', { endsAtBefore: 200, endsAt: 300 })];
    expect(spans([longer, events])).toEqual([['Edit 1', 100, 300]]);
  });

  it('does not count the window it was moved away from before that began', () => {
    const later = { ...invite, startsAt: 500, endsAt: 600 };
    const facts = { startsAtBefore: 100, startsAt: 500, endsAtBefore: 200, endsAt: 600 };
    expect(spans([later, [event(2, 'granted'), event(50, 'changed_at_provider', facts)]])).toEqual([
      ['Edit 1', 500, 600],
    ]);
  });

  it('is two times, when it was held in between and taken over', () => {
    const events = [event(2, 'granted'), event(120, 'taken_away'), event(150, 'taken_over'), event(160, 'granted')];
    expect(spans([invite, events])).toEqual([
      ['Edit 1', 100, 120],
      ['Edit 1', 160, 200],
    ]);
  });

  it('never overlaps, and lies within what was ever a window, whatever happened', () => {
    const action = fc.constantFrom('granted', 'cancelled', 'taken_away', 'found_after_doubt', 'ended', 'changed');
    const change = fc.record({ endsAtBefore: fc.integer({ min: 101, max: 900 }) });
    const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000 }), action, change), { maxLength: 12 });
    fc.assert(
      fc.property(events, (all) => {
        const sorted = all
          .toSorted(([a], [b]) => a - b)
          .map(([at, name, facts]) => event(at, name, name === 'changed' ? facts : {}));
        const periods = accessPeriods(invite, sorted);
        const latest = Math.max(200, ...all.map(([, , { endsAtBefore }]) => endsAtBefore));
        periods.forEach(({ from, until }, nth) => {
          expect(from).toBeLessThan(until);
          expect(from).toBeGreaterThanOrEqual(periods[nth - 1]?.until ?? 100);
          expect(until).toBeLessThanOrEqual(latest);
        });
      }),
    );
  });
});
