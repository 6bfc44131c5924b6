import { type Invite, nothingYet } from '../../src/domain/invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** A valid invite as it was just asked for, with the parts a test cares about. */
export function anInvite(parts: Partial<Invite>): Invite {
  return {
    id: 'inv_test',
    requestKey: 'V1',
    workspaceId: 'T1',
    inviterId: 'U1',
    inviterZone: 'Europe/Paris',
    channelId: 'C1',
    guestEmail: 'ana@example.com',
    hostId: 'host_1',
    hostName: 'Edit 1',
    eventName: 'Render review',
    message: 'You are invited to Render review.',
    permissions: { keyboard: true, mouse: true, gamepad: false },
    timeZone: 'Europe/Paris',
    startsAt: NOW + 3_600_000,
    endsAt: NOW + 7_200_000,
    typedStart: '2026-11-23T11:00',
    typedEnd: '2026-11-23T12:00',
    sendEmail: true,
    state: 'requested',
    providerInviteId: undefined,
    link: undefined,
    ...nothingYet,
    createdAt: NOW,
    updatedAt: NOW,
    ...parts,
  };
}
