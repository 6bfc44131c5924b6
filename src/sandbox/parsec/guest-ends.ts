import { recordGuest } from './audit-log.ts';
import type { EmulatedInvite } from './parsec-emulator.types.ts';
import type { State } from './state.ts';

/** Ends expired invites: disconnects the guest, and gives back the credit of an unused one. */
export function settle(state: State): void {
  const now = state.options.now();
  for (const invite of state.invites) {
    if (invite.hidden.settled || now < Date.parse(invite.expires_at)) continue;
    invite.hidden.settled = true;
    disconnect(state, invite, Date.parse(invite.expires_at));
    refund(state, invite);
  }
}

/** Ends the connection of a guest who is connected, at `at` (epoch ms). */
export function disconnect(state: State, invite: EmulatedInvite, at = state.options.now()): void {
  if (!invite.hidden.connected) return;
  invite.hidden.connected = false;
  recordGuest(state, invite, 'leaves', at);
}

export function refund(state: State, invite: EmulatedInvite): void {
  if (!invite.hidden.charged || invite.hidden.used) return;
  invite.hidden.charged = false;
  state.credits += 1;
}

/** An invite by its id, cancelled or not; throws when there is none. */
export function heldInvite(state: State, id: string): EmulatedInvite {
  settle(state);
  const invite = state.invites.find((each) => each.id === id);
  if (invite === undefined) throw new Error(`there is no invite ${id}`);
  return invite;
}
