import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PageSystem, PersonThere } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';
import { Entries } from './entries.ts';
import { Mails } from './mails.ts';

/** The members and pending invites of a system, which `/member` manages. */
export function Team({ system }: { system: PageSystem }): VNode {
  const { waiting, members, mails } = system;
  return html`<h3>Pending invites</h3>
    <${Entries}
      label="Pending invites"
      none="No pending invites."
      items=${waiting.toReversed().map((one) => html`<${Waiting} key=${one.id} system=${system} person=${one} />`)}
    />
    <${Mails} title="Emails" mails=${mails} />
    <h3>Members</h3>
    <${Entries}
      label="Members"
      none="No members."
      items=${members.map((one) => html`<li class="mail" key=${one.id}><${NameAndRole} person=${one} /></li>`)}
    />`;
}

function Waiting({ system, person }: { system: PageSystem; person: PersonThere }): VNode {
  const { run } = useSandbox();
  const there = { system: system.name, id: person.id };
  return html`<li class="invite">
    <p class="invite-head"><${NameAndRole} person=${person} /></p>
    <p class="invite-buttons">
      <button type="button" class="small-button" aria-label=${`Join as ${person.who}`} onClick=${() => run('join', there)}>
        Join
      </button>
      <button
        type="button"
        class="small-button"
        aria-label=${`Cancel invite of ${person.who} in ${system.label}`}
        onClick=${() => run('cancelMemberInvite', there)}
      >
        Cancel in ${system.label}
      </button>
    </p>
  </li>`;
}

function NameAndRole({ person: { who, as } }: { person: PersonThere }): VNode {
  return html`<span class="ellipsis" title=${who}>${who}</span> ${as && html`<span class="quiet">${as}</span>`}`;
}
