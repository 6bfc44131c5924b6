import { describe, expect, it } from 'vitest';
import { guestsOf, offeredHosts, recentFirst, type UsedGuest } from '../../src/domain/recent.ts';

const host = (hostId: string, name = hostId) => ({ hostId, name, online: true });
const used = (hostId: string, hostName = hostId) => ({ hostId, hostName });
const guest = (id: string, guestEmail: string, parts: Partial<UsedGuest> = {}): UsedGuest => ({
  id,
  guestEmail,
  hostName: 'Edit 1',
  eventName: 'Review',
  ...parts,
});

describe('what somebody used lately', () => {
  it('comes first, the latest first, and the rest stays in its order', () => {
    expect(recentFirst(['a', 'b', 'c', 'd'], ['d', 'x', 'b'], (id) => id)).toEqual(['d', 'b', 'a', 'c']);
    expect(recentFirst(['a', 'b'], [], (id) => id)).toEqual(['a', 'b']);
  });

  it('is offered among hosts as far as it is there', () => {
    const found = [host('a'), host('b'), host('c')];
    const names = (limit: number, text = '') =>
      offeredHosts({ text, limit }, found, [used('c'), used('gone', 'Gone 1')]).map(({ name }) => name);
    expect(names(4)).toEqual(['c', 'a', 'b']);
    // The provider cut its list off: it may be there.
    expect(names(3)).toEqual(['c', 'Gone 1', 'a']);
    expect(names(3, 'gone1')).toEqual(['c', 'Gone 1', 'a']);
    expect(names(3, 'b')).toEqual(['c', 'a', 'b']);
  });

  it('names each guest once, by address, computer, or event', () => {
    const invites = [
      guest('3', 'Ana@example.com', { eventName: 'Grading' }),
      guest('2', 'bob@example.com', { hostName: 'Edit 2' }),
      guest('1', 'ana@example.com'),
    ];
    const ids = (text: string, limit = 9) => guestsOf(invites, { text, limit }).map(({ id }) => id);
    expect(ids('')).toEqual(['3', '2']);
    expect(ids('ANA')).toEqual(['3']);
    expect(ids('edit2')).toEqual(['2']);
    expect(ids('review')).toEqual(['2', '1']);
    expect(ids('', 1)).toEqual(['3']);
    expect(ids('zoe')).toEqual([]);
  });
});
