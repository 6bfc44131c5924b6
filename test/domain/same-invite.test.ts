import { expect, test } from 'vitest';
import { compareInvite } from '../../src/domain/same-invite.ts';
import type { ProviderGuestInvite } from '../../src/providers/provider.ts';

const startsAt = Date.parse('2026-12-01T13:00:00Z');
const endsAt = Date.parse('2026-12-01T15:00:00Z');
const wanted = {
  hostId: 'peer_1',
  guestEmail: 'guest@example.com',
  eventName: 'Colour review',
  permissions: { keyboard: true, mouse: true, gamepad: false },
  timeZone: 'Europe/Paris',
  startsAt,
  endsAt,
  message: 'Welcome',
};
const seen: ProviderGuestInvite = { ...wanted, providerInviteId: 'i1', cancelled: false, link: undefined };

test.each<[string, Partial<ProviderGuestInvite>, string]>([
  ['the same', {}, 'same'],
  ['email in another case', { guestEmail: 'Guest@Example.COM' }, 'same'],
  ['a domain that is not written in ASCII', { guestEmail: 'guest@EXAMPLE。com' }, 'same'],
  ['space around the name', { eventName: 'Colour review ' }, 'same'],
  ['sub-seconds dropped', { startsAt: startsAt - 999, endsAt: endsAt + 999 }, 'same'],
  ['other permissions: they can be changed', { permissions: {} }, 'same'],
  ['another host', { hostId: 'peer_2' }, 'different'],
  ['another email', { guestEmail: 'other@example.com' }, 'different'],
  ['another event', { eventName: 'colour review' }, 'different'],
  ['starts a second later', { startsAt: startsAt + 1000 }, 'different'],
  ['ends a second earlier', { endsAt: endsAt - 1000 }, 'different'],
  ['cancelled', { cancelled: true }, 'different'],
  ['cancelled, and little is shown', { cancelled: true, hostId: undefined }, 'different'],
  ['the host is not shown', { hostId: undefined }, 'unclear'],
  ['the email is not shown', { guestEmail: undefined }, 'unclear'],
  ['the window is not shown', { startsAt: undefined, endsAt: undefined }, 'unclear'],
  ['the name is not shown, and the host is another', { eventName: undefined, hostId: 'peer_2' }, 'different'],
])('compares an invite at the provider with the wanted one: %s', (_, difference, verdict) => {
  expect(compareInvite({ ...seen, ...difference }, wanted)).toBe(verdict);
});
