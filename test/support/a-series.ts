import type { Series } from '../../src/domain/series.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** A series as it was just asked for, with the parts a test cares about. */
export function aSeries(parts: Partial<Series> = {}): Series {
  return {
    id: 'ser_test',
    requestKey: 'V1',
    workspaceId: 'T1',
    inviterId: 'U1',
    inviterZone: 'Europe/Paris',
    channelId: 'C1',
    guestEmail: 'ana@example.com',
    hostId: 'host_1',
    hostName: 'Edit 1',
    eventName: 'Shifts',
    message: 'You are invited to Shifts.',
    messageLanguage: undefined,
    permissions: { keyboard: true, mouse: true, gamepad: false },
    sendEmail: true,
    reason: '',
    clashAnswered: '',
    timeZone: 'Europe/Paris',
    startTime: '09:00',
    endTime: '17:00',
    endDays: 0,
    fold: {},
    weekdays: [1, 2, 3, 4, 5],
    firstDate: '2026-11-24',
    untilDate: '2026-12-04',
    marks: [],
    state: 'active',
    endedBy: undefined,
    inviterLeft: undefined,
    cardChannelId: undefined,
    cardTs: undefined,
    createdAt: NOW,
    updatedAt: NOW,
    ...parts,
  };
}
