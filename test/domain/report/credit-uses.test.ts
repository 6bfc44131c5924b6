import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../src/domain/report/audit-event.ts';
import { creditUses } from '../../../src/domain/report/credit-uses.ts';
import { anInvite } from '../../support/an-invite.ts';

const invite = anInvite({ startsAt: 100, endsAt: 200 });
const event = (at: number, action: string, facts: AuditEvent['facts'] = {}): AuditEvent => ({
  at,
  actor: 'U1',
  action,
  facts,
});

describe('what an invite costs', () => {
  it.each([
    ['nothing, while Parsec has not confirmed it', [event(1, 'requested'), event(2, 'create_sent')], []],
    ['a credit, when Parsec confirms it', [event(2, 'granted')], [{ at: 2, isReturned: false }]],
    ['a credit, when it was made in the dashboard', [event(2, 'imported')], [{ at: 2, isReturned: false }]],
    ['one, when Parsec is asked twice', [event(2, 'granted'), event(3, 'granted')], [{ at: 2, isReturned: false }]],
    [
      'none in the end, when it is cancelled before its start',
      [event(2, 'granted'), event(99, 'cancelled')],
      [{ at: 2, isReturned: true }],
    ],
    [
      'a credit, when it is cancelled after its start',
      [event(2, 'granted'), event(100, 'cancelled')],
      [{ at: 2, isReturned: false }],
    ],
    [
      'the first back and another, when it is held before its start and taken over',
      [event(2, 'granted'), event(50, 'taken_away'), event(60, 'granted')],
      [
        { at: 2, isReturned: true },
        { at: 60, isReturned: false },
      ],
    ],
    [
      'one more, when a late answer made a second one that ran',
      [event(2, 'granted'), event(120, 'twin_cancelled')],
      [
        { at: 2, isReturned: false },
        { at: 120, isReturned: false },
      ],
    ],
    [
      'none in the end by the start it had then',
      [event(2, 'granted'), event(50, 'changed', { startsAtBefore: 60, startsAt: 100 }), event(80, 'cancelled')],
      [{ at: 2, isReturned: true }],
    ],
  ] as const)('%s', (_, events, uses) => {
    expect(creditUses(invite, events)).toEqual(uses.map((use) => ({ ...use, hostName: 'Edit 1' })));
  });
});
