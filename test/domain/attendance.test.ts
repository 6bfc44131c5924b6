import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ConnectionEvent,
  isAbout,
  noAttendance,
  presenceOf,
  provesLog,
  withEvents,
} from '../../src/domain/attendance.ts';
import { anInvite } from '../support/an-invite.ts';

const START = 1_000_000;
const END = START + 3_600_000;
const invite = anInvite({ startsAt: START, endsAt: END, providerInviteId: 'p1' });
const event = (parts: Partial<ConnectionEvent>): ConnectionEvent => ({
  at: START + 60_000,
  kind: 'connected',
  email: 'ana@example.com',
  hostId: 'host_1',
  providerInviteId: undefined,
  ...parts,
});

describe('an event is about an invite', () => {
  it.each<[string, Partial<ConnectionEvent>, boolean]>([
    ['of its guest on its computer within its window', {}, true],
    ['whatever the case of the address', { email: 'Ana@Example.com' }, true],
    ['at its start', { at: START }, true],
    ['not before its start', { at: START - 1 }, false],
    ['not at its end', { at: END }, false],
    ['of somebody else', { email: 'bob@example.com' }, false],
    ['on another computer', { hostId: 'host_2' }, false],
    ['that names no computer', { hostId: undefined }, false],
    ['that names nobody', { email: undefined }, false],
    ['that names the invite and nothing else', { email: undefined, hostId: undefined, providerInviteId: 'p1' }, true],
    ['that names another invite', { providerInviteId: 'p2' }, false],
    ['of leaving, a moment after the end', { kind: 'left', at: END + 60_000 }, true],
    ['of leaving, long after the end', { kind: 'left', at: END + 3_600_000 }, false],
  ])('%s', (_, parts, isIt) => expect(isAbout(event(parts), invite)).toBe(isIt));

  it('of two invites of one guest on one computer, the one in whose window it falls', () => {
    const later = anInvite({ startsAt: END, endsAt: END + 3_600_000 });
    const times = [START, END - 1, END, END + 1_000];
    expect(times.map((at) => [isAbout(event({ at }), invite), isAbout(event({ at }), later)])).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, true],
    ]);
  });
});

describe('what is said of a guest', () => {
  const saidAfter = (...events: Partial<ConnectionEvent>[]) =>
    presenceOf(withEvents(noAttendance('inv_test'), events.map(event)));

  it('is nothing as long as nothing is known', () => {
    expect(presenceOf(undefined)).toBeUndefined();
    expect(saidAfter()).toBeUndefined();
    expect(saidAfter({ kind: 'left', at: 7 })).toBeUndefined();
  });

  it('is that they connected, left, and connected again', () => {
    expect(saidAfter({ at: 5 })).toEqual({ is: 'connected', since: 5 });
    expect(saidAfter({ at: 5 }, { at: 9, kind: 'left' })).toEqual({ is: 'left', connectedAt: 5, at: 9 });
    expect(saidAfter({ at: 5 }, { at: 9, kind: 'left' }, { at: 12 })).toEqual({ is: 'connected', since: 12 });
  });

  it('is that they did not come, unless a connection or an attempt that may have succeeded is known', () => {
    const missed = { ...noAttendance('inv_test'), absentAt: 20 };
    expect(presenceOf(missed)).toEqual({ is: 'absent', asOf: 20 });
    expect(presenceOf(withEvents(missed, [event({ at: 25 })]))).toEqual({ is: 'connected', since: 25 });
    expect(presenceOf(withEvents(missed, [event({ at: 5, kind: 'unclear' })]))).toBeUndefined();
  });

  it('is the same in whatever order the events come, and however often', () => {
    const some = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 9 }), kind: fc.constantFrom('connected', 'left', 'unclear') }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat({ max: 7 })), (parts, order) => {
        const events = parts.map((each) => event(each as Partial<ConnectionEvent>));
        const shuffled = events.toSorted(() => ((order.next().value ?? 0) % 2 === 0 ? 1 : -1));
        const once = withEvents(noAttendance('inv_test'), events);
        const pageByPage = [...shuffled, ...events].reduce(
          (known, each) => withEvents(known, [each]),
          noAttendance('inv_test'),
        );
        expect(pageByPage).toEqual(once);
      }),
    );
  });
});

it('silence counts from the first connection on that names who and where, or the invite', () => {
  expect(provesLog(event({}))).toBe(true);
  expect(provesLog(event({ email: undefined, hostId: undefined, providerInviteId: 'p1' }))).toBe(true);
  expect([event({ email: undefined }), event({ hostId: undefined }), event({ kind: 'left' })].map(provesLog)).toEqual([
    false,
    false,
    false,
  ]);
});
