import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { EmulatedInvite } from '../page-state.types.ts';
import { useParsec, useSandbox } from '../sandbox-context.ts';
import { span, useNow } from '../times.ts';
import { Entries } from './entries.ts';

const HOUR_MS = 3_600_000;

/** Every guest invite at Parsec, newest first. */
export function Invites({ invites }: { invites: readonly EmulatedInvite[] }): VNode {
  const items = invites.toReversed().map((one) => html`<${InviteItem} key=${one.id} invite=${one} />`);
  return html`<${Entries} label="Guest invites" none="None yet." items=${items} />`;
}

function InviteItem({ invite }: { invite: EmulatedInvite }): VNode {
  const { state, you, run } = useSandbox();
  const now = useNow(state.now);
  const host = useParsec().machines.find((one) => one.peer_id === invite.host_peer_id);
  const starts = Date.parse(invite.starts_at);
  const ends = Date.parse(invite.expires_at);
  const { cancelled, connected, charged } = invite.hidden;
  const ended = cancelled || now >= ends;
  const status = cancelled
    ? 'cancelled'
    : now >= ends
      ? 'expired'
      : now < starts
        ? 'scheduled'
        : connected
          ? 'guest connected'
          : 'active';
  const uses = (['keyboard', 'mouse', 'gamepad'] as const).filter((one) => invite[one]).join(', ') || 'view only';
  return html`<li class=${`invite${ended ? ' invite-ended' : ''}`}>
    <p class="invite-head"><strong class="ellipsis">${invite.guest_email}</strong> <span class="status">${status}</span></p>
    <p>${host?.name ?? invite.host_peer_id} · ${uses}</p>
    <p class="quiet">${span(starts, ends, you.tz)}</p>
    <p class="quiet">${invite.event_name} · ${charged ? '1 credit' : 'no credit'}</p>
    ${
      !ended &&
      html`<p class="invite-buttons">
        ${
          (connected || now >= starts) &&
          html`<button type="button" class="small-button" onClick=${() => run('guest', { inviteId: invite.id, here: !connected })}>
            ${connected ? 'Disconnect guest' : 'Connect guest'}
          </button>`
        }
        <button
          type="button"
          class="small-button"
          onClick=${() => run('dashboardExtend', { inviteId: invite.id, expiresAt: new Date(ends + HOUR_MS).toISOString() })}
        >
          Extend 1 h in dashboard
        </button>
        <button type="button" class="small-button" onClick=${() => run('dashboardCancel', { inviteId: invite.id })}>
          Cancel in dashboard
        </button>
      </p>`
    }
  </li>`;
}
