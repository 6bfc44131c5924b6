import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useParsec, useSandbox } from '../sandbox-context.ts';
import { Computer } from './computer.ts';
import { Invites } from './invites.ts';
import { Mails } from './mails.ts';

/** The guest who is invited in the dashboard. */
const DASHBOARD_GUEST = 'rui@freelance.example';

/** Parsec's guest invites, which `/guest` manages. */
export function GuestAccess(): VNode {
  const { run } = useSandbox();
  const { invites, mails, machines, credits } = useParsec();
  const open = machines.find((one) => one.is_guest_access);
  return html`<h3>Guest invites</h3>
    <${Invites} invites=${invites} />
    <p class="invite-buttons">
      <button
        type="button"
        class="small-button"
        disabled=${open === undefined || credits < 1}
        onClick=${() => run('dashboardInvite', { email: DASHBOARD_GUEST, hostPeerId: open?.peer_id })}
      >
        Invite ${DASHBOARD_GUEST} in dashboard
      </button>
    </p>
    <${Mails} title="Emails to guests" mails=${mails} />
    <h3>Computers</h3>
    <ul class="systems-list" aria-label="Computers">
      ${machines.map((one) => html`<${Computer} key=${one.id} machine=${one} />`)}
    </ul>`;
}
