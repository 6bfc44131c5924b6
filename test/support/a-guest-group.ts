import type { GuestGroup } from '../../src/domain/guest-group.ts';

/** A group of guests as it was just asked for. */
export const aGuestGroup: GuestGroup = {
  id: 'grp_1',
  requestKey: 'V1',
  workspaceId: 'T1',
  requesterId: 'U1',
  channelId: 'C1',
  cardChannelId: undefined,
  cardTs: undefined,
  cardShownAt: undefined,
  createdAt: Date.UTC(2026, 10, 23, 9, 0),
};
