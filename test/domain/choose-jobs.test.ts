import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseJobs, type Floor, mayStart, openLanes } from '../../src/domain/choose-jobs.ts';
import { allLanes, type Lane, type Line, roomOf } from '../../src/domain/lanes.ts';
import { createServedOrder } from '../../src/jobs/served-order.ts';

type Job = Line & { readonly id: string };

let made = 0;
const job = (lane: Lane, owner: string, target = ''): Job => ({ id: `${lane}-${++made}`, lane, target, owner });
const many = (count: number, lane: Lane, owner: string, target = '') =>
  Array.from({ length: count }, () => job(lane, owner, target));
const floor = (parts: Partial<Floor> = {}): Floor => ({
  running: [],
  isFree: () => true,
  lastServed: () => 0,
  postsSinceNews: () => 0,
  ...parts,
});
const owners = (jobs: readonly Line[]) => jobs.map(({ owner }) => owner);

describe('jobs of several people alternate', () => {
  it.each<[string, readonly Job[], Partial<Floor>, string[]]>([
    [
      'who has fewest running comes first',
      [job('call', 'A'), job('call', 'B')],
      { running: many(1, 'call', 'A') },
      ['B', 'A'],
    ],
    [
      'of those who have as many, who was served longest ago',
      [job('call', 'A'), job('call', 'B'), job('call', 'C')],
      { lastServed: ({ owner }) => ({ A: 3, B: 1 })[owner] ?? 0 },
      ['C', 'B', 'A'],
    ],
    ['one by one, not all of the first', [...many(3, 'call', 'A'), job('call', 'B')], {}, ['A', 'B', 'A', 'A']],
    ['of one person, what stands first', [job('call', 'A'), job('call', 'A')], {}, ['A', 'A']],
  ])('%s', (_, due, parts, expected) => {
    const chosen = chooseJobs(due, floor(parts), 10);
    expect(owners(chosen)).toEqual(expected);
    const first = due.filter(({ owner }) => owner === chosen[0]?.owner)[0];
    expect(chosen[0]).toBe(first);
  });

  it('one person gets at most half of a lane, and the last slot is for somebody else', () => {
    const { slots } = roomOf('revoke');
    const alone = chooseJobs(many(100, 'revoke', 'A'), floor(), 100);
    expect(alone).toHaveLength(slots / 2);
    const crowd = chooseJobs([...many(100, 'revoke', 'A'), ...many(100, 'revoke', 'B')], floor(), 100);
    expect(crowd.length).toBeLessThan(slots);
    expect(mayStart(job('revoke', 'C'), crowd)).toBe(true);
  });
});

describe('an urgent job', () => {
  it('comes first, and has a slot whatever else runs', () => {
    const others = allLanes.filter((lane) => lane !== 'revoke').flatMap((lane) => many(50, lane, 'A', 'x'));
    const running = chooseJobs(others, floor(), 1_000);
    expect(new Set(running.map(({ lane }) => roomOf(lane).name)).size).toBe(8);
    const cancel = job('revoke', 'A');
    expect(chooseJobs([...others, cancel], floor({ running }), 1)).toEqual([cancel]);
  });

  it('in a channel goes before news, which get every fourth message', () => {
    const post = job('post', 'A', 'C1');
    const news = job('news', 'B', 'C1');
    const next = (posts: number) => chooseJobs([news, post], floor({ postsSinceNews: () => posts }), 9);
    expect(next(0)).toEqual([post]);
    expect(next(2)).toEqual([post]);
    expect(next(3)).toEqual([news]);
  });
});

describe('a limit', () => {
  it('lets a channel have one message of any kind at a time, and does not affect other channels', () => {
    const posts = ['C1', 'C2', 'C3'].flatMap((channel) => [
      ...many(5, 'post', 'A', channel),
      ...many(5, 'news', 'B', channel),
    ]);
    const chosen = chooseJobs(posts, floor(), 100);
    expect(chosen.map(({ target }) => target).toSorted()).toEqual(['C1', 'C2', 'C3']);
    expect(chooseJobs(posts, floor({ running: chosen }), 100)).toEqual([]);
  });

  it('leaves a channel alone that has had its message of this second', () => {
    const posts = [job('post', 'A', 'C1'), job('post', 'A', 'C2')];
    const chosen = chooseJobs(posts, floor({ isFree: ({ target }) => target !== 'C1' }), 100);
    expect(chosen.map(({ target }) => target)).toEqual(['C2']);
  });

  it('lets a provider have two batches of members at a time, of two people, and does not affect other providers', () => {
    const batches = ['snyk', 'parsec'].flatMap((provider) => [
      ...many(12, 'members', 'A', provider),
      ...many(12, 'members', 'B', provider),
    ]);
    const chosen = chooseJobs(batches, floor(), 100);
    const at = (provider: string) => owners(chosen.filter(({ target }) => target === provider)).toSorted();
    expect(at('snyk')).toEqual(['A', 'B']);
    expect(at('parsec')).toEqual(['A', 'B']);
  });

  it('keeps a full lane out of the look', () => {
    const running = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].flatMap((owner) => many(16, 'revoke', owner)).slice(0, 16);
    expect(openLanes(running)).toEqual(allLanes.filter((lane) => lane !== 'revoke'));
    expect(openLanes([])).toEqual(allLanes);
  });

  it('keeps the number chosen to the number asked for', () => {
    expect(chooseJobs(many(9, 'call', 'A'), floor(), 2)).toHaveLength(2);
    expect(chooseJobs([], floor(), 2)).toEqual([]);
  });
});

const anyLine = fc.record({
  lane: fc.constantFrom(...allLanes),
  target: fc.constantFrom('', 'C1', 'C2', 'snyk'),
  owner: fc.constantFrom('', 'A', 'B', 'C', 'D'),
});

describe('for all due and all running jobs', () => {
  it('no limit is exceeded, and no job is chosen twice', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 120 }), fc.array(anyLine, { maxLength: 120 }), (first, second) => {
        const running = chooseJobs(first, floor(), 1_000);
        const chosen = chooseJobs(second, floor({ running }), 1_000);
        expect(new Set(chosen).size).toBe(chosen.length);
        const all = [...running, ...chosen];
        for (const each of all) {
          const { name, slots, ofTarget } = roomOf(each.lane);
          const inRoom = all.filter(({ lane }) => roomOf(lane).name === name);
          const atTarget = inRoom.filter(({ target }) => target === each.target);
          expect(inRoom.length).toBeLessThanOrEqual(slots);
          expect(atTarget.length).toBeLessThanOrEqual(ofTarget);
          const own = inRoom.filter(({ owner }) => owner === each.owner).length;
          expect(own).toBeLessThanOrEqual(Math.max(1, slots / 2));
        }
      }),
    );
  });

  it('other lanes do not affect jobs that end access', () => {
    const isRevoke = ({ lane }: Line) => lane === 'revoke';
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 80 }), fc.array(anyLine, { maxLength: 80 }), (first, second) => {
        const running = chooseJobs(first, floor(), 1_000);
        const beside = chooseJobs(second, floor({ running }), 1_000).filter(isRevoke);
        const alone = chooseJobs(second.filter(isRevoke), floor({ running: running.filter(isRevoke) }), 1_000);
        expect(beside).toEqual(alone);
      }),
    );
  });

  it('everybody who waits is served before four times as many jobs have ended as there are people', () => {
    const people = ['A', 'B', 'C', 'D', 'E'];
    const lanes: readonly [Lane, string][] = [
      ['revoke', ''],
      ['invite', ''],
      ['members', 'snyk'],
      ['post', 'C1'],
      ['news', 'C1'],
      ['call', ''],
    ];
    const backlogs = fc.array(fc.nat(60), { minLength: people.length, maxLength: people.length });
    const whichEnds = fc.array(fc.nat(100), { minLength: 200, maxLength: 200 });
    fc.assert(
      fc.property(
        fc.constantFrom(...lanes),
        fc.constantFrom(...people),
        backlogs,
        whichEnds,
        (where, patient, counts, ends) => {
          const [lane, target] = where;
          const due = people.flatMap((owner, n) => many(owner === patient ? 1 : (counts[n] ?? 0), lane, owner, target));
          const floorNow = aFloorThatRemembers();
          let ended = 0;
          while (due.some(({ owner }) => owner === patient)) {
            // Somebody has something urgent for the channel all the time.
            const urgent = lane === 'news' ? many(1, 'post', 'F', target) : [];
            const [next] = chooseJobs([...urgent, ...due], floorNow.floor(), 1);
            if (next !== undefined) {
              floorNow.start(next);
              if (due.includes(next)) due.splice(due.indexOf(next), 1);
            } else {
              floorNow.end(ends[ended] ?? 0);
              ended += 1;
              expect(ended, `${patient} waits in ${lane}`).toBeLessThanOrEqual(4 * people.length);
            }
          }
        },
      ),
    );
  });
});

/** A floor on which jobs start and end, as the runner keeps it. */
function aFloorThatRemembers() {
  const running: Job[] = [];
  const record = createServedOrder();
  return {
    floor: () => floor({ ...record, running }),
    start(next: Job) {
      record.note(next);
      running.push(next);
    },
    end: (nth: number) => void running.splice(nth % Math.max(1, running.length), 1),
  };
}
